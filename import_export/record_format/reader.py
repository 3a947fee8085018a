"""Entries of the YAML files people write: read strictly, with every mistake collected instead of only the first."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import yaml
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _

from import_export.record_format.rows import partial_date_columns, text_columns
from languages import LANGUAGES
from languages.collation import current_language
from languages.partial_dates import NotAPartialDate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from django.db.models import Model
    from django_stubs_ext import StrOrPromise

NUMBER = re.compile(r"[1-9][0-9]{0,4}")
#: As many codes as a message can list and still be read.
LISTED_CODES = 30
#: Reading stops after so many problems: whoever mends these will try again.
PROBLEMS_AT_MOST = 200


@dataclass(frozen=True)
class Problem:
    """What is wrong, and in which claim; without a claim, with the file as a whole.

    `path` leads to the entry in the file: `commitments[2].text`.
    """

    claim: str
    message: str
    path: str = ""


class RecordRefused(Exception):
    """A file cannot be made into a fixture; its text, fit to show, names for each problem the file and the claim."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file, self.problems = file, tuple(problems)
        super().__init__("\n".join(self._line(problem) for problem in problems))

    def __reduce__(self) -> tuple[type[RecordRefused], tuple[str, tuple[Problem, ...]]]:
        """How it comes from another process."""
        return type(self), (self.file, self.problems)

    def _line(self, problem: Problem) -> str:
        if not problem.claim:
            return _("%(file)s: %(message)s") % {"file": self.file, "message": problem.message}
        words = {"file": self.file, "claim": problem.claim, "message": problem.message}
        return _("%(file)s, “%(claim)s”: %(message)s") % words


class TextLoader(yaml.BaseLoader):
    """Reads every value as text: plain YAML makes a date of `2016-11-07` and `false` of Norway's code `NO`.

    A key that is given twice is refused; plain YAML drops the first silently.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _value in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.MarkedYAMLError(None, None, _("“%(key)s” is given twice.") % {"key": key}, node.start_mark)
        return super().construct_mapping(node, deep=deep)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file, every value as text. Raises RecordRefused."""
    try:
        loader = TextLoader(path.read_bytes().decode("utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise RecordRefused(path.name, [Problem("", str(error))]) from error
    try:
        return loader.get_single_data()
    except yaml.YAMLError as error:
        raise RecordRefused(path.name, [Problem("", str(error))]) from error
    finally:
        loader.dispose()


def read_json(raw: bytes, name: str) -> Any:
    """The content of a JSON document, every number as text, as `read_yaml` gives it. Raises RecordRefused."""
    try:
        content = json.loads(raw.decode("utf-8-sig"), parse_int=str, parse_float=str, object_pairs_hook=_once)
        if b"\\ud" in raw.lower():  # half of a character, which no database takes
            json.dumps(content, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise RecordRefused(name, [Problem("", _no_json(error))]) from error
    return content


def _no_json(error: Exception) -> str:
    """What is wrong with a document, in the reader's language: Python says it in English."""
    if isinstance(error, json.JSONDecodeError):
        return _("This is no JSON: line %(line)s, character %(column)s.") % {
            "line": error.lineno,
            "column": error.colno,
        }
    if isinstance(error, UnicodeError):
        return _("This is no JSON: its letters are not in UTF-8.")
    if isinstance(error, RecursionError):
        return _("This is no JSON: it is nested too deeply.")
    return _("This is no JSON: %(error)s") % {"error": error}  # our own words: see _once


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        double = next(key for key, count in Counter(key for key, _value in pairs).items() if count > 1)
        raise ValueError(_("“%(key)s” is given twice.") % {"key": double})
    return found


@dataclass
class ReaderContext:
    """One file being read: what was wrong so far, and which claims have been named.

    Where claims may be `bare`, as in records that come from elsewhere, none needs a passage, and what
    need not be said at all need not be said in Kazakh. An `unfinished` record was never public and may
    still lack what a public one needs.
    """

    file: str
    bare: bool = False
    unfinished: bool = False
    problems: list[Problem] = field(default_factory=list)
    claims: set[str] = field(default_factory=set)
    language: str = field(default_factory=current_language)

    def whole(self, content: Any, required: str, optional: str = "") -> Node:
        """The file as an entry with the keys it must and may have (names separated by spaces)."""
        return self.entry("", "", content, required, optional)

    def entry(self, claim: str, path: str, content: Any, required: str, optional: str) -> Node:
        entry = Node(self, claim, path, content if isinstance(content, dict) else {})
        if not isinstance(content, dict):
            entry.report(_("This must be a set of keys and values."))
        else:
            entry.check_keys(required, optional)
        return entry

    def refuse_if_wrong(self) -> None:
        """Raise RecordRefused with everything that was wrong, if anything was."""
        if self.problems:
            raise RecordRefused(self.file, self.problems)


@dataclass(slots=True, eq=False)
class Node:
    """One set of keys and values, and the claim under which its mistakes are reported.

    The methods report what is wrong and return something harmless in its place.
    """

    reading: ReaderContext
    claim: str
    path: str
    values: dict[str, Any]

    def report(self, message: str) -> None:
        """Note a problem once, however often the value is looked at. Raises RecordRefused where there are too many."""
        problem = Problem(self.claim, message, self.path)
        if problem not in self.reading.problems:
            self.reading.problems.append(problem)
        if len(self.reading.problems) >= PROBLEMS_AT_MOST:
            self.reading.refuse_if_wrong()

    def has(self, key: str) -> bool:
        return key in self.values

    def check_keys(self, required: str, optional: str) -> None:
        """Report keys that are missing or unknown (names separated by spaces)."""
        needed, known = _keys(required, optional)
        if needed <= self.values.keys() <= known:
            return
        for key in required.split():
            self.require(key)
        for key in self.values:
            if key not in known:
                self.report(_("“%(key)s” is no key that is known here.") % {"key": key})

    def require(self, key: str) -> None:
        """Report that `key` is missing, if it is."""
        if key not in self.values:
            self.report(_("“%(key)s” is missing.") % {"key": key})

    def name_once(self) -> None:
        """Report a claim that another entry of the file already bears: messages could not tell them apart."""
        if self.claim in self.reading.claims:
            self.report(_("Another entry has the same name."))
        self.reading.claims.add(self.claim)

    def entry(self, key: str, required: str, optional: str = "") -> Node:
        """The entry under `key`."""
        claim = f"{self.claim}, {key}" if self.claim else key
        path = f"{self.path}.{key}" if self.path else key
        if not self.has(key):  # reported already if it is required
            return Node(self.reading, claim, path, {})
        return self.reading.entry(claim, path, self.values[key], required, optional)

    def entries(self, key: str, required: str, optional: str = "", *, named_by: str = "claim") -> list[Node]:
        """The entries listed under `key`, each reported by its `named_by`, or by its place if that is empty."""
        found = []
        keys = f"{named_by} {required}" if named_by else required
        for place, content in enumerate(self._listed(key), start=1):
            path = f"{self.path}.{key}[{place - 1}]" if self.path else f"{key}[{place - 1}]"
            claim = content.get(named_by) if isinstance(content, dict) else None
            if isinstance(claim, str) and claim:
                entry = self.reading.entry(claim, path, content, keys, optional)
                entry.name_once()
            else:
                where = f"{self.claim}, {key} {place}" if self.claim else f"{key} {place}"
                entry = self.reading.entry(where, path, content, keys, optional)
            found.append(entry)
        return found

    def _listed(self, key: str) -> list[Any]:
        listed = self.values.get(key, [])
        if isinstance(listed, list):
            return listed
        self.report(_("“%(key)s” must be a list.") % {"key": key})
        return []

    def codes(self, key: str, known: Collection[str], unknown: StrOrPromise) -> list[str]:
        """The codes listed under `key`. `unknown` is the message for one that is not `known`, with %(code)s in it."""
        listed = [str(code) for code in self._listed(key)]
        for code in listed:
            if code not in known:
                self.report(unknown % {"code": code})
        if len(listed) != len(set(listed)):
            self.report(_("“%(key)s” names something twice.") % {"key": key})
        return listed

    def text(self, key: str) -> str:
        """The text under `key`; empty if it is not given."""
        value = self.values.get(key, "")
        if isinstance(value, str):
            return value
        self.report(_("“%(key)s” must be a text.") % {"key": key})
        return ""

    def number(self, key: str) -> int:
        """The number under `key`, one or more; 0 if it is not given or is none."""
        value = self.text(key)
        if NUMBER.fullmatch(value) and int(value) < 2**15:  # the largest number of the columns concerned
            return int(value)
        if self.has(key):
            self.report(_("“%(key)s” must be a number from 1 to 32767.") % {"key": key})
        return 0

    def column(self, model: type[Model], key: str, *, under: str = "") -> str:
        """The text under `key`, or `under` another, fit for that column: its codes, its length, its form."""
        value = self.text(under or key)
        if self.has(under or key):
            self._check_column(model, key, value)
        return value

    def texts(self, model: type[Model], key: str) -> dict[str, str | None]:
        """The columns of a text in three languages, of which Kazakh is required and the others may follow.

        Where claims may be bare, a text that may be left out may also be there without Kazakh.
        """
        if not self.has(key):  # reported already if it is required
            return text_columns(key, {})
        given = self.entry(key, "", " ".join(LANGUAGES))
        texts = {language: given.text(language) for language in LANGUAGES if given.has(language)}
        if not texts.get("kk", "").strip() and not (self.reading.bare and _may_be_empty(model, key)):
            self.report(_("The Kazakh text of “%(key)s” is missing or empty.") % {"key": key})
        for text in texts.values():
            if text:
                self._check_column(model, key, text)
        return text_columns(key, texts)

    def partial_date(self, model: type[Model], key: str) -> dict[str, str | None]:
        """The three columns of a partial date; empty ones if the source does not say."""
        if not self.has(key):
            return partial_date_columns(model, key, "")
        value = self.column(model, key)
        try:
            return partial_date_columns(model, key, value)
        except NotAPartialDate:  # reported by the check of the column
            return partial_date_columns(model, key, "")

    def _check_column(self, model: type[Model], key: str, value: str) -> None:
        codes, longest = _fitting(model, key, self.reading.language)
        if value in codes or (0 < len(value) <= longest and "\0" not in value):
            return
        if "\0" in value:
            self.report(_("Null characters are not allowed."))
            return
        if codes and value:
            known = ", ".join(codes) if len(codes) <= LISTED_CODES else "…"
            words = {"value": value, "key": key, "codes": known}
            self.report(_("“%(value)s” is no code of “%(key)s”; known are: %(codes)s.") % words)
            return
        try:
            _clean(model, key, value)
        except ValidationError as error:
            self.report(f"{key}: {' '.join(error.messages)}")


@cache
def _may_be_empty(model: type[Model], key: str) -> bool:
    column: Any = model._meta.get_field(key)
    return bool(column.blank)


@cache
def _keys(required: str, optional: str) -> tuple[frozenset[str], frozenset[str]]:
    """The keys an entry must have, and all it may have."""
    needed = frozenset(required.split())
    return needed, needed | frozenset(optional.split())


@cache
def codes_of(model: type[Model], key: str, _language: str) -> Collection[str]:
    """The codes of a column in order, none for a free text; countries and languages as each language lists them."""
    column: Any = model._meta.get_field(key)
    return {str(code): None for code, _label in column.flatchoices}


@cache
def _fitting(model: type[Model], key: str, language: str) -> tuple[Collection[str], int]:
    """What fits a column without asking its validators: its codes, or a text of so many characters at most."""
    column: Any = model._meta.get_field(key)
    codes = codes_of(model, key, language)
    plain = not codes and all(isinstance(validator, MaxLengthValidator) for validator in column.validators)
    return codes, (column.max_length or sys.maxsize) if plain else 0


@lru_cache(maxsize=20_000)
def _clean(model: type[Model], key: str, value: str) -> None:
    """Ask the column's validators, once for each value that they take. Raises ValidationError."""
    column: Any = model._meta.get_field(key)
    column.clean(value, None)


def report_doubles(entries: Iterable[Node], key: str, message: str) -> None:
    """Report with `message` (%(value)s in it) each entry whose text under `key` an earlier one already has."""
    seen: set[str] = set()
    for entry in entries:
        value = entry.text(key)
        if value and value in seen:
            entry.report(message % {"value": value})
        seen.add(value)

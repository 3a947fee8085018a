"""Loading files of records: a file wholly or not at all, and nothing twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from agreements.models import CooperationArea
from database.constraint_messages import refusal
from import_export.bulk_load.already_loaded import identified, is_same, loaded_before
from import_export.bulk_load.documents import documents
from import_export.bulk_load.parallel_check import checked
from import_export.bulk_load.writer import AGREEMENT, NotThere, Writer
from import_export.record_format.reader import Problem, RecordRefused
from import_export.record_import.plan import FROM_A_FILE
from parties.models import Party
from search.words.sync import catch_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from import_export.bulk_load.documents import RecordDocument
    from import_export.record_format.rows import Row

#: So many batches go into the index of words together.
INDEXED_TOGETHER = 5
#: Reading stops after so many refused records: whoever mends these will run the command again.
REFUSED_AT_MOST = 50


class FileRefused(Exception):
    """Nothing of a file was loaded; its text, fit to show, has a line for each problem."""

    def __init__(self, refused: Iterable[RecordRefused]) -> None:
        super().__init__("\n".join(map(str, refused)))


@dataclass(frozen=True)
class Read:
    """A document that was read, and its rows."""

    document: RecordDocument
    rows: list[Row]

    @property
    def identifier(self) -> tuple[str, int]:
        """The pair and the number of its agreement; ("", 0) for one without an identifier."""
        fields = next(row["fields"] for row in self.rows if row["model"] == AGREEMENT)
        return fields["pair"], fields["pair_number"] or 0

    def refused(self, message: str) -> RecordRefused:
        return RecordRefused(self.document.name, [Problem("", message)])


@dataclass
class Loaded:
    """How many records of a file were loaded, and how many were there already."""

    new: int = 0
    known: int = 0


@dataclass
class Loading:
    """Loads files one after the other; `at` is the moment of the first versions."""

    at: datetime
    known: set[str] = field(default_factory=loaded_before)
    areas: frozenset[str] = field(default_factory=lambda: frozenset(_codes_of_areas()))

    def load(self, path: Path, seen: Callable[[int], Any] = lambda _size: None) -> Loaded:
        """Load the records of a file that are not there yet, all of them or none.

        `seen` is told how many bytes more have been read. Raises FileRefused.
        """
        with transaction.atomic():
            loading = _FileLoading(self)
            try:
                loading.load(path, seen)
            except RecordRefused as refused:
                loading.refused.append(refused)
            if loading.refused:
                raise FileRefused(loading.refused)
            catch_up()
        self.known |= loading.fingerprints
        return loading.loaded


def catch_up_now_and_then(batch: int) -> None:
    """Bring the index of words along after some batches, so that the log of what changed never gets long."""
    if batch % INDEXED_TOGETHER == 0:
        catch_up()


def _codes_of_areas() -> Iterable[str]:
    return CooperationArea.objects.values_list("code", flat=True)


class _FileLoading:
    """One file being loaded, inside a transaction."""

    def __init__(self, whole: Loading) -> None:
        self.whole = whole
        self.loaded, self.fingerprints = Loaded(), set[str]()
        self.refused: list[RecordRefused] = []
        self.writer = Writer(whole.at)
        rows = Party.objects.values_list("slug", "kind", "country", "organisation_code")
        self.parties: dict[str, tuple[str, ...]] = {slug: tuple(rest) for slug, *rest in rows}

    def load(self, path: Path, seen: Callable[[int], Any]) -> None:
        for number, batch in enumerate(checked(self._unknown(documents(path), seen), self.whole.areas), start=1):
            read = [Read(document, rows) for document, rows in batch if not isinstance(rows, RecordRefused)]
            self.refused += [refused for _document, refused in batch if isinstance(refused, RecordRefused)]
            there = identified([each.identifier for each in read])
            fresh = [each for each in read if self._is_fresh(each, there)]
            if not self.refused:
                self._write(fresh)
                catch_up_now_and_then(number)
            elif len(self.refused) >= REFUSED_AT_MOST:
                return

    def _unknown(self, found: Iterable[RecordDocument], seen: Callable[[int], Any]) -> Iterator[RecordDocument]:
        """The documents that were not loaded before."""
        for document in found:
            seen(len(document.raw))
            try:
                fingerprint = document.fingerprint
            except RecordRefused as refused:
                self.refused.append(refused)
                continue
            if fingerprint in self.whole.known or fingerprint in self.fingerprints:
                self.loaded.known += 1
            else:
                self.fingerprints.add(fingerprint)
                yield document

    def _is_fresh(self, read: Read, there: dict[tuple[str, int], int]) -> bool:
        """Whether a record is not there yet; one that is there and differs is refused."""
        pk = there.get(read.identifier)
        if pk is None:
            self._compare_parties(read)
            return True
        if is_same(pk, read.rows, self.whole.areas):
            self.loaded.known += 1
        else:
            pair, number = read.identifier
            message = _("%(identifier)s is already in the registry, and not as this record has it.")
            self.refused.append(read.refused(message % {"identifier": f"{pair}-{number}"}))
        return False

    def _compare_parties(self, read: Read) -> None:
        """A party's names may have changed since; its kind and its country or code may not differ."""
        for row in read.rows:
            if row["model"] == "parties.party":
                fields = row["fields"]
                said = fields["kind"], fields["country"], fields["organisation_code"]
                if self.parties.setdefault(fields["slug"], said) != said:
                    message = _("The party “%(slug)s” is already known with another kind or country.")
                    self.refused.append(read.refused(message % {"slug": fields["slug"]}))

    def _write(self, fresh: list[Read]) -> None:
        try:
            with transaction.atomic():
                self._add(fresh)
                self.writer.flush()
        except (IntegrityError, DataError):
            self._find_refused(fresh)
        self.loaded.new += len(fresh)

    def _add(self, fresh: list[Read]) -> None:
        for read in fresh:
            try:
                self.writer.add(read.rows, FROM_A_FILE + read.document.fingerprint)
            except NotThere as error:
                self.refused.append(read.refused(str(error)))

    def _find_refused(self, fresh: list[Read]) -> None:
        """Name the first record that the database refuses: write one after the other."""
        self.writer = Writer(self.whole.at)
        for read in fresh:
            try:
                with transaction.atomic():
                    self._add([read])
                    self.writer.flush()
            except (IntegrityError, DataError) as error:
                self.refused.append(read.refused(refusal(error)))
                return

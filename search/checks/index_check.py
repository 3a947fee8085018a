"""Whether the index of words is what the tables make it: each of its own tables, row by row.

Nothing is written. All is read as it is at one moment, during which SQLite lets nobody else write.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from agreements.models import Agreement, Change, Word
from languages.words.folding import normalised
from search.checks import common_terms_check
from search.words import engine
from search.words.documents import BITS, digest_of, documents_of, number_of
from search.words.pending import agreements_of
from search.words.sync import some_of
from search.words.vocabulary import worth_knowing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: Beyond the number of any document.
END = 2**63 - 1


class IndexDifference(NamedTuple):
    """What differs, in words for whoever runs the registry: in how many rows, and one of them."""

    what: str
    rows: int
    example: str

    def __str__(self) -> str:
        return f"{self.what}: {self.rows} ({self.example})"


class IndexReport(NamedTuple):
    """In what the index differs from the tables, and how many of the words it knows stand in no public text any more.

    Such words are never offered, and `rebuild` forgets them.
    """

    differences: list[IndexDifference]
    forgotten: int


def checked() -> IndexReport:
    """The index held against the tables."""
    words = set[str]()
    checks: tuple[Callable[[], Iterable[IndexDifference]], ...] = (
        _waiting,
        lambda: _documents(words),
        _engine,
        lambda: _words(words),
        lambda: told(common_terms_check.wrong_bitmaps()),
    )
    with _one_moment():
        found = [difference for check in checks for difference in _read(check)]
        known = set(Word.objects.values_list("text", flat=True))
    return IndexReport(found, len(known - worth_knowing(words)))


def differences() -> list[IndexDifference]:
    """In what the index differs from the tables; nothing where all is well."""
    return checked().differences


def told(found: Iterable[tuple[str, object]]) -> list[IndexDifference]:
    """A difference for each thing that is wrong, from pairs of it and a row it is wrong in."""
    rows = defaultdict[str, list[object]](list)
    for what, example in found:
        rows[what].append(example)
    return [IndexDifference(what, len(examples), str(examples[0])) for what, examples in rows.items()]


@contextmanager
def _one_moment() -> Iterator[None]:
    first = not connection.in_atomic_block
    with transaction.atomic():
        if first and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _read(check: Callable[[], Iterable[IndexDifference]]) -> list[IndexDifference]:
    """What a check finds; a table that cannot be read is a difference too."""
    try:
        with transaction.atomic():
            return list(check())
    except DatabaseError as error:
        return [IndexDifference(_("What cannot be read"), 1, str(error))]


def _waiting() -> list[IndexDifference]:
    changed = Change.objects.filter(is_pending=True).order_by().values_list("subject", "key").distinct()
    agreements = agreements_of(list(changed))
    return told((_("Agreements that wait to be entered"), _name(agreement)) for agreement in agreements)


def _documents(words: set[str]) -> list[IndexDifference]:
    """What differs between the texts of public records and the documents of the index; `words` learns theirs."""
    return [
        difference._replace(example=_name_of_document(int(difference.example)))
        for difference in told(_wrong_documents(words))
    ]


def _wrong_documents(words: set[str]) -> Iterator[tuple[str, int]]:
    public = list(Agreement.objects.published().order_by("pk").values_list("pk", flat=True))
    parts = list(some_of(public)) or [[]]
    first = -END
    for some, following in zip(parts, [*parts[1:], None], strict=True):
        end = number_of(following[0], 0) if following else END
        yield from _compared(some, engine.held(first, end), words)
        first = end


def _compared(
    agreements: list[int], held: dict[int, tuple[int | None, str | None]], words: set[str]
) -> Iterator[tuple[str, int]]:
    documents = list(documents_of(agreements))
    columns = [document.columns() for document in documents]
    for document, texts, kept in zip(documents, columns, engine.kept_as(columns), strict=True):
        words.update(map(normalised, document.words))
        found = held.pop(document.number, None)
        if found is None or found[1] is None:
            yield _("Texts that are missing"), document.number
        elif found != (digest_of(texts), kept):
            yield _("Texts that are not as the records have them"), document.number
    for number in sorted(held):
        yield _("Texts that no public record has"), number


def _engine() -> list[IndexDifference]:
    try:
        wrong = engine.contradiction()
    except DatabaseError as error:
        return [IndexDifference(_("What could not be looked at"), 1, str(error))]
    return [IndexDifference(_("The engine’s own tables contradict each other"), 1, wrong)] if wrong else []


def _words(words: set[str]) -> list[IndexDifference]:
    """Known words beyond those of `words` may be of records that were public once, if a text can have them at all."""
    known, wanted = set(Word.objects.values_list("text", flat=True)), worth_knowing(words)
    possible = worth_knowing(word for word in known if word == normalised(word))
    missing = ((_("Words that near spellings lack"), word) for word in sorted(wanted - known))
    return [*told(missing), *told((_("Known words that no text can have"), word) for word in sorted(known - possible))]


def _name_of_document(number: int) -> str:
    return f"{_name(number >> BITS)}, {number}"


def _name(agreement: int) -> str:
    found = Agreement.objects.filter(pk=agreement).first() if 0 < agreement < END else None
    return (found.identifier if found else "") or str(agreement)

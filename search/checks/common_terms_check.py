"""Whether the bitmaps of frequent terms say what the engine says, but for agreements that were written since."""

from __future__ import annotations

import zlib
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _
from pyroaring import BitMap

from agreements.models import FrequentTerm, LateAgreement, WordDocument, WordFrame
from database.bitmaps import as_array
from languages.words.analysis import COLUMNS
from search.words import common_terms, engine
from search.words.documents import BITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Wrong = Iterator[tuple[str, object]]
    Known = dict[tuple[str, str], NDArray[np.int64] | None]


def wrong_bitmaps() -> Wrong:
    """Pairs of what is wrong, in words, and a row in which it is."""
    frames = list(WordFrame.objects.order_by("pk").values_list("pk", "documents"))
    used = frames[0][0] if frames else None
    for key, _documents in frames[1:]:
        yield _("Numberings of which one is enough"), key
    for column, term in FrequentTerm.objects.exclude(frame=used).values_list("column", "term"):
        yield _("Bitmaps that belong to no numbering"), f"{column}: {term}"
    late = list(LateAgreement.objects.order_by("pk").values_list("pk", flat=True))
    if frames:
        yield from _of_frame(bytes(frames[0][1]), np.array(late, np.int64))
        return
    for agreement in late:
        yield _("Agreements named late without any bitmap"), agreement
    if WordDocument.objects.count() > common_terms.FREQUENT:
        yield _("Frequent words without bitmaps: run manage.py rebuild_index --frequent"), WordDocument.objects.count()


def _of_frame(packed: bytes, late: NDArray[np.int64]) -> Wrong:
    try:
        numbers = common_terms.numbers_of_frame(packed)
    except (ValueError, zlib.error) as error:
        yield _("A numbering that cannot be read"), error
        return
    for number in np.setxor1d(_early(numbers, late), _early(engine.all_documents(), late)).tolist():
        yield _("Texts that the numbering of frequent words has otherwise"), number
    known: Known = {}
    for column, term, documents in FrequentTerm.objects.order_by("pk").values_list("column", "term", "documents"):
        if (column, term) in known:
            yield _("Bitmaps that stand twice"), f"{column}: {term}"
        known[column, term] = _standing(bytes(documents), numbers)
    yield from _of_terms(known, late)


def _of_terms(known: Known, late: NDArray[np.int64]) -> Wrong:
    """What is wrong with the bitmaps of terms; None among them is one that cannot be read."""
    for column, term in known.keys() - set(product(COLUMNS, {term for _column, term in known})):
        yield _("Bitmaps of a column that does not exist"), f"{column}: {term}"
    there = {term for _column, term in known}
    for term in sorted(there | engine.terms_in_more_than(common_terms.FREQUENT)):
        found = {column: _early(engine.matching(((column, (term,)),)), late) for column in COLUMNS}
        if term in there:
            yield from _of_term(term, found, known, late)
        elif max(map(len, found.values())) > common_terms.FREQUENT:
            yield _("Bitmaps that are missing"), term


def _of_term(term: str, found: dict[str, NDArray[np.int64]], known: Known, late: NDArray[np.int64]) -> Wrong:
    bitmaps = {column: known[column, term] for column in COLUMNS if (column, term) in known}
    if all(bitmap is not None and len(bitmap) <= common_terms.FREQUENT for bitmap in bitmaps.values()):
        yield _("Bitmaps of words that are not frequent"), term
    for column, numbers in found.items():
        bitmap = bitmaps.get(column)
        if column not in bitmaps and len(numbers):
            yield _("Bitmaps that are missing"), f"{column}: {term}"
        elif column in bitmaps and (bitmap is None or len(np.setxor1d(_early(bitmap, late), numbers))):
            yield _("Bitmaps that are not as the engine has it"), f"{column}: {term}"


def _standing(packed: bytes, numbers: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """The numbers of the documents in a bitmap of their places; None where it is none, or of others."""
    try:
        places = as_array(BitMap.deserialize(packed))
    except ValueError:
        return None
    return numbers[places] if not len(places) or int(places[-1]) < len(numbers) else None


def _early(numbers: NDArray[np.int64], late: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of `numbers` whose agreements were not written since."""
    return numbers[~np.isin(numbers >> BITS, late)]

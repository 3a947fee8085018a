"""Dates as sources give them: a year, a month, a day, a decade, an uncertain one, a period.

Notation: EDTF, ISO 8601-2:2019, levels 0 and 1, of which the registry takes what treaty
sources need. Bounds: `earliest` is the first possible day, `before` the first day that is
certainly past it (exclusive). An open or unknown end has no bound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from edtf import EDTFParseException, parse_edtf

from languages.collation import current_language

if TYPE_CHECKING:
    from time import struct_time

MONTH, DAY = r"0[1-9]|1[0-2]", r"0[1-9]|[12]\d|3[01]"
POINT = re.compile(
    rf"(?P<year>[12]\d{{2}}[\dX])(?:-(?P<month>{MONTH})(?:-(?P<day>{DAY}))?)?(?P<doubt>[?~%]?)", re.ASCII
)
TYPED_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", re.ASCII)
TYPED_MONTH = re.compile(r"(\d{1,2})[./](\d{4})", re.ASCII)
ENDLESS = ("", "..")
FULL_DATE_HYPHENS = 2


class NotAPartialDate(ValueError):
    """The text is no date in the notation of the registry; the message is fit to show."""


def _day(moment: struct_time) -> date:
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)


@dataclass(frozen=True)
class PartialDate:
    """One date as a source gives it.

    `value` is its EDTF text. `earliest` (inclusive) and `before` (exclusive) bound the days it
    can mean; None where that end is open or unknown.
    """

    value: str
    earliest: date | None
    before: date | None

    def __str__(self) -> str:
        """The date in the words of the active language."""
        first, slash, last = self.value.partition("/")
        if not slash:
            return _point_in_words(first)
        return f"{_end_in_words(first)} – {_end_in_words(last)}"


@lru_cache(maxsize=20_000)
def parse(text: str) -> PartialDate:
    """The partial date written as EDTF in `text`.

    Raises NotAPartialDate, with a message for the person who typed it.
    """
    first, slash, last = text.strip().partition("/")
    if not slash:
        return PartialDate(first, *_bounds(first, text))
    if first in ENDLESS and last in ENDLESS:
        raise NotAPartialDate(_refusal(text))
    earliest = None if first in ENDLESS else _bounds(first, text)[0]
    before = None if last in ENDLESS else _bounds(last, text)[1]
    if earliest and before and earliest >= before:
        raise NotAPartialDate(_("“%(date)s” ends before it begins.") % {"date": text})
    return PartialDate(f"{first}/{last}", earliest, before)


def as_edtf(typed: str) -> str:
    """What an editor typed, as EDTF: `07.11.2016` and `11.2016` are taken day and month first."""
    typed = typed.strip()
    if match := TYPED_DAY.fullmatch(typed):
        day, month, year = match.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    if match := TYPED_MONTH.fullmatch(typed):
        month, year = match.groups()
        return f"{year}-{month:0>2}"
    return typed


@lru_cache(maxsize=20_000)
def _bounds(point: str, whole: str) -> tuple[date, date]:
    match = POINT.fullmatch(point)
    if match is None:
        raise NotAPartialDate(_refusal(whole))
    try:
        return _bounds_as_edtf(point) if match["year"].endswith("X") else _bounds_of(match)
    except (EDTFParseException, ValueError) as error:
        raise NotAPartialDate(_refusal(whole)) from error


def _bounds_of(match: re.Match[str]) -> tuple[date, date]:
    """The bounds of a year, a month or a day, doubtful or not. The parser of EDTF takes 5 ms for each."""
    year, month, day = int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)
    first = date(year, month, day)
    if match["day"]:
        return first, first + timedelta(days=1)
    if match["month"]:
        return first, date(year + month // 12, month % 12 + 1, 1)
    return first, date(year + 1, 1, 1)


def _bounds_as_edtf(point: str) -> tuple[date, date]:
    if point.count("-") == FULL_DATE_HYPHENS:
        raise ValueError(point)  # a day of a decade is none
    parsed = parse_edtf(point)
    return _day(parsed.lower_strict()), _day(parsed.upper_strict()) + timedelta(days=1)


def _refusal(text: str) -> str:
    return _(
        "“%(date)s” is not a date the registry can keep. Write 2016, 2016-11, 2016-11-07, "
        "1993? (uncertain), 1993~ (about), 199X (a decade) or a period such as 2016/2018."
    ) % {"date": text[:60]}


def _end_in_words(point: str) -> str:
    if point == "..":
        return pgettext("end of a period", "open-ended")
    if not point:
        return pgettext("end of a period", "not stated")
    return _point_in_words(point)


def _point_in_words(point: str) -> str:
    match = POINT.fullmatch(point)
    if match is None:  # a value written past the checks: shown as it stands
        return point
    words = _plain_words(match["year"], match["month"], match["day"])
    if match["doubt"] == "?":
        return _("%(date)s (uncertain)") % {"date": words}
    if match["doubt"] == "~":
        return _("about %(date)s") % {"date": words}
    if match["doubt"] == "%":
        return _("about %(date)s (uncertain)") % {"date": words}
    return words


def _plain_words(year: str, month: str | None, day: str | None) -> str:
    if year.endswith("X"):
        return pgettext("decade", "%(year)ss") % {"year": year.replace("X", "0")}
    if month is None:
        return pgettext("year", "%(year)s") % {"year": year}
    names = Locale(current_language()).months["format" if day else "stand-alone"]["wide"]
    name = names[int(month)]
    if day is None:
        # Kazakh and Russian write months in lower case inside a sentence.
        name = name if current_language() == "en" else name.lower()
        return pgettext("month", "%(month)s %(year)s") % {"month": name, "year": year}
    return pgettext("day", "%(day)s %(month)s %(year)s") % {"day": int(day), "month": name, "year": year}

"""What an editor should look at while the record grows: probable duplicates, and names of another day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.duplicates import ComparedInstrument, Duplicate, SignatureDays, probable_duplicates
from agreements.models import Agreement, EventKind, Side
from agreements.rules.date_checks import DatedEvent, odd_dates
from languages import LANGUAGES
from languages.partial_dates import NotAPartialDate, PartialDate, as_edtf, parse
from parties.models import Party, PartyName
from staff.agreements.forms.rows import name_of_the_day
from staff.framework.url_values import is_key

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import QueryDict

    from agreements.models import AgreementParty

#: More parties of a side, or signatures, are not looked at while typing.
MOST = 50
MOST_DATES = 500
LONGEST_TITLE = 1_000
LONGEST_DATE = 100


@dataclass(frozen=True)
class NameOfTheDay:
    """The name a party bore on the day of the signature, where the record has another."""

    row: AgreementParty
    name: PartyName
    signed: PartialDate

    def __str__(self) -> str:
        return _("On the day of the signature (%(date)s) “%(party)s” bore the name “%(name)s”.") % {
            "date": self.signed,
            "party": self.row,
            "name": self.name,
        }

    @property
    def columns(self) -> dict[str, str]:
        """The name in each language that it is known in, by the field it belongs into."""
        return {column: given for column in _COLUMNS if (given := getattr(self.name, column))}


_COLUMNS = tuple(f"name_{language}" for language in LANGUAGES)


@dataclass(frozen=True)
class Guards:
    """What stands beside the form of a saved record."""

    duplicates: list[Duplicate]
    names: list[NameOfTheDay]

    @property
    def told(self) -> list[str]:
        return [str(told) for told in (*self.duplicates, *self.names)]


def guards(agreement: Agreement) -> Guards:
    return Guards(probable_duplicates(ComparedInstrument.of(agreement)), _names_of_the_day(agreement))


def typed_instrument(typed: QueryDict) -> ComparedInstrument:
    """What the form says of the instrument while it is typed; what cannot be understood yet is left out."""
    return ComparedInstrument(
        next(iter(_keys(Agreement, typed.getlist("agreement"))), None),
        typed.get("type", ""),
        {language: typed.get(language, "")[:LONGEST_TITLE] for language in LANGUAGES},
        [_keys(Party, typed.getlist(f"side-{side.value}")) for side in Side],
        [days for day in typed.getlist("signed")[:MOST] if (days := _days(day))],
    )


def typed_dates(typed: QueryDict) -> list[str]:
    """What is wrong with the dates of the form while they are typed: impossible ones first, then odd ones."""
    impossible = [refusal for date in typed.getlist("date")[:MOST_DATES] if (refusal := _refusal(date))]
    columns = (typed.getlist(f"event-{column}")[:MOST] for column in ("kind", "date", "by"))
    happenings = [_happening(*row) for row in zip(*columns, strict=False)]
    return [*dict.fromkeys(impossible), *odd_dates([happening for happening in happenings if happening])]


def _refusal(date: str) -> str:
    try:
        parse(as_edtf(date[:LONGEST_DATE]) or "..")
    except NotAPartialDate as refusal:
        return "" if not date.strip() else str(refusal)
    return ""


def _happening(kind: str, date: str, by: str) -> DatedEvent | None:
    try:
        day = parse(as_edtf(date[:LONGEST_DATE]))
    except NotAPartialDate:
        return None
    labels = dict(EventKind.choices)
    return (
        DatedEvent(kind, str(labels[kind]), by or None, str(day), day.earliest, day.before) if kind in labels else None
    )


def _keys(model: type[Model], typed: list[str]) -> list[int]:
    return [int(key) for key in typed[:MOST] if is_key(model, key)]


def _days(typed: str) -> SignatureDays | None:
    try:
        day = parse(as_edtf(typed))
    except NotAPartialDate:
        return None
    return SignatureDays(day.earliest, day.before) if day.earliest and day.before else None


def _names_of_the_day(agreement: Agreement) -> list[NameOfTheDay]:
    signed = agreement.events.filter(kind=EventKind.SIGNED, preferred=None).exclude(date="").first()
    if signed is None:
        return []
    day = parse(signed.date)
    found = []
    for row in agreement.agreement_parties.select_related("party").prefetch_related("party__names"):
        name = name_of_the_day(row.party, day)
        if isinstance(name, PartyName):
            offer = NameOfTheDay(row, name, day)
            if any(getattr(row, column) != given for column, given in offer.columns.items()):
                found.append(offer)
    return found

"""What an editor should look at while the record grows: probable duplicates, and names of another day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.admin.forms import name_of_the_day
from agreements.duplicates import Duplicate, probable_duplicates
from agreements.models import EventKind
from languages import LANGUAGES
from languages.partial_dates import PartialDate, parse
from parties.models import PartyName

if TYPE_CHECKING:
    from agreements.models import Agreement, AgreementParty


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
    return Guards(probable_duplicates(agreement), _names_of_the_day(agreement))


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

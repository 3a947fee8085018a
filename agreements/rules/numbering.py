"""Which pair an agreement belongs to and which number it gets at its first publication (ISO 3166 codes)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from agreements.models import Agreement, Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agreements.models import AgreementParty


class NoPair(ValueError):
    """The sides of an agreement give no pair; the message is fit to show."""


def pair_of(agreement: Agreement) -> str:
    """The pair of an agreement's two sides, such as `KZ-RU`. Raises NoPair."""
    return pair_among(agreement.agreement_parties.select_related("party"))


def pair_among(rows: Iterable[AgreementParty]) -> str:
    """The pair of the two sides that `rows`, in their own order, stand on.

    Each side is named by the code of its first party that has one. Raises NoPair.
    """
    codes: dict[int, str] = {}
    for row in rows:
        if row.party.code:
            codes.setdefault(row.side, row.party.code)
    for side in Side:
        if side not in codes:
            raise NoPair(
                _("“%(side)s” needs a party with a country or an organisation code: the identifier is made of them.")
                % {"side": side.label}
            )
    return "-".join(sorted(codes.values()))


def next_number(pair: str) -> int:
    """The next free number of `pair`; withdrawn agreements keep theirs.

    Two publications at once can get the same one: the database then refuses the second.
    """
    last = Agreement.objects.filter(pair=pair).aggregate(last=Max("pair_number"))["last"]
    return (last or 0) + 1

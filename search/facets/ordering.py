"""In which orders lists can be read: by identifier, by day of signature, by country in the reader's alphabet.

Where words are sought, the most relevant records come first. What relevant means is plain, so that a reader can be
told: an agreement with all the words in its title comes before one that needs the rest of its record (summary,
parties, commitments) for them, and that before one that needs its sources. A commitment with all of them in its own
text comes before one that needs the title of its agreement. Equally relevant ones follow by number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Min, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, Collate
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.rules.status_queries import counting_signatures
from languages.collation import reader_order
from parties.countries import country_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from django.db.models import Q, QuerySet

#: The order of identifiers, letter by letter, in both databases.
BINARY = "C"


class Order(models.TextChoices):
    """The order of a list. Agreements whose signature is not stated come last in those by day."""

    RELEVANCE = "relevance", _("Most relevant first")
    NUMBER = "number", _("By number")
    NEWEST = "newest", _("Latest signature first")
    OLDEST = "oldest", _("Earliest signature first")
    COUNTRY = "country", _("By country")


def pairs_in_order(pairs: Iterable[str]) -> dict[str, int]:
    """The place of each pair among `pairs`, by the names of its two countries in the reader's alphabet."""

    def names(pair: str) -> list[Any]:
        return sorted(reader_order(country_name(code)) for code in pair.split("-"))

    return {pair: place for place, pair in enumerate(sorted(set(pairs), key=lambda pair: (names(pair), pair)))}


def by_identifier(path: str) -> tuple[Any, ...]:
    """The order of identifiers of agreements; `path` leads to them (`"agreement__"`, or "")."""
    return Collate(f"{path}pair", BINARY), f"{path}pair_number", f"{path}pk"


def in_order(records: QuerySet[Any], order: str, path: str, tiers: Sequence[Q] = ()) -> QuerySet[Any]:
    """`records` in the asked order; the index precomputes the same (search/index/index.py).

    `tiers` are conditions from the most to the least relevant.
    """
    identifier = (*by_identifier(path), *(("number",) if path else ()))
    if order == Order.RELEVANCE and tiers:
        cases = [When(tier, then=Value(place)) for place, tier in enumerate(tiers)]
        return records.annotate(tier=Case(*cases, default=Value(len(cases)))).order_by("tier", *identifier)
    if order == Order.COUNTRY:
        pairs = Agreement.objects.published().order_by().values_list("pair", flat=True).distinct()
        places = [When(**{f"{path}pair": pair}, then=Value(place)) for pair, place in pairs_in_order(pairs).items()]
        # A number alone would be read as the place of a column.
        return records.order_by(*([Case(*places, default=Value(0))] if places else []), *identifier)
    if order in (Order.NEWEST, Order.OLDEST):
        signed = F("signed_on")
        by_day = signed.desc(nulls_last=True) if order == Order.NEWEST else signed.asc(nulls_last=True)
        return records.annotate(signed_on=_signed_on(path)).order_by(by_day, *identifier)
    return records.order_by(*identifier)


def _signed_on(path: str) -> Subquery:
    """The first day an agreement can have been signed on, by the accounts that count."""
    own = counting_signatures().filter(agreement=OuterRef(f"{path}pk"))
    dated = own.values("agreement").annotate(first=Min(Coalesce("earliest_on", "before_on")))
    return Subquery(dated.values("first"))

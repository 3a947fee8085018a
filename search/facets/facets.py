"""Facets: in which ways a list of commitments or agreements can be narrowed, and how many each choice leaves.

Values given twice widen within a facet, different facets narrow. A choice's count leaves the
facet's own selection out, so that it tells what choosing it would show. Every count starts from
published records.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from heapq import nlargest
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q

from agreements.change_log.cache import cached
from agreements.models import AgreementParty, Commitment, CooperationArea
from agreements.rules.status import Status
from agreements.rules.status_queries import statuses_on
from agreements.rules.visibility import published_parties
from database.key_lists import keys
from languages.collation import current_language, reader_order
from languages.translated import shown
from languages.words.folding import folded, normalised
from parties.countries import country_name, is_country
from parties.models import Party
from search.facets.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import Choices, Model, QuerySet
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class FacetChoice:
    """One value of a facet: how many records choosing it would show, and whether it is chosen.

    `language` is set where the label is shown by fallback, in another language than the page's.
    """

    value: str
    label: str
    count: int
    is_chosen: bool
    depth: int = 0
    language: str = ""


class Offered(list[FacetChoice]):
    """The choices of a facet, and how many more of those that find something a reader may ask for."""

    left_out = 0


class Label(str):
    """A label and, where it is shown by fallback, the language it is in."""

    language: str

    @classmethod
    def of(cls, record: Model, field: str) -> Label:
        found = shown(record, field)
        label = cls(found.text)
        label.language = found.language if found.is_fallback else ""
        return label


@dataclass(frozen=True)
class ListFacet:
    """One way to narrow a list.

    `parameter` is its name in addresses; `path` leads from the listed record to its agreement
    (`"agreement__"`, or "" where agreements are listed).
    """

    name: str
    parameter: str
    label: StrOrPromise
    path: str = ""

    #: Whether it has as many choices as the records happen to have.
    is_long = False

    def condition(self, values: Sequence[str]) -> Q:
        """Records that have one of `values`."""
        raise NotImplementedError

    def counts(self, records: QuerySet[Any]) -> dict[str, int]:
        """How many of `records` have each value."""
        raise NotImplementedError

    def labels(self, counts: dict[str, int], chosen: Sequence[str]) -> Iterable[tuple[str, str, int]]:
        """Value, label and depth of each choice, in the order to show."""
        raise NotImplementedError

    def own_values(self, values: Sequence[str]) -> list[str]:
        """Those of the parameter's `values` that belong to this facet."""
        return list(values)

    def choices(
        self, counts: dict[str, int], values: Sequence[str], at_most: int | None = None, sought: str = ""
    ) -> Offered:
        """The choices with their counts: all, or the `at_most` most frequent ones; those already made in any case.

        `sought` leaves only those in whose labels it stands.
        """
        chosen, wanted = set(values), counts
        if sought:
            labels = self.labels(counts, ())
            text = plain(sought)
            wanted = {
                value: counts[value] for value, label, _depth in labels if value in counts and text in plain(label)
            }
        offered = self.in_context({*_frequent(wanted, at_most), *chosen})
        found = Offered(
            FacetChoice(value, str(label), counts.get(value, 0), value in chosen, depth, getattr(label, "language", ""))
            for value, label, depth in self.labels({value: counts.get(value, 0) for value in offered}, values)
            if value in offered or not (sought or value in counts)
        )
        found.left_out = len(wanted.keys() - {choice.value for choice in found})
        return found

    def in_context(self, values: set[str]) -> set[str]:
        """`values` and those without which they are not understood."""
        return values

    def _counted(self, records: QuerySet[Any], column: str) -> dict[str, int]:
        rows = records.order_by().values_list(column).annotate(total=Count("pk", distinct=True))
        return {str(value): total for value, total in rows if value}


def _frequent(counts: dict[str, int], at_most: int | None) -> Iterable[str]:
    """The `at_most` most frequent values."""
    if at_most is None or len(counts) <= at_most:
        return counts
    fewest = nlargest(at_most, counts.values())[-1]
    often = [value for value, count in counts.items() if count >= fewest]
    return sorted(often, key=lambda value: (-counts[value], value))[:at_most]


@lru_cache(maxsize=20_000)
def plain(label: str) -> str:
    """A label as what a reader types is compared with it: in lower case, also without a Kazakh keyboard."""
    return " ".join(folded(normalised(word)) for word in label.split())


@dataclass(frozen=True)
class CodeFacet(ListFacet):
    """A facet over a column that holds a code."""

    column: str = ""
    codes: type[Choices] | None = None

    def condition(self, values: Sequence[str]) -> Q:
        return Q(**{f"{self.column}__in": list(values)})

    def counts(self, records: QuerySet[Any]) -> dict[str, int]:
        return self._counted(records, self.column)

    def labels(self, counts: dict[str, int], chosen: Sequence[str]) -> Iterable[tuple[str, str, int]]:  # noqa: ARG002
        assert self.codes is not None  # noqa: S101 every code facet names its codes
        return [(str(value), str(label), 0) for value, label in self.codes.choices]


@dataclass(frozen=True)
class CommitmentCodeFacet(CodeFacet):
    """Agreements by a code of their commitments, one of which must have it."""

    def condition(self, values: Sequence[str]) -> Q:
        rows = Commitment.objects.filter(**{f"{self.name}__in": list(values)}).order_by()
        return Q(pk__in=rows.values("agreement"))

    def counts(self, records: QuerySet[Any]) -> dict[str, int]:
        return self._counted(records, f"commitments__{self.name}")


@dataclass(frozen=True)
class StatusFacet(ListFacet):
    """The status on a day, which no column holds: it is derived for every agreement, and those of a value named."""

    on: date = field(kw_only=True)

    def condition(self, values: Sequence[str]) -> Q:
        found = [agreement for agreement, status in self._statuses.items() if status in values]
        return Q(**{f"{self.path}pk__in": keys(found)})

    def counts(self, records: QuerySet[Any]) -> dict[str, int]:
        rows = records.order_by().values_list(f"{self.path}pk").annotate(total=Count("pk", distinct=True))
        found: Counter[str] = Counter()
        for agreement, total in rows:
            found[self._statuses[agreement]] += total
        return found

    def labels(self, counts: dict[str, int], chosen: Sequence[str]) -> Iterable[tuple[str, str, int]]:  # noqa: ARG002
        return [(str(value), str(label), 0) for value, label in Status.choices]

    @cached_property
    def _statuses(self) -> dict[int, str]:
        return statuses_on(self.on)


@dataclass(frozen=True)
class CountryFacet(ListFacet):
    """Countries of the parties on either side."""

    is_long = True

    def condition(self, values: Sequence[str]) -> Q:
        rows = AgreementParty.objects.filter(party__country__in=list(values))
        return Q(**{f"{self.path}pk__in": rows.values("agreement")})

    def counts(self, records: QuerySet[Any]) -> dict[str, int]:
        return self._counted(records, f"{self.path}agreement_parties__party__country")

    def labels(self, counts: dict[str, int], chosen: Sequence[str]) -> Iterable[tuple[str, str, int]]:
        found = [(code, country_name(code), 0) for code in {*counts, *chosen}]
        return sorted(found, key=lambda row: reader_order(row[1]))


@dataclass(frozen=True)
class PairFacet(ListFacet):
    """The two sides that an agreement's identifier names: mostly countries, or one and an organisation."""

    is_long = True

    def condition(self, values: Sequence[str]) -> Q:
        return Q(**{f"{self.path}pair__in": [value.upper() for value in values]})

    def counts(self, records: QuerySet[Any]) -> dict[str, int]:
        return {pair.lower(): count for pair, count in self._counted(records, f"{self.path}pair").items()}

    def labels(self, counts: dict[str, int], chosen: Sequence[str]) -> Iterable[tuple[str, str, int]]:
        found = [(pair, self._label(pair), 0) for pair in {*counts, *chosen}]
        return sorted(found, key=lambda row: reader_order(row[1]))

    def _label(self, pair: str) -> str:
        return " – ".join(self._name(code) for code in pair.upper().split("-"))

    def _name(self, code: str) -> str:
        if is_country(code):
            return country_name(code)
        return cached(("organisations", current_language()), _organisations).get(code, code)


def _organisations() -> dict[str, str]:
    """The public organisations that have a name in the reader's language, by their codes."""
    names = published_parties().exclude(organisation_code="").order_by()
    found = names.values_list("organisation_code", f"name_{current_language()}")
    return {code: name for code, name in found if name}


@dataclass(frozen=True)
class PartyFacet(ListFacet):
    """Parties on either side; only public ones are ever offered."""

    is_long = True

    def condition(self, values: Sequence[str]) -> Q:
        rows = AgreementParty.objects.filter(party__slug__in=list(values))
        return Q(**{f"{self.path}pk__in": rows.values("agreement")})

    def counts(self, records: QuerySet[Any]) -> dict[str, int]:
        return self._counted(records, f"{self.path}agreement_parties__party__slug")

    def labels(self, counts: dict[str, int], chosen: Sequence[str]) -> Iterable[tuple[str, str, int]]:
        wanted = {*counts, *chosen}  # counted in published records only
        known: dict[str, Label] = cached(("names of parties", current_language()), dict)
        if not wanted <= known.keys():
            parties = Party.objects.filter(slug__in=wanted - known.keys()).order_by()
            known.update((party.slug, Label.of(party, "name")) for party in parties)
        found = ((slug, known[slug], 0) for slug in wanted if slug in known)
        return sorted(found, key=lambda row: reader_order(row[1]))


@dataclass(frozen=True)
class AreaFacet(ListFacet):
    """One of the two facets of the vocabulary; a broader term stands for its narrower ones too."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary.read)

    is_long = True

    @property
    def column(self) -> str:
        return "areas__code" if self.path else "commitments__areas__code"

    def own_values(self, values: Sequence[str]) -> list[str]:
        own = self.vocabulary.codes(self.name)
        return [value for value in values if value in own]

    def condition(self, values: Sequence[str]) -> Q:
        codes = self.vocabulary.with_narrower(values)
        areas = [area.pk for area in self.vocabulary.areas if area.code in codes]
        links = CooperationArea.commitments.through.objects.filter(cooperationarea__in=areas)
        if self.path:
            # Of a commitment among the keys of links, SQLite would ask once for each link and each agreement.
            return Q(Exists(links.filter(commitment=OuterRef("pk"))))
        return Q(pk__in=links.values("commitment__agreement"))

    def counts(self, records: QuerySet[Any]) -> dict[str, int]:
        own = self.vocabulary.codes(self.name)
        counts = {code: count for code, count in self._counted(records, self.column).items() if code in own}
        broader = [area for area in self.vocabulary.areas if area.code in self._broader_codes()]
        if broader:
            together = {
                area.code.replace("-", "_"): Count(
                    "pk",
                    distinct=True,
                    filter=Q(**{f"{self.column}__in": self.vocabulary.with_narrower([area.code])}),
                )
                for area in broader
            }
            totals = records.order_by().aggregate(**together)
            counts.update({name.replace("_", "-"): total for name, total in totals.items() if total})
        return counts

    def in_context(self, values: set[str]) -> set[str]:
        """Narrower terms stand under their broader ones."""
        above = self.vocabulary.with_broader()
        return values.union(*(above[area.pk] for area in self.vocabulary.areas if area.code in values))

    def _broader_codes(self) -> set[str]:
        parents = {area.broader_id for area in self.vocabulary.areas if area.facet == self.name and area.broader_id}
        return {area.code for area in self.vocabulary.areas if area.pk in parents}

    def labels(self, counts: dict[str, int], chosen: Sequence[str]) -> Iterable[tuple[str, str, int]]:  # noqa: ARG002
        return cached(("areas in outline", self.name, current_language()), self._outline)

    def _outline(self) -> list[tuple[str, str, int]]:
        return [(area.code, Label.of(area, "label"), depth) for area, depth in self.vocabulary.outline(self.name)]

"""Two countries (or a country and an organisation) and what stands between them, from the index or the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q

from agreements.change_log.cache import cached
from agreements.models import Agreement, AgreementType, Commitment, Facet, Implementation, Relation
from agreements.models.identifiers import CountryPair
from agreements.rules.publication_states import PUBLISHED
from agreements.rules.status import ClauseColumns, status_on
from agreements.rules.status_queries import CLAUSES, steps_by_agreement
from agreements.rules.visibility import published_parties
from languages.collation import reader_order
from parties.countries import country_name, is_country
from search.facets.facets import AreaFacet, CodeFacet, Label
from search.facets.ordering import Order, in_order
from search.facets.vocabulary import Vocabulary
from search.index.overviews import COUNTED, PairAnswer, Tally, of_pair, tallies_by_pair
from search.index.process_index import facet_index
from search.lists.rows import agreement_rows
from website.timelines.instruments import Course, TimelineInstrument, drawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from agreements.rules.status import StatusOnDay
    from search.lists.rows import AgreementRow
    from website.timelines.drawing import Drawing

#: So many relations are named on the page of a pair.
RELATIONS = 100


def tallies(on: date) -> dict[str, Tally]:
    """How many public agreements and commitments each pair has."""
    return cached("tallies by pair", lambda: _tallies(on))


def _tallies(on: date) -> dict[str, Tally]:
    with facet_index(on) as index:
        if index is not None:
            return tallies_by_pair(index)
    return tallies_in_tables()


def tallies_in_tables() -> dict[str, Tally]:
    """The same, asked of the tables."""
    pairs = Agreement.objects.published().order_by().values_list("pair")
    commitments = Commitment.objects.published().order_by().values_list("agreement__pair")
    promised = dict(commitments.annotate(total=Count("pk")))
    return {pair: Tally(total, promised.get(pair, 0)) for pair, total in pairs.annotate(total=Count("pk"))}


def between(pair: str, on: date, latest: int) -> PairAnswer:
    """What `pair` has: numbers, its latest agreements by their keys, counts of its commitments."""
    with facet_index(on) as index:
        if index is not None:
            return of_pair(index, pair, latest)
    return between_in_tables(pair, latest)


def between_in_tables(pair: str, latest: int) -> PairAnswer:
    """The same, asked of the tables."""
    agreements = Agreement.objects.published().filter(pair=pair)
    commitments = Commitment.objects.published().filter(agreement__pair=pair)
    vocabulary = Vocabulary.read()
    facets = {
        **{str(facet): AreaFacet(facet, "area", facet.label, "agreement__", vocabulary) for facet in Facet},
        "implementation": CodeFacet("implementation", "", "", "agreement__", "implementation", Implementation),
    }
    counts = {name: {v: n for v, n in facets[name].counts(commitments).items() if n} for name in COUNTED}
    newest = in_order(agreements, Order.NEWEST, "").values_list("pk", flat=True)[:latest]
    return PairAnswer(Tally(agreements.count(), commitments.count()), list(newest), counts)


class Partner(NamedTuple):
    """Another side, and what stands between it and a country."""

    name: Label
    pair: CountryPair
    tally: Tally


def partners(country: str, on: date) -> list[Partner]:
    """With whom `country` has public agreements, those with most agreements first."""
    found = {pair: tally for text, tally in tallies(on).items() if country in (pair := CountryPair.of(text))}
    names = names_of(pair.other(country) for pair in found)
    rows = [Partner(names[pair.other(country)], pair, tally) for pair, tally in found.items()]
    return sorted(rows, key=lambda row: (-row.tally.agreements, reader_order(row.name)))


def names_of(codes: Iterable[str]) -> dict[str, Label]:
    """The names of countries and of public organisations by their codes, in the reader's language."""
    wanted = set(codes)
    found = {code: _in_the_readers_language(country_name(code)) for code in wanted}
    organisations = [code for code in wanted if not is_country(code)]
    if organisations:
        parties = published_parties().filter(organisation_code__in=organisations).order_by()
        found.update((party.organisation_code, Label.of(party, "name")) for party in parties)
    return found


@dataclass(frozen=True)
class Standing:
    """An agreement of a pair as its page shows it: its row, its status on the day, from when to when it stood."""

    row: AgreementRow
    status: StatusOnDay
    course: Course

    @property
    def ended_on(self) -> str:
        """When it ended, as a partial date; "" where it has not, or nothing says when."""
        ended = self.course.ended
        if ended is None or ended.earliest is None or ended.before is None:
            return ""
        last = ended.before - timedelta(days=1)
        return f"{ended.earliest}/{last}" if last > ended.earliest else f"{ended.earliest}"


def standings(agreements: Sequence[int], on: date) -> list[Standing]:
    """The public ones of `agreements` in their order; five queries."""
    steps = steps_by_agreement(agreements)
    records = Agreement.objects.filter(pk__in=agreements).order_by()
    clauses = {row["pk"]: ClauseColumns.of(row) for row in records.values("pk", *CLAUSES)}
    found = []
    for row in agreement_rows(agreements):
        own, instrument = steps.get(row.pk, []), clauses[row.pk]
        status = status_on(instrument, on, own)
        found.append(Standing(row, status, Course.of(instrument, status, own)))
    return found


def relations_of(agreements: Sequence[int]) -> list[Relation]:
    """What public agreements do to each other where at least one of them is among `agreements`."""
    ours = Q(agreement__in=agreements) | Q(other__in=agreements)
    public = Q(agreement__status=PUBLISHED, other__status=PUBLISHED)
    order = ("agreement__pair", "agreement__pair_number", "kind", "pk")
    return list(Relation.objects.filter(ours, public).select_related("agreement", "other").order_by(*order)[:RELATIONS])


def timeline(found: Sequence[Standing], relations: Sequence[Relation], on: date) -> Drawing:
    """The agreements that have a date, drawn, with the relations between them."""
    instruments = [
        TimelineInstrument(one.row.pk, one.row.identifier, str(AgreementType(one.row.type).label), one.course)
        for one in found
    ]
    return drawn(instruments, [(row.agreement_id, row.kind, row.other_id) for row in relations], on)


def _in_the_readers_language(text: str) -> Label:
    label = Label(text)
    label.language = ""
    return label

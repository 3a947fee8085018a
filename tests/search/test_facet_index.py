"""The index answers exactly as the tables do, whatever is in them, whatever is asked and whatever changes."""

import datetime as dt
import random

import pytest
from django.http import QueryDict
from django.utils import translation
from django_filters import MultipleChoiceFilter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.models import Agreement, Commitment, Implementation
from parties.models import Party
from search.facets.ordering import Order
from search.index import index_rows
from search.index.index import FacetIndex
from search.index.layout import Block, Layout, NoRoom
from search.lists.agreements import AgreementFilter, CommitmentFilter
from tests.support.facets import COUNTRIES, DATES, TODAY, fill, record
from tests.support.factories import (
    CommitmentFactory,
    EventFactory,
    withdraw,
)

pytestmark = pytest.mark.database

WORDS = ["гастроль", "көрме", "музей", "тур", "меморандум", "«гастрольдік сапар»", "-көрме", "100"]
AREAS = ["performing-arts", "music", "opera", "film", "tours", "joint-events"]


values = {
    **{
        name: st.sampled_from([code for code, _label in one.extra["choices"]])
        for name, one in AgreementFilter.base_filters.items()
        if "choices" in one.extra and isinstance(one, MultipleChoiceFilter)
    },
    "area": st.sampled_from(AREAS),
    "country": st.sampled_from([*COUNTRIES, "DE"]),
    "year": st.sampled_from(["1990", "1993", "2015", "2016", "2017", "2031", "not-stated"]),
    "party": st.sampled_from([f"party-{n}" for n in range(9)]),
    "pair": st.sampled_from(["kz-ru", "ru-kz", "fr-kz", "ru-suhh", "kz-kz", "de-fr"]),
    "from": st.sampled_from(["1000", "1995", "2016", "2030"]),
    "to": st.sampled_from(["1992", "2016", "2031", "2999"]),
}
questions = st.builds(
    lambda chosen, words, order, page: (chosen, words, order, page),
    st.lists(st.one_of([st.tuples(st.just(name), value) for name, value in values.items()]), max_size=4),
    st.lists(st.sampled_from(WORDS), max_size=2),
    st.sampled_from(Order.values),
    st.integers(0, 3),
)


def asked(kind, question) -> AgreementFilter | CommitmentFilter:
    chosen, words, order, page = question
    data = QueryDict(mutable=True)
    for name, value in chosen:
        data.appendlist(name, value)
    data["words"], data["sort"] = " ".join(words), order
    found = kind(data, on=TODAY)
    found.part = slice(page * 7, page * 7 + 7)
    return found


def assert_same(index: FacetIndex, kind, question) -> None:
    one, other = asked(kind, question), asked(kind, question)
    if not one.is_valid():  # a party that no published agreement names, a period that ends before it begins
        return
    by_index, by_tables = one.found_in_index(index, one.question), other.found_in_tables()
    assert by_index.total == by_tables.total
    assert by_index.keys == by_tables.keys
    for facet in one.facets:
        counted = {value: count for value, count in by_tables.counts[facet.name].items() if count}
        assert by_index.counts[facet.name] == counted, facet.name


def check_questions(index: FacetIndex, examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(kind=st.sampled_from([AgreementFilter, CommitmentFilter]), question=questions)
    def same(kind, question) -> None:
        assert_same(index, kind, question)

    same()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_index_and_tables_agree_on_every_question(db, language):
    fill(seed=2016)
    with translation.override(language):
        check_questions(FacetIndex(TODAY), 60)


def test_index_and_tables_agree_after_changes_one_by_one(db):
    chance = fill(seed=1991)
    index = FacetIndex(TODAY)
    parties, areas = list(Party.objects.all()), list(Commitment.areas.rel.model.objects.all())
    for _n in range(12):
        agreement = change_something(chance, parties, areas)
        try:
            index.change([agreement.pk])
        except NoRoom:
            index = FacetIndex(TODAY)
        check_questions(index, 6)


def test_index_and_tables_agree_when_the_first_and_the_last_agreement_are_withdrawn(db):
    fill(seed=1868, agreements=8)
    index = FacetIndex(TODAY)
    in_order = list(Agreement.objects.published().order_by("pair", "pair_number"))
    for agreement in (in_order[0], in_order[-1], *in_order[1:-1]):
        withdraw(agreement)
        index.change([agreement.pk])
        check_questions(index, 8)
    assert len(index.agreements.all) == 0
    assert index.of_commitments(asked(CommitmentFilter, ([], ["гастроль"], Order.NUMBER, 0)).question).total == 0


def test_an_agreement_that_is_deleted_while_the_index_reads_leaves_no_error(db, monkeypatch):
    fill(seed=1868, agreements=4)
    gone = Agreement.objects.published().first()
    reading = index_rows.of_agreements

    def deleting(records, only, path="agreement"):
        if path == "pk" and only is not None:
            records = records.exclude(pk=gone.pk)
        return reading(records, only, path)

    monkeypatch.setattr(index_rows, "of_agreements", deleting)
    number = Agreement.objects.published().count()
    question = asked(AgreementFilter, ([], [], Order.NUMBER, 0)).question
    assert sum(FacetIndex(TODAY).of_agreements(question).counts["type"].values()) == number - 1


def change_something(chance: random.Random, parties: list[Party], areas: list) -> Agreement:
    agreement = chance.choice(list(Agreement.objects.published()))
    match chance.randrange(6):
        case 0:
            return record(chance, parties, areas)
        case 1:
            return withdraw(agreement)
        case 2:
            agreement.commitments.filter(number__lte=3).delete()
        case 3:
            number = max(agreement.commitments.values_list("number", flat=True), default=0) + 1
            for place in range(5):
                CommitmentFactory(agreement=agreement, number=number + place, areas=[chance.choice(areas)])
        case 4:
            EventFactory(agreement=agreement, kind="signed", date=chance.choice(DATES[1:]))
        case _:
            for commitment in agreement.commitments.all():
                commitment.areas.set(chance.sample(areas, 2))
                Commitment.objects.filter(pk=commitment.pk).update(implementation=chance.choice(Implementation.values))
    return agreement


def test_statuses_are_those_of_the_day_also_when_it_has_changed(db):
    fill(seed=7)
    index = FacetIndex(dt.date(2016, 1, 1))
    for day in (dt.date(2016, 12, 1), dt.date(2021, 11, 8), TODAY, dt.date(2040, 1, 1)):
        index.turn_to(day)
        fresh = FacetIndex(day)
        counts = [found.commitments.counts("status", found.commitments.all) for found in (index, fresh)]
        assert counts[0] == counts[1]


def test_drafts_are_in_no_bitmap(db, draft, music):
    CommitmentFactory(agreement=draft, areas=[music])
    index = FacetIndex(TODAY)
    for values in (index.commitments, index.agreements):
        assert all(not bitmap for bitmap in values.bitmaps())


def test_a_new_agreement_of_a_pair_takes_its_place_without_moving_others():
    layout = Layout([Block(1, ("KZ-RU", 1), (1, 2), (11, 12)), Block(2, ("KZ-UZ", 1), (1,), (21,))])
    before = layout.start(2)
    layout.place(Block(3, ("KZ-RU", 2), (1, 3), (31, 33)))
    assert layout.start(2) == before
    assert layout.start(1) < layout.start(3) < layout.start(2)
    assert layout.commitments_at(layout.block(layout.start(3)))[:2] == [31, 33]


def test_where_there_is_no_room_the_layout_says_so_rather_than_overlap():
    layout = Layout([Block(1, ("KZ-RU", 1), (1,), (11,)), Block(2, ("KZ-UZ", 1), (1,), (21,))])
    with pytest.raises(NoRoom):
        layout.place(Block(3, ("KZ-RU", 2), tuple(range(1, 60)), tuple(range(100, 159))))


def test_commitments_are_found_by_number_where_numbers_have_gaps():
    import numpy as np  # noqa: PLC0415

    layout = Layout([Block(1, ("KZ-RU", 1), (2, 5), (11, 12)), Block(2, ("KZ-UZ", 1), (1,), (21,))])
    found = layout.positions_of(np.array([1, 1, 2, 1, 9]), np.array([5, 2, 1, 1, 1]))
    assert sorted(layout.commitments_at(found.tolist())) == [11, 12, 21]

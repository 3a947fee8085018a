"""Every rule of the aggregate that the database itself holds: what it refuses, and what it takes."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from agreements.models import (
    Agreement,
    AgreementEvidence,
    AreaLink,
    AuthenticLanguage,
    Commitment,
    CooperationArea,
    Event,
    Passage,
    PublicationMove,
    Relation,
)
from tests.support.factories import (
    SOME_MOMENT,
    AgreementFactory,
    AgreementPartyFactory,
    AreaFactory,
    CommitmentFactory,
    EventFactory,
    PassageFactory,
    SourceFactory,
    StatementFactory,
    publish,
)

pytestmark = pytest.mark.database


def refuses(write) -> None:
    """The database refuses `write`, and goes on working."""
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_an_agreement_has_a_first_and_a_second_side_and_no_third(draft, ministry):
    row = draft.agreement_parties.first()
    refuses(lambda: draft.agreement_parties.filter(pk=row.pk).update(side=3))
    refuses(lambda: draft.agreement_parties.filter(pk=row.pk).update(side=0))
    assert sorted(draft.agreement_parties.values_list("side", flat=True)) == [1, 2]


def test_no_party_is_on_both_sides(draft, ministry):
    refuses(lambda: AgreementPartyFactory(agreement=draft, party=ministry, side=2))


def test_a_side_may_have_several_parties(draft):
    AgreementPartyFactory(agreement=draft, side=2)
    assert [len(side) for side in draft.sides] == [1, 2]


def test_a_party_to_an_agreement_is_named_in_kazakh(draft):
    refuses(lambda: draft.agreement_parties.update(name_kk=""))


@pytest.mark.parametrize("factory", [CommitmentFactory, StatementFactory])
def test_a_text_of_an_agreement_is_required_in_kazakh(draft, factory):
    refuses(lambda: factory(agreement=draft, text_kk="", text_ru="Провести гастроли"))
    assert factory(agreement=draft, text_kk="Гастроль", text_ru=None).pk


def test_a_title_is_required_in_kazakh(db):
    refuses(lambda: AgreementFactory(title_kk="", title_ru="Меморандум"))


def test_a_source_has_a_kazakh_title_and_its_own_number(draft):
    SourceFactory(agreement=draft, number=1)
    refuses(lambda: SourceFactory(agreement=draft, number=1))
    refuses(lambda: SourceFactory(agreement=draft, number=2, title_kk=""))
    assert SourceFactory(agreement=draft, number=2).pk


def test_commitments_and_statements_have_their_own_numbers(draft):
    CommitmentFactory(agreement=draft, number=1)
    StatementFactory(agreement=draft, number=1)
    refuses(lambda: CommitmentFactory(agreement=draft, number=1))
    refuses(lambda: StatementFactory(agreement=draft, number=1))


def test_commitments_are_numbered_from_one_to_9999(draft):
    for number in (0, 10_000):
        refuses(lambda number=number: CommitmentFactory(agreement=draft, number=number))
    for number in (1, 9999):
        assert CommitmentFactory(agreement=draft, number=number).pk


@pytest.mark.parametrize(("column", "nonsense"), [("modality", "perhaps"), ("implementation", "done")])
def test_a_commitment_keeps_to_the_vocabulary(draft, column, nonsense):
    commitment = CommitmentFactory(agreement=draft)
    refuses(lambda: Commitment.objects.filter(pk=commitment.pk).update(**{column: nonsense}))


def test_implementation_begins_as_no_evidence(draft):
    assert CommitmentFactory(agreement=draft).implementation == "no_evidence"


def test_a_passage_ends_after_it_starts_and_has_its_words(draft):
    source = SourceFactory(agreement=draft)
    refuses(lambda: PassageFactory(source=source, start=7, end=7))
    refuses(lambda: PassageFactory(source=source, start=8, end=7))
    refuses(lambda: PassageFactory(source=source, exact=""))
    refuses(lambda: PassageFactory(source=source, end=6))
    assert PassageFactory(source=source).pk


def test_a_passage_is_marked_once(draft):
    passage = PassageFactory(source=SourceFactory(agreement=draft))
    refuses(lambda: PassageFactory(source=passage.source))
    assert PassageFactory(source=passage.source, end=8, exact="Екі жақ ").pk


def test_an_event_is_of_a_known_kind(draft):
    event = EventFactory(agreement=draft)
    refuses(lambda: Event.objects.filter(pk=event.pk).update(kind="celebrated"))


def test_an_event_may_be_without_a_date(draft):
    event = EventFactory(agreement=draft, date="")
    assert (event.earliest_on, event.before_on) == (None, None)


def test_an_event_keeps_its_date_and_bounds_together(draft):
    event = EventFactory(agreement=draft, date="2016-11")
    assert (event.earliest_on, event.before_on) == (date(2016, 11, 1), date(2016, 12, 1))
    refuses(lambda: Event.objects.filter(pk=event.pk).update(date=""))
    refuses(lambda: Event.objects.filter(pk=event.pk).update(before_on=date(2016, 10, 1)))


def test_entry_into_force_before_signature_is_odd_but_is_kept(draft):
    EventFactory(agreement=draft, kind="signed", date="2016-11-07")
    assert EventFactory(agreement=draft, kind="entered_into_force", date="2016-10-01").pk


def test_two_conflicting_dates_are_both_kept_and_the_preference_has_a_reason(draft):
    preferred = EventFactory(agreement=draft, date="2016-11-07")
    refuses(lambda: EventFactory(agreement=draft, date="2016-12-07", preferred=preferred))
    EventFactory(agreement=draft, date="2016-12-07", preferred=preferred, reason_kk="Мәтіннің өзінде 7 қараша тұр.")
    assert draft.events.count() == 2


def test_an_account_is_not_preferred_to_itself(draft):
    event = EventFactory(agreement=draft, reason_kk="Себебі бар")
    refuses(lambda: Event.objects.filter(pk=event.pk).update(preferred=event.pk))


def test_a_conflicting_value_of_a_field_has_a_reason(draft):
    passage = PassageFactory(source=SourceFactory(agreement=draft))
    row = {"agreement": draft, "field": "title", "passage": passage}
    refuses(lambda: AgreementEvidence.objects.create(**row, conflicting_value="Келісім"))
    assert AgreementEvidence.objects.create(**row, conflicting_value="Келісім", reason_kk="Ресми атауы бар.").pk
    refuses(lambda: AgreementEvidence.objects.create(**row))


def test_an_area_belongs_to_one_of_two_facets(db):
    refuses(lambda: AreaFactory(code="cooking", facet="meal"))
    assert {AreaFactory(code="film").facet, AreaFactory(code="tours", facet="form").facet} == {"domain", "form"}


def test_an_area_code_and_its_labels_are_unique(music):
    refuses(lambda: AreaFactory(code="music", label_kk="Б", label_ru="Б", label_en="B"))
    refuses(lambda: AreaFactory(code="music-two", label_kk="Музыка"))


@pytest.mark.parametrize("code", ["Music", "music_theatre", "музыка", "-music", ""])
def test_an_area_code_is_small_latin_letters_and_hyphens(db, code):
    area = CooperationArea(code=code, facet="domain", label_kk="Б", definition_kk="А")
    with pytest.raises(ValidationError) as refusal:
        area.full_clean()
    assert "code" in refusal.value.message_dict


def test_an_area_is_labelled_and_defined_in_kazakh(db):
    refuses(lambda: AreaFactory(label_kk=""))
    refuses(lambda: AreaFactory(definition_kk=""))


def test_a_broader_term_belongs_to_the_same_facet_and_forms_no_circle(music, tours):
    music.broader = tours
    with pytest.raises(ValidationError):
        music.full_clean()
    theatre = AreaFactory(code="theatre", broader=music)
    music.broader = theatre
    with pytest.raises(ValidationError):
        music.full_clean()
    refuses(lambda: CooperationArea.objects.filter(pk=theatre.pk).update(broader=theatre.pk))


def test_a_link_of_an_area_is_recorded_once(music):
    AreaLink.objects.create(area=music, scheme="unesco-fcs", value="B")
    refuses(lambda: AreaLink.objects.create(area=music, scheme="unesco-fcs", value="B"))


def test_an_agreement_is_related_to_others_once_each_and_never_to_itself(draft):
    other = AgreementFactory()
    Relation.objects.create(agreement=draft, kind="replaces", other=other)
    refuses(lambda: Relation.objects.create(agreement=draft, kind="replaces", other=other))
    refuses(lambda: Relation.objects.create(agreement=draft, kind="cites", other=draft))


def test_an_authentic_language_is_named_once_and_one_prevails(draft):
    AuthenticLanguage.objects.create(agreement=draft, language="kk", prevails=True)
    refuses(lambda: AuthenticLanguage.objects.create(agreement=draft, language="kk"))
    refuses(lambda: AuthenticLanguage.objects.create(agreement=draft, language="ru", prevails=True))
    assert AuthenticLanguage.objects.create(agreement=draft, language="ru").pk


def test_only_a_fixed_term_has_a_length(draft):
    refuses(lambda: Agreement.objects.filter(pk=draft.pk).update(term="indefinite", term_months=60))
    refuses(lambda: Agreement.objects.filter(pk=draft.pk).update(term="fixed", term_months=0))
    assert Agreement.objects.filter(pk=draft.pk).update(term="fixed", term_months=60)


@pytest.mark.parametrize(
    ("column", "kind"),
    [("term_months", {"term": "fixed"}), ("renewal_months", {"renewal": "automatic"}), ("notice_months", {})],
)
def test_months_are_between_one_and_a_century(draft, column, kind):
    for months in (0, 1201):
        refuses(lambda months=months: Agreement.objects.filter(pk=draft.pk).update(**kind, **{column: months}))
    for months in (1, 1200, None):
        assert Agreement.objects.filter(pk=draft.pk).update(**kind, **{column: months})


CODES = {
    (model._meta.label, field.name)
    for app in ("parties", "agreements", "activities")
    for model in apps.get_app_config(app).get_models()
    for field in model._meta.fields
    if field.choices
    and isinstance(field, models.CharField)
    and not model.__name__.startswith("Historical")
    and field.name not in {"country", "language"}  # lists of CLDR, which grow with the world
}


@pytest.mark.parametrize(("model", "column"), sorted(CODES))
def test_every_enumeration_is_kept_to_its_codes_by_the_database(model, column):
    constraints = apps.get_model(model)._meta.constraints
    held = [c for c in constraints if isinstance(c, models.CheckConstraint) and f"'{column}__in'" in repr(c.condition)]
    codes = {code for code, _label in apps.get_model(model)._meta.get_field(column).choices}
    assert any(
        set(child[1]) == codes
        for c in held
        for child in c.condition.children
        if isinstance(child, tuple) and child[0] == f"{column}__in"
    )


def test_a_code_outside_the_vocabulary_is_refused(draft, ministry):
    source = SourceFactory(agreement=draft)
    rows = [(draft, "type"), (draft, "level"), (draft, "costs"), (ministry, "kind"), (source, "kind")]
    for record, column in rows:
        refuses(
            lambda record=record, column=column: type(record).objects.filter(pk=record.pk).update(**{column: "zzz"})
        )


def test_a_person_is_never_a_party(ministry):
    refuses(lambda: type(ministry).objects.filter(pk=ministry.pk).update(kind="person"))


def test_a_source_is_numbered_from_one_and_has_its_text(draft):
    refuses(lambda: SourceFactory(agreement=draft, number=0))
    refuses(lambda: SourceFactory(agreement=draft, text=""))
    refuses(lambda: StatementFactory(agreement=draft, number=0))


def test_only_a_renewal_has_a_length(draft):
    refuses(lambda: Agreement.objects.filter(pk=draft.pk).update(renewal="none", renewal_months=60))
    assert Agreement.objects.filter(pk=draft.pk).update(renewal="automatic", renewal_months=60)


def test_publication_has_four_states(draft):
    refuses(lambda: Agreement.objects.filter(pk=draft.pk).update(status="secret"))


@pytest.mark.parametrize("status", ["published", "withdrawn"])
def test_nothing_is_public_without_an_identifier(draft, status):
    refuses(lambda: Agreement.objects.filter(pk=draft.pk).update(status=status))


def test_a_pair_and_its_number_go_together(draft):
    refuses(lambda: Agreement.objects.filter(pk=draft.pk).update(pair="KZ-RU"))
    refuses(lambda: Agreement.objects.filter(pk=draft.pk).update(pair_number=1))
    refuses(lambda: Agreement.objects.filter(pk=draft.pk).update(pair="KZ-RU", pair_number=0))


def test_an_identifier_is_given_once(draft):
    Agreement.objects.filter(pk=draft.pk).update(pair="KZ-RU", pair_number=1)
    other = AgreementFactory()
    refuses(lambda: Agreement.objects.filter(pk=other.pk).update(pair="KZ-RU", pair_number=1))


def test_what_was_ever_moved_cannot_be_deleted(draft):
    publish(draft)
    with pytest.raises(models.ProtectedError):
        draft.delete()
    assert PublicationMove.objects.filter(agreement=draft).count() == 2


def test_a_draft_that_was_never_moved_can_be_deleted(draft):
    draft.delete()
    assert not Agreement.objects.exists()


def test_a_passage_may_serve_several_claims(draft):
    passage = PassageFactory(source=SourceFactory(agreement=draft), marked_at=SOME_MOMENT)
    for record in (
        CommitmentFactory(agreement=draft),
        EventFactory(agreement=draft),
        StatementFactory(agreement=draft),
    ):
        record.passages.add(passage)
    assert [passage.commitments.count(), passage.events.count(), passage.statements.count()] == [1, 1, 1]
    assert Passage.objects.count() == 1


def test_every_constraint_is_named_as_a_sentence_and_speaks_to_an_editor():
    for app in ("parties", "agreements", "activities"):
        for model in apps.get_app_config(app).get_models():
            for constraint in model._meta.constraints:
                assert "_" in constraint.name
                message = str(constraint.violation_error_message)
                assert message != str(constraint.default_violation_error_message), constraint.name


def test_a_party_that_acted_cannot_leave_its_agreement_but_goes_with_it(draft):
    row = draft.agreement_parties.first()
    EventFactory(agreement=draft, by=row)
    with pytest.raises(models.RestrictedError):
        row.delete()
    draft.delete()
    assert not Event.objects.exists()

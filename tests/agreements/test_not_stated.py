"""What a record lacks is told alike by its page, by the desk and by the lists of work."""

import pytest
from django.urls import reverse
from django.utils import translation

from agreements.models import Agreement, Commitment, Costs, LegalCharacter, Recurrence, Renewal, Term
from agreements.rules.completeness import warnings
from agreements.rules.not_stated import (
    CHARACTER,
    CLAIMS,
    CLAUSES,
    TEXTS,
    claims_of,
    is_evidenced,
    is_stated,
    lacking_languages,
    silent,
    texts_of,
    untranslated,
    without_passage,
)
from languages import LANGUAGES
from staff.worklists.incomplete import incomplete, incomplete_agreements
from tests.support.desk.editing import desk_of
from tests.support.factories import (
    CommitmentFactory,
    EventFactory,
    PassageFactory,
    PostFactory,
    SourceFactory,
    StatementFactory,
    publish,
)
from website.templatetags.record import stated

pytestmark = pytest.mark.django_db


@pytest.fixture
def half_told(draft, music):
    """An agreement with three claims on a passage and three on none, some texts without Russian or English."""
    passage = PassageFactory(source=SourceFactory(agreement=draft))
    speaker = PostFactory(party=draft.agreement_parties.get(side=1).party)
    for texts in ({"text_ru": "Гастроли", "text_en": "Tours"}, {"text_ru": "", "text_en": None}):
        claims = (
            CommitmentFactory(agreement=draft, areas=[music], **texts),
            StatementFactory(agreement=draft, speaker=speaker, **texts),
            EventFactory(agreement=draft, kind="signed" if texts["text_ru"] else "registered"),
        )
        if texts["text_ru"]:
            for claim in claims:
                claim.passages.add(passage)
    return draft


@pytest.mark.parametrize(
    ("value", "says_something"),
    [
        (Term.NOT_STATED, False),
        (Renewal.NOT_STATED, False),
        (Costs.NOT_STATED, False),
        (Recurrence.NOT_STATED, False),
        (LegalCharacter.UNDETERMINED, False),
        ("", False),
        (None, False),
        (0, True),
        (Renewal.NONE, True),
        ("2016", True),
        ([], True),
    ],
)
def test_silence_is_an_empty_field_or_a_code_for_it(value, says_something):
    assert is_stated(value) is says_something


def test_records_and_the_database_agree_on_claims_without_a_passage(half_told):
    for model in CLAIMS:
        bare = set(model.objects.filter(without_passage()))
        assert bare == {claim for claim in model.objects.all() if not is_evidenced(claim)}
        assert len(bare) == 1
    assert len(list(claims_of(half_told))) == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_records_and_the_database_agree_on_texts_a_language_lacks(half_told, language):
    for model, field in TEXTS.items():
        found = set(model.objects.filter(untranslated(field, language)))
        assert found == {record for record in model.objects.all() if language in lacking_languages(record, field)}
    lacking = sum(language in lacking_languages(*text) for text in texts_of(half_told))
    assert lacking == (0 if language == "kk" else 3)  # the title, a commitment, a statement


def test_a_text_is_untranslated_where_any_language_lacks_it(half_told):
    assert Commitment.objects.filter(untranslated("text")).count() == 1


def test_publisher_and_list_of_work_are_told_the_same_numbers(half_told):
    with translation.override("en"):
        told = warnings(half_told)
        publish(half_told)
        (entry,) = incomplete().entries
    assert list(incomplete_agreements()) == [half_told]
    assert entry.note == "without Russian: 3 · without English: 3 · without a passage: 3"
    assert [words for words in told if "translated" in words] == [
        "3 texts are not translated: Russian.",
        "3 texts are not translated: English.",
    ]
    assert sum(words.startswith("No passage stands behind") for words in told) == 3


def test_page_panel_and_facts_agree_on_the_fields_no_source_states(client, draft):
    Agreement.objects.filter(pk=draft.pk).update(term="indefinite", costs="shared", number="12")
    draft.refresh_from_db()
    fields = silent(draft, (*CHARACTER, *CLAUSES))
    assert fields == ["legal_character", "renewal", "notice_months", "joint_commission", "programme"]
    assert all(not stated(draft, field) for field in ("renewal", "joint_commission", "programme"))
    page = desk_of("editors").get(reverse("admin:agreements_agreement_change", args=(draft.pk,)))
    assert [place.anchor for place in page.context["panel"].silent] == [f"id_{field}" for field in fields]
    publish(draft)
    gaps = client.get("/en/agreements/kz-ru-1/").context["gaps"]
    asked = ["Whether it binds", "Renewal", "Notice of termination", "Joint commission", "Implementing programme"]
    assert [gap for gap in gaps if gap in (*asked, "Number of the instrument", "Term", "Who pays")] == asked

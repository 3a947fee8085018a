"""A draft is invisible to the public everywhere: a canary with a unique token in every text it has."""

import pytest
from django.db import models
from django.urls import reverse
from django.utils import translation

from activities.assessment import assess
from agreements.models import (
    AgreementEvidence,
    AuthenticLanguage,
    Implementation,
    PartyEvidence,
    PublicationStatus,
    Relation,
)
from agreements.publication.workflow import move
from parties.models import PartyIdentifier, PartyName, Succession
from tests.support.factories import (
    SOME_MOMENT,
    ActivityFactory,
    AgreementPartyFactory,
    CommitmentFactory,
    EventFactory,
    OfficialFactory,
    PartyFactory,
    PassageFactory,
    PostFactory,
    SourceFactory,
    StatementFactory,
    UserFactory,
    agreement_between,
    publish,
    withdraw,
)

pytestmark = pytest.mark.database

TOKEN = "қандауыр"  # a word that stands nowhere else in the registry
FIXED = {"slug", "code", "organisation_code", "country", "exact", "wikidata", "pair"}


def mark(record: models.Model) -> None:
    """Put the token into every text column of `record`."""
    texts = {
        field.attname: f"{TOKEN} {field.attname}"[: field.max_length or 200]
        for field in record._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not field.choices
        and type(field).__name__ != "PartialDateField"
        and field.name not in FIXED
    }
    type(record).objects.filter(pk=record.pk).update(**texts)


@pytest.fixture
def canary(memorandum, ministry):
    """A draft with one of everything, related to the published memorandum and sharing a party with it."""
    shared = memorandum.agreement_parties.get(side=1).party
    hidden = PartyFactory(slug="qandauyr", country="UZ", parent=shared)
    below = PartyFactory(slug="qandauyr-two", country="UZ")
    draft = agreement_between(shared, hidden)
    row = draft.agreement_parties.get(party=hidden)
    second = AgreementPartyFactory(agreement=draft, party=below, side=2)
    post = PostFactory(party=hidden, official=OfficialFactory(slug="qandauyr"))
    source = SourceFactory(agreement=draft, text=f"{TOKEN} мәтіні")
    passage = PassageFactory(source=source, exact=TOKEN, end=len(TOKEN))
    area = memorandum.commitments.first().areas.first()
    commitment = CommitmentFactory(agreement=draft, areas=[area], modality="obliged")
    statement = StatementFactory(agreement=draft, speaker=post)
    event = EventFactory(agreement=draft, by=second, date="1907")
    activity = ActivityFactory()
    activity.commitments.add(commitment)
    activity.organisers.add(hidden)
    evidence = AgreementEvidence.objects.create(agreement=draft, field="title", passage=passage)
    party_evidence = PartyEvidence.objects.create(agreement_party=row, field="name", passage=passage)
    assessment = assess(
        commitment,
        Implementation.COMPLETE,
        on=SOME_MOMENT.date(),
        by=UserFactory(),
        reason={"kk": TOKEN},
        proof_activity=activity,
    )
    name = PartyName.objects.create(party=hidden, name_kk=TOKEN)
    for record in (commitment, statement, event):
        record.passages.add(passage)
    AuthenticLanguage.objects.create(agreement=draft, language="uz")
    Relation.objects.create(agreement=draft, kind="replaces", other=memorandum)
    Relation.objects.create(agreement=memorandum, kind="cites", other=draft)
    Succession.objects.create(predecessor=shared, successor=hidden)
    PartyIdentifier.objects.create(party=hidden, scheme="wikidata", value="Q19071907")
    for record in (draft, row, second, hidden, below, post, post.official, source, commitment, statement, event, name):
        mark(record)
    for record in (activity, evidence, party_evidence, assessment):
        mark(record)
    draft.refresh_from_db()
    return draft


def every_public_page(client, memorandum) -> dict[str, str]:
    """The text of every page the public can open, in three languages."""
    pages = {}
    for language in ("kk", "ru", "en"):
        with translation.override(language):
            addresses = [
                reverse(name)
                for name in (
                    "site:home",
                    "site:about",
                    "agreements:list",
                    "commitments:list",
                    "areas:list",
                    "countries:list",
                )
            ]
            addresses += [reverse("parties:list"), reverse("activities:list"), memorandum.get_absolute_url()]
            own = {"identifier": memorandum}
            passages = [f"agreements/kz-ru-1/passages/{p.place}" for p in memorandum.sources.get().passages.all()[:9]]
            addresses += [f"/{language}/{passage}{end}" for passage in passages for end in ("/", ".json")]
            addresses += [reverse("agreements:side-by-side", kwargs=own)]
            addresses += [reverse("agreements:citation", kwargs={**own, "ending": "bib"})]
            addresses += [reverse("countries:detail", kwargs={"code": "kz"}), f"{reverse('countries:list')}kz-ru/"]
            addresses += [f"{memorandum.get_absolute_url()}changes/"]
            addresses += [commitment.get_absolute_url() for commitment in memorandum.commitments.all()]
            addresses += [row.party.get_absolute_url() for row in memorandum.agreement_parties.all()]
            addresses += [area.get_absolute_url() for area in memorandum.commitments.first().areas.all()]
            words = [f"{room}:list" for room in ("agreements", "commitments", "parties", "activities")]
            words += ["search:results", "search:suggestions"]
            addresses += [f"{reverse(name)}?words={word}" for name in words for word in (TOKEN, "мәдениет")]
            addresses += [f"/sitemap-{section}.xml" for section in ("parties", "agreements", "commitments")]
            addresses += [
                f"{reverse('commitments:list')}?{query}" for query in ("country=UZ", "modality=obliged", "year=1907")
            ]
            addresses += [f"{reverse('parties:list')}?country=UZ", f"{reverse('activities:list')}?country=UZ&from=1900"]
            rooms = ("agreements", "commitments", "parties", "activities")
            addresses += [reverse(f"{room}:export_csv") for room in rooms]
        for address in addresses:
            pages[address] = client.get(address).getvalue().decode()
    return pages


def visible(pages: dict[str, str]) -> dict[str, list[str]]:
    """The traces of the canary on each page. The word a reader typed stands in their own question again."""
    traces = (TOKEN, "qandauyr", "Q19071907", "/parties/qandauyr")
    return {
        address: found
        for address, page in pages.items()
        if (found := [trace for trace in traces if trace in page and not (trace == TOKEN and TOKEN in address)])
    }


def test_the_canary_carries_its_token_in_every_text_column(canary):
    for column in ("title_kk", "title_ru", "title_en", "summary_kk", "summary_ru", "number", "clauses_note_en"):
        assert TOKEN in getattr(canary, column), column


def test_a_published_canary_would_be_seen(client, canary, memorandum):
    """The test below is worth something only if the token shows once the record is public."""
    publish(canary)
    seen = visible(every_public_page(client, memorandum))
    for name in ("agreements:list", "commitments:list", "parties:list", "activities:list", "site:home"):
        assert reverse(name) in seen, name


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_what_is_not_published_appears_on_no_public_page(client, canary, memorandum, state):
    if state == "in_review":
        move(canary, PublicationStatus.IN_REVIEW, by=None, at=SOME_MOMENT)
    if state == "withdrawn":
        withdraw(publish(canary))
    assert visible(every_public_page(client, memorandum)) == {}


def test_a_draft_changes_no_count_and_no_choice(client, memorandum, request):
    def without_the_canary_and_with_it() -> tuple[dict[str, str], dict[str, str]]:
        before = every_public_page(client, memorandum)
        request.getfixturevalue("canary")
        return before, every_public_page(client, memorandum)

    before, after = without_the_canary_and_with_it()
    assert before == after


def test_the_address_of_a_draft_party_answers_as_if_it_were_not_there(client, canary):
    for slug in ("qandauyr", "qandauyr-two", "nobody"):
        assert client.get(reverse("parties:detail", kwargs={"slug": slug})).status_code == 404


def test_a_draft_looks_like_nothing_even_to_its_editor(client, canary, memorandum):
    """Public pages are the same for everybody; what staff may see, they see in the admin."""
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert visible(every_public_page(client, memorandum)) == {}


def test_a_draft_that_holds_an_identifier_but_never_was_public_is_not_there(client, draft):
    type(draft).objects.update(pair="KZ-RU", pair_number=9999)
    for page in ("", "changes/", "side-by-side/"):
        assert client.get(f"/kk/agreements/kz-ru-9999/{page}").status_code == 404

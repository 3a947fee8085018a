"""The way to publication: two people, comments, what changed since the record was last public."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from agreements.models import Agreement, Commitment, Relation
from agreements.publication.workflow import move
from agreements.versions.diff import compared_words, group_label
from agreements.versions.queries import last_writing, newest_versions
from tests.support.desk.editing import desk_of, filled, page_of, person, save
from tests.support.factories import (
    SOME_MOMENT,
    AgreementFactory,
    CommitmentFactory,
    PassageFactory,
    SourceFactory,
    StatementFactory,
    publish,
    withdraw,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def draft(draft) -> Agreement:
    SourceFactory(agreement=draft)
    return draft


def second_publisher() -> Client:
    """Another person of the group of publishers."""
    dana = User.objects.create_user("dana", is_staff=True)
    dana.groups.add(Group.objects.get(name="publishers"))
    client = Client()
    client.force_login(dana)
    return client


def press(client: Client, agreement: Agreement, *states: str):
    url = reverse("admin:agreements_agreement_publication", args=(agreement.pk,))
    for state in states:
        response = client.post(url, {"to": state, "seen": newest_versions(agreement.pk)}, follow=True)
    agreement.refresh_from_db()
    return response


def write(client: Client, agreement: Agreement, **fields: str) -> None:
    assert save(client, agreement, filled(client.get(page_of(agreement))) | fields).status_code == 302


def test_who_wrote_last_cannot_publish_and_another_publisher_can(draft):
    publisher, dana = desk_of("publishers"), second_publisher()
    write(publisher, draft, summary_kk="Түйін")
    response = press(publisher, draft, "in_review", "published")
    assert draft.status == "in_review"
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    block = response.context["publication"]
    assert block.four_eyes.holds_up
    assert [button.to for button in block.buttons] == ["draft"]
    write(dana, draft)  # saved without a change: no writing
    assert last_writing(draft).by.username == "publishers"
    press(dana, draft, "published")
    assert draft.is_public


def test_nobody_publishes_what_was_saved_after_he_opened_the_page(draft):
    editor, publisher = desk_of("editors"), second_publisher()
    press(editor, draft, "in_review")
    seen = publisher.get(page_of(draft)).context["publication"].seen
    write(editor, draft, **{"sources-0-title_kk": "Көрмеген мәтін"})
    url = reverse("admin:agreements_agreement_publication", args=(draft.pk,))
    response = publisher.post(url, {"to": "published", "seen": seen}, follow=True)
    draft.refresh_from_db()
    assert draft.status == "in_review"
    [refusal] = response.context["messages"]
    assert reverse("admin:agreements_agreement_history", args=(draft.pk,)) in str(refusal)
    publisher.post(url, {"to": "published", "seen": response.context["publication"].seen})
    draft.refresh_from_db()
    assert draft.is_public


def test_a_change_in_public_waits_until_another_publisher_looked_at_it(draft):
    publisher, dana = desk_of("publishers"), second_publisher()
    write(dana, draft, summary_kk="Түйін")
    url = reverse("admin:agreements_agreement_looked_at", args=(publish(draft).pk,))
    write(publisher, draft)  # saved without a change
    assert publisher.get(page_of(draft)).context["publication"].in_public == []
    write(publisher, draft, **{"sources-0-title_kk": "Жария өзгеріс"})

    def lists(client: Client) -> list[str]:
        return [found.code for found in client.get(reverse("admin:index")).context["worklists"]]

    def block(client: Client):
        return client.get(page_of(draft)).context["publication"]

    assert ("changed" in lists(publisher), "changed" in lists(dana)) == (False, True)
    assert [change.may_confirm for change in block(publisher).in_public] == [False]
    assert desk_of("editors").post(url, {"seen": block(dana).waiting}).status_code == 403
    publisher.post(url, {"seen": block(publisher).waiting})
    dana.post(url, {"seen": "an older page"})
    assert len(block(dana).in_public) == 1
    dana.post(url, {"seen": block(dana).waiting})
    assert block(publisher).in_public == []
    looked = draft.review_comments.get()
    assert (looked.written_by.username, looked.resolved_by.username) == ("publishers", "dana")
    assert "changed" not in lists(dana)


def test_a_change_of_a_part_is_writing_too(draft):
    publisher = desk_of("publishers")
    write(publisher, draft, summary_kk="Түйін")
    write(second_publisher(), draft, **{"sources-0-title_kk": "Басқа хабар"})
    assert last_writing(draft).by.username == "dana"
    press(publisher, draft, "in_review", "published")
    assert draft.is_public


def test_commands_and_files_are_held_up_by_nobody(draft):
    write(desk_of("publishers"), draft, summary_kk="Түйін")
    assert publish(draft).is_public
    came_with_a_file = Agreement.objects.create(title_kk="Келісім", type="treaty", level="interstate")
    assert last_writing(came_with_a_file) is None


def test_an_office_of_one_may_do_both_and_its_page_says_so(draft, settings):
    settings.FOUR_EYES = False
    publisher = desk_of("publishers")
    write(publisher, draft, summary_kk="Түйін")
    publisher.cookies["django_language"] = "en"
    move(draft, "in_review", by=None, at=SOME_MOMENT)
    with translation.override("en"):
        assert "One person may write and publish here." in publisher.get(page_of(draft)).content.decode()
    press(publisher, draft, "published")
    assert draft.is_public


def test_a_refusal_is_said_in_the_readers_language(draft):
    user = person("publishers")
    client = Client()
    client.force_login(user)
    write(client, draft, summary_kk="Түйін")
    client.cookies["django_language"] = "en"
    response = press(client, draft, "in_review", "published")
    assert "You wrote last in this record." in response.content.decode()


def changes_of(client: Client, agreement: Agreement):
    response = client.get(reverse("admin:agreements_agreement_changes", args=(agreement.pk,)))
    assert response.status_code == 200
    return response


def test_what_changed_since_it_was_public_is_told_field_by_field_and_word_by_word(draft, music, tours):
    commitment = CommitmentFactory(agreement=draft, text_kk="Гастрольдік сапарлар ұйымдастыру", areas=[music])
    second = CommitmentFactory(agreement=draft, areas=[music])
    publisher = desk_of("publishers")
    withdraw(publish(draft))
    move(draft, "in_review", by=None, at=SOME_MOMENT)
    assert changes_of(publisher, draft).context["groups"] == []
    Agreement.objects.get(pk=draft.pk).save()  # no change
    commitment.text_kk = "Гастрольдік сапарлар мен көрмелер ұйымдастыру"
    commitment.save()
    commitment.areas.add(tours)
    second.delete()
    StatementFactory(agreement=draft, text_kk="Жаңа сөз")
    response = changes_of(publisher, draft)
    told = {
        (part.heading, part.fate): {(change.label, change.language) for change in part.fields}
        for group in response.context["groups"]
        for part in group.parts
    }
    [commitments, statements] = response.context["groups"]
    text, areas = (change.pieces for change in commitments.parts[0].fields)
    assert [(piece.fate, piece.text) for piece in text] == [
        ("same", "Гастрольдік сапарлар "),
        ("added", "мен көрмелер "),
        ("same", "ұйымдастыру"),
    ]
    assert [(piece.fate, piece.text) for piece in areas] == [("added", str(tours))]
    assert [part.fate for part in commitments.parts] == ["changed", "removed"]
    assert [part.fate for part in statements.parts] == ["added"]
    assert len(told) == 3
    assert response.context["since"].count == 4
    page = publisher.get(page_of(draft))
    assert page.context["since"].count == 4


def test_everything_is_new_before_the_first_publication(draft, music):
    CommitmentFactory(agreement=draft, areas=[music])
    response = changes_of(desk_of("editors"), draft)
    assert response.context["since"].is_first
    assert [count for _label, count in response.context["counts"]] == [2, 1, 1]  # parties, sources, commitments


def test_the_comparison_needs_no_more_queries_for_forty_commitments_than_for_ten(draft, music, tours):
    publisher = desk_of("publishers")
    for _number in range(10):
        CommitmentFactory(agreement=draft, areas=[music])
    withdraw(publish(draft))

    def queries() -> int:
        for commitment in draft.commitments.all():
            commitment.areas.add(tours)
        changes_of(publisher, draft)
        with CaptureQueriesContext(connection) as captured:
            assert changes_of(publisher, draft).context["since"].count >= 10
        return len(captured)

    ten = queries()
    for _number in range(30):
        CommitmentFactory(agreement=draft, areas=[music])
    assert queries() == ten
    assert ten <= 50


def test_a_long_text_is_compared_quickly_and_cut_down_to_its_changes():
    old = " ".join(f"сөз{number % 300}" for number in range(50_000))
    pieces = compared_words(old, old.replace("сөз7 ", "сөз8 ", 1))
    assert [piece.fate for piece in pieces] == ["same", "removed", "added", "same", "left_out"]
    assert sum(len(piece.text) for piece in pieces) < 500


def comment_on(client: Client, agreement: Agreement, **data: str):
    return client.post(reverse("admin:agreements_agreement_comment", args=(agreement.pk,)), data)


def test_a_comment_stands_at_its_field_until_it_is_resolved(draft):
    commitment = CommitmentFactory(agreement=draft)
    editor, publisher = desk_of("editors"), desk_of("publishers")
    assert comment_on(publisher, draft, place="summary", text="Қысқартыңыз").status_code == 302
    assert comment_on(publisher, draft, place=f"commitment-{commitment.pk}", text="Дереккөзі қайда?").status_code == 302
    page = editor.get(page_of(draft))
    links = [one.place.anchor for one in page.context["comments"].open]
    assert links == ["id_summary_kk", "commitments-0"]
    assert all(f'id="{anchor}"' in page.content.decode() for anchor in links)
    assert page.content.decode().count("Қысқартыңыз") >= 3  # in the block and at the field in each language
    comment = draft.review_comments.first()
    url = reverse("admin:agreements_agreement_comment_resolved", args=(draft.pk, comment.pk))
    assert editor.post(url).status_code == 302
    comment.refresh_from_db()
    assert (comment.written_by.username, comment.resolved_by.username) == ("publishers", "editors")
    page = editor.get(page_of(draft))
    assert [len(page.context["comments"].open), len(page.context["comments"].resolved)] == [1, 1]


def test_a_comment_that_cannot_be_kept_comes_back_as_it_was_typed(draft):
    other = CommitmentFactory()
    editor = desk_of("editors")
    response = comment_on(editor, draft, place=f"commitment-{other.pk}", text="Жоғалмасын")
    assert response.status_code == 200
    assert "Жоғалмасын" in response.content.decode()
    for place in ("party-1", "commitment-", "commitment-²", f"commitment-{'9' * 40}", "status", "x" * 80, "\0"):
        assert comment_on(editor, draft, place=place, text="а").status_code == 200, place
    assert comment_on(editor, draft, place="", text=" ").status_code == 200
    assert not draft.review_comments.exists()


def test_open_comments_are_named_before_publishing(draft):
    publisher = desk_of("publishers")
    move(draft, "in_review", by=None, at=SOME_MOMENT)
    comment_on(publisher, draft, text="Тағы бір сұрақ")
    questions = {button.to: button.question for button in publisher.get(page_of(draft)).context["publication"].buttons}
    assert questions["draft"] == ""
    assert questions["published"].startswith("1 ")


def test_comments_are_written_while_a_record_is_on_its_way_and_never_public(client, draft):
    publisher = desk_of("publishers")
    comment_on(publisher, draft, text="құпияпікір")
    publish(draft)
    late = comment_on(publisher, draft, text="Бұл <сөз> жоғалмасын")
    assert late.status_code == 403
    assert "Бұл &lt;сөз&gt; жоғалмасын" in late.content.decode()
    url = reverse("admin:agreements_agreement_comment_resolved", args=(draft.pk, draft.review_comments.get().pk))
    assert desk_of("editors").post(url).status_code == 403
    assert publisher.get(page_of(draft)).context["comments"].may_resolve
    assert publisher.post(url).status_code == 302
    assert draft.review_comments.get().resolved_by.username == "publishers"
    assert comment_on(Client(), draft, text="бөтен").status_code == 302
    assert [comment.text for comment in draft.review_comments.all()] == ["құпияпікір"]
    assert "құпияпікір" in publisher.get(page_of(draft)).content.decode()
    assert "құпияпікір" not in client.get(draft.get_absolute_url()).content.decode()


def public_steps(client: Client, agreement: Agreement) -> list[tuple[str, list[str]]]:
    response = client.get(f"{agreement.get_absolute_url()}changes/")
    assert response.status_code == 200
    return [(step.kind, [kind.label for kind in step.kinds]) for step in response.context["changes"]]


def test_the_public_reads_which_kinds_of_fields_changed_between_public_versions(client, draft, music):
    commitment = CommitmentFactory(agreement=draft, areas=[music])
    assert public_steps(client, publish(draft)) == [("published", [])]
    Commitment.objects.get(pk=commitment.pk).save()  # no change
    withdraw(draft)
    move(draft, "in_review", by=None, at=SOME_MOMENT)
    assert client.get(f"{draft.get_absolute_url()}changes/").status_code == 410
    draft.refresh_from_db()
    draft.title_kk = "Қандауыр"  # written and taken back before anybody saw it
    draft.save()
    draft.title_kk, draft.summary_kk = "Ынтымақтастық туралы меморандум", "Түйін"
    draft.save()
    Relation.objects.create(agreement=draft, kind="cites", other=AgreementFactory())
    user = person("publishers")
    move(draft, "published", by=user, at=SOME_MOMENT.replace(year=2021))
    draft.refresh_from_db()
    steps = public_steps(client, draft)
    assert [kind for kind, _labels in steps if kind != "withdrawn"] == ["again", "published"]
    assert dict(steps)["again"] == [group_label(Agreement)]
    page = client.get(f"{draft.get_absolute_url()}changes/").content.decode()
    assert "Қандауыр" not in page
    assert "publishers" not in page
    commitment.text_kk = "Көрмелер"
    commitment.save()
    assert public_steps(client, draft)[0] == ("changed", [group_label(Commitment)])


def test_a_record_that_came_published_tells_the_days_it_came_with(client, memorandum):
    assert public_steps(client, memorandum)[-1] == ("published", [])
    assert client.get("/kk/agreements/KZ-RU-1/changes/").status_code == 301
    assert client.get("/kk/agreements/kz-ru-9/changes/").status_code == 404


def test_an_earlier_version_is_read_and_restored_without_its_publication(draft, music, tours):
    commitment = CommitmentFactory(agreement=draft, areas=[music])
    editor = desk_of("editors")
    write(editor, draft, summary_kk="Бұрынғы түйін", **{"commitments-0-text_kk": "Бұрынғы мәтін"})
    earlier = draft.history.first()
    url = reverse("admin:agreements_agreement_version", args=(draft.pk, "agreement", earlier.history_id))
    withdraw(publish(draft))
    move(draft, "in_review", by=None, at=SOME_MOMENT)
    write(
        editor, draft, summary_kk="Жаңа түйін", **{"commitments-0-text_kk": "Жаңа", "commitments-0-areas": [tours.pk]}
    )
    SourceFactory(agreement=draft, number=2)
    history = editor.get(reverse("admin:agreements_agreement_history", args=(draft.pk,)))
    assert url in history.content.decode()
    commitment.passages.add(PassageFactory(source=draft.sources.first()))
    page = editor.get(url)
    assert "Бұрынғы мәтін" in page.content.decode()
    assert "«Екі жақ»" in page.content.decode()  # a passage is called by its words
    assert page.context["stay"] == []
    assert editor.post(url).status_code == 302
    draft.refresh_from_db()
    commitment.refresh_from_db()
    assert (draft.summary_kk, draft.status, str(draft.identifier)) == ("Бұрынғы түйін", "in_review", "KZ-RU-1")
    assert (commitment.text_kk, list(commitment.areas.all())) == ("Бұрынғы мәтін", [music])
    assert draft.sources.count() == 1
    assert last_writing(draft).by.username == "editors"


def test_public_records_and_versions_of_others_are_not_restored(draft):
    publisher, other = desk_of("publishers"), AgreementFactory()
    name = "admin:agreements_agreement_version"
    assert publisher.get(reverse(name, args=(draft.pk, "agreement", other.history.first().pk))).status_code == 404
    assert publisher.get(reverse(name, args=(draft.pk, "party", 1))).status_code == 404
    url = reverse(name, args=(publish(draft).pk, "agreement", draft.history.last().pk))
    assert publisher.get(url).status_code == 200
    assert publisher.post(url).status_code == 403

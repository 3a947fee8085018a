"""Words: what is found, by which form, in which text; what is never found; and that the index follows every edit."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from agreements.models import Agreement, Commitment, Source, WordDocument
from agreements.publication.workflow import move
from search.checks.index_check import differences
from search.words.excerpts import excerpts
from search.words.highlight import Sought
from search.words.query_parser import matches_of, parts_of
from search.words.spelling import respellings
from search.words.sync import catch_up, rebuild
from tests.support.factories import SOME_MOMENT, CommitmentFactory, SourceFactory, publish, withdraw
from tests.support.search import found

pytestmark = pytest.mark.database


@pytest.fixture
def record(draft, music) -> Agreement:
    CommitmentFactory(
        agreement=draft, areas=[music], text_kk="Музейлер арасындағы байланысты кеңейту",
        text_ru="Расширять связи между музеями", text_en="Widen the ties between museums",
    )  # fmt: skip
    SourceFactory(agreement=draft, text="Сергей Ролдугин меморандумның маңызын айтты. Тараптар концерттер береді.")
    return publish(draft)


@pytest.mark.parametrize(
    "typed",
    [
        "музей", "музейлердің", "МУЗЕЙЛЕР", "музеев", "museum", "museums", "байланыс", "связь", "tie",
        "концерт", "концерттердің", "Ролдугин", "Roldugin", "ролдугиннің", "Ролдугина",
        "кенейту", "министрлігі", "министерства", "«байланысты кеңейту»", '"ties between museums"', "kz-ru-1",
        "музей концерт", "museums Ролдугин", "музей -балет",
    ],
)  # fmt: skip
def test_a_word_is_found_in_any_of_its_forms_languages_and_texts(record, typed):
    if typed == "министерства":
        record.agreement_parties.filter(side=1).update(name_ru="Министерство культуры")
    assert found(typed) == {record.pk}


@pytest.mark.parametrize(
    "typed",
    ["балет", "«кеңейту байланысты»", '"between ties"', "музей балет", "театр", "...", "%"],
)  # fmt: skip
def test_what_stands_nowhere_is_not_found(record, typed):
    assert found(typed) == set()


def test_a_minus_leaves_out(record):
    assert [match.excluded for match in matches_of("музей -концерт")] == [False, True]
    assert [part.words for part in parts_of('-"joint events" kz-ru-1 «А Б» x')] == [
        ("joint", "events"), ("kz", "ru", "1"), ("А", "Б"), ("x",)
    ]  # fmt: skip


def test_a_phrase_is_not_found_across_two_texts(record):
    """The title ends where the next text begins."""
    title_end, summary_start = record.title_kk.split()[-1], "Қысқаша"
    Agreement.objects.filter(pk=record.pk).update(summary_kk=f"{summary_start} мазмұны")
    assert found(f"{title_end} {summary_start}") == {record.pk}
    assert found(f'"{title_end} {summary_start}"') == set()


def test_drafts_and_withdrawn_records_are_never_found(record, ministry):
    assert found("музей") == {record.pk}
    withdraw(record)
    assert found("музей") == set()
    assert WordDocument.objects.count() == 0
    Source.objects.update(text="Жаңа сөздер: құпиясөз.")
    assert found("құпиясөз") == set()


def test_near_spellings_are_offered_and_none_of_what_is_not_public(record):
    assert respellings("музейлр") == ["музейлер"]
    assert "museums" in respellings("musuems")
    assert respellings("музей") == []
    withdraw(record)
    catch_up()
    assert respellings("музейлр") == []


def test_a_near_spelling_is_offered_and_not_put_in_place(client, record):
    page = client.get(reverse("commitments:list") + "?words=музейлр").content.decode()
    assert "/kk/commitments/kz-ru-1-1/" not in page
    assert "words=%D0%BC%D1%83%D0%B7%D0%B5%D0%B9%D0%BB%D0%B5%D1%80" in page


def test_words_are_marked_as_they_are_written(record):
    text = "Музейлер арасындағы байланыс, музей"
    stretches = Sought("музей -арасындағы").marked(text, "kk")
    assert "".join(stretch.text for stretch in stretches) == text
    assert [stretch.text for stretch in stretches if stretch.is_marked] == ["Музейлер", "музей"]


def test_what_was_typed_is_escaped_where_it_is_marked(client, record):
    Commitment.objects.update(text_kk="<b>музей</b> & көрме")
    page = client.get(reverse("commitments:list") + "?words=музей").content.decode()
    assert '&lt;b&gt;<mark class="sought">музей</mark>&lt;/b&gt; &amp; көрме' in page


def test_an_agreement_found_by_its_source_shows_the_sentence(client, record):
    page = client.get(reverse("agreements:list") + "?words=Roldugin").content.decode()
    assert '<mark class="sought">Ролдугин</mark>' in page
    assert "/kk/agreements/kz-ru-1/#source-1" in page
    assert "Тараптар концерттер" not in page.partition('class="excerpt"')[2].partition("</q>")[0]


def test_no_excerpt_where_the_title_says_it_all(record):
    row = Agreement.objects.get()
    assert excerpts([row], Sought("меморандум")) == {}
    assert excerpts([row], Sought("концерт"))[row.pk].is_source


EDITS = {
    "a commitment's text": lambda record: Commitment.objects.update(text_kk="Балет мектебі"),
    "a new commitment": lambda record: CommitmentFactory(agreement=record, text_kk="Балет кештері"),
    "the title": lambda record: Agreement.objects.update(title_ru="О балете"),
    "a party's name": lambda record: record.agreement_parties.first().party.__class__.objects.update(name_en="Ballet"),
    "a source": lambda record: Source.objects.update(text="Балет туралы."),
}


@pytest.mark.parametrize("edit", EDITS)
def test_the_index_follows_every_edit_whoever_writes_it(record, edit):
    assert found("балет") | found("ballet") == set()
    EDITS[edit](record)
    assert found("балет") | found("ballet") == {record.pk}
    catch_up()
    assert found("балет") | found("ballet") == {record.pk}
    assert differences() == []


def test_a_deleted_text_is_found_no_more(record):
    Commitment.objects.all().delete()
    assert found("museums") == set()
    catch_up()
    assert found("museums") == set()
    assert differences() == []


def test_a_withdrawn_agreement_is_not_found_before_the_index_catches_up(draft, music):
    CommitmentFactory(agreement=draft, areas=[music], text_kk="Балет", text_en="Ballet")
    publish(draft)
    assert found("Балет")
    with transaction.atomic():
        move(draft, "withdrawn", by=None, at=SOME_MOMENT)
        assert found("Балет") == set()
        catch_up()
        assert not WordDocument.objects.exists()
        transaction.set_rollback(True)
    assert found("Балет")
    assert WordDocument.objects.exists()


def test_the_index_built_anew_is_the_one_that_followed(memorandum):
    catch_up()
    before = dict(WordDocument.objects.values_list("pk", "digest"))
    assert rebuild() == 1
    assert dict(WordDocument.objects.values_list("pk", "digest")) == before


def test_the_check_tells_whether_index_and_tables_differ(record, capsys):
    catch_up()
    call_command("rebuild_index", "--check")
    WordDocument.objects.filter(pk__gt=0).order_by("-pk")[:1].get().delete()
    assert [found.rows for found in differences()] == [1]
    with pytest.raises(CommandError, match="KZ-RU-1"):
        call_command("rebuild_index", "--check")
    call_command("rebuild_index")
    call_command("rebuild_index", "--check")


@pytest.mark.parametrize("typed", ["музыка", "Roldugin", "гастрольдік сапар", "музканттарды", "тур", "performers"])
def test_the_memorandum_is_found_in_three_languages_and_with_misprints(memorandum, typed):
    assert found(typed) == {memorandum.pk}


def test_a_long_source_is_found_to_its_last_word(record):
    Source.objects.update(text=" ".join(f"Сөйлем нөмірі {n}." for n in range(3000)) + " Соңғы сөз балет.")
    assert found("балет") == {record.pk}
    assert found('"соңғы сөз балет"') == {record.pk}
    assert len({number >> 16 for number in WordDocument.objects.values_list("pk", flat=True)}) == 1

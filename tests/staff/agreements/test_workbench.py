"""The workbench: sources beside the form, marks of evidence, places to choose, corrected texts, guards."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
import yaml
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.duplicates import ComparedInstrument, SignatureDays, probable_duplicates
from agreements.models import Agreement, AgreementEvidence, AgreementParty, Event, Passage, Source
from agreements.rules.passages import NotLocated, relocate
from parties.models import PartyName
from staff.agreements.badges import EvidenceBadge
from staff.agreements.forms.near_quotes import difference, nearest
from staff.agreements.suggestions import keyword_file, suggested_areas
from tests.support.desk.editing import TEXT, commit, desk_of, errors_of, filled, new_row, opened, page_of, publish, save

pytestmark = pytest.mark.django_db

WORDS = "музыка саласында"


def mark_words(agreement: Agreement, words: str) -> Passage:
    source, start = agreement.sources.get(number=1), TEXT.index(words)
    return source.passages.create(start=start, end=start + len(words), exact=words)


def bench_of(page) -> str:
    return unescape(page.content.decode().split("<aside")[1].split("</aside>")[0])


def choices_of(response, row: str = "commitments-0") -> list[str]:
    """The values of the places offered, the first of which is none."""
    forms = [form for inline in response.context["inline_admin_formsets"] for form in inline.formset.forms]
    form = next(form for form in forms if form.prefix == row)
    return [value for value, _label in form.fields["quoted_place"].widget.choices]


def test_saved_sources_stand_beside_the_form_with_their_passages_marked(editor, agreement):
    agreement.commitments.get().passages.add(mark_words(agreement, WORDS))
    data = filled(editor.get(page_of(agreement)))
    data |= {"sources-0-text": "Әлі сақталмаған мәтін", "title_kk": ""}
    bench = bench_of(save(editor, agreement, data))
    assert "Әлі сақталмаған" not in bench
    marked = re.search(r'<mark title="([^"]*)">([^<]*)</mark>', bench)
    assert marked.group(2) == WORDS
    assert "1-міндеттеме" in marked.group(1)
    assert 'data-number="1"' in bench
    assert 'data-row="sources-0"' in bench


def test_who_may_only_read_gets_the_text_without_the_menu(editor, agreement):
    publish(agreement)
    page = editor.get(page_of(agreement))
    assert WORDS in bench_of(page)
    assert "workbench-menu" not in bench_of(page)
    assert "field-passages" in opened(editor, page)
    assert "field-quoted" not in opened(editor, page)


def test_a_place_chosen_in_the_workbench_tells_equal_words_apart(editor, agreement):
    second = TEXT.rindex("Тараптар")
    data = filled(editor.get(page_of(agreement)))
    data |= {"commitments-0-quoted": "Тараптар", "commitments-0-quoted_place": f"sources-0@{second}"}
    assert save(editor, agreement, data).status_code == 302
    assert agreement.commitments.get().passages.get().start == second


def test_the_words_before_are_compared_without_line_ends(editor, agreement):
    data = filled(editor.get(page_of(agreement)))
    data |= {"commitments-0-quoted": "Тараптар", "commitments-0-quoted_after": "саласында ынтымақтасады. "}
    assert save(editor, agreement, data).status_code == 302
    assert agreement.commitments.get().passages.get().start == TEXT.rindex("Тараптар")


def test_several_places_are_offered_to_choose_from(editor, agreement):
    data = filled(editor.get(page_of(agreement))) | {"commitments-0-quoted": "Тараптар"}
    response = save(editor, agreement, data)
    assert errors_of(response)
    first, second = TEXT.index("Тараптар"), TEXT.rindex("Тараптар")
    assert choices_of(response) == ["", f"sources-0@{first}", f"sources-0@{second}"]
    assert "ынтымақтасады. [Тараптар] гастрольдер" in unescape(response.content.decode())
    assert save(editor, agreement, data | {"commitments-0-quoted_place": f"sources-0@{second}"}).status_code == 302
    assert agreement.commitments.get().passages.get().start == second


def test_words_that_stand_nowhere_bring_the_nearest_with_the_difference(editor, agreement):
    data = filled(editor.get(page_of(agreement)))
    data["commitments-0-quoted"] = "Тараптар гастрольды өткізеді"
    response = save(editor, agreement, data)
    assert errors_of(response)
    page = response.content.decode()
    assert re.search(r"<del>.*гастрольды</del><ins>.*гастрольдер</ins>", page)
    data["commitments-0-quoted_place"] = choices_of(response)[1]
    assert save(editor, agreement, data).status_code == 302
    assert agreement.commitments.get().passages.get().exact == "Тараптар гастрольдер өткізеді"


@pytest.mark.parametrize("place", ["sources-0@5-99999999", "x@1-2", "\x00"])
def test_a_place_that_is_none_does_not_help_words_that_stand_nowhere(editor, agreement, place):
    data = filled(editor.get(page_of(agreement)))
    data |= {"commitments-0-quoted": "мүлдем басқа сөз", "commitments-0-quoted_place": place}
    assert errors_of(save(editor, agreement, data))
    assert not Passage.objects.exists()


def test_the_nearest_words_are_found_in_a_long_text_and_only_if_they_are_near():
    text = f"{'Екі жақ келісті. ' * 200}Сергей Ролдугин «жас музканттарды алға» жылжытады. {'Соңы. ' * 200}"
    found = nearest(text, "жас музыканттарды алға")
    assert text[found.start : found.end] == "жас музканттарды алға"
    assert nearest(text, "спорт сарайларын салу") is None
    pieces = [(piece.text, piece.typed, piece.in_source) for piece in difference("а б в", "а г в")]
    assert pieces == [("а ", True, True), ("б", True, False), ("г", False, True), (" в", True, True)]


def test_corrected_words_are_found_again_by_their_context_only():
    before, words, after = "Бірінші бап. ", "Тараптар", " келісті. Екінші бап. Тараптар ниетті."
    assert relocate(f"Жаңа. {before}{words}{after}", words, before, after).start == len("Жаңа. Бірінші бап. ")
    assert relocate(f"{before}{words}{after} Соңы.", words, before, after).start == len(before)
    assert relocate(f"Х {before}{words}{after} У", words, before, after).start == len(before) + 2
    with pytest.raises(NotLocated):  # the sentence is gone, and the other one is not it
        relocate("Басы. Екінші бап. Тараптар ниетті. Соңы.", words, "Бірінші бап. ", " келісті. Үшінші.")


def test_a_corrected_text_tells_which_passages_moved(editor, agreement):
    passage = mark_words(agreement, WORDS)
    agreement.commitments.get().passages.add(passage)
    data = filled(editor.get(page_of(agreement))) | {"sources-0-text": f"Басы. {TEXT} Соңы.", "_continue": "1"}
    page = editor.post(page_of(agreement), data, follow=True)
    passage.refresh_from_db()
    told = " ".join(map(str, page.context["messages"]))
    assert f"{TEXT.index(WORDS) + 1} → {passage.start + 1}" in told


def test_passages_that_would_lose_their_place_are_listed_before_and_after(editor, agreement):
    for words in (WORDS, "гастрольдер"):
        agreement.commitments.get().passages.add(mark_words(agreement, words))
    unused = mark_words(agreement, "Соңы")
    data = filled(editor.get(page_of(agreement))) | {"sources-0-text": "Мүлдем басқа мәтін."}
    errors = errors_of(save(editor, agreement, data))
    assert WORDS in errors
    assert "гастрольдер" in errors
    assert agreement.sources.get().text == TEXT
    assert save(editor, agreement, data | {"sources-0-text_corrected": "on"}).status_code == 302
    assert agreement.commitments.get().passages.count() == 2
    assert not Passage.objects.filter(pk=unused.pk).exists()
    lost = bench_of(editor.get(page_of(agreement))).split("workbench-lost")[1]
    assert WORDS in lost
    assert "гастрольдер" in lost


def test_a_public_record_is_not_saved_with_a_passage_that_lost_its_place(agreement):
    agreement.commitments.get().passages.add(mark_words(agreement, WORDS))
    publish(agreement)
    publisher = desk_of("publishers")
    data = filled(publisher.get(page_of(agreement)))
    data |= {"sources-0-text": "Мүлдем басқа мәтін.", "sources-0-text_corrected": "on"}
    assert errors_of(save(publisher, agreement, data))
    assert agreement.sources.get().text == TEXT


def test_fields_tell_whether_they_are_evidenced_disputed_not_stated_or_bare(editor, agreement):
    passage = mark_words(agreement, WORDS)
    AgreementEvidence.objects.create(agreement=agreement, field="title", passage=passage)
    AgreementEvidence.objects.create(
        agreement=agreement, field="type", passage=passage, conflicting_value="Шарт", reason_kk="Себебі"
    )
    response = editor.get(page_of(agreement))
    fields = response.context["adminform"].form.fields
    marks = {name: getattr(field, "evidence_mark", None) for name, field in fields.items()}
    assert (marks["title_kk"], marks["type"]) == (EvidenceBadge.EVIDENCED, EvidenceBadge.CONFLICTING)
    assert (marks["level"], marks["costs"], marks["clauses_note_kk"]) == (
        EvidenceBadge.BARE,
        EvidenceBadge.NOT_STATED,
        None,
    )
    page = response.content.decode()
    assert "desk-mark-conflicting" in page
    assert "desk-mark-bare" in page.split('id="commitments-0"')[1].split("</h3>")[0]


def second_record(kazakhstan, russia, **fields) -> Agreement:
    record = Agreement.objects.create(**{"title_kk": "Басқа", "type": "memorandum", "level": "mixed"} | fields)
    for side, party in ((1, kazakhstan), (2, russia)):
        AgreementParty.objects.create(agreement=record, side=side, party=party, name_kk=party.name_kk)
    return record


def test_probable_duplicates_share_parties_and_a_near_title_or_days(
    editor,
    agreement,
    kazakhstan,
    russia,
):
    near = second_record(kazakhstan, russia, title_kk="Меморандум (көшірме)", title_ru="Меморандум о культуре")
    assert probable_duplicates(ComparedInstrument.of(agreement)) == []
    Agreement.objects.filter(pk=agreement.pk).update(title_ru="Меморандум о культуре")
    agreement.refresh_from_db()
    assert [found.agreement for found in probable_duplicates(ComparedInstrument.of(agreement))] == [near]
    assert f"/{near.pk}/change/" in bench_of(editor.get(page_of(agreement)))
    Event.objects.create(agreement=agreement, kind="signed", date="2016-11-07")
    theirs = Event.objects.create(agreement=near, kind="signed", date="2017-03-01")
    assert probable_duplicates(ComparedInstrument.of(agreement)) == []
    theirs.delete()
    same_days = second_record(kazakhstan, russia)
    Event.objects.create(agreement=same_days, kind="signed", date="2016-11")
    assert {found.agreement for found in probable_duplicates(ComparedInstrument.of(agreement))} == {near, same_days}


def test_an_almost_equal_title_is_enough_as_long_as_a_side_is_not_entered(agreement, kazakhstan, russia):
    title = "Мәдениет саласындағы ынтымақтастық туралы келісім"
    same = second_record(kazakhstan, russia, title_kk=title, title_en="Agreement on cooperation in culture")
    second_record(kazakhstan, russia, title_kk="Мәдениет пен спорт саласындағы бірлескен шаралар туралы келісім")

    def found(language: str, typed: str, *signed: SignatureDays) -> list[Agreement]:
        instrument = ComparedInstrument(None, "", {language: typed}, [[kazakhstan.pk], []], signed)
        return [duplicate.agreement for duplicate in probable_duplicates(instrument)]

    assert found("kk", title.replace("саласындағы", "саласында")) == [same]
    assert found("en", "An agreement on cooperation in culture") == [same]
    assert found("ru", title) == []
    Agreement.objects.filter(pk=same.pk).update(title_kk="Келісім туралы")
    assert found("kk", "Келісім туралы") == []  # too few words to tell
    Agreement.objects.filter(pk=same.pk).update(title_kk=title)
    Event.objects.create(agreement=same, kind="signed", date="2010-03-01")
    assert found("kk", title, SignatureDays(date(2016, 11, 7), date(2016, 11, 8))) == []


def test_the_name_of_the_day_of_the_signature_is_offered(editor, agreement, russia):
    PartyName.objects.create(party=russia, name_kk="Ескі үй", used="1990/2017")
    assert "Ескі үй" not in bench_of(editor.get(page_of(agreement)))
    data = filled(editor.get(page_of(agreement))) | {"_continue": "1"}
    new_row(data, "events", kind="signed", date="07.11.2016")
    page = editor.post(page_of(agreement), data, follow=True)
    assert any("Ескі үй" in str(message) for message in page.context["messages"])
    assert 'data-name_kk="Ескі үй"' in bench_of(page)


def test_the_workbench_costs_no_more_queries_for_more_passages(
    editor,
    agreement,
    dance,
):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(page_of(agreement)).status_code == 200
        return len(captured)

    commit(agreement, dance, 2).passages.add(mark_words(agreement, WORDS))
    Source.objects.create(agreement=agreement, number=2, kind="translation", title_kk="А", language="ru", text="а б")
    editor.get(page_of(agreement))
    before = queries()
    for number in range(3, 12):
        passage = agreement.sources.get(number=1).passages.create(
            start=number, end=number + 2, exact=TEXT[number : number + 2]
        )
        commit(agreement, dance, number).passages.add(passage)
        Source.objects.create(
            agreement=agreement, number=number, kind="translation", title_kk="А", language="ru", text="а б"
        )
    assert queries() == before


def test_every_area_has_its_words_in_three_languages_and_no_other_code_has():
    areas = yaml.safe_load((settings.BASE_DIR / "fixtures" / "areas.yaml").read_text(encoding="utf-8"))
    codes = [area["code"] for facet in areas.values() for area in facet]
    assert list(keyword_file()) == codes
    assert all(lists[language] for lists in keyword_file().values() for language in ("kk", "ru", "en"))
    for code, lists in keyword_file().items():
        for language, words in lists.items():
            assert all(code in dict(suggested_areas({language: word})) for word in words), (code, language)


def test_areas_are_suggested_by_any_form_of_their_words_and_say_which():
    promise = {"kk": "Гастрольдік сапарларын ұйымдастыруға келісті", "ru": "провести семинары по музыке"}
    assert dict(suggested_areas(promise)) == {
        "tours": "Гастрольдік",
        "seminars-conferences": "семинары",
        "music": "музыке",
    }
    assert suggested_areas({"en": "The sides agreed.", "kk": "", "de": "Musik"}) == []


def test_the_desk_suggests_areas_to_editors_only(editor, dance):
    address = reverse("admin:agreements_agreement_area_suggestions")
    answer = editor.post(address, {"kk": "\x00 балет", "ru": "", "en": "x" * 50_000})
    assert f'value="{dance.pk}"' in answer.content.decode()
    assert "балет" in answer.content.decode()
    assert editor.post(address).content.strip() == b""
    assert editor.get(address).status_code == 405
    assert Client().post(address, {"kk": "балет"}).status_code == 302


def test_probable_duplicates_are_looked_for_while_a_new_record_is_typed(editor, agreement, kazakhstan, russia):
    address = reverse("admin:agreements_agreement_duplicates")
    typed = {"kk": "МЕМОРАНДУМ", "side-1": [kazakhstan.pk, "9" * 30, "x"], "side-2": russia.pk, "signed": ["2", "2016"]}
    assert f"/{agreement.pk}/change/" in editor.post(address, typed).content.decode()
    assert editor.post(address, typed | {"agreement": agreement.pk}).content.strip() == b""
    assert editor.post(address, typed | {"side-2": "", "agreement": "\x00", "type": "9" * 99}).content.strip() == b""
    assert Client().post(address, typed).status_code == 302

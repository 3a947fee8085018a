"""What must agree among the rows of an agreement's page, and how its errors are told."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation

from agreements.models import AuthenticLanguage, Event, Source
from staff.agreements.forms.find_quote import standing
from staff.agreements.forms.quotation import passage_label
from staff.agreements.forms.rows import PARTIES_LATER
from tests.support.desk.editing import TEXT, commit, errors_of, filled, new_row, opened, page_errors, page_of, save

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_preferred_accounts_form_neither_a_chain_nor_a_circle(editor, agreement):
    first, second, third = (Event.objects.create(agreement=agreement, kind="signed") for _ in range(3))
    data = filled(editor.get(page_of(agreement)))
    data |= {"events-0-preferred": second.pk, "events-0-reason_kk": "Себебі"}
    circle = data | {"events-1-preferred": first.pk, "events-1-reason_kk": "Себебі"}
    chain = data | {"events-1-preferred": third.pk, "events-1-reason_kk": "Себебі"}
    for refused in (circle, chain, data | {"events-1-DELETE": "on"}, data | {"events-1-kind": "ratified"}):
        assert page_errors(save(editor, agreement, refused), "preferred")
    both = data | {"events-2-preferred": second.pk, "events-2-reason_kk": "Себебі"}
    assert save(editor, agreement, both).status_code == 302


def test_a_missing_reason_is_told_at_its_field(editor, agreement):
    first = Event.objects.create(agreement=agreement, kind="signed")
    data = filled(editor.get(page_of(agreement)))
    row = new_row(data, "events", kind="signed", preferred=first.pk)
    response = save(editor, agreement, data)
    assert row in page_errors(response, "reason_kk")
    assert f"id_{row}-reason_kk" in [error.anchor for error in response.context["told_errors"]]
    data = filled(editor.get(page_of(agreement)))
    new_row(data, "evidence", field="title", quoted="музыка", conflicting_value="Басқа")
    assert "evidence" in page_errors(save(editor, agreement, data), "reason_kk")


@pytest.mark.parametrize("prefix", ["sources", "commitments"])
def test_two_rows_may_trade_their_numbers_in_one_save(editor, agreement, dance, prefix):
    Source.objects.create(
        agreement=agreement, number=2, kind="translation", title_kk="Аударма", language="ru", text="а"
    )
    commit(agreement, dance, 2)
    rows = getattr(agreement, prefix)
    before = dict(rows.values_list("number", "pk"))
    data = filled(editor.get(page_of(agreement))) | {f"{prefix}-0-number": "2", f"{prefix}-1-number": "1"}
    assert save(editor, agreement, data).status_code == 302
    assert dict(rows.values_list("number", "pk")) == {1: before[2], 2: before[1]}


@pytest.mark.parametrize("number", ["1", "0", "10000", "99999999999999999999"])
def test_a_number_given_twice_or_out_of_range_is_refused_in_words(editor, agreement, number):
    data = filled(editor.get(page_of(agreement)))
    new_row(data, "sources", kind="translation", language="ru", title_kk="Аударма", text="а", number=number)
    assert page_errors(save(editor, agreement, data), "number")


def test_one_authentic_language_prevails(editor, agreement):
    AuthenticLanguage.objects.create(agreement=agreement, language="kk", prevails=True)
    data = filled(editor.get(page_of(agreement)))
    new_row(data, "authentic_languages", language="ru", prevails="on")
    assert errors_of(save(editor, agreement, data))
    assert agreement.authentic_languages.count() == 1


def test_what_the_database_refuses_comes_back_as_an_error_of_the_page(editor, agreement, monkeypatch):
    data = filled(editor.get(page_of(agreement))) | {"summary_kk": "Жаңа түйін"}

    def refuse(*_args: object, **_more: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(Source, "save", refuse)
    response = save(editor, agreement, data | {"sources-0-publisher": "Газет"})
    assert errors_of(response)
    assert "Жаңа түйін" in response.content.decode()


@pytest.mark.parametrize("text", [TEXT.replace("\n", "\r\n"), TEXT.replace("\n", "\r")])
def test_a_stored_text_keeps_its_line_ends_and_is_quoted_over_them(editor, agreement, text):
    Source.objects.update(text=text)
    data = filled(editor.get(page_of(agreement)))
    data["sources-0-text"] = TEXT.replace("\n", "\r\n")  # whatever is stored, browsers send CR LF
    data["commitments-0-quoted"] = "ынтымақтасады.\r\nТараптар"
    assert save(editor, agreement, data).status_code == 302
    assert agreement.sources.get().text == text
    passage = agreement.commitments.get().passages.get()
    assert text[passage.start : passage.end] == passage.exact
    assert passage.exact.startswith("ынтымақтасады.\r")


def test_correcting_a_text_with_other_line_ends_moves_its_passages_along(editor, agreement):
    stored = TEXT.replace("\n", "\r\n")
    Source.objects.update(text=stored)
    start = stored.index("ынтымақ")
    end = stored.index(" гастр")
    passage = agreement.commitments.get().passages.create(
        source=agreement.sources.get(), start=start, end=end, exact=stored[start:end]
    )
    data = filled(editor.get(page_of(agreement))) | {"sources-0-text": f"Басы. {TEXT}"}
    assert save(editor, agreement, data).status_code == 302
    passage.refresh_from_db()
    assert agreement.sources.get().text[passage.start : passage.end] == passage.exact == TEXT[start : end - 1]


@pytest.mark.parametrize("text", ["а\r\nб", "а\rб", "а\nб"])
def test_words_over_a_line_end_stand_where_they_are_stored(text):
    assert [text[start:end] for start, end in standing(text, "а\nб")] == [text]
    assert [text[start:end] for start, end in standing(text, "б")] == ["б"]


def test_who_marked_a_passage_is_shown_beside_it(editor, agreement):
    data = filled(editor.get(page_of(agreement))) | {"commitments-0-quoted": "музыка"}
    new_row(data, "evidence", field="title", quoted="гастрольдер")
    save(editor, agreement, data)
    page = editor.get(page_of(agreement))
    marked = agreement.commitments.get().passages.get()
    with translation.override(page.headers["Content-Language"]):
        label = passage_label(marked)
    assert "editors" in label
    assert str(marked.marked_at.year) in label
    assert label in opened(editor, page)
    own = editor.get(reverse("admin:agreements_passage_change", args=(marked.pk,))).content.decode()
    assert "field-marked_by" in own
    assert "field-marked_at" in own


def test_events_are_headed_by_their_dates_in_words(editor, agreement):
    Event.objects.create(agreement=agreement, kind="signed", date="2016-11-07")
    page = editor.get(page_of(agreement)).content.decode()
    heading = page.split('id="events-0"')[1].split("</h3>")[0]
    assert "2016-11-07" not in heading
    assert "2016" in heading


def test_choices_that_need_a_first_save_say_so(editor, agreement):
    assert str(PARTIES_LATER) in opened(editor, editor.get(reverse("admin:agreements_agreement_add")))
    assert str(PARTIES_LATER) not in opened(editor, editor.get(page_of(agreement)))


def test_a_party_named_twice_is_refused_in_plain_words(editor, agreement, kazakhstan):
    data = filled(editor.get(page_of(agreement)))
    new_row(data, "agreement_parties", side="2", party=kazakhstan.pk, role="party")
    editor.cookies["django_language"] = "en"
    response = save(editor, agreement, data)
    formset = response.context["inline_admin_formsets"][1].formset
    assert "named twice" in str(formset.non_form_errors()[0])
    assert "another row" in str(formset.forms[2].non_field_errors()[0])


def test_evidence_whose_words_are_not_found_is_not_said_to_lack_words(editor, agreement):
    data = filled(editor.get(page_of(agreement)))
    new_row(data, "evidence", field="title", quoted="Мұндай сөз жоқ")
    refused = page_errors(save(editor, agreement, data), "quoted")
    assert "Мұндай сөз жоқ" in refused
    with translation.override("kk"):
        assert translation.gettext("Evidence needs the words of a source.") not in refused

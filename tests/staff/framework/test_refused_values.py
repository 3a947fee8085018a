"""A value that a page refuses is refused on every path, and everything typed comes back with the reason."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from activities.models import Activity
from agreements.models import Agreement
from languages.partial_date_field import PartialDateFormField
from parties.models import Official, Party, Post
from tests.support.desk.editing import filled
from tests.support.desk_fuzz.records import whole_draft
from tests.support.factories import AgreementFactory

if TYPE_CHECKING:
    from django.db.models import Model

pytestmark = [pytest.mark.django_db, pytest.mark.database]

#: No dates, as people mistype them, and as nobody does.
MISTYPED = ("2016-13", "31.02.2016", "қараша 2016", "-1", "\\", "1" * 23)
#: Pages with partial dates, and what all of them are called there.
PAGES = {
    Agreement: {"sources-0-published", "sources-1-published", "events-0-date", "events-1-date", "events-2-date",
                "commitments-0-due"},
    Party: {"names-0-used", "successions-0-happened"},
    Official: {"posts-0-held"},
    Post: {"held"},
    Activity: {"date"},
}  # fmt: skip
#: A text of each page.
NAMES = {Agreement: "title_kk", Party: "name_kk", Official: "name_kk", Post: "title_kk", Activity: "title_kk"}
IN_WORDS = {"kk": "сақтай алатын күн емес", "ru": "не дата, которую", "en": "is not a date the registry can keep"}


@pytest.fixture
def by(db) -> User:
    user = User.objects.create_user("aigerim", is_staff=True)
    user.groups.add(Group.objects.get(name="publishers"))
    return user


@pytest.fixture
def desk(by) -> Client:
    client = Client()
    client.force_login(by)
    return client


@pytest.fixture
def records(by) -> dict[type[Model], Model]:
    whole_draft(AgreementFactory(), by)
    party = Party.objects.order_by("pk").first()
    return {model: model.objects.order_by("pk").last() for model in PAGES} | {Party: party}


def page_of(record: Model) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=(record.pk,))


def dates_of(response) -> set[str]:
    """The names of the partial dates of a page."""
    rows = [row for inline in response.context["inline_admin_formsets"] for row in inline.formset.forms]
    forms = [response.context["adminform"].form, *rows]
    return {
        form[name].html_name
        for form in forms
        for name, field in form.fields.items()
        if isinstance(field, PartialDateFormField)
    }


def mistyped(names: set[str], shift: int = 0) -> dict[str, str]:
    """What is typed into each of the dates `names`."""
    return {name: MISTYPED[(place + shift) % len(MISTYPED)] for place, name in enumerate(sorted(names))}


def refusals(response) -> dict[str, str]:
    """What the page says is wrong, by the names of its controls."""
    rows = [row for inline in response.context["inline_admin_formsets"] for row in inline.formset.forms]
    forms = [response.context["adminform"].form, *rows]
    return {form[name].html_name: str(form[name].errors) for form in forms for name in form.fields if form[name].errors}


def is_as_typed(response, typed: dict[str, str]) -> bool:
    page = response.content.decode()
    return all(f'name="{name}" value="{escape(value)}"' in page for name, value in typed.items())


@pytest.mark.parametrize("model", PAGES)
def test_every_page_with_partial_dates_is_tried_here(desk, records, model):
    assert dates_of(desk.get(page_of(records[model]))) == PAGES[model]


@pytest.mark.parametrize("model", PAGES)
def test_mistyped_dates_of_saved_rows_are_told_on_the_page_as_it_was_typed(desk, records, model):
    page = page_of(records[model])
    sent = {**filled(desk.get(page)), NAMES[model]: "Жаңа атау"}
    for shift in range(1 if model is Agreement else len(MISTYPED)):
        typed = mistyped(PAGES[model], shift)
        response = desk.post(page, {**sent, **typed})
        assert response.status_code == 200
        assert refusals(response).keys() == typed.keys()
        assert is_as_typed(response, {**typed, NAMES[model]: "Жаңа атау"})


@pytest.mark.parametrize("language", IN_WORDS)
def test_a_mistyped_date_is_refused_in_the_language_of_who_typed_it(desk, records, language):
    page = page_of(records[Agreement])
    sent = {**filled(desk.get(page)), "events-0-date": "2016-13"}
    told = refusals(desk.post(page, sent, headers={"accept-language": language}))
    assert IN_WORDS[language] in told["events-0-date"]


@pytest.mark.parametrize("model", PAGES)
def test_mistyped_dates_are_refused_over_what_another_saved_meanwhile(desk, records, model):
    page, record = page_of(records[model]), records[model]
    sent, typed = filled(desk.get(page)), mistyped(PAGES[model])
    record.save()  # another person, at the same time
    response = desk.post(page, {**sent, **typed})
    assert response.status_code == 200
    assert is_as_typed(response, typed)


def test_mistyped_dates_are_given_back_to_who_may_not_save_any_more(desk, by, records):
    page, typed = page_of(records[Agreement]), mistyped(PAGES[Agreement])
    sent = filled(desk.get(page))
    by.groups.set([])
    response = desk.post(page, {**sent, **typed})
    assert response.status_code == 403
    assert all(escape(value) in response.content.decode() for value in typed.values())


def test_the_heading_of_a_row_says_what_is_saved_whatever_was_refused(desk, records):
    page = page_of(records[Agreement])
    refused = {"events-0-date": "2016-13", "events-0-place_kk": "а" * 300, "commitments-0-number": "99999"}
    response = desk.post(page, {**filled(desk.get(page)), **refused})
    forms = {row.prefix: row for inline in response.context["inline_admin_formsets"] for row in inline.formset.forms}
    assert refusals(response).keys() == refused.keys()
    assert "2016-13" not in forms["events-0"].heading
    assert forms["commitments-0"].heading.startswith("1. ")


@pytest.mark.parametrize("number", ["-1", "9" * 20, "9" * 5000, "abc", "1.5"])
def test_numbers_that_no_column_can_hold_are_refused_on_the_page(desk, records, number):
    page = page_of(records[Agreement])
    names = ("term_months", "renewal_months", "notice_months", "sources-0-number", "commitments-0-number",
             "statements-0-number")  # fmt: skip
    response = desk.post(page, {**filled(desk.get(page)), **dict.fromkeys(names, number)})
    assert response.status_code == 200
    assert refusals(response).keys() == set(names)

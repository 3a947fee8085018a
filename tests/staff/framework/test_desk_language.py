"""Every page of the desk speaks the language of its reader, whoever that is.

The records of these tests are all in letters that the language does not use for itself or all in its own, as it
helps: on Kazakh and Russian pages every record is in Cyrillic, so that Latin letters are the interface's, and on
English pages every record is in Latin, so that Cyrillic letters are.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import CharField, SlugField, TextField, URLField

from agreements.models import Agreement, CooperationArea, Source
from languages.partial_date_field import PartialDateField
from parties.models import PartyName
from staff.records.base import RowAdmin
from tests.support.desk.addresses import addresses, one_of_each, path_of
from tests.support.desk.editing import desk_of, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Field, Model
    from django.test import Client

pytestmark = pytest.mark.django_db

LATIN, CYRILLIC = "abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщ"
#: Columns that hold codes, which stand for words of the interface or are shown as they are in every language.
CODES = {"country", "language", "pair", "sha256", "anchor", "history_type", "scheme"}
#: What is Latin on Kazakh and Russian pages.
SAME_EVERYWHERE = {
    "CSV", "XLSX", "JSON", "PDF", "csv", "txt", "xlsx", "json",  # formats and the endings of their files
    "TOTP", "LDAP", "Single", "Sign", "On", "CC", "BY",  # standards and the licence
    "Shift", "Enter", "Escape", "Control", "Mac", "Command",  # keys
    "Wikidata", "ISNI", "ROR", "VIAF", "UNESCO",  # authorities that identify parties
    "KZ", "RU", "kk", "ru", "en", "KK", "EN",  # codes of countries and languages
    "JavaScript",  # a language of programs
    "activity",  # the anchor of an activity
    "editors", "publishers", "administrators", "auditors",  # the groups' own names, which are codes
}  # fmt: skip


class Spoken(HTMLParser):
    """What a page says or its scripts will say, apart from what is marked as another language, typed or code."""

    EMPTY = {"meta", "link", "br", "img", "input", "hr", "wbr", "source", "path", "circle", "rect", "line", "use"}
    SILENT = {"script", "style", "code", "svg", "textarea"}
    ATTRIBUTES = (
        "title",
        "aria-label",
        "alt",
        "placeholder",
        "data-selected",
        "data-nothing",
        "data-added",
        "data-back",
        "data-waiting",
        "data-not-fetched",
    )

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.open: list[tuple[str, bool]] = []
        self.said: list[str] = []

    @property
    def is_silent(self) -> bool:
        return any(silent for _tag, silent in self.open)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        silent = given.get("lang", self.language) != self.language or tag in self.SILENT
        if not silent and not self.is_silent:
            self.said += [given[name] for name in self.ATTRIBUTES if name in given]
            if tag == "input" and given.get("type") in ("submit", "button"):
                self.said.append(given.get("value", ""))
            if "data-inline-formset" in given:
                options = json.loads(given["data-inline-formset"])["options"]
                self.said += [options["addText"], options["deleteText"]]
        if tag not in self.EMPTY:
            self.open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text: str) -> None:
        if not self.is_silent:
            self.said.append(text)


def foreign(page: str, language: str) -> set[str]:
    """The words of a page in letters that its language does not have."""
    spoken = Spoken(language)
    spoken.feed(page)
    said = re.sub(r"https?://\S+|\{\w+\}|\b[A-Z]{2,4}-[A-Z]{2,4}-\d+", "", "\n".join(spoken.said))
    if language == "en":
        return set(re.findall(r"[Ѐ-ӿ]{2,}", said))
    return set(re.findall(r"[A-Za-z]{2,}", said)) - SAME_EVERYWHERE


def in_letters(text: str, letters: str) -> str:
    """`text` with every letter of the other alphabet as one of `letters`, so that equal words stay equal."""

    def other(found: re.Match[str]) -> str:
        letter = letters[ord(found[0].lower()) % len(letters)]
        return letter if found[0].islower() else letter.upper()

    return re.sub(r"[A-Za-z]" if letters == CYRILLIC else r"[Ѐ-ӿ]", other, text)


def texts_of(model: type[Model]) -> list[Field[Any, Any]]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField)
        and not isinstance(field, PartialDateField | URLField)
        and not field.choices
        and field.name not in CODES
    ]


def write_all_records_in(letters: str) -> None:
    models = [
        model for room in ("parties", "agreements", "activities") for model in apps.get_app_config(room).get_models()
    ]
    for model in [model for model in models if model._meta.default_permissions]:
        columns = texts_of(model)
        for row in model._base_manager.all() if columns else ():
            given = {column.attname: getattr(row, column.attname) for column in columns}
            coded = {column.attname for column in columns if isinstance(column, SlugField) or column.name == "code"}
            told = {n: str(row.pk) if n in coded else in_letters(text, letters) for n, text in given.items() if text}
            model._base_manager.filter(pk=row.pk).update(**told)
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(username=in_letters(user.username, letters))


def is_walked(name: str, role: str) -> bool:
    """Whether the page is another for this role: auditors see all, administrators are publishers with accounts."""
    if role == "administrators":
        return name == "index" or name.startswith("auth_")
    rows = [model._meta for model, pages in admin.site._registry.items() if isinstance(pages, RowAdmin)]
    return role == "auditors" or not name.startswith(tuple(f"{row.app_label}_{row.model_name}_" for row in rows))


def pages(client: Client, role: str, draft: Agreement) -> Iterator[tuple[str, str]]:
    """Every address of the desk that is another for this role, and the page it answers with."""
    walked = [route for name, route in addresses().items() if name != "logout" and is_walked(name, role)]
    places = [f"/admin/{path_of(route)}" for route in walked]
    if role != "administrators":
        places += [f"/admin/agreements/agreement/{draft.pk}/{page}/" for page in ("change", "delete", "history")]
    for place in places:
        answers = [client.get(place)]
        if role == "publishers" and place.endswith("/add/") and answers[0].status_code == 200:
            answers.append(client.post(place, without_rows(answers[0])))
        for answer in answers:
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                has_closed_rows = answer.context is not None and "row_fields_url" in answer.context
                yield place, opened(client, answer) if has_closed_rows else answer.content.decode()


def without_rows(page: Any) -> dict[str, int]:
    """What a form sends of its rows where it has none."""
    kinds = [rows.formset.prefix for rows in page.context["inline_admin_formsets"]]
    return {f"{kind}-{count}_FORMS": 0 for kind in kinds for count in ("TOTAL", "INITIAL")}


def told_after_saving_and_deleting(client: Client) -> Iterator[tuple[str, str]]:
    area = CooperationArea.objects.filter(links=None).first()
    place = f"/admin/agreements/cooperationarea/{area.pk}/change/"
    page = client.get(place)
    typed = {field.html_name: field.value() or "" for field in page.context["adminform"].form}
    yield place, client.post(place, typed | without_rows(page), follow=True).content.decode()
    place = f"/admin/parties/partyname/{PartyName.objects.first().pk}/delete/"
    yield place, client.post(place, {"post": "yes"}, follow=True).content.decode()


@pytest.fixture
def records(memorandum: Agreement) -> Agreement:
    """A record of each kind, few of each; the draft that the memorandum cites."""
    one_of_each(memorandum)
    memorandum.commitments.filter(number__gt=2).delete()
    someone = User.objects.get(username="someone")
    someone.groups.add(Group.objects.get(name="editors"))
    someone.user_permissions.set(Permission.objects.filter(codename__contains="device"))
    draft = memorandum.relations.first().other
    Source.objects.create(agreement=draft, number=1, kind="press_report", title_kk="Хабар", language="kk", text="Мәтін")
    return draft


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_of_the_desk_is_in_the_language_of_its_reader_for_each_role(records, language):
    found = {}
    clients = {role: desk_of(role) for role in ("editors", "publishers", "administrators", "auditors")}
    write_all_records_in(LATIN if language == "en" else CYRILLIC)
    for role, client in clients.items():
        client.cookies["django_language"] = language
        for place, page in pages(client, role, records):
            if words := foreign(page, language):
                found[role, place] = words
    for place, page in told_after_saving_and_deleting(clients["publishers"]):
        if words := foreign(page, language):
            found["publishers", place] = words
    assert not found

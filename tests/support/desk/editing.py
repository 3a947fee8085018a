"""Clients of the desk, and forms as a browser sends them back."""

from __future__ import annotations

import re
from html import unescape

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import (
    Agreement,
    Commitment,
    CooperationArea,
    Source,
)
from agreements.publication import workflow


def rows(**totals: int) -> dict[str, str]:
    names = ("names", "identifiers", "successions", "predecessions", "posts")
    counts = {name: totals.get(name, 0) for name in names}
    return {f"{name}-TOTAL_FORMS": str(count) for name, count in counts.items()} | {
        f"{name}-INITIAL_FORMS": "0" for name in names
    }


TEXT = "Тараптар музыка саласында ынтымақтасады.\nТараптар гастрольдер өткізеді.  Соңы."


LANGUAGES = ("kk", "ru", "en")


def person(group: str) -> User:
    user = User.objects.create_user(group, password="a long enough one", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def desk_of(group: str) -> Client:
    client = Client()
    client.force_login(person(group))
    return client


def commit(agreement: Agreement, area: CooperationArea, number: int) -> Commitment:
    commitment = Commitment.objects.create(
        agreement=agreement, number=number, text_kk=f"{number}-міндеттеме", modality="agreed"
    )
    commitment.areas.add(area)
    return commitment


def publish(agreement: Agreement) -> None:
    for state in ("in_review", "published"):
        workflow.move(agreement, state, by=None, at=timezone.now())
    agreement.refresh_from_db()


def page_of(agreement: Agreement) -> str:
    return reverse("admin:agreements_agreement_change", args=(agreement.pk,))


ADD_PAGE = "admin:agreements_agreement_add"


def filled(response) -> dict[str, object]:
    """What a browser would send back from the page without any change."""
    form = response.context["adminform"].form
    data = typed(form)
    for inline in response.context["inline_admin_formsets"]:
        data.update(typed(inline.formset.management_form))
        for number, row in enumerate(inline.formset.forms):
            data.update(typed(whole(inline.formset, row, number)))
    return data


def whole(formset, row, number: int):
    """The form of a row, all of its fields included where the page has its heading alone."""
    if not getattr(row, "is_heading", False):
        return row
    form = type(row)(instance=row.instance, prefix=row.prefix, submission=row.submission)
    formset.add_fields(form, number)
    return form


def typed(form) -> dict[str, object]:
    given = {}
    for field in form:
        value = field.value()
        if isinstance(value, list | tuple):
            given[field.html_name] = [str(getattr(item, "pk", item)) for item in value]
        elif value is not None and value is not False:
            given[field.html_name] = re.sub("\r\n|\r|\n", "\r\n", str(value))  # as browsers do
    return given


def opened(client: Client, response) -> str:
    """A page with the fields of each of its rows that is closed, and an empty row of each part."""
    address = response.context["row_fields_url"]
    page = [response]
    for inline in response.context["inline_admin_formsets"]:
        closed = [form for form in inline.formset.initial_forms if inline.opts.folded and form.is_closed]
        page += [client.get(address, {"row": form.prefix, "key": form.instance.pk}) for form in closed]
        if inline.has_add_permission:
            page.append(client.get(address, {"row": f"{inline.formset.prefix}-__prefix__"}))
    assert {part.status_code for part in page} == {200}
    return "".join(part.content.decode() for part in page)


def unopened(data: dict[str, object], *rows: str) -> dict[str, object]:
    """What a browser sends where these rows, such as "commitments-0", were not opened."""
    sent = {name: value for name, value in data.items() if name.rpartition("-")[0] not in rows}
    return sent | {f"{row}-unopened": data[f"{row}-id"] for row in rows}


def new_row(data: dict[str, object], prefix: str, **fields: object) -> str:
    number = int(str(data[f"{prefix}-TOTAL_FORMS"]))
    data[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
    data.update({f"{prefix}-{number}-{name}": value for name, value in fields.items()})
    return f"{prefix}-{number}"


def new_commitment(data: dict[str, object], area: CooperationArea, text: str) -> str:
    """A row for a new commitment, with all that it must have."""
    required = {"modality": "agreed", "bearer": "both", "recurrence": "not_stated"}
    return new_row(data, "commitments", text_kk=text, areas=[area.pk], **required)


def errors_of(response) -> str:
    assert response.status_code == 200, "the page was saved"
    found = re.findall(r'<ul class="errorlist.*?</ul>', response.content.decode(), re.DOTALL)
    return unescape(" ".join(found))


def save(client: Client, agreement: Agreement, data: dict[str, object]):
    return client.post(page_of(agreement), data)


def page_errors(response, field: str) -> str:
    forms = [form for inline in response.context["inline_admin_formsets"] for form in inline.formset.forms]
    return " ".join(f"{form.prefix} {error}" for form in forms for error in form.errors.get(field, ()))


def agreed(title: str) -> Commitment:
    agreement = Agreement.objects.create(title_kk=title, type="memorandum", level="mixed")
    Source.objects.create(
        agreement=agreement, number=1, kind="press_report", title_kk="Хабарлама", language="kk", text="Гастроль өтті."
    )
    return Commitment.objects.create(agreement=agreement, number=1, text_kk="Гастрольдер", modality="agreed")


def found(commitment: Commitment, **more: object) -> dict[str, object]:
    return {
        "commitment": commitment.pk,
        "implementation": "limited",
        "assessed_on": "2020-05-04",
        "reason_kk": "Бір гастроль өтті",
        "proof_address": "https://example.org/tour",
        **more,
    }

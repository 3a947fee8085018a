"""One random question to the desk: its address and what is sent there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from agreements.models import Agreement
from tests.support.desk_fuzz.files import a_file
from tests.support.desk_fuzz.forms import TO_COME, Control, Form
from tests.support.desk_fuzz.nasty import CONTROLS, FIELDS, KEYS, LOOKUPS, value_for

if TYPE_CHECKING:
    from random import Random

WHO = ("root", "root", "editors")
LANGUAGES = ("kk", "ru", "en")
URLENCODED = "application/x-www-form-urlencoded"
#: What stands in a route beside the keys of records, and values for it.
PARTS = {
    "<slug:kind>": ("parties", "posts", "officials", "nothing"),
    "<slug:ending>": ("csv", "xlsx", "exe"),
    "<slug:part>": ("agreement", "event", "passage", "nothing"),
}
#: An autocomplete answers nothing without these.
AUTOCOMPLETE = {
    "app_label": ("agreements", "parties", "activities", "nowhere"),
    "model_name": ("agreementparty", "party", "post", "activity", "commitment", "nothing"),
    "field_name": ("party", "signatory", "parent", "areas", "commitments", "kind", ""),
}


@dataclass
class Question:
    """What is asked: by whom, how, where and with what."""

    who: str
    method: str
    address: str
    language: str
    data: list[tuple[str, Any]] = field(default_factory=list)
    is_multipart: bool = False

    def __str__(self) -> str:
        said = [(name, value if isinstance(value, str) else (value.name, value.size)) for name, value in self.data]
        return f"{self.method} {self.address} by {self.who} in {self.language}: {said!r}"

    def ask(self, client: Any) -> Any:
        headers = {"accept-language": self.language}
        if self.method == "GET":
            return client.get(self.address, headers=headers)
        if not self.is_multipart and all(isinstance(value, str) for _name, value in self.data):
            kind, body = URLENCODED, urlencode(self.data).encode()
        else:
            kind, body = MULTIPART_CONTENT, encode_multipart(BOUNDARY, self._by_name())
        return client.generic("POST", self.address, body, content_type=kind, headers=headers)

    def _by_name(self) -> dict[str, list[Any]]:
        sent: dict[str, list[Any]] = {}
        for name, value in self.data:
            sent.setdefault(name, []).append(value)
        return sent


def address_at(route: str, draw: Random) -> str:
    """An address under `route`, mostly with keys of records that are there or were there."""
    if route.startswith("^(?P<app_label>"):
        return f"/admin/{draw.choice(('agreements', 'parties', 'activities', 'auth', 'nowhere'))}/"
    if route == "(?P<url>.*)$":
        return f"/admin/{quote(draw.choice(KEYS))}"
    if route.startswith("r/"):
        kind = ContentType.objects.get_for_model(Agreement).pk
        return f"/admin/r/{draw.choice((kind, kind, 1, 2**63, 0))}/{quote(draw.choice(('1', '2', *KEYS)), safe='')}/"
    model = apps.get_model(*route.split("/")[:2]) if "<" in route else None
    return f"/admin/{re.sub(r'<[^>]+>', lambda part: _part(part[0], model, draw), route)}"


def _part(part: str, model: Any, draw: Random) -> str:
    if part in PARTS:
        return draw.choice(PARTS[part])
    if part == "<int:number>":
        versions = Agreement.history.order_by("pk").values_list("pk", flat=True)
        return str(draw.choice((*versions, 0, 2**63, 10**30)))
    if draw.random() < 0.1:
        return quote(draw.choice(KEYS), safe="")
    return str(draw.choice(_keys(model)))


def _keys(model: Any) -> list[Any]:
    """Keys of the first record and the last two, and of one that is gone."""
    there = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    gone = model.history.filter(history_type="-").order_by("id") if hasattr(model, "history") else None
    last = list(gone.values_list("id", flat=True))[-1:] if gone is not None else []
    return [*there[:1], *there[-2:], *last] or [1]


def query(route: str, draw: Random) -> str:
    """Nothing, or some parameters, of which most are those that the admin reads."""
    asked = []
    for _ in range(draw.choice((0, 1, 1, 2, 3))):
        name = draw.choice(CONTROLS) if draw.random() < 0.55 else draw.choice(FIELDS) + draw.choice(LOOKUPS)
        asked.append((name, value_for(name, draw)))
    if "autocomplete" in route:
        asked += [(name, draw.choice(values)) for name, values in AUTOCOMPLETE.items()]
    sent = urlencode(asked)
    return f"?{sent}" if draw.random() < 0.97 else f"?{sent}&%ED%A0%80=%FF&=&q=%ED%B0%80"


def any_form(draw: Random) -> Form:
    """What is posted where no page has a form."""
    return Form("", [Control(name, [""]) for name in draw.sample((*CONTROLS, *FIELDS), 5)])


def filled(form: Form, draw: Random) -> list[tuple[str, Any]]:
    """The form as it would be sent, with some of it changed."""
    controls = [Control(control.name, list(control.values), control.offered) for control in form.fields if control.name]
    if draw.random() < 0.25:
        controls += _new_row(form, controls, draw)
    for _ in range(draw.choice((0, 1, 1, 1, 2, 3, 8))):
        _change(draw.choice(controls), draw)
    data: list[tuple[str, Any]] = [(control.name, value) for control in controls for value in control.values]
    files = [control.name for control in form.fields if control.is_file]
    data += [(name, a_file(draw)) for name in files if draw.random() < (0.9 if len(files) == 1 else 0.15)]
    buttons = [draw.choice(form.buttons)] if form.buttons else []
    return _disturbed([*data, *((button.name, "".join(button.values)) for button in buttons)], draw)


def _new_row(form: Form, controls: list[Control], draw: Random) -> list[Control]:
    """One more row of a part of the page, counted; none where the page has no rows to come."""
    prefixes = {control.name.partition(f"-{TO_COME}")[0] for control in form.controls if TO_COME in control.name}
    totals = [one for one in controls if one.name.removesuffix("-TOTAL_FORMS") in prefixes]
    if not totals:
        return []
    total = draw.choice(totals)
    number = int(total.values[0])
    total.values = [str(number + 1)]
    row = form.new_row(total.name.removesuffix("-TOTAL_FORMS"), number)
    for control in row:
        if draw.random() < 0.7:
            _change(control, draw)
    return row


def _change(control: Control, draw: Random) -> None:
    value = control.values[0] if control.values else ""
    if control.name == "started_from" and value.isdecimal() and draw.random() < 0.7:
        control.values = [str(int(value) - draw.choice((1, 1, 1, 2, 5)))]  # somebody else saved meanwhile
    elif control.offered and draw.random() < 0.6:
        control.values = [draw.choice(control.offered)]
    elif draw.random() < 0.1:
        control.values = []
    else:
        control.values = [value_for(control.name, draw)]


def _disturbed(data: list[tuple[str, Any]], draw: Random) -> list[tuple[str, Any]]:
    """Now and then a control that the form does not have, one twice, other counts of rows, or none."""
    chance = draw.random()
    if chance < 0.25:
        name = draw.choice(CONTROLS)
        return [*data, (name, value_for(name, draw))]
    if chance < 0.3 and data:
        return [*data, (draw.choice(data)[0], value_for("", draw))]
    if chance < 0.35:
        return [(name, value_for(name, draw) if name.endswith("L_FORMS") else value) for name, value in data]
    return [(name, value) for name, value in data if chance > 0.38 or not name.endswith("_FORMS")]

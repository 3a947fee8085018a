"""The forms of a page, read off its HTML as a browser reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

#: Stands in the names of a row that is not there yet.
TO_COME = "__prefix__"
#: Forms that stand on every page: for leaving, and for the language.
ASIDE = ("logout", "setlang")


@dataclass
class Control:
    """One control: its name, what it would send, and what else it offers."""

    name: str
    values: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    is_button: bool = False
    is_file: bool = False


@dataclass
class Form:
    """A form that is posted: where to, and its controls in their order."""

    action: str
    controls: list[Control] = field(default_factory=list)

    @property
    def buttons(self) -> list[Control]:
        return [control for control in self.controls if control.is_button and control.name]

    @property
    def fields(self) -> list[Control]:
        return [control for control in self.controls if not control.is_button and TO_COME not in control.name]

    def new_row(self, prefix: str, number: int) -> list[Control]:
        """The controls of one more row."""
        beginning = f"{prefix}-{TO_COME}-"
        return [
            Control(f"{prefix}-{number}-{control.name.removeprefix(beginning)}", list(control.values), control.offered)
            for control in self.controls
            if control.name.startswith(beginning)
        ]


class Reader(HTMLParser):
    """Collects the forms of a page in `forms`."""

    def __init__(self) -> None:
        super().__init__()
        self.by_id: dict[str, Form] = {}
        self.forms: list[Form] = []
        self.inside: Form | None = None
        self.control: Control | None = None
        self.is_text = self.is_multiple = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.inside = Form(found.get("action", "")) if found.get("method", "").lower() == "post" else None
            if self.inside is not None:
                self.forms.append(self.inside)
                self.by_id[found.get("id", "")] = self.inside
        elif tag == "option" and self.control is not None:
            self.control.offered.append(found.get("value", ""))
            if "selected" in found:
                self.control.values.append(found.get("value", ""))
        elif tag in {"input", "select", "textarea", "button"} and (form := self._form_of(found)) is not None:
            self._control(tag, found, form)

    def _form_of(self, attributes: dict[str, str]) -> Form | None:
        return self.by_id.get(attributes["form"]) if "form" in attributes else self.inside

    def _control(self, tag: str, attributes: dict[str, str], form: Form) -> None:
        kind = attributes.get("type", "submit" if tag == "button" else "text")
        control = Control(attributes.get("name", ""))
        control.is_button, control.is_file = kind == "submit", kind == "file"
        form.controls.append(control)
        if tag in {"input", "button"}:
            value = attributes.get("value", "on" if kind in {"checkbox", "radio"} else "")
            if kind in {"checkbox", "radio"} and "checked" not in attributes:
                control.offered.append(value)
            elif not control.is_file:
                control.values.append(value)
        else:
            self.control, self.is_text, self.is_multiple = control, tag == "textarea", "multiple" in attributes
            if self.is_text:
                control.values.append("")

    def handle_data(self, data: str) -> None:
        if self.is_text and self.control is not None:
            self.control.values[0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag in {"select", "textarea"}:
            if tag == "textarea" and self.control is not None:
                self.control.values = [self.control.values[0].removeprefix("\n")]
            elif self.control is not None and not self.is_multiple:
                self.control.values = (self.control.values or self.control.offered)[:1]
            self.control, self.is_text = None, False


def forms_of(page: str) -> list[Form]:
    """The forms of `page` that are posted, but that for leaving and that for the language."""
    reader = Reader()
    reader.feed(page)
    return [form for form in reader.forms if form.fields and not any(word in form.action for word in ASIDE)]

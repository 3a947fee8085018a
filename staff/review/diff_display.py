"""Differences between two states of an agreement, in words for those who review it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.models import (
    Agreement,
    AgreementEvidence,
    AgreementParty,
    AuthenticLanguage,
    Commitment,
    CooperationArea,
    Event,
    PartyEvidence,
    Passage,
    Relation,
    Source,
    SourceFile,
    Statement,
)
from agreements.versions.diff import DiffPiece, Fate, compared_fields, compared_words, group_label, labelled
from agreements.versions.queries import WHOLE, Values, keys_in
from languages import LANGUAGES
from languages.collation import current_language
from languages.display import display_value
from languages.partial_date_field import PartialDateField
from parties.models import Party, Post

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import Model

    from agreements.versions.diff import PartDifference
    from agreements.versions.snapshots import Part, State

#: Where a part of each kind stands on the page of its agreement.
ANCHORS: dict[type[Model], str] = {
    AuthenticLanguage: "authentic_languages-group",
    AgreementParty: "agreement_parties-group",
    Source: "sources-group",
    SourceFile: "sources-group",
    Event: "events-group",
    Commitment: "commitments-group",
    Statement: "statements-group",
    Relation: "relations-group",
    AgreementEvidence: "evidence-group",
    PartyEvidence: "party_evidence-group",
}


@dataclass(frozen=True)
class FieldChange:
    """One field: its name, the language of its text ("" where it has none), what was and what is."""

    label: str
    language: str
    pieces: list[DiffPiece]
    is_list: bool


@dataclass(frozen=True)
class PartChange:
    """One part: what it is called, what became of it, in which fields, and why."""

    heading: str
    fate: str
    fields: list[FieldChange]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChangeGroup:
    """The changed parts of one kind."""

    label: str
    anchor: str
    parts: list[PartChange]

    @property
    def fates(self) -> dict[str, int]:
        """How many parts were added, changed, removed."""
        return dict(Counter(part.fate for part in self.parts))


def grouped(
    found: Iterable[PartDifference], *states: State, reasons: Mapping[Part, Iterable[str]] | None = None
) -> list[ChangeGroup]:
    """`found`, between `states`, by the kinds of parts in the order of the page, each with its `reasons`."""
    found, reasons = list(found), reasons or {}
    names = RecordNames(*states)
    return [
        ChangeGroup(
            group_label(model),
            ANCHORS.get(model, "agreement_form"),
            [_part_change(one, names, reasons.get((model, one.key), ())) for one in found if one.model is model],
        )
        for model in WHOLE
        if any(one.model is model for one in found)
    ]


def counted(state: State) -> list[tuple[str, int]]:
    """How many parts of each kind a record has: what a first publication makes public."""
    counts = Counter(model for model, _key in state)
    return [(group_label(model), counts[model]) for model in WHOLE[1:] if counts[model]]


def _part_change(difference: PartDifference, names: RecordNames, reasons: Iterable[str]) -> PartChange:
    fields = [_field_change(field, difference, names) for field in difference.fields]
    heading = names.heading(difference.model, difference.values)
    return PartChange(heading, difference.fate, fields, tuple(dict.fromkeys(reasons)))


def _field_change(field: Any, difference: PartDifference, names: RecordNames) -> FieldChange:
    label, language = labelled(field)
    old, new = names.shown(field, difference.old), names.shown(field, difference.new)
    if field.many_to_many:
        return FieldChange(label, language, [*_lines(Fate.REMOVED, old, new), *_lines(Fate.ADDED, new, old)], True)
    before, now = "".join(old), "".join(new)
    if before and now and _is_text(field):
        return FieldChange(label, language, compared_words(before, now), False)
    pieces = [DiffPiece(fate, text) for fate, text in ((Fate.REMOVED, before), (Fate.ADDED, now)) if text]
    return FieldChange(label, language, pieces, False)


def _lines(fate: Fate, those: list[str], others: list[str]) -> list[DiffPiece]:
    return [DiffPiece(fate, line) for line in those if line not in others]


def _is_text(field: Any) -> bool:
    """Whether its words are compared one by one; a number, a date or a choice stands whole."""
    return not (field.is_relation or field.choices or isinstance(field, PartialDateField)) and (
        field.get_internal_type() in {"CharField", "TextField"}
    )


def in_reader_language(values: Values, name: str) -> str:
    """The text of a translated field in the reader's language, or the first that has one."""
    found = (values.get(f"{name}_{language}") for language in (current_language(), *LANGUAGES))
    return next((text for text in found if text), "")


class RecordNames:
    """What the records are called to which states of an agreement point: read once, in a fixed number of queries."""

    def __init__(self, *states: State) -> None:
        self.parts: State = {part: values for state in states for part, values in state.items()}
        self.found: dict[type[Model], dict[int, str]] = {}
        targets: dict[Any, set[int]] = {}
        for (model, _key), values in (item for state in states for item in state.items()):
            for field in compared_fields(model):
                if field.is_relation:
                    targets.setdefault(field.related_model, set()).update(keys_in(values, field))
        for model in (Agreement, CooperationArea, Party, Passage, Post):
            self.found[model] = _named(model, targets.get(model, set()))

    def shown(self, field: Any, values: Values) -> list[str]:
        """The value of `field` in words, one for each record it points to; empty where it has none."""
        if field.is_relation:
            return sorted(self.name(field.related_model, key) for key in keys_in(values, field))
        words = display_value(field, values.get(field.attname))
        return [words] if words else []

    def name(self, model: Any, key: int) -> str:
        if model is not Passage and (model, key) in self.parts:
            return self.heading(model, self.parts[model, key])
        return self.found.get(model, {}).get(key, _("(deleted)"))

    def heading(self, model: Any, values: Values) -> str:
        """What a part is called; "" for the agreement itself."""
        if model is Agreement:
            return ""
        kind = capfirst(str(model._meta.verbose_name))
        match model.__name__:
            case "AgreementParty":
                return in_reader_language(values, "name") or kind
            case "Commitment" | "Statement":
                return f"{kind} {values['number']}"
            case "SourceFile":
                return f"{kind}: {values['name']}"
            case "Source":
                return f"{kind} {values['number']}: {in_reader_language(values, 'title')}"
        leading = {"Event": ("kind", "date"), "Relation": ("kind", "other"), "AuthenticLanguage": ("language",)}
        names = leading.get(model.__name__, ("agreement_party", "field"))
        fields = [field for field in compared_fields(model) if field.name in names]
        return " · ".join(text for field in fields for text in self.shown(field, values)) or kind


def _named(model: Any, keys: set[int]) -> dict[int, str]:
    if not keys:
        return {}
    if model is Passage:
        return _quoted(keys)
    related = {Post: ("official",)}.get(model, ())
    return {record.pk: str(record) for record in model._base_manager.filter(pk__in=keys).select_related(*related)}


def _quoted(keys: set[int]) -> dict[int, str]:
    """The words of passages, those of deleted ones as they were kept last."""
    kept = Passage.history.filter(id__in=keys).order_by("history_date", "history_id")  # type: ignore[attr-defined]
    found = dict(kept.values_list("id", "exact"))
    found |= dict(Passage.objects.filter(pk__in=keys).values_list("pk", "exact"))
    return {key: pgettext("words of a source", "“%(words)s”") % {"words": exact} for key, exact in found.items()}

"""How complete a record is, on its page: what lacks which language, what rests on no passage, what to look at again.

It informs and blocks nothing; what blocks is in agreements/rules/completeness.py. All of it is read off the
rows that the page has fetched anyway.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.manager import get_translatable_fields_for_model

from agreements.models import (
    AgreementEvidence,
    AuthenticLanguage,
    Commitment,
    Event,
    EventKind,
    EvidencedAgreementField,
)
from agreements.rules.not_stated import CHARACTER, CLAIMS, CLAUSES, is_evidenced, is_stated, lacking_languages, silent
from languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django_stubs_ext import StrOrPromise

    from agreements.models import Agreement

#: Fields that a passage should stand behind once they say something. Titles and summaries are the registry's own words.
CLAIMED = (*CHARACTER, *CLAUSES)
#: Where the fields of an agreement begin, for those who may only read them: what it is, and its clauses.
WHAT_IT_IS, ITS_CLAUSES = "fieldset-0-0-heading", "fieldset-0-2-heading"


@dataclass(frozen=True)
class AttentionPoint:
    """Something to look at: what it is, and the anchor of the page where it stands."""

    label: StrOrPromise
    anchor: str


@dataclass
class Meter:
    """How much of something is there, and what is missing."""

    code: str
    label: StrOrPromise
    done: int = 0
    missing: list[AttentionPoint] = field(default_factory=list)

    def count(self, is_there: object, place: AttentionPoint) -> None:
        if is_there:
            self.done += 1
        else:
            self.missing.append(place)

    @property
    def total(self) -> int:
        return self.done + len(self.missing)


@dataclass(frozen=True)
class SavedRow:
    """A saved row of the page."""

    record: Any
    anchor: str
    label: str
    is_editable: bool

    def place(self, name: str, field_name: str = "") -> AttentionPoint:
        """The place of one of its texts, or of the row where nothing can be typed."""
        label = " · ".join(part for part in (self.label, name) if part)
        return AttentionPoint(label, f"id_{self._stem}{field_name}" if self.is_editable and field_name else self.anchor)

    @property
    def _stem(self) -> str:
        return "" if self.label == "" else f"{self.anchor}-"


@dataclass(frozen=True)
class Panel:
    """What the panel shows."""

    meters: list[Meter]
    again: list[AttentionPoint]
    silent: list[AttentionPoint]

    @property
    def done(self) -> int:
        return sum(meter.done for meter in self.meters)

    @property
    def total(self) -> int:
        return sum(meter.total for meter in self.meters)


def panel(agreement: Agreement, inlines: Iterable[Any], obstacles: list[str], *, is_editable: bool) -> Panel:
    """The panel of a saved agreement, from the rows of its page, `inlines`, and what keeps it from the public."""
    whole = SavedRow(agreement, WHAT_IT_IS, "", is_editable)
    rows = list(_rows(inlines))
    return Panel(
        [*_languages([whole, *rows]), _evidence(whole, rows)],
        [*_obstacles(agreement, obstacles), *_again(rows)],
        [_field(whole, name) for name in silent(agreement, CLAIMED)],
    )


def _field(whole: SavedRow, name: EvidencedAgreementField) -> AttentionPoint:
    """The place of one of the fields that a passage should stand behind."""
    return replace(whole, anchor=ITS_CLAUSES if name in CLAUSES else WHAT_IT_IS).place(str(name.label), name)


def _rows(inlines: Iterable[Any]) -> Iterator[SavedRow]:
    for inline in inlines:
        kind = capfirst(str(inline.opts.verbose_name))
        for place, form in enumerate(inline.formset.initial_forms):
            if form.instance.pk is None:  # it was removed meanwhile, or never was there
                continue
            label = f"{kind} {getattr(form.instance, 'number', None) or place + 1}"
            yield SavedRow(form.instance, f"{inline.formset.prefix}-{place}", label, bool(inline.has_change_permission))


def _languages(rows: Iterable[SavedRow]) -> list[Meter]:
    """A text that stands in one language should stand in all three."""
    names = dict(settings.LANGUAGES)
    meters = {language: Meter(language, _(str(names[language]))) for language in LANGUAGES}
    for row in rows:
        for name in get_translatable_fields_for_model(type(row.record)) or ():
            lacking = lacking_languages(row.record, name)
            if len(lacking) < len(LANGUAGES):
                label = capfirst(str(row.record._meta.get_field(f"{name}_kk").verbose_name).removesuffix(" [kk]"))
                for language in LANGUAGES:
                    meters[language].count(language not in lacking, row.place(label, f"{name}_{language}"))
    return list(meters.values())


def _evidence(whole: SavedRow, rows: list[SavedRow]) -> Meter:
    """What the record says should rest on words of a source."""
    meter = Meter("evidence", _("Evidence"))
    evidenced = {row.record.field for row in rows if isinstance(row.record, AgreementEvidence)}
    for name in CLAIMED:
        if is_stated(getattr(whole.record, name)):
            meter.count(name in evidenced, _field(whole, name))
    if any(isinstance(row.record, AuthenticLanguage) for row in rows):
        languages = EvidencedAgreementField.AUTHENTIC_LANGUAGES
        meter.count(languages in evidenced, AttentionPoint(languages.label, "authentic_languages-group"))
    for row in rows:
        if isinstance(row.record, CLAIMS):
            meter.count(is_evidenced(row.record), AttentionPoint(row.label, row.anchor))
    return meter


def _obstacles(agreement: Agreement, obstacles: list[str]) -> list[AttentionPoint]:
    """What keeps a record from the public that once was there; before, the block of publication tells."""
    return [AttentionPoint(obstacle, "") for obstacle in obstacles] if agreement.identifier else []


def _again(rows: list[SavedRow]) -> Iterator[AttentionPoint]:
    """What a publisher should look at again."""
    if not any(isinstance(row.record, Commitment) for row in rows):
        yield AttentionPoint(_("No commitment is recorded."), "commitments-group")
    if not any(isinstance(row.record, Event) and row.record.kind == EventKind.SIGNED for row in rows):
        yield AttentionPoint(_("No signature is recorded."), "events-group")
    for row in rows:
        if isinstance(row.record, AgreementEvidence) and row.record.conflicting_value:
            told = _("Sources contradict each other: %(field)s") % {"field": row.record.get_field_display()}
            yield AttentionPoint(told, row.anchor)

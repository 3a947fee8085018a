"""The sources beside the form of an agreement: their saved text with what is used of it, and where words can go."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from agreements.models import (
    Commitment,
    Event,
    EvidencedAgreementField,
    EvidencedPartyField,
    Passage,
    Source,
    Statement,
)
from agreements.rules.passages import Segment, segments
from staff.agreements.forms.quotation import PassagesForm, used
from staff.agreements.warnings import Guards, guards

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import Model
    from django.forms import BaseFormSet

    from agreements.models import Agreement

#: What rests on words of its own, in the order of the page.
CLAIMS = (Event, Commitment, Statement)
#: A row is named by so many of its words.
SHOWN_WORDS = 12


@dataclass(frozen=True)
class SourceSpan:
    """A piece of a source's text, with what rests on it."""

    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class SourceOnBench:
    """A saved source; `row` is its row in the form, `lost` its passages that have no place in it any more."""

    source: Source
    row: str
    stretches: list[SourceSpan]
    lost: list[Passage]


@dataclass(frozen=True)
class Targets:
    """A group of things that words can be evidence for, each with the code the script reads."""

    label: str
    options: list[tuple[str, str]]


@dataclass(frozen=True)
class Workbench:
    """What stands beside the form."""

    sources: list[SourceOnBench]
    targets: list[Targets]
    guards: Guards


def workbench(agreement: Agreement, formsets: Mapping[type[Model], BaseFormSet]) -> Workbench:
    """Sources as they are saved, whatever is typed; the rows of the form tell what rests on their words."""
    claims = _claims(formsets)
    rows = {form.instance.pk: form.prefix for form in _saved(formsets.get(Source))}
    passages = Passage.objects.filter(used(), source__agreement=agreement).distinct()
    by_source = defaultdict(list)
    for passage in passages:
        by_source[passage.source_id].append(passage)
    sources = [
        _on_bench(source, rows.get(source.pk, ""), by_source[source.pk], claims)
        for source in Source.objects.filter(agreement=agreement)
    ]
    return Workbench(sources, list(_targets(agreement, formsets)), guards(agreement))


def _on_bench(source: Source, row: str, passages: list[Passage], claims: dict[int, list[str]]) -> SourceOnBench:
    lost = [passage for passage in passages if source.text[passage.start : passage.end] != passage.exact]
    pieces = segments(source.text, [passage for passage in passages if passage not in lost])
    return SourceOnBench(source, row, [SourceSpan(piece.text, _said(piece, claims)) for piece in pieces], lost)


def _said(piece: Segment, claims: dict[int, list[str]]) -> tuple[str, ...]:
    said = [claim for passage in piece.passages for claim in claims[passage.pk] or [_("Used in the record")]]
    return tuple(dict.fromkeys(said))


def _saved(formset: Any) -> list[Any]:
    return [form for form in formset.initial_forms if form.instance.pk] if formset is not None else []


def _claims(formsets: Mapping[type[Model], BaseFormSet]) -> dict[int, list[str]]:
    """What the rows of the page say of each passage, by its key."""
    found: dict[int, list[str]] = defaultdict(list)
    for formset in formsets.values():
        for form in _saved(formset):
            if isinstance(form, PassagesForm):
                for passage in form.instance.passages.all():
                    found[passage.pk].append(_named(form))
            elif getattr(form.instance, "passage_id", None):
                found[form.instance.passage_id].append(str(form.instance.get_field_display()))
    return found


def _named(form: Any) -> str:
    kind = capfirst(str(form.instance._meta.verbose_name))
    return f"{kind}: {Truncator(form.heading).words(SHOWN_WORDS)}"


def _targets(agreement: Agreement, formsets: Mapping[type[Model], BaseFormSet]) -> Iterator[Targets]:
    fields = [(f"evidence:{code}", str(label)) for code, label in EvidencedAgreementField.choices]
    yield Targets(_("Fields of the agreement"), fields)
    for row in agreement.agreement_parties.all():
        fields = [(f"party_evidence:{code}:{row.pk}", str(label)) for code, label in EvidencedPartyField.choices]
        yield Targets(str(row), fields)
    for model in CLAIMS:
        saved = _saved(formsets.get(model))
        if saved:
            rows = [(f"row:{form.prefix}", str(Truncator(form.heading).words(SHOWN_WORDS))) for form in saved]
            yield Targets(capfirst(str(model._meta.verbose_name_plural)), rows)

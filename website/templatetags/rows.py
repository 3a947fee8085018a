"""The rows and choices of lists, by Jinja templates: the part of a page that is repeated a hundred times."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext

from agreements.models import AgreementType, Facet, Implementation, Level, Modality
from languages.collation import current_language
from languages.templatetags.languages import partial_date, translated
from languages.translated import shown
from parties.countries import country_name
from website.templatetags.lists import (
    address_with_more,
    any_chosen,
    excerpt_of,
    marked,
    with_records,
    with_words,
    without_records,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Model

    from agreements.models import Agreement, Commitment
    from agreements.rules.status import StatusOnDay
    from search.facets.facets import FacetChoice
    from search.lists.base import ListFilterSet
    from search.words.excerpts import Excerpt

register = template.Library()

LABELS: dict[str, Any] = {
    "modality": Modality,
    "implementation": Implementation,
    "type": AgreementType,
    "level": Level,
    "area facet": Facet,
}


#: So many facets are open at first; the others once the reader opens them or chooses in them.
OPEN_AT_FIRST = 2


@dataclass(frozen=True)
class ShownFacet:
    """A facet as a list shows it: its choices with records first, and how many more a reader may ask for."""

    name: str
    parameter: str
    label: str
    is_open: bool
    with_records: list[FacetChoice]
    without_records: list[FacetChoice]
    left_out: int
    more: str
    is_searched: bool
    sought: str


def number_of_commitments(total: int) -> str:
    """The number of commitments in words."""
    return ngettext("%(total)s commitment", "%(total)s commitments", total) % {"total": total}


def show_more(total: int) -> str:
    """The words of a link to further choices."""
    return ngettext("Show %(total)s more", "Show %(total)s more", total) % {"total": total}


def choices_without_records(total: int) -> str:
    """The number of choices that find nothing, in words."""
    return ngettext("%(total)s choice without records", "%(total)s choices without records", total) % {"total": total}


def signed(dates: list[str]) -> str:
    """When an agreement was signed, in words."""
    if not dates:
        return gettext("Date of signature not stated in the source")
    return gettext("Signed: %(dates)s") % {"dates": ", ".join(map(partial_date, dates))}


def status(found: StatusOnDay) -> str:
    """The status of an agreement today, in words."""
    if not found.is_stated:
        return gettext("Status not stated in the source")
    return str(found.label) if found.certain else f"{found.label} {gettext('(as far as its record tells)')}"


def language_mark(record: Model, field: str, reader: str) -> str:
    """For those who see: in which language a text is that the reader's has not; its `lang` tells the others."""
    found = shown(record, field, reader)
    if not found.is_fallback:
        return ""
    return format_html(' <span class="in-language">{}</span>', _in_language(reader, found.language))


@cache
def _in_language(_reader: str, language: str) -> str:
    return {"kk": gettext("(in Kazakh)"), "ru": gettext("(in Russian)"), "en": gettext("(in English)")}[language]


def place_of(excerpt: Excerpt) -> str:
    """Where an excerpt stands."""
    words = gettext("Source %(number)s") if excerpt.is_source else gettext("Commitment %(number)s")
    return words % {"number": excerpt.number}


@cache
def _label(_language: str, kind: str, code: str) -> str:
    """The label of a code."""
    return str(LABELS[kind](code).label)


@cache
def _known(language: str) -> dict[str, Any]:
    """What every template of rows knows: addresses, which begin with the language, and functions that are told it."""
    return {
        "agreements": reverse("agreements:list"),
        "commitments": reverse("commitments:list"),
        "areas": reverse("areas:list"),
        "_": gettext,
        "choices_without_records": choices_without_records,
        "country_name": partial(country_name, reader=language),
        "excerpt_of": excerpt_of,
        "label": partial(_label, language),
        "language_mark": partial(language_mark, reader=language),
        "marked": marked,
        "number_of_commitments": number_of_commitments,
        "place_of": place_of,
        "show_more": show_more,
        "signed": signed,
        "status": status,
        "translated": partial(translated, reader=language),
        "with_words": partial(with_words, reader=language),
    }


def rendered(name: str, **context: Any) -> str:
    """The Jinja template `name`, which escapes what it is given."""
    known = _known(current_language())
    return mark_safe(render_to_string(name, {**known, **context}, using="jinja"))  # noqa: S308 it escapes


@register.simple_tag(takes_context=True)
def commitment_rows(context: Any, rows: Iterable[Commitment]) -> str:
    """The rows of a list of commitments."""
    return rendered("website/agreements/commitment_rows.jinja", rows=rows, asked=context.get("filter") or "")


@register.simple_tag(takes_context=True)
def agreement_rows(context: Any, rows: Iterable[Agreement]) -> str:
    """The rows of a list of agreements."""
    return rendered("website/agreements/agreement_rows.jinja", rows=rows, asked=context.get("filter") or "")


@register.simple_tag(takes_context=True)
def facets(context: Any) -> str:
    """The facets of a list with their choices."""
    return rendered("website/agreements/facets.jinja", facets=list(_shown_facets(context["filter"].understood)))


def _shown_facets(asked: ListFilterSet) -> Iterator[ShownFacet]:
    for place, (facet, choices) in enumerate(asked.counted_facets):
        left_out = 0 if facet.name in asked.more else choices.left_out
        if choices or asked.sought_in(facet):
            yield ShownFacet(
                facet.name,
                facet.parameter,
                str(facet.label),
                place < OPEN_AT_FIRST or any_chosen(choices) or bool(asked.sought_in(facet)),
                with_records(choices),
                without_records(choices),
                left_out,
                address_with_more(asked, facet) if left_out else "",
                asked.is_searched(facet),
                asked.sought_in(facet),
            )

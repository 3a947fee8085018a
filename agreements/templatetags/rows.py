"""The rows and choices of lists, by Jinja templates: the part of a page that is repeated a hundred times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext

from agreements.models import AgreementType, Facet, Implementation, Level, Modality
from agreements.templatetags.lists import excerpt_of, marked, with_words
from languages.templatetags.languages import translated
from parties.countries import country_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agreements.facets import Choice
    from agreements.facets import Facet as ListFacet
    from agreements.models import Agreement, Commitment
    from agreements.search.excerpts import Excerpt

register = template.Library()

LABELS: dict[str, Any] = {
    "modality": Modality,
    "implementation": Implementation,
    "type": AgreementType,
    "level": Level,
    "area facet": Facet,
}


def number_of_commitments(total: int) -> str:
    """The number of commitments in words."""
    return ngettext("%(total)s commitment", "%(total)s commitments", total) % {"total": total}


def place_of(excerpt: Excerpt) -> str:
    """Where an excerpt stands."""
    words = gettext("Source %(number)s") if excerpt.is_source else gettext("Commitment %(number)s")
    return words % {"number": excerpt.number}


def label(kind: str, code: str) -> str:
    """The label of a code."""
    return str(LABELS[kind](code).label)


def rendered(name: str, **context: Any) -> str:
    """The Jinja template `name`, which escapes what it is given."""
    known = {
        "agreements": reverse("agreements:list"),
        "commitments": reverse("commitments:list"),
        "areas": reverse("areas:list"),
        "_": gettext,
        "country_name": country_name,
        "excerpt_of": excerpt_of,
        "label": label,
        "marked": marked,
        "number_of_commitments": number_of_commitments,
        "place_of": place_of,
        "translated": translated,
        "with_words": with_words,
    }
    return mark_safe(render_to_string(name, {**known, **context}, using="jinja"))  # noqa: S308 it escapes


@register.simple_tag(takes_context=True)
def commitment_rows(context: Any, rows: Iterable[Commitment]) -> str:
    """The rows of a list of commitments."""
    return rendered("agreements/commitment_rows.jinja", rows=rows, asked=context.get("filter") or "")


@register.simple_tag(takes_context=True)
def agreement_rows(context: Any, rows: Iterable[Agreement]) -> str:
    """The rows of a list of agreements."""
    return rendered("agreements/agreement_rows.jinja", rows=rows, asked=context.get("filter") or "")


@register.simple_tag
def facet_choices(facet: ListFacet, choices: Iterable[Choice]) -> str:
    """The choices of a facet."""
    return rendered("agreements/choices.jinja", facet=facet, choices=choices)

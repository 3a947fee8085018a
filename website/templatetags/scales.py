"""What the codes of the registry mean, in a sentence for the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from agreements.models import Implementation, LegalCharacter, Modality
from website.pages.meanings import IMPLEMENTATION, LEGAL_CHARACTERS, MODALITIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise


register = template.Library()


@register.filter
def modality_meaning(code: str) -> StrOrPromise:
    """What a modality means."""
    return MODALITIES[Modality(code)]


@register.filter
def implementation_meaning(code: str) -> StrOrPromise:
    """What a point of the implementation scale means."""
    return IMPLEMENTATION[Implementation(code)]


@register.filter
def legal_character_meaning(code: str) -> StrOrPromise:
    """What a legal character means for the sides."""
    return LEGAL_CHARACTERS[LegalCharacter(code)]


@register.simple_tag
def modality_scale() -> list[tuple[str, StrOrPromise, StrOrPromise]]:
    """Code, label and meaning of each modality, firmest first."""
    return _scale(MODALITIES)


@register.simple_tag
def implementation_scale() -> list[tuple[str, StrOrPromise, StrOrPromise]]:
    """Code, label and meaning of each point of the implementation scale."""
    return _scale(IMPLEMENTATION)


def _scale(
    meanings: Mapping[Modality, StrOrPromise] | Mapping[Implementation, StrOrPromise],
) -> list[tuple[str, StrOrPromise, StrOrPromise]]:
    return [(str(code.value), code.label, meaning) for code, meaning in meanings.items()]

"""What the codes of the registry mean, in a sentence for the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext_lazy as _

from agreements.models import Implementation, LegalCharacter, Modality

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

register = template.Library()

MODALITIES = {
    Modality.OBLIGED: _("The text says that it shall be done."),
    Modality.AGREED: _("The sides agreed to do it."),
    Modality.INTENDED: _("The sides say that they intend to do it."),
    Modality.BEST_EFFORTS: _("The sides say that they will endeavour to do it, or help it along."),
    Modality.EXPECTED: _("It is named as an expected effect; nobody promises to bring it about."),
}
IMPLEMENTATION = {
    Implementation.NO_EVIDENCE: _("Nobody has recorded anything yet. That is not the same as “not started”."),
    Implementation.NOT_STARTED: _("It was looked into and found that nothing was done, and there is a proof of that."),
    Implementation.LIMITED: _("Something was done, less than half of what was promised."),
    Implementation.SUBSTANTIAL: _("Most of what was promised was done."),
    Implementation.COMPLETE: _("What was promised was done."),
    Implementation.CANCELLED: _("The sides gave it up."),
}
LEGAL_CHARACTERS = {
    LegalCharacter.BINDING: _("The sides are bound by it under international law."),
    LegalCharacter.NON_BINDING: _("It states what the sides wish to do and creates no legal obligation."),
    LegalCharacter.DOMESTIC_CONTRACT: _("It is a contract under the law of a country, not an international treaty."),
    LegalCharacter.UNDETERMINED: _("No source says whether it binds the sides."),
}


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

"""What the scales of the registry mean, one sentence for each value."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agreements.models import Implementation, LegalCharacter, Modality

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

"""The parts added since an earlier version that have to stay when it is brought back, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.models import AgreementParty, Commitment, PartyEvidence, Passage, Source, SourceFile
from agreements.restoration.outside import keys_in, pointing_fields, rested_on
from agreements.restoration.plan import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreements.chronicle import Part
    from agreements.models import Agreement
    from agreements.restoration.plan import Restoration

#: What belongs to another part, and by which column: it stays with it.
BELONGING = {SourceFile: (Source, "source_id"), PartyEvidence: (AgreementParty, "agreement_party_id")}


class Keeping:
    """Which of the parts that are new since `plan.earlier` stay: `parts`, and `passages` on which others rest."""

    def __init__(self, plan: Restoration, agreement: Agreement) -> None:
        self.plan = plan
        self.added = {part for part in plan.present if part not in plan.earlier}
        outside = rested_on(self.added)
        self.parts: set[Part] = set()
        self.passages = {key for model, key in outside if model is Passage}
        for part in in_order(self.added):
            if part[0] is Commitment and agreement.identifier:
                self._keep(part, _("The identifier of a commitment is lasting, so it stays."))
            elif part in outside:
                self._keep_rested_on(part, outside[part])
        for part in list(self.parts):
            for needed in self._needed_by(part):
                self._keep(needed, _("What stays needs it."))
        for part in self.added:
            owner, column = BELONGING.get(part[0], (None, ""))
            if owner and (owner, plan.present[part][column]) in self.parts:
                self._keep(part, _("What stays needs it."))

    def _keep(self, part: Part, reason: str) -> None:
        if part in self.added and part not in self.parts:
            self.parts.add(part)
            self.plan.note(part, reason)

    def _keep_rested_on(self, part: Part, what: str) -> None:
        if part[0] is Passage:
            source = Source, self.plan.present[part]["source_id"]
            self._keep(source, _("This rests on its words: %(what)s.") % {"what": what})
        else:
            self._keep(part, _("This rests on it: %(what)s.") % {"what": what})

    def _needed_by(self, part: Part) -> Iterator[Part]:
        """What `part` points to; of a passage the source it stands in."""
        for each in pointing_fields(part[0]):
            for key in keys_in(self.plan.present[part], each):
                target: Part = (each.related_model, key)
                yield (Source, self.plan.present[target]["source_id"]) if target[0] is Passage else target

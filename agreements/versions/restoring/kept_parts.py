"""The parts of a record that have to stay as they are when an earlier version is brought back, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.models import AgreementParty, Commitment, PartyEvidence, Passage, Source, SourceFile
from agreements.versions.queries import keys_in
from agreements.versions.restoring.outside_references import is_within, pointing_fields, rested_on
from agreements.versions.restoring.restoration import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from agreements.models import Agreement
    from agreements.versions.restoring.restoration import Restoration
    from agreements.versions.snapshots import Part

#: What belongs to another part, and by which column: it stays with it.
BELONGING = {SourceFile: (Source, "source_id"), PartyEvidence: (AgreementParty, "agreement_party_id")}


class Keeping:
    """What stays as it is: `parts` that are new since `plan.earlier`, `stuck` ones of then, whose record outside
    (`there` has those that are left) is gone, and `passages` on which others rest.
    """

    def __init__(self, plan: Restoration, agreement: Agreement, there: dict[type[Model], set[int]]) -> None:
        self.plan = plan
        self.added = {part for part in plan.present if part not in plan.earlier}
        self.stuck = {part for part in plan.earlier if part in plan.present and self._lost_its_record(part, there)}
        outside = rested_on(self.added)
        self.parts: set[Part] = set()
        self.passages = {key for model, key in outside if model is Passage}
        for part in in_order(self.added):
            if part[0] is Commitment and agreement.identifier:
                self._keep(part, _("The identifier of a commitment is lasting, so it stays."))
            elif part in outside:
                self._keep_rested_on(part, outside[part])
        self._keep_what_is_needed()
        #: Parties of then that are on the record by another row, which stays: that row stands in for theirs.
        self.stand_ins: dict[Part, int] = {}
        while self._keep_side_of_same_party():
            pass

    def _lost_its_record(self, part: Part, there: dict[type[Model], set[int]]) -> bool:
        """Whether `part` cannot be without a record outside that it pointed to and that is gone."""
        values = self.plan.earlier[part]
        return any(
            key not in there.get(each.related_model, ())
            for each in pointing_fields(part[0])
            if not (is_within(each) or each.many_to_many or each.null)
            for key in keys_in(values, each)
        )

    def _keep(self, part: Part, reason: str) -> bool:
        if part not in self.added or part in self.parts:
            return False
        self.parts.add(part)
        self.plan.note(part, reason)
        return True

    def _keep_rested_on(self, part: Part, what: str) -> None:
        if part[0] is Passage:
            source = Source, self.plan.present[part]["source_id"]
            self._keep(source, _("This rests on its words: %(what)s.") % {"what": what})
        else:
            self._keep(part, _("This rests on it: %(what)s.") % {"what": what})

    def _keep_what_is_needed(self) -> None:
        """Also what the parts that stay point to and what belongs to them, and so on."""
        belonging: dict[Part, list[Part]] = {}
        for part in self.added:
            if part[0] in BELONGING:
                owner, column = BELONGING[part[0]]
                belonging.setdefault((owner, self.plan.present[part][column]), []).append(part)
        waiting = [*self.parts, *self.stuck]
        while waiting:
            part = waiting.pop()
            needed = [*self._needed_by(part), *belonging.get(part, ())]
            waiting += [one for one in needed if self._keep(one, _("What stays needs it."))]

    def _needed_by(self, part: Part) -> Iterator[Part]:
        """What `part` points to; of a passage the source it stands in."""
        for each in pointing_fields(part[0]):
            for key in keys_in(self.plan.present[part], each):
                target: Part = (each.related_model, key)
                if target[0] is Passage and target in self.plan.present:
                    yield Source, self.plan.present[target]["source_id"]
                else:
                    yield target

    def _keep_side_of_same_party(self) -> bool:
        """Find a row of then whose party is on the record by a row that stays; if it is still there it stays too."""
        rows = {self.plan.present[part]["party_id"]: part for part in self.as_they_are if part[0] is AgreementParty}
        for part, values in self.plan.earlier.items():
            if part[0] is not AgreementParty or part in self.stand_ins:
                continue
            other = rows.get(values["party_id"], part)
            if other != part:
                self.stand_ins[part] = other[1]
                self.stuck |= {part} & set(self.plan.present)
                return True
        return False

    @property
    def as_they_are(self) -> set[Part]:
        return self.parts | self.stuck

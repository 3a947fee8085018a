"""Makes the plan of a restoration: part by part, as far as each can come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from agreements.comparison import labelled
from agreements.models import (
    Agreement,
    AgreementParty,
    Commitment,
    Event,
    Implementation,
    Source,
    SourceFile,
    Statement,
)
from agreements.restoration.keeping import Keeping
from agreements.restoration.outside import is_in_the_store, is_within, keys_in, pointing_fields, still_there
from agreements.restoration.places import followed, with_present_keys, without_leftovers
from agreements.restoration.plan import Restoration, in_order
from agreements.versions import NOT_TYPED

if TYPE_CHECKING:
    from agreements.chronicle import Part, State
    from agreements.versions import Values

NUMBERED = (Source, Commitment, Statement)


class CannotComeBack(Exception):
    """A part that stands as it is now, or not at all; the message says why."""


def planned(agreement: Agreement, present: State, earlier: State) -> Restoration:
    """What bringing `earlier` back makes of `agreement`, which stands as `present` says.

    A fixed number of queries. Identifier, publication and what assessments found are never brought back.
    """
    plan = Restoration(present, with_present_keys(present, without_leftovers(earlier)))
    keeping = Keeping(plan, agreement)
    planning = _Planning(plan, keeping, agreement)
    for part in in_order(plan.earlier):
        planning.bring(part)
    plan.final |= {part: present[part] for part in keeping.parts}
    planning.number_apart()
    followed(present, plan.final, keeping.passages)
    return plan


class _Planning:
    """Fills `plan.final`."""

    def __init__(self, plan: Restoration, keeping: Keeping, agreement: Agreement) -> None:
        self.plan, self.keeping, self.agreement = plan, keeping, agreement
        self.there = still_there(plan.earlier)
        #: Parties of then that are on the record by another row, which stays: that row stands in for theirs.
        self.stand_ins: dict[Part, int] = {}
        by_party = {plan.present[part]["party_id"]: part[1] for part in keeping.parts if part[0] is AgreementParty}
        for part, values in plan.earlier.items():
            if part[0] is AgreementParty and values["party_id"] in by_party:
                self.stand_ins[part] = by_party[values["party_id"]]

    def bring(self, part: Part) -> None:
        """Put `part` into the plan as it stood, or as it stands where it cannot come back."""
        try:
            self._refuse(part)
            values = self._lasting(part, dict(self.plan.earlier[part]))
            for each in pointing_fields(part[0]):
                self._point(part, values, each)
        except CannotComeBack as reason:
            if str(reason):
                self.plan.note(part, str(reason))
            if part in self.plan.present:
                self.plan.final[part] = self.plan.present[part]
        else:
            self.plan.final[part] = values

    def _refuse(self, part: Part) -> None:
        if part in self.stand_ins:
            raise CannotComeBack(_("This party is on the record by another row, which stays."))
        is_file = part[0] is SourceFile and part not in self.plan.present
        if is_file and not is_in_the_store(self.plan.earlier[part]):
            raise CannotComeBack(_("The document itself is no longer kept."))

    def _lasting(self, part: Part, values: Values) -> Values:
        """`values` with what is never brought back as it is now."""
        now = self.plan.present.get(part, {})
        if part[0] is Agreement:
            return values | {name: now[name] for name in NOT_TYPED}
        if part[0] is not Commitment:
            return values
        found = now.get("implementation", Implementation.NO_EVIDENCE)
        if found != values["implementation"]:
            self.plan.note(part, _("Implementation is what assessments found."))
        if now and self.agreement.identifier and now["number"] != values["number"]:
            self.plan.note(part, _("The identifier of a commitment is lasting, so its number stays."))
            values = values | {"number": now["number"]}
        return values | {"implementation": found}

    def _point(self, part: Part, values: Values, each: Any) -> None:
        """Let a field point to what is there after restoring. Raises CannotComeBack where it must and nothing is."""
        wanted = keys_in(values, each)
        found = frozenset(key for key in (self._found(each, one) for one in wanted) if key is not None)
        if len(found) < len(wanted):
            self.plan.note(part, _("No longer in the registry: %(what)s.") % {"what": labelled(each)[0]})
        if each.many_to_many:
            values[each.name] = found
        elif wanted and not found and not each.null:
            raise CannotComeBack
        else:
            values[each.attname] = next(iter(found), None)

    def _found(self, each: Any, key: int) -> int | None:
        """What stands for the record `key` after restoring. Events point to each other, and all of them come back."""
        target: Part = (each.related_model, key)
        if target in self.stand_ins:
            return self.stand_ins[target]
        if is_within(each):
            is_there = target in self.plan.final or (target[0] is Event and target in self.plan.earlier)
        else:
            is_there = key in self.there.get(each.related_model, ())
        return key if is_there else None

    def number_apart(self) -> None:
        """Parts that come back take the next free number where one that stays has theirs."""
        final = self.plan.final
        for model in NUMBERED:
            own = in_order(part for part in final if part[0] is model)
            taken = {final[part]["number"] for part in own if part in self.keeping.parts}
            highest = max((final[part]["number"] for part in own), default=0)
            for part in own:
                if part not in self.keeping.parts and final[part]["number"] in taken:
                    highest += 1
                    final[part] = final[part] | {"number": highest}
                    self.plan.note(part, _("A part that stays has its number, so it gets the next one."))

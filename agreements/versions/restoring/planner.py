"""Makes the plan of a restoration: part by part, as far as each can come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from agreements.models import (
    Agreement,
    Commitment,
    Event,
    Implementation,
    PartyEvidence,
    Relation,
    Source,
    SourceFile,
    Statement,
)
from agreements.versions.diff import labelled
from agreements.versions.queries import NOT_TYPED, keys_in
from agreements.versions.restoring.kept_parts import Keeping
from agreements.versions.restoring.outside_references import (
    given_away,
    is_in_the_store,
    is_within,
    pointing_fields,
    still_there,
)
from agreements.versions.restoring.passage_positions import followed, with_present_keys, without_leftovers
from agreements.versions.restoring.restoration import Restoration, in_order

if TYPE_CHECKING:
    from agreements.versions.queries import Values
    from agreements.versions.snapshots import Part, State

NUMBERED = (Source, Commitment, Statement)
#: What a record says once only, by the columns that say it.
SAID_ONCE: dict[Any, tuple[str, ...]] = {
    Relation: ("kind", "other_id"),
    PartyEvidence: ("agreement_party_id", "field", "passage_id"),
}


class CannotComeBack(Exception):
    """A part that stands as it is now, or not at all; the message says why."""


def planned(agreement: Agreement, present: State, earlier: State) -> Restoration:
    """What bringing `earlier` back makes of `agreement`, which stands as `present` says.

    A fixed number of queries. Identifier, publication and what assessments found are never brought back.
    """
    plan = Restoration(present, with_present_keys(present, without_leftovers(earlier)))
    planning = _Planning(plan, agreement)
    keeping = planning.keeping
    for part in in_order(plan.earlier):
        planning.bring(part)
    plan.final |= {part: present[part] for part in keeping.parts}
    while planning.keep_one_of_equal_parts():
        pass
    planning.number_apart()
    followed(present, plan.final, keeping.passages)
    return plan


class _Planning:
    """Fills `plan.final`."""

    def __init__(self, plan: Restoration, agreement: Agreement) -> None:
        self.plan, self.agreement = plan, agreement
        self.there = still_there(plan.earlier)
        self.given_away = given_away(plan.earlier, plan.present)
        self.keeping = Keeping(plan, agreement, self.there)

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
        if part in self.given_away:
            raise CannotComeBack(_("Another record has its key in the database now."))
        if part in self.keeping.stand_ins:
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
        if target in self.keeping.stand_ins:
            return self.keeping.stand_ins[target]
        if is_within(each):
            is_event = target[0] is Event and target in self.plan.earlier and target not in self.given_away
            is_there = target in self.plan.final or is_event
        else:
            is_there = key in self.there.get(each.related_model, ())
        return key if is_there else None

    def keep_one_of_equal_parts(self) -> bool:
        """Find a part that would say the same as one that stays: it stays as it is, or gone."""
        final, staying = self.plan.final, self.keeping.as_they_are
        said = {_said(part, final[part]) for part in staying if part[0] in SAID_ONCE and part in final}
        for part in in_order(final):
            if part[0] in SAID_ONCE and part not in staying and _said(part, final[part]) in said:
                self.plan.note(part, _("The same is on the record by another row, which stays."))
                del final[part]
                if part in self.plan.present:
                    final[part] = self.plan.present[part]
                    self.keeping.stuck.add(part)
                return True
        return False

    def number_apart(self) -> None:
        """Parts that come back take the next free number where one that stays has theirs."""
        final = self.plan.final
        for model in NUMBERED:
            own = in_order(part for part in final if part[0] is model)
            taken = {final[part]["number"] for part in own if self._has_its_number(part)}
            highest = max((final[part]["number"] for part in own), default=0)
            for part in own:
                if not self._has_its_number(part) and final[part]["number"] in taken:
                    highest += 1
                    final[part] = final[part] | {"number": highest}
                    self.plan.note(part, _("A part that stays has its number, so it gets the next one."))

    def _has_its_number(self, part: Part) -> bool:
        """Whether `part` keeps the number it has now, whatever it had then."""
        is_lasting = part[0] is Commitment and bool(self.agreement.identifier) and part in self.plan.present
        return is_lasting or part in self.keeping.as_they_are


def _said(part: Part, values: Values) -> tuple[Any, ...]:
    return part[0], *(values[name] for name in SAID_ONCE[part[0]])

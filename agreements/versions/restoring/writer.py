"""Writes what the plan of a restoration says: all of it or nothing, each part with a version that tells the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from agreements.models import Agreement, PublicationStatus
from agreements.versions.queries import KEPT, kept_fields, keys_in
from agreements.versions.restoring.outside_references import pointing_fields
from agreements.versions.restoring.planner import planned
from agreements.versions.restoring.restoration import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agreements.versions.queries import Values
    from agreements.versions.restoring.restoration import Restoration
    from agreements.versions.snapshots import Part, State

#: The reason of a version, in characters.
REASON_AT_MOST = 100


@transaction.atomic
def restore(agreement: Agreement, present: State, earlier: State, reason: str) -> Restoration:
    """Bring back what `planned` says. Raises ValueError for a record that the public sees or saw last."""
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if locked.status not in (PublicationStatus.DRAFT, PublicationStatus.IN_REVIEW):
        raise ValueError("only what is on its way to the public is restored")
    plan = planned(locked, present, earlier)
    if plan.is_empty:
        return plan
    changed = set(plan.changed)
    own = Agreement, locked.pk
    # Parts may trade numbers, parties and places, so all of them step aside first. Their keys are kept, and what
    # points to them is checked by the database once everything is written.
    for model in KEPT[1:]:
        rows = model._base_manager.filter(pk__in=[key for kind, key in changed if kind is model])
        rows._raw_delete(rows.db)
    _remove(part for part in present if part not in plan.final)
    writer = _Writer(reason[:REASON_AT_MOST])
    writer.fill(locked, plan.final[own])  # by its version an open page knows that others wrote
    locked.save()
    for part in in_order(plan.final):
        if part in changed or part not in present:
            writer.write(part, plan.final[part], is_new=part not in present)
    writer.relate(present)
    return plan


def _remove(parts: Iterable[Part]) -> None:
    """Delete `parts`, each before those it points to."""
    for model, key in reversed(in_order(parts)):
        record: Any = model._base_manager.filter(pk=key).order_by("pk").first()  # its owner may have stepped aside
        if record is not None:
            record.delete()


class _Writer:
    """Writes parts, and last what needs all of them."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.written: list[tuple[Any, Values]] = []

    def fill(self, record: Any, values: Values) -> None:
        """Set the columns of `record`."""
        record._change_reason = self.reason
        for each in kept_fields(type(record)):
            if not each.many_to_many:
                setattr(record, each.attname, values[each.attname])

    def write(self, part: Part, values: Values, *, is_new: bool) -> None:
        """Write one part: a new one under the key it had, a changed one as a change."""
        model: Any = part[0]
        if model is Agreement:
            return
        record = model()
        self.fill(record, values)
        if is_new:
            record.save(force_insert=True)
        else:
            model._base_manager.bulk_create([record])
            record.save(force_update=True)
        self.written.append((record, values))

    def relate(self, present: State) -> None:
        """Set the many-to-many relations of what was written, where they differ."""
        for record, values in self.written:
            for each in pointing_fields(type(record)):
                before = present.get((type(record), record.pk), {})
                if each.many_to_many and keys_in(before, each) != keys_in(values, each):
                    getattr(record, each.name).set(keys_in(values, each))

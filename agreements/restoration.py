"""Bringing back an earlier version of a record that is on its way to the public: a change of it like any other.

Restored are the agreement's own fields, and what is said in the commitments, statements and events
that are still there. Identifier, publication, numbers, parties, sources, passages and evidence stay:
they hang on each other and on what others did since, so bringing them back is an editor's decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from agreements.comparison import Fate, differences
from agreements.models import Agreement, Commitment, Event, PublicationStatus, Statement
from languages.translated import in_languages

if TYPE_CHECKING:
    from agreements.chronicle import State
    from agreements.comparison import Difference

#: What is brought back of each kind of part; of the agreement itself everything that is typed.
RESTORED: dict[type, frozenset[str]] = {
    Commitment: frozenset({*in_languages("text"), "modality", "recurrence", "due", "areas"}),
    Statement: frozenset({*in_languages("text"), "form"}),
    Event: frozenset({"date", *in_languages("place", "note")}),
}


def parted(present: State, earlier: State) -> tuple[list[Difference], list[Difference]]:
    """The differences from `present` to `earlier`: those that restoring brings back, and those that stay."""
    back: list[Difference] = []
    stay: list[Difference] = []
    for one in differences(present, earlier):
        names = {each.name for each in one.fields if one.model is Agreement or each.name in RESTORED.get(one.model, ())}
        if one.fate != Fate.CHANGED:
            names = set()
        for kept, chosen in ((back, True), (stay, False)):
            fields = [each for each in one.fields if (each.name in names) == chosen]
            if fields:
                kept.append(type(one)(one.model, one.key, one.fate, one.old, one.new, fields))
    return back, stay


@transaction.atomic
def restore(agreement: Agreement, present: State, earlier: State, reason: str) -> int:
    """Bring back what `parted` says; how many fields that were. Each record changed keeps a version with `reason`."""
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if locked.status not in (PublicationStatus.DRAFT, PublicationStatus.IN_REVIEW):
        raise ValueError("only what is on its way to the public is restored")
    back, _stay = parted(present, earlier)
    back.sort(key=lambda one: one.model is not Agreement)
    if back and back[0].model is not Agreement:  # by this version an open page knows that others wrote
        whole: Any = locked
        whole._change_reason = reason[:100]
        whole.save()
    for one in back:
        model: Any = one.model
        record: Any = locked if model is Agreement else model._base_manager.select_for_update().get(pk=one.key)
        record._change_reason = reason[:100]
        own = [each for each in one.fields if not each.many_to_many]
        for each in own:
            setattr(record, each.attname, one.new[each.attname])
        if own:
            record.save()
        for each in one.fields:
            if each.many_to_many:
                still_there = each.related_model._base_manager.filter(pk__in=one.new[each.name])
                getattr(record, each.name).set(still_there)
    return sum(len(one.fields) for one in back)

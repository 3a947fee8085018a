"""What the registry already holds: documents that were loaded, and records that are the same as their document."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from modeltranslation.manager import get_translatable_fields_for_model
from simple_history.utils import get_history_manager_for_model

from agreements.models import Agreement, PartyEvidence, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from agreements.fixture_rows import Row

#: What the first version of a loaded agreement gives as its reason, before the fingerprint of its document.
FROM_A_FILE = "record file "
#: What belongs to an agreement and is recorded in its document, by the names of the relations.
PARTS = (
    "authentic_languages", "moves", "agreement_parties", "sources", "evidence", "events", "commitments", "statements",
    "relations",
)  # fmt: skip
#: Not said by a document, or found later: how far a commitment was carried out.
NOT_COMPARED = frozenset({"implementation"})

Identifier = tuple[str, int]


def loaded_before() -> set[str]:
    """The fingerprints of the documents from which agreements were loaded that are still there, drafts too."""
    versions = get_history_manager_for_model(Agreement).filter(
        history_change_reason__startswith=FROM_A_FILE, id__in=Agreement.objects.values("pk")
    )
    reasons = versions.values_list("history_change_reason", flat=True)
    return {reason.removeprefix(FROM_A_FILE) for reason in reasons.iterator()}


def identified(identifiers: list[Identifier]) -> dict[Identifier, int]:
    """The primary keys of those agreements that are there, by pair and number."""
    pairs, numbers = {pair for pair, _number in identifiers if pair}, {number for _pair, number in identifiers}
    rows = Agreement.objects.filter(pair__in=pairs, pair_number__in=numbers).values_list("pair", "pair_number", "pk")
    wanted = set(identifiers)
    return {(pair, number): pk for pair, number, pk in rows if number and (pair, number) in wanted}


def is_same(pk: int, rows: list[Row]) -> bool:
    """Whether the agreement with this key is recorded as `rows` say; parties and officials are not looked at."""
    own = [row for row in rows if row["model"].startswith("agreements.")]
    recorded = serializers.serialize(
        "python", list(_records(pk)), use_natural_foreign_keys=True, use_natural_primary_keys=True
    )
    return Counter(map(_canonical, own)) == Counter(map(_canonical, recorded))


def _records(pk: int) -> Iterator[Model]:
    agreement = Agreement.objects.get(pk=pk)
    yield agreement
    for name in PARTS:
        yield from getattr(agreement, name).all()
    yield from Passage.objects.filter(source__agreement=agreement)
    yield from PartyEvidence.objects.filter(agreement_party__agreement=agreement)


def _canonical(row: Row) -> str:
    left_out = NOT_COMPARED | set(get_translatable_fields_for_model(apps.get_model(row["model"])) or ())
    fields = {name: _in_order(value) for name, value in row["fields"].items() if name not in left_out}
    return json.dumps([row["model"], fields], sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)


def _in_order(value: Any) -> Any:
    """Many-to-many relations have no order."""
    if isinstance(value, list) and value and isinstance(value[0], list | tuple):
        return sorted(value, key=repr)
    return value

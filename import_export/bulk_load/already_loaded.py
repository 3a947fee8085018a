"""What the registry already holds: documents that were loaded, and records that are the same as their document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simple_history.utils import get_history_manager_for_model

from agreements.models import Agreement
from import_export.record_import.diff import same_record
from import_export.record_import.plan import FROM_A_FILE
from import_export.record_import.row_keys import rows_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from import_export.record_format.rows import Row

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


def is_same(pk: int, rows: list[Row], areas: Collection[str]) -> bool:
    """Whether the agreement with this key is recorded as `rows` say; parties and officials are not looked at."""
    return same_record(rows_of(Agreement.objects.get(pk=pk), areas), rows)

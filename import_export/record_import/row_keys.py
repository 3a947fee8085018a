"""Records as rows, from the registry or from a file: what tells a part from others, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from modeltranslation.manager import get_translatable_fields_for_model

from import_export.record_export.document import as_json, document_of
from import_export.record_format.reader import read_json
from import_export.record_format.record import read_record

if TYPE_CHECKING:
    from collections.abc import Collection

    from agreements.models import Agreement
    from import_export.record_format.rows import Row

#: What tells the parts of one agreement apart, by model. Events have nothing: they are compared as a whole.
NAMED_BY = {
    "agreements.agreement": (),
    "agreements.authenticlanguage": ("language",),
    "agreements.agreementparty": ("party",),
    "agreements.source": ("number",),
    "agreements.passage": ("source", "start", "end"),
    "agreements.agreementevidence": ("field", "passage"),
    "agreements.partyevidence": ("agreement_party", "field", "passage"),
    "agreements.commitment": ("number",),
    "agreements.statement": ("number",),
    "agreements.relation": ("kind", "other"),
}
EVENT = "agreements.event"
MOVE = "agreements.publicationmove"
#: Found later, or moved by agreements.publication.workflow only: no file changes it.
NOT_SAID = {
    "agreements.commitment": frozenset({"implementation"}),
    "agreements.agreement": frozenset({"status", "pair", "pair_number"}),
    "agreements.passage": frozenset({"marked_by", "marked_at"}),
}

PartKey = tuple[Any, ...]


def rows_of(agreement: Agreement, areas: Collection[str]) -> list[Row]:
    """The rows that its own record file would be read as; where it breaks a rule, something harmless stands."""
    content = read_json(as_json(document_of(agreement)).encode(), agreement.identifier)
    rows, _reading = read_record(content, file=agreement.identifier, folder=None, areas=areas, bare=True)
    return rows


def part_key(row: Row) -> PartKey:
    """The model, and what tells the row from others of it in the same agreement; not for events."""
    fields = row["fields"]
    return (row["model"], *(_plain(fields[name]) for name in NAMED_BY[row["model"]]))


def _plain(value: Any) -> Any:
    """What a set or a dictionary can hold."""
    return tuple(value) if isinstance(value, list) else value


def stated_values(row: Row) -> dict[str, Any]:
    """What a row says, by its columns: without copies, and without what no file says."""
    left_out = NOT_SAID.get(row["model"], frozenset()) | originals(row["model"])
    return {
        name: sorted(map(tuple, value)) if _is_list_of_keys(value) else _plain(value)
        for name, value in row["fields"].items()
        if name not in left_out
    }


def originals(model: str) -> set[str]:
    """The original columns of translated texts, which only repeat one of the others."""
    return set(get_translatable_fields_for_model(apps.get_model(model)) or ())


def _is_list_of_keys(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], list | tuple)

"""Triggers that write a Change for every change of a table that public pages are made from.

They belong to the transaction of the change, and they see what no code of ours would: bulk writes,
fixtures, SQL typed by hand. A migration that alters a watched table on SQLite makes the table anew
and loses its triggers, so it ends with `watching`; a test compares what is there with what should be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.migrations import RunPython

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CHANGES = "agreements_change"
OPERATIONS = ("insert", "update", "delete")
BY_AGREEMENT = "{row}.agreement_id"
BY_COMMITMENT = "(SELECT agreement_id FROM agreements_commitment WHERE id = {row}.commitment_id)"
NOTHING_IN_PARTICULAR = "0"


@dataclass(frozen=True)
class WatchedTable:
    """A table, what a change of it is a change of, and how a row leads there (`{row}` stands for the row)."""

    table: str
    subject: str = "page"
    key: str = NOTHING_IN_PARTICULAR

    def trigger(self, operation: str) -> str:
        return f"{self.table}_{operation}_is_a_change"

    @property
    def is_searched(self) -> bool:
        """Whether words that readers look for stand in the table, so that their index has to follow."""
        return self.subject in ("agreement", "party")


WATCHED = (
    WatchedTable("agreements_agreement", "agreement", "{row}.id"),
    *(
        WatchedTable(f"agreements_{table}", "agreement", BY_AGREEMENT)
        for table in ("agreementparty", "commitment", "event", "source")
    ),
    WatchedTable("agreements_commitment_areas", "agreement", BY_COMMITMENT),
    WatchedTable("agreements_cooperationarea", "area", "{row}.id"),
    WatchedTable("parties_party", "party", "{row}.id"),
    *(
        WatchedTable(f"agreements_{table}")
        for table in (
            "agreementevidence", "arealink", "authenticlanguage", "commitment_bearers", "commitment_passages",
            "event_passages", "partyevidence", "passage", "publicationmove", "relation", "sourcefile", "statement",
            "statement_passages",
        )
    ),
    *(
        WatchedTable(f"parties_{table}")
        for table in ("official", "partyidentifier", "partyname", "post", "succession")
    ),
)  # fmt: skip


def watching(tables: Iterable[WatchedTable]) -> RunPython:
    """The step of a migration that makes the triggers of `tables`, to be repeated wherever one of them is altered."""
    tables = tuple(tables)
    return RunPython(lambda _apps, editor: install(editor, tables), lambda _apps, editor: remove(editor, tables))


def install(schema_editor: BaseDatabaseSchemaEditor, tables: Iterable[WatchedTable]) -> None:
    """Make the triggers of `tables` anew; of those that are not there yet, a later migration does."""
    there = set(schema_editor.connection.introspection.table_names())
    tables = [table for table in tables if table.table in there]
    remove(schema_editor, tables)
    vendor = schema_editor.connection.vendor
    for statement in _on_sqlite(tables) if vendor == "sqlite" else _on_postgresql(tables):
        schema_editor.execute(statement, params=None)


def remove(schema_editor: BaseDatabaseSchemaEditor, tables: Iterable[WatchedTable]) -> None:
    """Take the triggers of `tables` away."""
    for table in tables:
        for name in map(table.trigger, OPERATIONS):
            if schema_editor.connection.vendor == "sqlite":
                schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            else:
                schema_editor.execute(f'DROP FUNCTION IF EXISTS "{name}" CASCADE')


def _on_sqlite(tables: Iterable[WatchedTable]) -> Iterator[str]:
    """A trigger for each row; where an update moves a row, both ends have changed."""
    rows = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
    for table in tables:
        for operation in OPERATIONS:
            keys = " UNION ".join(
                f"SELECT '{table.subject}', coalesce({table.key.format(row=row)}, 0), {int(table.is_searched)}"
                for row in rows[operation]
            )
            yield (
                f'CREATE TRIGGER "{table.trigger(operation)}" AFTER {operation.upper()} ON "{table.table}" BEGIN '
                f"INSERT INTO {CHANGES} (subject, key, is_pending) {keys}; END"
            )


def _on_postgresql(tables: Iterable[WatchedTable]) -> Iterator[str]:
    """A trigger for each statement, which writes each key once however many rows the statement touched."""
    transitions = {
        "insert": ("NEW TABLE AS new_rows", "SELECT * FROM new_rows"),
        "update": (
            "OLD TABLE AS old_rows NEW TABLE AS new_rows",
            "SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows",
        ),
        "delete": ("OLD TABLE AS old_rows", "SELECT * FROM old_rows"),
    }
    for table in tables:
        for operation, (referencing, rows) in transitions.items():
            name = table.trigger(operation)
            key = table.key.format(row="changed")
            yield (
                f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN '  # noqa: S608
                f"INSERT INTO {CHANGES} (subject, key, is_pending) "
                f"SELECT DISTINCT '{table.subject}', coalesce({key}, 0), {table.is_searched} FROM ({rows}) AS changed; "
                f"RETURN NULL; END $body$"
            )
            yield (
                f'CREATE TRIGGER "{name}" AFTER {operation.upper()} ON "{table.table}" '
                f'REFERENCING {referencing} FOR EACH STATEMENT EXECUTE FUNCTION "{name}"()'
            )

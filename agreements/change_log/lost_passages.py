"""Triggers that keep the list of passages whose words do not stand at their place in the source any more.

They belong to the transaction of the change and see what no code of ours would: bulk writes, fixtures, SQL typed
by hand. So the list is right whenever it is read, and reading it costs what is lost, not what there is. A migration
that alters passages or sources on SQLite makes the table anew and loses its triggers, so it ends with `listing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.migrations import RunPython

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LOST = "agreements_lostpassage"
#: Positions count from 0, SQL from 1; both databases count characters, whatever their bytes.
FIND = (
    f"INSERT INTO {LOST} (id) SELECT passage.id FROM agreements_passage AS passage "  # noqa: S608
    "JOIN agreements_source AS source ON source.id = passage.source_id "
    'WHERE substr(source.text, passage.start + 1, passage."end" - passage.start) <> passage.exact'
)
FORGET = f"DELETE FROM {LOST}"  # noqa: S608
OF_THE_SOURCE = "(SELECT id FROM agreements_passage WHERE source_id = NEW.id)"
#: Nobody may correct the text while a passage of it is being written, or neither would see the other.
HOLD = "PERFORM 1 FROM agreements_source WHERE id = NEW.source_id FOR SHARE"


@dataclass(frozen=True)
class Trigger:
    """What is done for each row after an operation on a table; `holds` where the source has to stay as it is."""

    table: str
    operation: str
    steps: tuple[str, ...]
    columns: str = ""
    holds: bool = False

    @property
    def name(self) -> str:
        return f"{self.table}_{self.operation}_loses_passages"

    @property
    def event(self) -> str:
        return f'AFTER {self.operation.upper()}{self.columns} ON "{self.table}"'


OF_THIS_SOURCE = (f"{FORGET} WHERE id IN {OF_THE_SOURCE}", f"{FIND} AND passage.source_id = NEW.id")
OF_THIS_PASSAGE = f"{FIND} AND passage.id = NEW.id"
TRIGGERS = (
    Trigger("agreements_source", "insert", OF_THIS_SOURCE),  # a fixture may bring the passages first
    Trigger("agreements_source", "update", OF_THIS_SOURCE, " OF text"),
    Trigger("agreements_passage", "insert", (OF_THIS_PASSAGE,), holds=True),
    Trigger(
        "agreements_passage",
        "update",
        (f"{FORGET} WHERE id = OLD.id", OF_THIS_PASSAGE),
        ' OF source_id, start, "end", exact',
        holds=True,
    ),
    Trigger("agreements_passage", "delete", (f"{FORGET} WHERE id = OLD.id",)),
)


def listing() -> RunPython:
    """The step of a migration that makes the triggers and the list anew."""
    return RunPython(lambda _apps, editor: install(editor), lambda _apps, editor: remove(editor))


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers anew and list what is lost now."""
    remove(schema_editor)
    for statement in (FORGET, FIND):
        schema_editor.execute(statement, params=None)
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    for trigger in TRIGGERS:
        for statement in (_on_sqlite if on_sqlite else _on_postgresql)(trigger):
            schema_editor.execute(statement, params=None)


def remove(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away."""
    for trigger in TRIGGERS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"')
        else:
            schema_editor.execute(f'DROP FUNCTION IF EXISTS "{trigger.name}" CASCADE')


def _on_sqlite(trigger: Trigger) -> list[str]:
    steps = "; ".join(trigger.steps)
    return [f'CREATE TRIGGER "{trigger.name}" {trigger.event} FOR EACH ROW BEGIN {steps}; END']


def _on_postgresql(trigger: Trigger) -> list[str]:
    steps = "; ".join([HOLD, *trigger.steps] if trigger.holds else trigger.steps)
    return [
        f'CREATE FUNCTION "{trigger.name}"() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN '
        f"{steps}; RETURN NULL; END $body$",
        f'CREATE TRIGGER "{trigger.name}" {trigger.event} FOR EACH ROW EXECUTE FUNCTION "{trigger.name}"()',
    ]

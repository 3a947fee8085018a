"""The tables of the databases' own search engines, made by migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from languages.words.analysis import COLUMNS

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

#: FTS5 keeps the terms as they are given: they are normalised already. Rows go with their document.
ON_SQLITE = (
    f"CREATE VIRTUAL TABLE agreements_words USING fts5({', '.join(COLUMNS)}, "
    f"tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\")",
    "CREATE TRIGGER words_go_with_their_document AFTER DELETE ON agreements_worddocument BEGIN "
    "DELETE FROM agreements_words WHERE rowid = OLD.id; END",
    "CREATE VIRTUAL TABLE agreements_vocabulary USING fts5vocab('agreements_words', 'col')",
)
FROM_SQLITE = (
    "DROP TABLE agreements_vocabulary",
    "DROP TRIGGER words_go_with_their_document",
    "DROP TABLE agreements_words",
)
ON_POSTGRESQL = (
    "ALTER TABLE agreements_worddocument ADD COLUMN vector tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX agreements_words ON agreements_worddocument USING gin (vector)",
)
FROM_POSTGRESQL = ("ALTER TABLE agreements_worddocument DROP COLUMN vector",)


def make(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the tables of the database's own engine."""
    _run(schema_editor, ON_SQLITE if schema_editor.connection.vendor == "sqlite" else ON_POSTGRESQL)


def unmake(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away."""
    _run(schema_editor, FROM_SQLITE if schema_editor.connection.vendor == "sqlite" else FROM_POSTGRESQL)


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: tuple[str, ...]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)

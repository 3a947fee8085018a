"""A database that is locked, only read or not there is told by a page of its own, and gives back what was typed."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, ProgrammingError

from config.unavailable import is_unavailable
from staff.agreements.agreement import AgreementAdmin
from tests.support.desk.editing import desk_of, filled, page_of, save

pytestmark = pytest.mark.database

TYPED = "Ұзақ ойланып терілген түйін"


def of_sqlite(code: int, kind=OperationalError) -> Exception:
    cause = sqlite3.OperationalError("told by SQLite")
    cause.sqlite_errorcode = code
    return caused(kind, cause)


def caused(kind, cause: Exception) -> Exception:
    error = kind(str(cause))
    error.__cause__ = cause
    return error


PASSING = {
    "locked": of_sqlite(sqlite3.SQLITE_BUSY),
    "locked within": of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT),
    "only read": of_sqlite(sqlite3.SQLITE_READONLY),
    "deadlock": caused(OperationalError, psycopg.errors.DeadlockDetected()),
    "a lock that was waited for too long": caused(OperationalError, psycopg.errors.LockNotAvailable()),
    "only read on PostgreSQL": caused(ProgrammingError, psycopg.errors.ReadOnlySqlTransaction()),
    "no right to write": caused(ProgrammingError, psycopg.errors.InsufficientPrivilege()),
    "stopped": caused(OperationalError, psycopg.errors.AdminShutdown()),
    "not there": OperationalError("connection refused"),
}
LASTING = {
    "a fault of ours": of_sqlite(sqlite3.SQLITE_ERROR),
    "a rule": of_sqlite(sqlite3.SQLITE_CONSTRAINT, IntegrityError),
    "a table that is not there": caused(ProgrammingError, psycopg.errors.UndefinedTable()),
    "no fault of the database": ValueError(),
    "nothing": None,
}


@pytest.mark.parametrize("error", PASSING)
def test_what_passes_is_known(error):
    assert is_unavailable(PASSING[error])


@pytest.mark.parametrize("error", LASTING)
def test_what_does_not_pass_is_no_excuse(error):
    assert not is_unavailable(LASTING[error])


def failing(error: Exception):
    def fail(*_args, **_kwargs):
        raise error

    return fail


def test_what_was_typed_on_the_desk_is_given_back_and_can_be_sent_again(draft, monkeypatch):
    editor = desk_of("editors")
    editor.raise_request_exception = False
    data = filled(editor.get(page_of(draft))) | {"summary_kk": TYPED}
    with monkeypatch.context() as broken:
        broken.setattr(AgreementAdmin, "save_model", failing(PASSING["locked"]))
        response = save(editor, draft, data)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert response.content.decode().count(TYPED) == 2  # to read, and to send again
    again: dict[str, list[str]] = {}
    for name, value in response.context["sent"]:
        again.setdefault(name, []).append(value)
    assert save(editor, draft, again).status_code == 302
    draft.refresh_from_db()
    assert draft.summary_kk == TYPED


@pytest.mark.parametrize(("error", "status"), [(PASSING["not there"], 503), (LASTING["a fault of ours"], 500)])
def test_a_reader_is_told_to_ask_again(client, db, monkeypatch, error, status):
    client.raise_request_exception = False
    monkeypatch.setattr("website.views.lists.asked_list", failing(error))
    response = client.get("/kk/agreements/")
    assert response.status_code == status
    assert ("Retry-After" in response.headers) == (status == 503)
    assert f">{status}<" in response.content.decode()

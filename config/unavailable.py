"""When the database is locked by others, only read or not there: a page that says so (503), and nothing is lost."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from django.contrib import admin
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.defaults import server_error as failed

from staff.concurrent_edits.unsaved_input import Why, given_back, sent_again

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.template.response import TemplateResponse

#: Seconds after which a browser or a robot may ask again.
RETRY_AFTER = "5"
#: Primary result codes of SQLite: https://sqlite.org/rescode.html
OF_SQLITE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL)
#: Beginnings of error codes of PostgreSQL: connections, locks, resources, an operator's stop; only read; no right to.
OF_POSTGRESQL = ("08", "40", "53", "55", "57", "25006", "42501")
WHY = Why(
    gettext_lazy(
        "The registry cannot save at the moment: others are saving very much, or it is being looked after. Nothing was "
        "saved, and nothing that you typed is lost. Wait a little and save again."
    ),
    status=503,
)


def is_unavailable(error: BaseException | None) -> bool:
    """Whether `error` comes from a database that cannot do now what it can do at other times."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    code, state = (getattr(error.__cause__, name, None) for name in ("sqlite_errorcode", "sqlstate"))
    if code is not None:
        return code & 0xFF in OF_SQLITE
    if state is not None:
        return str(state).startswith(OF_POSTGRESQL)
    return isinstance(error, OperationalError | InterfaceError)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a request that failed; asked while its error is being handled."""
    if not is_unavailable(sys.exc_info()[1]):
        return failed(request)
    response: HttpResponse | None = None
    with suppress(DatabaseError, InterfaceError):
        answer = given_back(request, WHY, sees=False) or _sent_again(request)
        response = answer.render() if answer is not None else None
    if response is None:
        response = HttpResponse(render_to_string("503.html"), status=503)
    response.headers["Retry-After"] = RETRY_AFTER
    response.headers["Cache-Control"] = "no-store"
    return response


def _sent_again(request: HttpRequest) -> TemplateResponse | None:
    """For what somebody at the desk posted by another page than that of a record; nothing is given to strangers."""
    is_desk = request.method == "POST" and request.path.startswith(reverse("admin:index"))
    return sent_again(request, WHY) if is_desk and admin.site.has_permission(request) else None

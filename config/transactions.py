"""Whatever changes something on the desk runs in one transaction: all of it is saved, or nothing."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parties.admin.given_back import TEMPLATE, Why, given_back, posted_values

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    View = Callable[..., Any]

#: Methods that change nothing.
SAFE = ("GET", "HEAD", "OPTIONS")
CONTRADICTION = Why(
    _(
        "Nothing was saved: what you sent contradicts what somebody else saved at the same moment. Nothing that you "
        "typed is lost. Look through it and save again."
    ),
    status=409,
)
BUSY = Why(
    _(
        "Nothing was saved: the database is busy or cannot be reached just now. Nothing that you typed is lost. "
        "Wait a moment and save again."
    ),
    status=503,
)
#: When to come back to a busy database, in seconds.
RETRY_AFTER = 5


def atomic_unless_safe(view: View) -> View:
    """`view`, whose unsafe methods run in one transaction, so that every lock is taken inside one.

    A view that is marked with Django's `transaction.non_atomic_requests` is left alone: it reads for long and opens a
    transaction of its own where it writes. Templates are rendered afterwards, when others may write again.
    Rules that the database checks at the end only, a lock that was waited for in vain, two requests that
    wait for each other: the transaction is undone, and a page says so and gives back what was typed.
    """
    if getattr(view, "_non_atomic_requests", None):
        return view

    @wraps(view)
    def in_transaction(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method in SAFE:
            return view(request, *args, **kwargs)
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except IntegrityError as error:
            return _not_saved(request, CONTRADICTION, error)
        except OperationalError as error:
            return _not_saved(request, BUSY, error)

    return in_transaction


def _not_saved(request: HttpRequest, why: Why, error: DatabaseError) -> HttpResponse:
    """The page that says why, rendered; raises `error` where even that page needs a database that does not answer."""
    try:
        response = (given_back(request, why, sees=True) or _plain(request, why)).render()
    except DatabaseError:
        raise error from None
    if why is BUSY:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _plain(request: HttpRequest, why: Why) -> TemplateResponse:
    """For what was sent by other pages than those of a record: a button that sends the same again, but no passwords."""
    is_secret = any("password" in name for name in request.POST)
    context = {
        **admin.site.each_context(request),
        "title": gettext("Not saved"),
        "why": why,
        "sent": [] if is_secret else list(posted_values(request)),
    }
    return TemplateResponse(request, TEMPLATE, context, status=why.status)

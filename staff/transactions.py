"""Whatever changes something on the desk runs in one transaction: all of it is saved, or nothing."""

from __future__ import annotations

import logging
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from staff.concurrent_edits.unsaved_input import Why, given_back, sent_again

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    View = Callable[..., Any]

LOG = logging.getLogger(__name__)
#: Methods that change nothing.
SAFE = ("GET", "HEAD", "OPTIONS")
CONTRADICTION = Why(
    _(
        "Nothing was saved: what you sent contradicts what somebody else saved at the same moment. Nothing that you "
        "typed is lost. Look through it and save again."
    ),
    status=409,
)


def atomic_unless_safe(view: View) -> View:
    """`view`, whose unsafe methods run in one transaction, so that every lock is taken inside one.

    A view that is marked with Django's `transaction.non_atomic_requests` is left alone: it reads for long and opens a
    transaction of its own where it writes. Templates are rendered afterwards, when others may write again.
    Where a rule is broken that the database checks at the end only, the transaction is undone, and a page says so and
    gives back what was typed. A database that is busy or away is config.unavailable's concern.
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
            LOG.warning("Undone at %s: %s", request.path, error)
            return given_back(request, CONTRADICTION, sees=True) or sent_again(request, CONTRADICTION)

    return in_transaction

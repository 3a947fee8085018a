"""Browsers in which somebody was let into the desk: a signed cookie says who, for a year.

It opens nothing. What a browser sends after its session ended is read for the sake of this cookie
(staff/request_limits.py), and its owner can sign in there while strangers guess the password
(staff/accounts/sign_in.py).
It outlasts signing out: whoever signs out every evening needs it in the morning. It ends with the account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.urls import reverse
from django.utils.crypto import get_random_string, salted_hmac

from staff.accounts.sign_in import is_let_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

COOKIE = "device"
LASTS = timedelta(days=365)
SALT = "config.devices"
NOBODY = ("", "", "")


@dataclass(frozen=True)
class Device:
    """A browser in which `account` was let into the desk."""

    account: User
    name: str
    #: Whether the account still has the password it had then.
    is_current: bool


def device_of(request: HttpRequest) -> Device | None:
    """The browser of a request, if its cookie is ours and its account may still enter the desk; one query at most."""
    key, name, password = _kept(request)
    account = User.objects.filter(pk=key, is_active=True, is_staff=True).first() if key else None
    return Device(account, name, password == _mark(account)) if account is not None else None


def remember(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that gives the cookie to the browser of whoever was let into the desk."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith(reverse("admin:index")) and is_let_in(request) and not _is_kept(request):
            _give(response, request.user)
        return response

    return middleware


def _is_kept(request: Any) -> bool:
    key, _name, password = _kept(request)
    return key == str(request.user.pk) and password == _mark(request.user)


def _give(response: HttpResponse, account: Any) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps([str(account.pk), get_random_string(22), _mark(account)], salt=SALT),
        max_age=LASTS,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _kept(request: HttpRequest) -> tuple[str, str, str]:
    """What the cookie of a browser says: the key of an account, the name of the browser, the mark of the password."""
    try:
        key, name, password = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return NOBODY
    return key, name, password


def _mark(account: Any) -> str:
    """Another one for another password; tells nothing of either."""
    return salted_hmac(SALT, account.password, algorithm="sha256").hexdigest()[:32]

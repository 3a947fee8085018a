"""Guessing passwords is slowed down, and no stranger can lock out the owner of an account.

Failures count for the pair of account and address, and for an address whatever the account. An account alone never
waits: while it is guessed from many addresses, each new one has fewer tries, and so has its owner at a new place.
A browser in which the owner was let in before (staff/accounts/devices.py) is counted by itself wherever it is, so that
strangers at the same address cost it nothing (OWASP calls that device cookies). While somebody waits no password is
tried.
"""

from __future__ import annotations

import ipaddress
import unicodedata
from math import ceil
from typing import TYPE_CHECKING, Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from staff.accounts.devices import device_of
from staff.accounts.sign_in import closed_desk

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

#: So many times the failures of one pair may come from one address; as many for one account halve strangers' tries.
FROM_ANYWHERE = 10
#: What stands for the browser of a stranger, whatever it calls itself.
STRANGER = ""
#: The longest name that axes keeps.
LONGEST_NAME = 255


class Throttle(AxesDatabaseHandler):
    """Counts failures in the table of django-axes."""

    def is_locked(self, request: Any, credentials: Any = None) -> bool:
        _name_the_browser(request, credentials)
        return _waits_until(request, credentials) is not None

    def user_login_failed(self, sender: Any, credentials: dict, request: Any = None, **kwargs: Any) -> None:
        if request is not None:
            _name_the_browser(request, credentials)
        super().user_login_failed(sender, credentials, request, **kwargs)

    def user_logged_in(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        _name_the_browser(request, {"username": user.get_username()})
        super().user_logged_in(sender, request, user, **kwargs)


def counted_by(request: Any, _credentials: Any = None) -> list[list[str]]:
    """What a failure counts for: a known browser wherever it is, else the account from this address."""
    return [["username", "user_agent"]] if _is_known(request) else [["username", "ip_address", "user_agent"]]


def name_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """The name of an account for counting: ways of writing it count together, whether or not it is there."""
    given = (credentials or request.POST).get("username")
    return _folded(given) if isinstance(given, str) else None


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from; of IPv6 the network of 64 bits, as one subscriber has all of it.

    Behind a proxy it is the last address of X-Forwarded-For, which the proxy wrote itself.
    """
    forwarded = request.headers.get("x-forwarded-for", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return _network(forwarded.rpartition(",")[2]) or _network(request.META.get("REMOTE_ADDR", ""))


def locked_out(request: Any, *_original: Any, **_options: Any) -> HttpResponse:
    """The page of those who have to wait, and for how long; the password was not tried, even if it is right."""
    until = _waits_until(request, request.axes_credentials)
    seconds = ceil((until - request.axes_attempt_time).total_seconds()) if until else 0
    seconds = min(max(1, seconds), int(settings.AXES_COOLOFF_TIME.total_seconds()))
    context = closed_desk(request, title=_("Please wait"), minutes=ceil(seconds / 60), is_known=_is_known(request))
    response = TemplateResponse(request, "staff/locked_out.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response.render()


def _waits_until(request: Any, credentials: Any) -> datetime | None:
    """Until when no password is tried for this account from here; None where one may be tried."""
    recent = AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request))
    of_account = recent.filter(username=get_client_username(request, credentials), user_agent=request.axes_user_agent)
    each, many = settings.AXES_FAILURE_LIMIT, settings.AXES_FAILURE_LIMIT * FROM_ANYWHERE
    if _is_known(request):
        return _until(of_account, each)
    address = request.axes_ip_address
    tries = max(1, each // 2) if _until(of_account, many) else each
    pair = _until(of_account.filter(ip_address=address), tries)
    place = _until(recent.filter(ip_address=address, user_agent=STRANGER), many) if address else None
    return max((moment for moment in (pair, place) if moment), default=None)


def _until(attempts: QuerySet[AccessAttempt], limit: int) -> datetime | None:
    """When fewer than `limit` failures will be recent; None where they are fewer now."""
    failures = 0
    for of_one, last in attempts.order_by("-attempt_time").values_list("failures_since_start", "attempt_time")[:limit]:
        failures += of_one
        if failures >= limit:
            return last + settings.AXES_COOLOFF_TIME
    return None


def _name_the_browser(request: Any, credentials: Any) -> None:
    device = device_of(request)
    name = get_client_username(request, credentials)
    known = device is not None and device.is_current and _folded(device.account.get_username()) == name
    request.axes_user_agent = f"device {device.name}" if device is not None and known else STRANGER


def _is_known(request: Any) -> bool:
    return request.axes_user_agent != STRANGER


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()[:LONGEST_NAME]


def _network(given: str) -> str | None:
    """An address as it is counted; None for what is no address. Some proxies write a port after it."""
    host = given.strip()
    host = host[1:].partition("]")[0] if host.startswith("[") else host
    host = host.partition(":")[0] if host.count(":") == 1 else host
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), 64), strict=False).network_address)

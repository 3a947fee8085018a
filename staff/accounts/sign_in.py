"""Signing in: those who publish show a second factor. Who guesses passwords has to wait (staff/accounts/throttling.py).

The second factor is a one-time code of a phone (TOTP, RFC 6238) or one of ten recovery codes, each good once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import segno
from django import forms
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as verified
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from agreements.rules.publication_states import PUBLISH_PERMISSION

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django_otp.models import Device

#: How many recovery codes a person gets.
RECOVERY_CODES = 10
#: What only a person with the second factor may do.
GUARDED = (
    PUBLISH_PERMISSION,
    *(f"auth.{action}_{model}" for action in ("add", "change", "delete") for model in ("user", "group")),
)
#: Pages of the desk that are open before the second factor was shown.
OPEN_PAGES = frozenset({"logout", "second_factor", "jsi18n"})


class CodeForm(forms.Form):
    """A code of the phone, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split()).lower()


def is_let_in(request: Any) -> bool:
    """Whether the desk is open to this person: signed in, and with the second factor where it is asked for."""
    return hasattr(request, "user") and admin.site.has_permission(request) and not _owes_second_factor(request)


def lacks_second_factor(request: Any) -> bool:
    """Whether this person has to show the second factor before the desk opens."""
    asked = request.resolver_match.url_name if request.resolver_match else ""
    return asked not in OPEN_PAGES and _owes_second_factor(request)


def _owes_second_factor(request: Any) -> bool:
    shown = getattr(request.user, "otp_device", None)  # which nobody has looked for in the moment of signing in
    if not settings.SECOND_FACTOR or shown is not None:
        return False
    return any(request.user.has_perm(permission) for permission in GUARDED)


def to_second_factor(request: HttpRequest) -> HttpResponse:
    """The way to the page of the second factor, and back to where the person wanted to go."""
    wanted = request.get_full_path() if request.method == "GET" else reverse("admin:index")
    return HttpResponseRedirect(reverse("admin:second_factor", query={"next": wanted}))


@sensitive_post_parameters("code")
def second_factor(request: Any) -> HttpResponse:
    """Asks for a code; a person without a phone set up sets one up first."""
    phone = TOTPDevice.objects.filter(user=request.user, confirmed=True).first()
    device = phone or _new_phone(request.user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        used = _device_of_code(request.user, device, form.cleaned_data["code"])
        if used is None:
            form.add_error("code", _refusal(device))
        else:
            verified(request, used)
            request.session.cycle_key()
            if phone is None:
                return _show_recovery_codes(request, device)
            return HttpResponseRedirect(_next(request))
    context = closed_desk(request, form=form, is_new=phone is None)
    if phone is None:
        code = segno.make(device.config_url, error="m")
        context |= {
            "secret": _in_groups(device),
            "picture": code.svg_inline(scale=5, border=2, dark="#000", light="#fff"),
        }
    return TemplateResponse(request, "staff/second_factor.html", context)


def _new_phone(user: Any) -> TOTPDevice:
    """The phone being set up; looking at the page again does not make another, nor do two looks at once matter."""
    begun = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk").first()
    return begun or TOTPDevice.objects.create(user=user, confirmed=False, name="phone")


def _device_of_code(user: Any, phone: TOTPDevice, code: str) -> Device | None:
    """What accepted `code`: the phone, or the recovery codes of a person whose phone is set up."""
    by_phone = verify_token(user, phone.persistent_id, code) if code.isascii() and code.isdecimal() else None
    if by_phone is not None or len(code) == phone.digits:
        return by_phone
    recovery = StaticDevice.objects.filter(user=user, confirmed=True).first() if phone.confirmed else None
    return verify_token(user, recovery.persistent_id, code) if recovery else None


def _refusal(device: TOTPDevice) -> str:
    device.refresh_from_db()
    allowed, why = device.verify_is_allowed()
    if allowed or not why:
        return _("This code is not right. Codes change every 30 seconds; look at the clock of your phone.")
    wait = max(1, int((why["locked_until"] - device.throttling_failure_timestamp).total_seconds()))
    return ngettext(
        "This code is not right. Wait %(count)s second before the next one.",
        "This code is not right. Wait %(count)s seconds before the next one.",
        wait,
    ) % {"count": wait}


@transaction.atomic
def _show_recovery_codes(request: Any, device: TOTPDevice) -> HttpResponse:
    """The phone is set up; the recovery codes are shown this once."""
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    TOTPDevice.objects.filter(user=request.user, confirmed=False).delete()
    StaticDevice.objects.filter(user=request.user).delete()
    recovery = StaticDevice.objects.create(user=request.user, name="recovery")
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=recovery, token=code) for code in codes)
    context = closed_desk(request, codes=codes, next=_next(request))
    return TemplateResponse(request, "staff/recovery_codes.html", context).render()  # or they are not kept


def closed_desk(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """What pages are made of while the desk is not open yet."""
    closed = {"is_nav_sidebar_enabled": False, "available_apps": []}
    return {**admin.site.each_context(request), **closed, "title": _("Second factor"), "next": _next(request), **more}


def _next(request: HttpRequest) -> str:
    """Where to go on; never to another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("admin:index")


def _in_groups(device: TOTPDevice) -> str:
    """The secret as people type it: base 32 in groups of four."""
    secret = device.config_url.partition("secret=")[2].partition("&")[0].rstrip("=").replace("%3D", "")
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))

"""Signing in with a password and a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_otp.oath import totp

if TYPE_CHECKING:
    from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "a-long-enough-password"


SIGN_IN, SECOND_FACTOR, DESK = "/admin/login/", "/admin/second-factor/", "/admin/"


def code_of(device: TOTPDevice) -> str:
    return f"{totp(device.bin_key, device.step, device.t0, device.digits, device.drift):06d}"

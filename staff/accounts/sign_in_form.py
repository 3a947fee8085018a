"""The form at the entrance of the desk."""

from __future__ import annotations

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import User


class SignInForm(AdminAuthenticationForm):
    """Refuses a name longer than any account has: only the browser would, and failures are kept by name."""

    username = UsernameField(
        max_length=User._meta.get_field("username").max_length, widget=forms.TextInput(attrs={"autofocus": True})
    )

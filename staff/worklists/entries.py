"""The lists of the desk's front page: a few entries of each, how many there are, and where all of them are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from languages.translated import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django_stubs_ext import StrOrPromise

    from agreements.models import Agreement

#: So many entries of each list stand on the front page.
SHOWN = 10
#: What every record has to be looked at for is counted up to here, in the query that finds the first ones.
COUNTED = 1000


@dataclass(frozen=True)
class WorklistEntry:
    """One thing to do: what it is about, in which language that is written, where it is done, what is to be known."""

    label: str
    language: str
    address: str
    note: StrOrPromise = ""
    by: str = ""
    at: datetime | None = None
    on: date | None = None
    identifier: str = ""

    @classmethod
    def about(cls, agreement: Agreement, anchor: str = "", **more: Any) -> WorklistEntry:
        """An entry about `agreement`, which leads to the place `anchor` of its page."""
        title = shown(agreement, "title")
        address = reverse("admin:agreements_agreement_change", args=(agreement.pk,)) + (f"#{anchor}" if anchor else "")
        language = title.language if title.is_fallback else ""
        return cls(title.text, language, address, identifier=agreement.identifier, **more)


@dataclass(frozen=True)
class WorkList:
    """A list of the front page. `everything` leads to the whole of it; `nothing` is said where it is empty.

    `is_more` where there are more than the `total` that was counted.
    """

    code: str
    title: StrOrPromise
    nothing: StrOrPromise
    entries: Sequence[WorklistEntry]
    total: int | None = None
    everything: str = ""
    is_more: bool = False


def whole_list(query: str, model: str = "agreement") -> str:
    """The address of the admin's list of `model` under `query`."""
    return f"{reverse(f'admin:agreements_{model}_changelist')}?{query}"


def name_of(user: Any) -> str:
    """How a person of the desk is called; "" for the registry itself."""
    return "" if user is None else user.get_full_name() or user.get_username()

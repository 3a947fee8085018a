"""Pages for those who review an agreement: what changed since it was last public."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from agreements.versions.diff import PartDifference, count_changes, differences
from agreements.versions.revision_index import RevisionIndex
from agreements.versions.snapshots import RecordHistory, State, present_state
from staff.review.diff_display import counted, grouped

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from agreements.models import Agreement
    from agreements.versions.snapshots import PublicPeriod


@dataclass(frozen=True)
class SincePublic:
    """The record as it is beside its state when the public saw it last."""

    #: Whether no version of it was ever public.
    is_first: bool
    #: When it was published, where it is public now; otherwise when it was withdrawn. None where no version was kept.
    moment: datetime | None = None
    old: State = field(default_factory=dict)
    new: State = field(default_factory=dict)
    found: list[PartDifference] = field(default_factory=list)

    @property
    def count(self) -> int:
        return count_changes(self.found)


def since_public(agreement: Agreement) -> SincePublic:
    """What changed in `agreement` since it was last public; in place, where it is public now."""
    if not agreement.identifier:
        return SincePublic(is_first=True)
    history = RecordHistory(agreement.pk)
    moment = _last_public_moment(history.public_periods())
    if moment is None:
        return SincePublic(is_first=False)
    old, new = history.state(moment), present_state(agreement)
    return SincePublic(is_first=False, moment=moment, old=old, new=new, found=differences(old, new))


def _last_public_moment(periods: list[PublicPeriod]) -> datetime | None:
    """When it was published, where it is public now; otherwise when it was withdrawn."""
    return (periods[-1].end or periods[-1].start) if periods else None


@dataclass(frozen=True)
class CountedSincePublic:
    """How many changes there are since then: what the page of the record says of it."""

    is_first: bool
    moment: datetime | None = None
    count: int = 0


def counted_since_public(agreement: Agreement) -> CountedSincePublic:
    """The same as `since_public` says, read of those parts alone that were saved since."""
    if not agreement.identifier:
        return CountedSincePublic(is_first=True)
    outline = RevisionIndex(agreement.pk)
    moment = _last_public_moment(outline.public_periods)
    if moment is None:
        return CountedSincePublic(is_first=False)
    changes = count_changes(differences(*outline.touched(moment)))
    return CountedSincePublic(is_first=False, moment=moment, count=changes)


class ReviewPages:
    """For the admin of agreements."""

    def get_urls(self) -> list[Any]:
        changes = path(
            "<path:object_id>/changes/",
            self.admin_site.admin_view(self.changes_view),  # type: ignore[attr-defined]
            name="agreements_agreement_changes",
        )
        return [changes, *super().get_urls()]  # type: ignore[misc]

    def asked_agreement(self, request: HttpRequest, object_id: str) -> Agreement:
        """The agreement of an address, for those who may see it. Raises Http404, PermissionDenied."""
        agreement: Agreement | None = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if agreement is None:
            raise Http404
        if not self.has_view_permission(request, agreement):  # type: ignore[attr-defined]
            raise PermissionDenied
        return agreement

    def changes_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What changed since the agreement was last public, field by field."""
        agreement = self.asked_agreement(request, object_id)
        since = since_public(agreement)
        groups = grouped(since.found, since.old, since.new)
        context = {
            "since": since,
            "groups": groups,
            "counts": counted(present_state(agreement)) if since.is_first else [],
            "title": _("What changed since it was last public"),
        }
        return self.page_about(request, agreement, "staff/agreements/changes.html", context)

    def page_about(
        self, request: HttpRequest, agreement: Agreement, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        """A page of the desk about `agreement`."""
        site, opts = self.admin_site, self.opts  # type: ignore[attr-defined]
        common = {**site.each_context(request), "opts": opts, "original": agreement, "subtitle": str(agreement)}
        return TemplateResponse(request, template, {**common, **context}, status=status)

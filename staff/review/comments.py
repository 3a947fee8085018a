"""Comments on a review: written and resolved from the page of an agreement, each about a place in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from agreements.models import Agreement, ReviewComment
from agreements.publication.peer_review import CHANGED_IN_PUBLIC
from agreements.rules.publication_states import ON_THE_WAY
from agreements.versions.queries import OWNERS, WHOLE
from languages import LANGUAGES
from languages.collation import current_language
from staff.framework.widgets import PlainTextField
from staff.review.changes_page import ReviewPages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

#: The fields of the agreement itself one can comment on, in the order of its page.
FIELDS = (
    "title", "type", "level", "legal_character", "number", "summary", "term", "term_months", "renewal",
    "renewal_months", "notice_months", "costs", "joint_commission", "programme", "clauses_note",
)  # fmt: skip
PARTS: dict[str, Any] = {str(model._meta.model_name): model for model in WHOLE[1:]}
WHOLE_RECORD = gettext_lazy("The whole record")
LONGEST = 4000


class CommentForm(forms.Form):
    """A comment, with the place it is about."""

    place = forms.CharField(required=False, max_length=60, label=gettext_lazy("What it is about"))
    text = PlainTextField(
        label=gettext_lazy("Comment"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80, "class": "vLargeTextField"}),
    )

    def __init__(self, agreement: Agreement, data: Any = None) -> None:
        super().__init__(data, auto_id="comment-%s")
        self.agreement = agreement

    def clean_place(self) -> str:
        place: str = self.cleaned_data["place"]
        if place and place not in FIELDS and not self._is_part(place):
            raise forms.ValidationError(_("The record has no such place any more. Choose another one."))
        return place

    def _is_part(self, place: str) -> bool:
        name, _hyphen, key = place.partition("-")
        model = PARTS.get(name)
        if model is None or not (key.isascii() and key.isdecimal()) or len(key) > len(str(2**62)):
            return False
        owner = OWNERS.get(model, "agreement")
        found: bool = model._base_manager.filter(pk=int(key), **{owner: self.agreement}).exists()
        return found


@dataclass(frozen=True)
class CommentAnchor:
    """A place of the page: its code, what it is called, and its anchor."""

    code: str
    label: str
    anchor: str


@dataclass(frozen=True)
class PlacedComment:
    """A comment beside the place it is about; without an anchor where the place is not on the page."""

    comment: ReviewComment
    place: CommentAnchor


@dataclass(frozen=True)
class Discussion:
    """The comments on an agreement, and whether the reader may add to them."""

    agreement: Agreement
    open: list[PlacedComment]
    resolved: list[PlacedComment]
    places: list[tuple[str, list[CommentAnchor]]]
    may_write: bool
    may_resolve: bool


def may_comment(site_admin: Any, request: HttpRequest, agreement: Agreement) -> bool:
    """Those who may change the record, while it is on its way to the public."""
    return agreement.status in ON_THE_WAY and site_admin.has_change_permission(request, agreement)


def discussion(agreement: Agreement, inlines: Iterable[Any], *, may_write: bool, may_resolve: bool) -> Discussion:
    """What the page shows; the rows of `inlines` get the open comments about them as `review_comments`."""
    groups = _places(inlines)
    known = {place.code: place for _label, places in groups for place in places}
    removed = _("A part that was removed")
    said = agreement.review_comments.exclude(place=CHANGED_IN_PUBLIC)
    placed = [
        PlacedComment(comment, known.get(comment.place, CommentAnchor(comment.place, removed, "")))
        for comment in said.select_related("written_by", "resolved_by")
    ]
    still_open = [one for one in placed if one.comment.resolved_at is None]
    for inline in inlines:
        for row in inline.formset.initial_forms:
            code = _code(row.instance)
            note(row, [one.comment for one in still_open if one.place.code == code])
    resolved = [one for one in placed if one.comment.resolved_at is not None]
    return Discussion(agreement, still_open, resolved, groups, may_write, may_resolve)


def note(about: Any, comments: list[ReviewComment]) -> None:
    """Let a field or a row of the page show `comments`."""
    if comments:
        about.review_comments, about.has_notes = comments, True


def _code(part: Any) -> str:
    return f"{part._meta.model_name}-{part.pk}"


def _places(inlines: Iterable[Any]) -> list[tuple[str, list[CommentAnchor]]]:
    """Every place of the page, in its order; read off the forms, which hold the rows already."""
    own = [_field(name) for name in FIELDS]
    groups = [("", [CommentAnchor("", str(WHOLE_RECORD), "publication-heading")]), (_("The agreement itself"), own)]
    for inline in inlines:
        rows = [
            CommentAnchor(_code(row.instance), _heading(row), f"{inline.formset.prefix}-{number}")
            for number, row in enumerate(inline.formset.initial_forms)
            if row.instance.pk  # others were removed meanwhile, or never were there
        ]
        groups.append((capfirst(str(inline.opts.verbose_name_plural)), rows))
    return [group for group in groups if group[1]]


def _field(name: str) -> CommentAnchor:
    field: Any = Agreement._meta.get_field(name)
    translated = any(column.name == f"{name}_{LANGUAGES[0]}" for column in Agreement._meta.concrete_fields)
    anchor = f"id_{name}_{current_language()}" if translated else f"id_{name}"
    return CommentAnchor(name, capfirst(str(field.verbose_name)), anchor)


def _heading(row: Any) -> str:
    return Truncator(str(getattr(row, "heading", row.instance))).chars(90)


def field_notes(form: Any, comments: Discussion) -> None:
    """Let each field of the agreement's own form know the open comments about it."""
    for name, field in form.fields.items():
        code = name.rpartition("_")[0] if name.rpartition("_")[2] in LANGUAGES else name
        note(field, [one.comment for one in comments.open if one.place.code == code])


class CommentPages(ReviewPages):
    """For the admin of agreements."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view  # type: ignore[attr-defined]
        name = "agreements_agreement_comment"
        return [
            path("<path:object_id>/comments/", view(self.comment_view), name=name),
            path(
                "<path:object_id>/comments/<int:comment_id>/resolved/",
                view(self.comment_resolved_view),
                name=f"{name}_resolved",
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def comment_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Keep a comment; one that cannot be kept, or comes too late, comes back as it was typed."""
        agreement = self.asked_agreement(request, object_id)
        if not self.has_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        form = CommentForm(agreement, request.POST)
        is_too_late = not may_comment(self, request, agreement)
        if is_too_late or not form.is_valid():
            context = {"title": _("Comment on the record"), "form": form, "is_too_late": is_too_late}
            return self.page_about(
                request, agreement, "staff/agreements/comment.html", context, 403 if is_too_late else 200
            )
        who_and_when: Any = {"written_by": request.user, "written_at": timezone.now()}
        ReviewComment.objects.create(agreement=agreement, **form.cleaned_data, **who_and_when)
        messages.success(request, _("The comment was added."))
        return back_to_comments(agreement)

    @method_decorator(require_POST)
    def comment_resolved_view(self, request: HttpRequest, object_id: str, comment_id: int) -> HttpResponse:
        """Mark a comment as resolved, whatever became of the record since; who did so first stays."""
        agreement = self.asked_agreement(request, object_id)
        if not self.has_change_permission(request, agreement):  # type: ignore[attr-defined]
            raise PermissionDenied
        said = ReviewComment.objects.exclude(place=CHANGED_IN_PUBLIC)
        comment = get_object_or_404(said, pk=comment_id, agreement=agreement)
        still_open = ReviewComment.objects.filter(pk=comment.pk, resolved_at=None)
        still_open.update(resolved_by=request.user, resolved_at=timezone.now())
        messages.success(request, _("The comment is resolved."))
        return back_to_comments(agreement)


def back_to_comments(agreement: Agreement) -> HttpResponse:
    page = reverse("admin:agreements_agreement_change", args=(agreement.pk,))
    return HttpResponseRedirect(f"{page}#review-comments")

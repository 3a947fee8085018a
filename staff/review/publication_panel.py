"""The block of an agreement's page that shows where its publication stands, and moves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agreements.models import PublicationStatus
from agreements.publication.peer_review import CHANGED_IN_PUBLIC, changed_beside, changes_in_public, waiting_mark
from agreements.publication.workflow import needs_another
from agreements.rules.completeness import warnings
from agreements.rules.numbering import NoPair, pair_of
from agreements.rules.publication_states import MOVES, ON_THE_WAY, PUBLISH_PERMISSION, needed_permission
from agreements.versions.queries import last_writing, newest_versions

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    from agreements.models import Agreement, PublicationMove, ReviewComment
    from agreements.rules.completeness import Findings
    from agreements.versions.queries import Writing

#: What the button of each move says.
BUTTONS: dict[tuple[str, str], _StrPromise] = {
    (PublicationStatus.DRAFT, PublicationStatus.IN_REVIEW): _("Send to review"),
    (PublicationStatus.IN_REVIEW, PublicationStatus.DRAFT): _("Return to draft"),
    (PublicationStatus.IN_REVIEW, PublicationStatus.PUBLISHED): _("Publish"),
    (PublicationStatus.PUBLISHED, PublicationStatus.WITHDRAWN): _("Withdraw from the public"),
    (PublicationStatus.WITHDRAWN, PublicationStatus.IN_REVIEW): _("Take into review again"),
}


LONGEST_NOTE = 2000
#: Where the session keeps a note until the page is shown again.
NOTE = "note-of-a-refused-move"


class MoveForm(forms.Form):
    """What a button of the block sends."""

    to = forms.ChoiceField(choices=PublicationStatus.choices)
    note = forms.CharField(required=False, max_length=LONGEST_NOTE)
    #: The mark of the versions that stood on the page of the button.
    seen = forms.CharField(required=False, max_length=500)


@dataclass(frozen=True)
class Button:
    """One move that this person may make."""

    to: str
    label: _StrPromise
    is_main: bool
    question: str = ""


@dataclass(frozen=True)
class FourEyes:
    """Who may publish what was written last, told before anybody tries."""

    is_on: bool
    writing: Writing | None
    #: Whether the reader wrote last, so that somebody else has to publish.
    holds_up: bool
    #: Whether the reader may publish otherwise.
    is_publisher: bool


@dataclass(frozen=True)
class UnreviewedChange:
    """A change of the public record at which no other publisher has looked yet, and whether the reader may."""

    comment: ReviewComment
    may_confirm: bool

    @property
    def what(self) -> str:
        return changed_beside(self.comment)


@dataclass(frozen=True)
class PublicationBlock:
    """What the block shows: the state, the moves open to this person, what to mind, what was done."""

    agreement: Agreement
    buttons: list[Button]
    obstacles: list[str]
    doubts: list[str]
    moves: list[PublicationMove]
    four_eyes: FourEyes | None
    seen: str
    #: Whether what the reader saves here is public at once.
    is_live: bool
    in_public: list[UnreviewedChange]
    #: The mark of what waits there for another's look.
    waiting: str

    @property
    def is_four_eyes(self) -> bool:
        return bool(settings.FOUR_EYES)

    @property
    def may_confirm(self) -> bool:
        return any(change.may_confirm for change in self.in_public)


def keep_note(request: HttpRequest, agreement: Agreement) -> None:
    """Keep the note that was typed for a move that was refused, for the page which is shown next."""
    note = request.POST.get("note", "").replace("\0", "")[:LONGEST_NOTE]
    if note:
        request.session[NOTE] = [agreement.pk, note]


def kept_note(request: HttpRequest, agreement: Agreement) -> str:
    """That note, once."""
    key, note = request.session.get(NOTE, (None, ""))
    if key != agreement.pk:
        return ""
    del request.session[NOTE]
    return str(note)


def may_move(user: User, agreement: Agreement, to: str) -> bool:
    return user.has_perm(needed_permission(agreement.status, to))


def four_eyes(agreement: Agreement, user: User) -> FourEyes | None:
    """What the block tells of the rule; None where the record is public or withdrawn."""
    if agreement.status not in ON_THE_WAY:
        return None
    writing = last_writing(agreement)
    return FourEyes(settings.FOUR_EYES, writing, needs_another(writing, user), user.has_perm(PUBLISH_PERMISSION))


def block(agreement: Agreement, user: User, found: Findings) -> PublicationBlock:
    eyes = four_eyes(agreement, user)
    allowed = [to for to in PublicationStatus.values if to in MOVES[agreement.status] and may_move(user, agreement, to)]
    if eyes is not None and eyes.holds_up:
        allowed = [to for to in allowed if to != PublicationStatus.PUBLISHED]
    is_publisher = user.has_perm(PUBLISH_PERMISSION)
    in_public = [
        UnreviewedChange(comment, is_publisher and comment.written_by_id != user.pk)
        for comment in (changes_in_public().filter(agreement=agreement) if agreement.is_public else ())
    ]
    buttons = [
        Button(to, BUTTONS[(agreement.status, to)], to != PublicationStatus.DRAFT, _question(agreement, to))
        for to in allowed
    ]
    return PublicationBlock(
        agreement,
        buttons,
        found.obstacles if agreement.status in ON_THE_WAY else [],
        [*_other_pair(agreement), *found.warnings],
        list(agreement.moves.select_related("made_by").order_by("-made_at", "-pk")),
        eyes,
        newest_versions(agreement.pk),
        agreement.is_public and is_publisher,
        in_public,
        waiting_mark(agreement) if in_public else "",
    )


def where_to_look(agreement: Agreement) -> tuple[str, str]:
    """The page that shows what was saved meanwhile, and what its link says."""
    if agreement.identifier:
        return reverse("admin:agreements_agreement_changes", args=(agreement.pk,)), str(_("What changed"))
    return reverse("admin:agreements_agreement_history", args=(agreement.pk,)), str(_("Who saved what"))


def _question(agreement: Agreement, to: str) -> str:
    """What to ask before a publication: the first cannot be taken back, and open comments may have been overlooked."""
    if to != PublicationStatus.PUBLISHED:
        return ""
    said = agreement.review_comments.filter(resolved_at=None).exclude(place=CHANGED_IN_PUBLIC).count()
    unresolved = ngettext("%(count)s comment is not resolved.", "%(count)s comments are not resolved.", said)
    asked = [unresolved % {"count": said}] if said else []
    if not agreement.identifier:
        asked.append(str(_("The agreement gets its identifier now. The identifier is for ever. Publish?")))
    elif said:
        asked.append(str(_("Publish all the same?")))
    return " ".join(asked)


def _other_pair(agreement: Agreement) -> list[str]:
    """Says that the sides are no longer those that the identifier names."""
    try:
        named = not agreement.pair or pair_of(agreement) == agreement.pair
    except NoPair:
        named = False
    if named:
        return []
    return [
        str(_("The sides are no longer those of the identifier %(identifier)s, which stays as it is."))
        % {"identifier": agreement.identifier}
    ]


def doubts(agreement: Agreement) -> list[str]:
    """What its publisher should look at again; nothing here blocks."""
    return [*_other_pair(agreement), *warnings(agreement)]

"""The timeline of one agreement, in the words of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from languages.partial_date_field import words
from website.timelines.events import Told, drawn

if TYPE_CHECKING:
    from datetime import date

    from agreements.models import Agreement, Event
    from website.timelines.drawing import Drawing

register = template.Library()


@register.simple_tag
def timeline_of(agreement: Agreement, on: date) -> Drawing | None:
    """What happened to `agreement`, drawn; None where too little is dated. It asks nothing after `with_evidence`."""
    months = agreement.term_months or 0
    term, length = _("Term"), ngettext("%(months)s month", "%(months)s months", months) % {"months": months}
    told = [_told(event) for event in agreement.events.all()]
    return drawn(agreement, told, on, (term, length))


def _told(event: Event) -> Told:
    """The words above an event's line: what, whose step, when. The list below the picture names parties in full."""
    what = str(event.get_kind_display())
    if event.by is not None:
        what = f"{what} ({event.by.get_side_display()})"
    when = [str(words(event.date) or ""), *([_("another account")] if event.preferred_id else ())]
    return Told(event, event.pk, what, ", ".join(when))

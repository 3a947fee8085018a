"""Records that may be of the same instrument: the same parties, a near title or the same days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from agreements.models import Agreement, AgreementParty, Event, EventKind, Side
from agreements.search.vocabulary import trigrams
from languages import LANGUAGES
from languages.words.folding import normalised
from languages.words.tokens import written_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: Signatures further apart are of two instruments.
APART = timedelta(days=31)
#: The share of trigrams that two near titles have in common.
NEAR = 0.6
#: The latest records of the same parties are looked at; two states may have signed thousands.
LOOKED_AT = 200
SHOWN = 5


@dataclass(frozen=True)
class Duplicate:
    """Another record, and why it may be of the same instrument."""

    agreement: Agreement
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        name = " ".join(part for part in (self.agreement.identifier, str(self.agreement)) if part)
        return _("Perhaps the same instrument as “%(name)s”: %(reasons)s.") % {
            "name": name,
            "reasons": ", ".join(self.reasons),
        }


def probable_duplicates(agreement: Agreement) -> list[Duplicate]:
    """Other records between the same parties, signed within 31 days as far as is known, of a near title or the
    same type and days; drafts included, so for the desk only."""
    rows = list(agreement.agreement_parties.values_list("side", "party"))
    sides = [{party for side, party in rows if side == wanted} for wanted in Side]
    if not all(sides):
        return []
    own = list(_signatures().filter(agreement=agreement))
    dated = Prefetch("events", _signatures(), to_attr="signatures")
    found = [_compared(agreement, own, other) for other in _candidates(agreement, sides, own).prefetch_related(dated)]
    return [duplicate for duplicate in found if duplicate][:SHOWN]


def _signatures() -> QuerySet[Event]:
    """Dated signatures that count."""
    counting = Event.objects.filter(kind=EventKind.SIGNED, preferred=None)
    return counting.filter(earliest_on__isnull=False, before_on__isnull=False)


def _candidates(agreement: Agreement, sides: list[set[int]], own: list[Event]) -> QuerySet[Agreement]:
    others = Agreement.objects.exclude(pk=agreement.pk).order_by("-pk")
    for parties in sides:
        others = others.filter(Exists(AgreementParty.objects.filter(agreement=OuterRef("pk"), party__in=parties)))
    if not own:
        return others[:LOOKED_AT]
    theirs = _signatures().filter(agreement=OuterRef("pk"))
    within = Q()
    for event in own:
        within |= Q(earliest_on__lt=event.before_on + APART, before_on__gt=event.earliest_on - APART)
    return others.filter(~Exists(theirs) | Exists(theirs.filter(within)))[:LOOKED_AT]


def _compared(agreement: Agreement, own: list[Event], other: Agreement) -> Duplicate | None:
    near_title = any(
        _nearness(getattr(agreement, f"title_{language}"), getattr(other, f"title_{language}")) >= NEAR
        for language in LANGUAGES
    )
    same_days = bool(own and other.signatures)  # type: ignore[attr-defined]
    if not near_title and not (same_days and other.type == agreement.type):
        return None
    reasons = [
        (True, _("the same parties")),
        (near_title, _("a near title")),
        (same_days, _("signed within 31 days")),
        (other.type == agreement.type, _("the same type")),
    ]
    return Duplicate(other, tuple(reason for applies, reason in reasons if applies))


def _nearness(one: str | None, other: str | None) -> float:
    """The share of trigrams that two titles have in common, 0 to 1."""
    ours, theirs = _trigrams(one), _trigrams(other)
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def _trigrams(title: str | None) -> set[str]:
    return {trigram for word in written_words(title or "") for trigram in trigrams(normalised(word))}

"""What keeps a record from the public, and what its publisher should look at.

Obstacles block: they are the rules that need several rows and so cannot be constraints. Warnings
only inform: odd things can be true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from agreements.identifiers import NoPair, pair_of
from agreements.models import Bearer, Event, EventKind, Passage, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agreements.models import Agreement, Commitment, Statement

#: Entry into force later than this after the signature is far enough to look at again.
LONG_WAY_TO_FORCE = relativedelta(years=10)


def obstacles(agreement: Agreement) -> list[str]:
    """What keeps a record from being published, in words for its editor; empty if nothing does."""
    return [
        *_incomplete_sides(agreement),
        *_missing_source(agreement),
        *_incomplete_commitments(agreement),
        *_mixed_events(agreement),
        *_foreign_passages(agreement),
        *_broken_passages(agreement),
    ]


def warnings(agreement: Agreement) -> list[str]:
    """What a publisher should look at; nothing here blocks."""
    return [*_odd_dates(agreement), *_bare_claims(agreement), *_missing_languages(agreement)]


def _incomplete_sides(agreement: Agreement) -> list[str]:
    present = set(agreement.agreement_parties.values_list("side", flat=True))
    missing = [_("“%(side)s” has no party.") % {"side": side.label} for side in Side if side not in present]
    if missing:
        return missing
    try:
        pair_of(agreement)
    except NoPair as error:
        return [str(error)]
    return []


def _missing_source(agreement: Agreement) -> list[str]:
    if agreement.sources.exists():
        return []
    return [_("The record has no source: nothing could be checked.")]


def _incomplete_commitments(agreement: Agreement) -> Iterator[str]:
    for commitment in agreement.commitments.prefetch_related("areas", "bearers"):
        number = {"number": commitment.number}
        bearers = list(commitment.bearers.all())
        if not commitment.areas.all():
            yield _("Commitment %(number)s has no cooperation area.") % number
        if (commitment.bearer == Bearer.NAMED) != bool(bearers):
            yield (_("Commitment %(number)s: parties are named exactly where it is borne by named parties.") % number)
        if any(row.agreement_id != agreement.pk for row in bearers):
            yield _("Commitment %(number)s names a party of another agreement.") % number


def _mixed_events(agreement: Agreement) -> Iterator[str]:
    for event in agreement.events.select_related("by", "preferred"):
        kind = {"event": event.get_kind_display()}
        if event.by is not None and event.by.agreement_id != agreement.pk:
            yield _("The event “%(event)s” names a party of another agreement.") % kind
        if event.preferred is not None and not _is_other_account(event, event.preferred):
            yield (
                _("The event “%(event)s”: the preferred account must be of the same kind, and itself preferred.") % kind
            )


def _is_other_account(event: Event, preferred: Event) -> bool:
    return (
        preferred.agreement_id == event.agreement_id and preferred.kind == event.kind and preferred.preferred_id is None
    )


def _claims(agreement: Agreement) -> Iterable[Commitment | Event | Statement]:
    yield from agreement.commitments.prefetch_related("passages__source")
    yield from agreement.events.prefetch_related("passages__source")
    yield from agreement.statements.prefetch_related("passages__source")


def _passages(agreement: Agreement) -> Iterator[Passage]:
    for claim in _claims(agreement):
        yield from claim.passages.all()
    for row in agreement.evidence.select_related("passage__source"):
        yield row.passage
    for party in agreement.agreement_parties.prefetch_related("evidence__passage__source"):
        for evidence in party.evidence.all():
            yield evidence.passage


def _foreign_passages(agreement: Agreement) -> list[str]:
    foreign = {passage for passage in _passages(agreement) if passage.source.agreement_id != agreement.pk}
    return [_("The passage “%(words)s” is of another agreement.") % {"words": str(passage)} for passage in foreign]


def _broken_passages(agreement: Agreement) -> list[str]:
    return [
        _("The passage “%(words)s” does not stand in its source any more.") % {"words": str(passage)}
        for source in agreement.sources.prefetch_related("passages")
        for passage in source.passages.all()
        if source.text[passage.start : passage.end] != passage.exact
    ]


def _odd_dates(agreement: Agreement) -> list[str]:
    """Entry into force before signature, or far after, is odd but can be true."""
    events = agreement.events.filter(preferred=None, earliest_on__isnull=False, before_on__isnull=False)
    signed = [event for event in events if event.kind == EventKind.SIGNED]
    in_force = [event for event in events if event.kind == EventKind.ENTERED_INTO_FORCE]
    found = []
    for force in in_force:
        if any(force.before_on <= signature.earliest_on for signature in signed):
            found.append(_("It entered into force before it was signed. Please look at both dates again."))
        if any(force.earliest_on > signature.before_on + LONG_WAY_TO_FORCE for signature in signed):
            found.append(_("It entered into force long after it was signed. Please look at both dates again."))
    return list(dict.fromkeys(found))


def _bare_claims(agreement: Agreement) -> Iterator[str]:
    for claim in _claims(agreement):
        if not claim.passages.all():
            yield _("No passage stands behind “%(claim)s”.") % {"claim": str(claim)[:90]}


def _missing_languages(agreement: Agreement) -> Iterator[str]:
    records = [agreement, *agreement.commitments.all(), *agreement.statements.all()]
    for language, name in (("ru", _("Russian")), ("en", _("English"))):
        missing = sum(not getattr(r, f"{'title' if r is agreement else 'text'}_{language}") for r in records)
        if missing:
            yield _("%(count)s texts are not translated: %(language)s.") % {"count": missing, "language": name}

"""What keeps a record from the public, and what its publisher should look at.

Obstacles block: they are the rules that need several rows and so cannot be constraints. Warnings
only inform: odd things can be true.
"""

from __future__ import annotations

from collections import Counter
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import AgreementEvidence, Bearer, Event, PartyEvidence, Passage, Side
from agreements.rules.date_checks import DatedEvent, odd_dates
from agreements.rules.not_stated import claims_of, is_evidenced, lacking_languages, texts_of
from agreements.rules.numbering import NoPair, pair_among

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreements.models import Agreement


@dataclass(frozen=True)
class Findings:
    """What was found in one reading of a record."""

    obstacles: list[str]
    warnings: list[str]


def examine(agreement: Agreement) -> Findings:
    """What keeps a record from the public and what its publisher should look at, as it is saved now."""
    whole = _whole(agreement)
    return Findings(_obstacles(whole), _warnings(whole))


def obstacles(agreement: Agreement) -> list[str]:
    """What keeps a record from being published, in words for its editor; empty if nothing does."""
    return _obstacles(_whole(agreement))


def warnings(agreement: Agreement) -> list[str]:
    """What a publisher should look at; nothing here blocks."""
    return _warnings(_whole(agreement))


def _whole(agreement: Agreement) -> Agreement:
    """A copy of `agreement` with its parts read anew: a fixed number of queries, whatever it holds."""
    # Of whose source a passage is has to be known, not the text of that source once more for each passage.
    of_claims = Passage.objects.select_related("source").defer("source__text")
    by_evidence = Prefetch("passage", of_claims)
    whole = copy(agreement)
    whole._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    prefetch_related_objects(
        [whole],
        "agreement_parties__party",
        Prefetch("agreement_parties__evidence", PartyEvidence.objects.prefetch_related(by_evidence)),
        "sources__passages",
        "commitments__areas",
        "commitments__bearers",
        *(Prefetch(f"{claims}__passages", of_claims) for claims in ("commitments", "events", "statements")),
        "events__by",
        Prefetch("evidence", AgreementEvidence.objects.prefetch_related(by_evidence)),
    )
    return whole


def _obstacles(whole: Agreement) -> list[str]:
    return [
        *_incomplete_sides(whole),
        *_missing_source(whole),
        *_incomplete_commitments(whole),
        *_mixed_events(whole),
        *_foreign_passages(whole),
        *_broken_passages(whole),
    ]


def _warnings(whole: Agreement) -> list[str]:
    return [*_odd_dates(whole), *_bare_claims(whole), *_missing_languages(whole)]


def _incomplete_sides(agreement: Agreement) -> list[str]:
    present = {row.side for row in agreement.agreement_parties.all()}
    missing = [_("“%(side)s” has no party.") % {"side": side.label} for side in Side if side not in present]
    if missing:
        return missing
    try:
        pair_among(agreement.agreement_parties.all())
    except NoPair as error:
        return [str(error)]
    return []


def _missing_source(agreement: Agreement) -> list[str]:
    if agreement.sources.all():
        return []
    return [_("The record has no source: nothing could be checked.")]


def _incomplete_commitments(agreement: Agreement) -> Iterator[str]:
    for commitment in agreement.commitments.all():
        number = {"number": commitment.number}
        bearers = list(commitment.bearers.all())
        if not commitment.areas.all():
            yield _("Commitment %(number)s has no cooperation area.") % number
        if (commitment.bearer == Bearer.NAMED) != bool(bearers):
            yield (_("Commitment %(number)s: parties are named exactly where it is borne by named parties.") % number)
        if any(row.agreement_id != agreement.pk for row in bearers):
            yield _("Commitment %(number)s names a party of another agreement.") % number


def _mixed_events(agreement: Agreement) -> Iterator[str]:
    own = {event.pk: event for event in agreement.events.all()}
    for event in own.values():
        kind = {"event": event.get_kind_display()}
        if event.by is not None and event.by.agreement_id != agreement.pk:
            yield _("The event “%(event)s” names a party of another agreement.") % kind
        if event.preferred_id is not None and not _is_other_account(event, own.get(event.preferred_id)):
            yield (
                _("The event “%(event)s”: the preferred account must be of the same kind, and itself preferred.") % kind
            )


def _is_other_account(event: Event, preferred: Event | None) -> bool:
    """Whether `preferred`, of the same record, is what `event` is another account of."""
    return preferred is not None and preferred.kind == event.kind and preferred.preferred_id is None


def _passages(agreement: Agreement) -> Iterator[Passage]:
    for claim in claims_of(agreement):
        yield from claim.passages.all()
    for row in agreement.evidence.all():
        yield row.passage
    for party in agreement.agreement_parties.all():
        for evidence in party.evidence.all():
            yield evidence.passage


def _foreign_passages(agreement: Agreement) -> list[str]:
    foreign = {passage for passage in _passages(agreement) if passage.source.agreement_id != agreement.pk}
    return [_("The passage “%(words)s” is of another agreement.") % {"words": str(passage)} for passage in foreign]


def _broken_passages(agreement: Agreement) -> list[str]:
    return [
        _("The passage “%(words)s” does not stand in its source any more.") % {"words": str(passage)}
        for source in agreement.sources.all()
        for passage in source.passages.all()
        if source.text[passage.start : passage.end] != passage.exact
    ]


def _odd_dates(agreement: Agreement) -> list[str]:
    return odd_dates([DatedEvent.of(event) for event in agreement.events.all() if event.preferred_id is None])


def _bare_claims(agreement: Agreement) -> Iterator[str]:
    for claim in claims_of(agreement):
        if not is_evidenced(claim):
            yield _("No passage stands behind “%(claim)s”.") % {"claim": str(claim)[:90]}


def _missing_languages(agreement: Agreement) -> Iterator[str]:
    lacking = Counter(language for text in texts_of(agreement) for language in lacking_languages(*text))
    for language, name in settings.LANGUAGES:
        missing = lacking[language]
        if missing:
            told = ngettext(
                "%(count)s text is not translated: %(language)s.",
                "%(count)s texts are not translated: %(language)s.",
                missing,
            )
            yield told % {"count": missing, "language": _(str(name))}

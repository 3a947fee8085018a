"""Records that may be of the same instrument: the same parties, a near title or the same days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from agreements.models import Agreement, AgreementParty, Event, Side
from agreements.rules.status_queries import counting_signatures
from languages import LANGUAGES
from languages.translated import in_languages
from languages.words.folding import folded, normalised
from languages.words.tokens import written_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

#: Signatures further apart are of two instruments.
APART = timedelta(days=31)
#: The share of trigrams that two near titles have in common.
NEAR = 0.6
#: The share by which a title alone tells, and how many words such a title has: "Memorandum" is nobody's own.
ALMOST_THE_SAME = 0.75
TELLING_WORDS = 3
TITLES_LOOKED_AT = 1_000
#: The latest records of the same parties are looked at; two states may have signed thousands.
LOOKED_AT = 200
SHOWN = 5
#: The columns of the days that an event can be of.
BOUNDS = ("earliest_on", "before_on")


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


class SignatureDays(NamedTuple):
    """The days that a signature can be of; the end is exclusive."""

    earliest: date
    before: date


@dataclass(frozen=True)
class ComparedInstrument:
    """What is known of an instrument, saved or only typed, that may be recorded twice."""

    #: The key of its own record, if it has one.
    pk: int | None
    type: str
    #: By language.
    titles: Mapping[str, str]
    #: The keys of the parties of each side.
    sides: Sequence[Collection[int]]
    signed: Sequence[SignatureDays]

    @classmethod
    def of(cls, agreement: Agreement) -> ComparedInstrument:
        rows = list(agreement.agreement_parties.values_list("side", "party"))
        sides = [{party for side, party in rows if side == wanted} for wanted in Side]
        signed = [SignatureDays(*days) for days in _signatures().filter(agreement=agreement).values_list(*BOUNDS)]
        return cls(agreement.pk, agreement.type, _titles(agreement), sides, signed)


def probable_duplicates(instrument: ComparedInstrument) -> list[Duplicate]:
    """Other records between the same parties, signed within 31 days as far as is known, of a near title or the
    same type and days. As long as a side has no party, an almost equal title of some words is enough.
    Drafts are included, so for the desk only."""
    dated = Prefetch("events", _signatures(), to_attr="signatures")
    if all(instrument.sides):
        others = _candidates(instrument)[:LOOKED_AT]
        found = [_compared(instrument, other) for other in others.prefetch_related(dated)]
    else:
        others = _candidates(instrument).filter(pk__in=_by_title(instrument)[:SHOWN])
        found = [Duplicate(other, (_("almost the same title"),)) for other in others]
    return [duplicate for duplicate in found if duplicate][:SHOWN]


def _titles(agreement: Agreement) -> dict[str, str]:
    return {language: getattr(agreement, f"title_{language}") or "" for language in LANGUAGES}


def _signatures() -> QuerySet[Event]:
    """Dated signatures that count."""
    return counting_signatures().filter(**{f"{bound}__isnull": False for bound in BOUNDS})


def _candidates(instrument: ComparedInstrument) -> QuerySet[Agreement]:
    others = Agreement.objects.order_by("-pk")
    if instrument.pk is not None:
        others = others.exclude(pk=instrument.pk)
    for parties in filter(None, instrument.sides):
        # Led by the parties: of all agreements only theirs are read.
        others = others.filter(pk__in=AgreementParty.objects.filter(party__in=parties).values("agreement"))
    if not instrument.signed:
        return others
    theirs = _signatures().filter(agreement=OuterRef("pk"))
    within = Q()
    for days in instrument.signed:
        within |= Q(earliest_on__lt=days.before + APART, before_on__gt=days.earliest - APART)
    return others.filter(~Exists(theirs) | Exists(theirs.filter(within)))


def _by_title(instrument: ComparedInstrument) -> list[int]:
    """The keys of the latest records whose title in some language is almost that of the instrument."""
    written = {language: list(written_words(instrument.titles.get(language, ""))) for language in LANGUAGES}
    alike = Q()
    for language, words in written.items():
        if len(words) >= TELLING_WORDS:
            for word in sorted(words, key=len)[-2:]:  # one of two may be mistyped
                alike |= Q(**{f"title_{language}__icontains": word})
    if not alike:
        return []
    columns = in_languages("title")
    rows = _candidates(instrument).filter(alike).values_list("pk", *columns)[:TITLES_LOOKED_AT]
    return [key for key, *titles in rows if _is_almost(instrument, dict(zip(LANGUAGES, titles, strict=True)))]


def _is_almost(instrument: ComparedInstrument, theirs: Mapping[str, str | None]) -> bool:
    return any(
        len(list(written_words(ours))) >= TELLING_WORDS and _nearness(ours, theirs[language] or "") >= ALMOST_THE_SAME
        for language, ours in instrument.titles.items()
    )


def _compared(instrument: ComparedInstrument, other: Agreement) -> Duplicate | None:
    theirs = _titles(other)
    near_title = any(_nearness(instrument.titles.get(language, ""), theirs[language]) >= NEAR for language in LANGUAGES)
    same_days = bool(instrument.signed and other.signatures)  # type: ignore[attr-defined]
    same_type = other.type == instrument.type
    if not near_title and not (same_days and same_type):
        return None
    reasons = [
        (True, _("the same parties")),
        (near_title, _("a near title")),
        (same_days, _("signed within 31 days")),
        (same_type, _("the same type")),
    ]
    return Duplicate(other, tuple(reason for applies, reason in reasons if applies))


def _nearness(one: str, other: str) -> float:
    """The share of trigrams that two titles have in common, 0 to 1."""
    ours, theirs = _trigrams(one), _trigrams(other)
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def _trigrams(title: str) -> set[str]:
    """Three letters in a row of each word of `title`, which is folded and stands between two spaces."""
    words = [f" {folded(normalised(word))} " for word in written_words(title)]
    return {word[place : place + 3] for word in words for place in range(len(word) - 2)}

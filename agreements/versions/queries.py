"""What the history of an agreement and of its parts holds: who wrote last, and how the record stood at a moment.

Versions are drafts too: whoever shows them to the public shows those of public moments only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Max, Value

from agreements.models import (
    Agreement,
    AgreementEvidence,
    AgreementParty,
    AuthenticLanguage,
    Commitment,
    Event,
    PartyEvidence,
    Passage,
    Relation,
    Source,
    SourceFile,
    Statement,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.contrib.auth.models import User
    from django.db.models import Model, QuerySet

#: Parts that belong to an agreement by their own key.
PARTS: tuple[type[Model], ...] = (
    AuthenticLanguage,
    AgreementParty,
    Source,
    Event,
    Commitment,
    Statement,
    Relation,
    AgreementEvidence,
)
#: The agreement and all its parts, in the order of its page.
WHOLE: tuple[type[Model], ...] = (Agreement, *PARTS, PartyEvidence, SourceFile)
#: All of which versions are kept, each after those it points to: passages stand behind their sources here, and are
#: shown with the claims that rest on them, never by themselves.
_BEHIND_SOURCES = WHOLE.index(Source) + 1
KEPT: tuple[type[Model], ...] = (*WHOLE[:_BEHIND_SOURCES], Passage, *WHOLE[_BEHIND_SOURCES:])
#: Where the agreement of a row is found, for those that have no key of their own to it.
OWNERS: dict[type[Model], str] = {
    Agreement: "id",
    PartyEvidence: "agreement_party__agreement",
    SourceFile: "source__agreement",
    Passage: "source__agreement",
}
#: Set by agreements.publication.workflow, never typed.
NOT_TYPED = frozenset({"id", "status", "pair", "pair_number", "is_sample"})

Values = dict[str, Any]


def kept_fields(model: Any) -> list[Any]:
    """The fields whose values a version of `model` keeps, many-to-many relations last."""
    history = model.history.model
    return [*history.tracked_fields, *sorted(history._history_m2m_fields, key=lambda relation: relation.name)]


def keys_in(values: Values, field: Any) -> frozenset[int]:
    """The records to which `field` points."""
    if field.many_to_many:
        return frozenset(values.get(field.name) or ())
    key = values.get(field.attname)
    return frozenset() if key is None else frozenset((key,))


def versions_of(model: Any, key: int) -> QuerySet[Any]:
    """The versions of the agreement `key`, or of its parts of the class `model`."""
    if model is Agreement:
        return Agreement.history.filter(id=key)  # type: ignore[attr-defined]
    if model is PartyEvidence:
        parties = AgreementParty.history.filter(agreement_id=key).values("id")  # type: ignore[attr-defined]
        return PartyEvidence.history.filter(agreement_party_id__in=parties)  # type: ignore[attr-defined]
    if model in (SourceFile, Passage):
        sources = Source.history.filter(agreement_id=key).values("id")  # type: ignore[attr-defined]
        return model.history.filter(source_id__in=sources)
    return model.history.filter(agreement_id=key)


def newest_versions(key: int) -> str:
    """A mark of how the agreement `key` and all its parts stand: it changes with every version of any of them."""
    found: list[QuerySet[Any]] = [
        versions_of(model, key)
        .order_by()
        .annotate(part=Value(place))
        .values("part")
        .annotate(newest=Max("history_id"))
        .values_list("part", "newest")
        for place, model in enumerate(WHOLE)
    ]
    return ".".join(f"{part}-{newest}" for part, newest in sorted(found[0].union(*found[1:])))


# Who wrote last


@dataclass(frozen=True)
class Writing:
    """The last change of what is typed into a record, and the person who made it."""

    by: User
    at: datetime


def last_writing(agreement: Agreement) -> Writing | None:
    """Who wrote last in `agreement` or any of its parts; None where no person ever did.

    What came with a file or a command has no writer. Moving a record and saving it without a change are no writing.
    """
    latest = max((*_of_parts(agreement.pk), *_of_the_agreement(agreement.pk)), default=None)
    if latest is None:
        return None
    at, key = latest
    return Writing(get_user_model().objects.get(pk=key), at)


def _of_parts(key: int) -> Iterable[tuple[datetime, int]]:
    """The moment and the person of the last version of a part that a person made."""
    found = [
        versions_of(model, key)
        .filter(history_user__isnull=False)
        .order_by()
        .values_list("history_date", "history_user_id")
        for model in WHOLE[1:]
    ]
    return found[0].union(*found[1:]).order_by("-history_date")[:1]


def _of_the_agreement(key: int) -> Iterator[tuple[datetime, int]]:
    """The same of the agreement's own fields: a version counts that differs from the one before it in them."""
    typed = [field.attname for field in kept_fields(Agreement) if field.name not in NOT_TYPED]
    versions = versions_of(Agreement, key).order_by("-history_date", "-history_id")
    newer: Values | None = None
    for version in [*versions.values(*typed, "history_date", "history_user_id"), None]:
        wrote = newer is not None and (version is None or any(newer[name] != version[name] for name in typed))
        if wrote and newer is not None and newer["history_user_id"]:
            yield newer["history_date"], newer["history_user_id"]
            return
        newer = version

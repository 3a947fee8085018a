"""The history of an agreement together with that of its parts: what happened to the whole page, in one list."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.text import capfirst

from agreements.models import (
    Agreement,
    AgreementEvidence,
    AgreementParty,
    AuthenticLanguage,
    Commitment,
    Event,
    PartyEvidence,
    Relation,
    Source,
    Statement,
)

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

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


def versions_of_all(key: Any) -> list[Any]:
    """Every version of the agreement with this key and of its parts, the latest first; those of deleted parts too."""
    parties = _versions(AgreementParty, agreement_id=key).values("id")
    found = chain(
        _versions(Agreement, id=key),
        *(_versions(part, agreement_id=key) for part in PARTS),
        _versions(PartyEvidence, agreement_party_id__in=parties),
    )
    return sorted(found, key=lambda version: version.history_date, reverse=True)


def _versions(model: Any, **which: Any) -> QuerySet[Any]:
    return model.history.filter(**which).select_related("history_user")


def part_label(version: Any) -> str:
    """Which part of the agreement a version is of; "" for the agreement's own."""
    if version.instance_type is Agreement:
        return ""
    kind = capfirst(str(version.instance_type._meta.verbose_name))
    try:
        return f"{kind}: {str(version.instance)[:90]}"
    except ObjectDoesNotExist:  # what it names was deleted since
        return kind

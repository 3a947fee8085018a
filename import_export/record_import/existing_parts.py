"""The parts of an agreement in the registry, each found by what tells it apart in a record file."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from django.apps import apps

from agreements.models import Agreement, PartyEvidence, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from import_export.record_import.row_keys import PartKey

AGREEMENT = "agreements.agreement"
#: How many parts of a natural key belong to the agreement, to the source.
OF_THE_AGREEMENT, OF_THE_SOURCE = 2, 3


class Parts:
    """The agreement being written and those of its parts that are there already or were just written."""

    def __init__(self, existing: Agreement | None) -> None:
        self.found: dict[PartKey, Any] = {}
        if existing:
            self.found = dict(chain(_parts(existing), _evidence(existing)))
        events = existing.events.all() if existing else ()
        #: In the order of their rows: an account that another is preferred to comes after that one.
        self.events = sorted(events, key=lambda event: event.preferred_id is not None)

    @property
    def agreement(self) -> Agreement:
        return self.found[(AGREEMENT,)]

    def pointed_to(self, label: str, key: list[Any], own: tuple[Any, ...]) -> Model:
        """What a row points to by a natural key; `own` is that of the agreement. Raises DoesNotExist."""
        if label == AGREEMENT and tuple(key) == own:
            return self.agreement
        part = _part(label, tuple(key))
        if part in self.found:
            return self.found[part]
        model: Any = apps.get_model(label)
        found: Model = model._default_manager.get_by_natural_key(*key)
        self.found[part] = found
        return found


def _part(label: str, key: tuple[Any, ...]) -> PartKey:
    """What tells a part apart, from the natural key by which others point to it."""
    if label == "agreements.agreementparty":
        return (label, key[OF_THE_AGREEMENT:])
    if label == "agreements.source":
        return (label, *key[OF_THE_AGREEMENT:])
    if label == "agreements.passage":
        return (label, key[:OF_THE_SOURCE], *key[OF_THE_SOURCE:])
    return (label, *key)


def _parts(agreement: Agreement) -> Iterator[tuple[PartKey, Any]]:
    """The agreement and its parts but for events and evidence, by what tells each apart."""
    own = (agreement.pair, agreement.pair_number or 0)
    yield (AGREEMENT,), agreement
    for language in agreement.authentic_languages.all():
        yield ("agreements.authenticlanguage", language.language), language
    for party in agreement.agreement_parties.select_related("party"):
        yield ("agreements.agreementparty", (party.party.slug,)), party
    for name in ("sources", "commitments", "statements"):
        for part in getattr(agreement, name).all():
            yield (part._meta.label_lower, part.number), part
    for passage in Passage.objects.filter(source__agreement=agreement).select_related("source"):
        yield ("agreements.passage", (*own, passage.source.number), passage.start, passage.end), passage
    for relation in agreement.relations.select_related("other"):
        other = (relation.other.pair, relation.other.pair_number)
        yield ("agreements.relation", relation.kind, other), relation


def _evidence(agreement: Agreement) -> Iterator[tuple[PartKey, Any]]:
    own = (agreement.pair, agreement.pair_number or 0)
    for evidence in agreement.evidence.select_related("passage__source"):
        yield ("agreements.agreementevidence", evidence.field, _quoted(own, evidence.passage)), evidence
    on_sides = PartyEvidence.objects.filter(agreement_party__agreement=agreement)
    for row in on_sides.select_related("agreement_party__party", "passage__source"):
        party_key = (*own, row.agreement_party.party.slug)
        yield ("agreements.partyevidence", party_key, row.field, _quoted(own, row.passage)), row


def _quoted(own: tuple[Any, ...], passage: Passage) -> tuple[Any, ...]:
    return (*own, passage.source.number, passage.start, passage.end)

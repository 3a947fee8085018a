"""What a record lacks: what no source states, texts that a language lacks, claims behind which no passage stands.

The page, the desk and its lists of work all ask here, whether they have the record or ask the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.models import (
    Agreement,
    Commitment,
    Costs,
    Event,
    EventKind,
    EvidencedAgreementField,
    LegalCharacter,
    Statement,
)
from agreements.rules.status import taken_by_both
from languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Model

#: The codes with which a field says that no source states it; terms, renewals and recurrences share the first.
SILENT_CODES = (str(Costs.NOT_STATED), str(LegalCharacter.UNDETERMINED))
#: What an agreement is, and its clauses: a passage should stand behind each of them that says something.
CHARACTER = (
    EvidencedAgreementField.TYPE,
    EvidencedAgreementField.LEVEL,
    EvidencedAgreementField.LEGAL_CHARACTER,
    EvidencedAgreementField.NUMBER,
)
CLAUSES = (
    EvidencedAgreementField.TERM,
    EvidencedAgreementField.RENEWAL,
    EvidencedAgreementField.NOTICE_MONTHS,
    EvidencedAgreementField.JOINT_COMMISSION,
    EvidencedAgreementField.PROGRAMME,
    EvidencedAgreementField.COSTS,
)
#: The text of a record that every language should have.
TEXTS: dict[type[Model], str] = {Agreement: "title", Commitment: "text", Statement: "text"}
#: Records of an agreement that rest on passages.
CLAIMS: tuple[type[Commitment | Event | Statement], ...] = (Commitment, Event, Statement)


def is_stated(value: object) -> bool:
    """Whether the value of a field says something: it is not empty, and no code for what no source states."""
    return value not in ("", None) and value not in SILENT_CODES


def silent(agreement: Agreement, fields: Iterable[EvidencedAgreementField]) -> list[EvidencedAgreementField]:
    """Those of `fields` that no source of the agreement states."""
    return [field for field in fields if not is_stated(getattr(agreement, field))]


def claims_of(agreement: Agreement) -> Iterator[Commitment | Event | Statement]:
    """What the record says beside its fields, each resting on passages of its own."""
    yield from agreement.events.all()
    yield from agreement.commitments.all()
    yield from agreement.statements.all()


def is_evidenced(claim: Commitment | Event | Statement) -> bool:
    """Whether a passage stands behind it; no query where they were fetched. `without_passage` is for queries."""
    return bool(claim.passages.all())


def without_passage() -> Q:
    """Claims behind which no passage stands."""
    return Q(passages=None)


def texts_of(agreement: Agreement) -> Iterator[tuple[Model, str]]:
    """The records of an agreement that every language should have, each with the field of its text."""
    for record in (agreement, *agreement.commitments.all(), *agreement.statements.all()):
        yield record, TEXTS[type(record)]


def lacking_languages(record: Model, field: str) -> list[str]:
    """The languages in which a text is not there. `untranslated` is for queries."""
    return [language for language in LANGUAGES if not getattr(record, f"{field}_{language}")]


def untranslated(field: str, *languages: str) -> Q:
    """Records whose `field` is not there in one of `languages`, or in any."""
    found = Q()
    for language in languages or LANGUAGES:
        found |= Q(**{f"{field}_{language}": ""}) | Q(**{f"{field}_{language}__isnull": True})
    return found


def not_stated(agreement: Agreement) -> list[str]:
    """The names of what a reader may look for and no source states; no query where `with_evidence` fetched all."""
    return [
        *(_name(field) for field in silent(agreement, CHARACTER)),
        *_lacking(_of_its_life(agreement)),
        *(_name(field) for field in silent(agreement, CLAUSES)),
        *_lacking(_of_parts(agreement)),
    ]


def _name(field: EvidencedAgreementField) -> str:
    """What a reader would ask for; the desk calls two fields by shorter names."""
    asked = {
        EvidencedAgreementField.LEGAL_CHARACTER: _("Whether it binds"),
        EvidencedAgreementField.COSTS: _("Who pays"),
    }
    return asked.get(field, str(field.label))


def _lacking(asked: list[tuple[str, bool]]) -> list[str]:
    return [name for name, is_there in asked if not is_there]


def _of_its_life(agreement: Agreement) -> list[tuple[str, bool]]:
    counting = [event for event in agreement.events.all() if event.preferred_id is None]
    signed = [event for event in counting if event.kind == EventKind.SIGNED]
    started = [event for event in counting if event.kind == EventKind.ENTERED_INTO_FORCE]
    start = _("Entry into force") if agreement.is_binding else _("Start of effect")
    is_for_both = taken_by_both(started, EventKind.ENTERED_INTO_FORCE) is not None
    return [
        (_("Date of signing"), _has_date(signed)),
        (_("Place of signing"), bool(signed) and all(event.place for event in signed)),
        (_("Who signed"), any(row.signatory_id for row in agreement.agreement_parties.all())),
        (start, is_for_both and _has_date(started)),
    ]


def _has_date(events: list[Event]) -> bool:
    return bool(events) and all(event.date for event in events)


def _of_parts(agreement: Agreement) -> list[tuple[str, bool]]:
    commitments: Any = agreement.commitments.all()
    sources = agreement.sources.all()
    timed = any(row.due or is_stated(row.recurrence) for row in commitments)
    return [
        (_("Authentic languages"), bool(agreement.authentic_languages.all())),
        (_("By when the commitments are due"), timed or not commitments),
        (_("Publisher of the source"), all(source.publisher for source in sources)),
        (_("Date of the source"), all(source.published for source in sources)),
        (_("Address of the source"), all(source.address for source in sources)),
    ]

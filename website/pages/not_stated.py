"""What no source of an agreement states: gathered in one list, so that gaps are seen and do not drown what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.models import Costs, EventKind, LegalCharacter, Provision, Recurrence, Renewal, Term

if TYPE_CHECKING:
    from agreements.models import Agreement, Event


def not_stated(agreement: Agreement) -> list[str]:
    """The names of what a reader may look for and no source states; no query where `with_evidence` fetched all."""
    asked = [
        *_of_the_instrument(agreement),
        *_of_its_life(agreement),
        *_of_its_clauses(agreement),
        *_of_parts(agreement),
    ]
    return [name for name, is_stated in asked if not is_stated]


def _of_the_instrument(agreement: Agreement) -> list[tuple[str, bool]]:
    binds = agreement.legal_character != LegalCharacter.UNDETERMINED
    return [(_("Whether it binds"), binds), (_("Number of the instrument"), bool(agreement.number))]


def _of_its_life(agreement: Agreement) -> list[tuple[str, bool]]:
    counting = [event for event in agreement.events.all() if event.preferred_id is None]
    signed = [event for event in counting if event.kind == EventKind.SIGNED]
    started = [event for event in counting if event.kind == EventKind.ENTERED_INTO_FORCE]
    start = _("Entry into force") if agreement.is_binding else _("Start of effect")
    return [
        (_("Date of signing"), _has_date(signed)),
        (_("Place of signing"), bool(signed) and all(event.place for event in signed)),
        (_("Who signed"), any(row.signatory_id for row in agreement.agreement_parties.all())),
        (start, _has_date(started)),
    ]


def _has_date(events: list[Event]) -> bool:
    return bool(events) and all(event.date for event in events)


def _of_its_clauses(agreement: Agreement) -> list[tuple[str, bool]]:
    return [
        (_("Term"), agreement.term != Term.NOT_STATED),
        (_("Renewal"), agreement.renewal != Renewal.NOT_STATED),
        (_("Notice of termination"), agreement.notice_months is not None),
        (_("Joint commission"), agreement.joint_commission != Provision.NOT_STATED),
        (_("Implementing programme"), agreement.programme != Provision.NOT_STATED),
        (_("Who pays"), agreement.costs != Costs.NOT_STATED),
        (_("Authentic languages"), bool(agreement.authentic_languages.all())),
    ]


def _of_parts(agreement: Agreement) -> list[tuple[str, bool]]:
    commitments, sources = agreement.commitments.all(), agreement.sources.all()
    timed = any(row.due or row.recurrence != Recurrence.NOT_STATED for row in commitments)
    return [
        (_("By when the commitments are due"), timed or not commitments),
        (_("Publisher of the source"), all(source.publisher for source in sources)),
        (_("Date of the source"), all(source.published for source in sources)),
        (_("Address of the source"), all(source.address for source in sources)),
    ]

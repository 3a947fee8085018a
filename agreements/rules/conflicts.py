"""Where the sources of one agreement disagree: every account with its passages, and why one is preferred."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import ngettext

from languages.collation import current_language
from languages.translated import Shown, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreements.models import Agreement, AgreementEvidence, AgreementParty, Event, PartyEvidence, Passage


@dataclass(frozen=True)
class Account:
    """What some source says. Either words for a value, or an event; `told_by` holds why it is not followed."""

    passages: tuple[Passage, ...]
    value: Shown | None = None
    event: Event | None = None
    told_by: AgreementEvidence | PartyEvidence | Event | None = None


@dataclass(frozen=True)
class Conflict:
    """One matter on which sources disagree: where it is told, where the record states it, and both accounts."""

    label: str
    anchor: str
    fact: str
    preferred: Account
    others: tuple[Account, ...]


def conflicts_of(agreement: Agreement) -> list[Conflict]:
    """Every disagreement about `agreement`; no query where `with_evidence` fetched its parts."""
    parties = [conflict for row in agreement.agreement_parties.all() for conflict in _about_party(row)]
    return [*_about_fields(agreement), *parties, *_about_events(agreement)]


def _about_fields(agreement: Agreement) -> Iterator[Conflict]:
    for field, rows in _disputed(agreement.evidence.all()).items():
        label = str(rows[0].get_field_display())
        preferred, others = _accounts(rows, _recorded(agreement, field))
        yield Conflict(label, f"conflict-{field}", f"field-{field}", preferred, others)


def _about_party(row: AgreementParty) -> Iterator[Conflict]:
    for field, rows in _disputed(row.evidence.all()).items():
        label = f"{shown(row, 'name').text}: {rows[0].get_field_display()}"
        preferred, others = _accounts(rows, _recorded_of_party(row, field))
        yield Conflict(label, f"conflict-{field}-of-{row.pk}", f"party-{row.pk}", preferred, others)


def _about_events(agreement: Agreement) -> Iterator[Conflict]:
    others = defaultdict(list)
    events = list(agreement.events.all())
    for event in events:
        if event.preferred_id is not None:
            others[event.preferred_id].append(Account(tuple(event.passages.all()), event=event, told_by=event))
    for event in events:
        if event.pk in others:
            preferred = Account(tuple(event.passages.all()), event=event)
            label, accounts = str(event.get_kind_display()), tuple(others[event.pk])
            yield Conflict(label, f"conflict-event-{event.pk}", f"event-{event.pk}", preferred, accounts)


def _disputed(rows: Any) -> dict[str, list[Any]]:
    """Evidence by field, of the fields on which a passage contradicts the record."""
    found = defaultdict(list)
    for row in rows:
        found[row.field].append(row)
    return {field: told for field, told in found.items() if any(row.conflicting_value for row in told)}


def _accounts(rows: list[Any], value: Shown) -> tuple[Account, tuple[Account, ...]]:
    supporting = tuple(row.passage for row in rows if not row.conflicting_value)
    others = [
        Account((row.passage,), _plain(row.conflicting_value), told_by=row) for row in rows if row.conflicting_value
    ]
    return Account(supporting, value), tuple(others)


def _plain(text: str) -> Shown:
    return Shown(text, current_language(), is_fallback=False)


def _recorded(agreement: Agreement, field: str) -> Shown:
    """What the record says in an evidenced field; no text where it says nothing."""
    if field in ("title", "summary"):
        return shown(agreement, field)
    if field == "notice_months":
        months = agreement.notice_months or 0
        return _plain(ngettext("%(months)s month", "%(months)s months", months) % {"months": months} if months else "")
    if field == "authentic_languages":
        return _plain(", ".join(str(row) for row in agreement.authentic_languages.all()))
    if field == "publisher":
        return _plain(next((source.publisher for source in agreement.sources.all()), ""))
    display = getattr(agreement, f"get_{field}_display", None)
    return _plain(str(display() if display else getattr(agreement, field)))


def _recorded_of_party(row: AgreementParty, field: str) -> Shown:
    if field in ("signatory", "official"):
        return shown(row.signatory.official, "name") if row.signatory else _plain("")
    return shown(row, "name") if field == "name" else _plain(str(getattr(row, f"get_{field}_display")()))

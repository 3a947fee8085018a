"""A table of agreements with their commitments: each agreement becomes a record document, and that is planned.

A line is a commitment; what is said of the agreement stands in the first of its lines, or in all
the same. A blank cell says nothing: what is recorded stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.models import Agreement, CooperationArea
from agreements.models.identifiers import IdentifierConverter
from import_export.record_format.reader import RecordRefused
from import_export.record_import.plan import planned_content, without_identifier
from import_export.record_import.writer import write
from import_export.spreadsheets.agreement_document import Drafting, TableCodes
from import_export.spreadsheets.columns import AGREEMENTS
from import_export.spreadsheets.reader import TableReader, codes_in
from languages import LANGUAGES
from parties.models import Party
from search.words.sync import catch_up

if TYPE_CHECKING:
    from import_export.record_import.plan import Plan
    from import_export.spreadsheets.reader import TableEntry

#: One plan takes some thirty queries.
AGREEMENTS_AT_MOST = 200
DRAFT = re.compile(r"draft-([1-9][0-9]{0,17})")
COMMITMENT_AT = re.compile(r"commitments\[(\d+)\]")


@dataclass(frozen=True)
class AgreementLines:
    """The lines of one agreement: the first of them, its mark in the table, and what they would change."""

    line: int
    mark: str
    plan: Plan


@dataclass(frozen=True)
class AgreementTable:
    """A table of agreements that was read without a mistake."""

    lines: list[AgreementLines]

    @property
    def state(self) -> str:
        """The same as long as what is there is the same."""
        return sha256(repr([each.plan.state for each in self.lines]).encode()).hexdigest()

    @property
    def changed(self) -> list[AgreementLines]:
        return [each for each in self.lines if not each.plan.changes_nothing]

    @property
    def changes_nothing(self) -> bool:
        return not self.changed

    def write(self) -> None:
        """Save every agreement that is new or changed, in a transaction of the caller's. Raises IntegrityError."""
        for each in self.changed:
            write(each.plan.rows, each.plan.existing, each.plan.areas)
        catch_up()


def agreement_table(raw: bytes, name: str, *, lock: bool = False) -> AgreementTable:
    """What the table would change. Raises NotATable and TableRefused."""
    reading = TableReader(AGREEMENTS)
    groups: dict[str, list[TableEntry]] = {}
    for entry in reading.entries(raw, name):
        mark = entry.values.get("agreement", "")
        if not mark:
            reading.report(entry.line, "agreement", _("Every line says to which agreement it belongs."))
        groups.setdefault(mark.casefold(), []).append(entry)
    if len(groups) > AGREEMENTS_AT_MOST:
        reading.report(0, "", _("The table has more than %(count)s agreements.") % {"count": AGREEMENTS_AT_MOST})
        reading.refuse_if_wrong()
    slugs = {slug for group in groups.values() for entry in group for slug in _slugs(entry)}
    vocabulary = TableCodes(
        {party.slug: party for party in Party.objects.filter(slug__in=slugs)}, _areas(), frozenset(_area_codes())
    )
    found = [_lines(reading, vocabulary, group, lock=lock) for group in groups.values()]
    _report_doubles(reading, [each for each in found if each])
    reading.refuse_if_wrong()
    return AgreementTable([each for each in found if each])


def _report_doubles(reading: TableReader, found: list[AgreementLines]) -> None:
    """One agreement under two marks, such as its identifier and its number: the second would undo the first."""
    met: dict[int, AgreementLines] = {}
    for each in found:
        if each.plan.existing is None or each.plan.changes_nothing:
            continue
        first = met.setdefault(each.plan.existing.pk, each)
        if first is not each:
            words = {"mark": first.mark, "line": first.line}
            message = _("This is the same agreement as “%(mark)s” in line %(line)s. Give all its lines one mark.")
            reading.report(each.line, "agreement", message % words)


def _slugs(entry: TableEntry) -> list[str]:
    return [slug for code in ("side_1", "side_2", "bearers") for slug in codes_in(entry.values.get(code, ""))]


def _area_codes() -> list[str]:
    return list(CooperationArea.objects.values_list("code", flat=True))


def _areas() -> dict[str, str]:
    """Codes of areas by themselves and by their labels in each language."""
    found: dict[str, str] = {}
    for area in CooperationArea.objects.all():
        found |= {str(getattr(area, f"label_{language}") or "").casefold(): area.code for language in LANGUAGES}
        found[area.code.casefold()] = area.code
    found.pop("", None)
    return found


def _lines(
    reading: TableReader, vocabulary: TableCodes, group: list[TableEntry], *, lock: bool
) -> AgreementLines | None:
    """The plan of one agreement; None, and its mistakes noted, if there can be none."""
    first, mark = group[0].line, group[0].values.get("agreement", "")
    existing = _existing(reading, mark, first, lock=lock)
    drafting = Drafting(reading, vocabulary, existing)
    content = drafting.document(group)
    if reading.mistakes:  # all of those are told first
        return None
    try:
        plan = planned_content(content, mark, vocabulary.codes, existing)
        return AgreementLines(first, mark, plan if existing else without_identifier(plan))
    except RecordRefused as refused:
        for problem in refused.problems:
            place = COMMITMENT_AT.match(problem.path)
            line = drafting.lines.get(int(place[1]), first) if place else first
            reading.report(line, "", problem.message)
        return None


def _existing(reading: TableReader, mark: str, line: int, *, lock: bool) -> Agreement | None:
    """The agreement that a mark names; none for a mark of the editor's own."""
    found = Agreement.objects.select_for_update() if lock else Agreement.objects.all()
    if draft := DRAFT.fullmatch(mark.casefold()):
        agreement = found.filter(pk=int(draft[1])).first()
    elif re.fullmatch(IdentifierConverter.regex, mark):
        agreement = found.identified(IdentifierConverter().to_python(mark)).first()
    else:
        return None
    if agreement is None:
        reading.report(line, "agreement", _("There is no agreement %(identifier)s.") % {"identifier": mark})
    return agreement

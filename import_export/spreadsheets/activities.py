"""A table of activities: what each line would change.

Activities have no key of their own. A line without a mark that says the same Kazakh title, kind and date as one that
is there, and serves a commitment which that one serves, is about it: so a table taken in twice doubles nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Activity
from activities.proofs import STILL_PROVES, are_foreign, left_unproved
from agreements.models.identifiers import CommitmentIdentifierConverter
from import_export.spreadsheets.columns import SLUGS, Kind, SheetColumn, column_of, text_columns
from import_export.spreadsheets.reader import codes_in
from import_export.spreadsheets.records import LineReading
from parties.models import Party

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from agreements.models import Commitment
    from import_export.spreadsheets.reader import TableEntry
    from import_export.spreadsheets.records import RecordLine, RecordTable

MARK = re.compile(r"activity-([1-9][0-9]{0,17})")
#: A commitment of an agreement that was never published.
OF_A_DRAFT = re.compile(r"draft-([1-9][0-9]{0,17})-([1-9][0-9]{0,3})")

ACTIVITIES = Kind(
    "activities",
    gettext_lazy("Activities"),
    "activity",
    (
        SheetColumn(
            "activity",
            Activity._meta.verbose_name,
            gettext_lazy("Only to change one that is there: its mark, such as activity-12. Blank for a new one."),
        ),
        *text_columns(Activity, "title", required=True),
        column_of(Activity, "kind", required=True),
        column_of(Activity, "state", required=True),
        column_of(Activity, "date"),
        *text_columns(Activity, "place"),
        SheetColumn(
            "commitments",
            Activity._meta.get_field("commitments").verbose_name,
            gettext_lazy("Identifiers with commas between them: KZ-RU-1-3, and draft-12-3 in a draft without one."),
            required=True,
        ),
        SheetColumn("organisers", Activity._meta.get_field("organisers").verbose_name, SLUGS, named=Party),
        *text_columns(Activity, "outcome"),
        column_of(Activity, "proof_address"),
    ),
)


def activity_table(raw: bytes, name: str, commitments: QuerySet[Commitment], *, lock: bool = False) -> RecordTable:
    """What the table would change; it can name those `commitments` only. Raises NotATable and TableRefused."""
    return ActivityReading(commitments, lock=lock).table(raw, name)


def mark_of(activity: Activity) -> str:
    """What names an activity in tables."""
    return f"activity-{activity.pk}"


def name_of(commitment: Commitment) -> str:
    """What names a commitment in tables."""
    return commitment.identifier or f"draft-{commitment.agreement_id}-{commitment.number}"


class ActivityReading(LineReading):
    kind = ACTIVITIES
    model = Activity
    needed = gettext_lazy("A new activity needs this.")

    def __init__(self, commitments: QuerySet[Commitment], *, lock: bool = False) -> None:
        super().__init__(lock=lock)
        self.visible = commitments
        self.marked: dict[str, Any] = {}
        self.alike: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
        self.named: dict[str, dict[str, Any]] = {}

    def look_up(self, entries: list[TableEntry]) -> None:
        named = {code: {typed for entry in entries for typed in _codes(entry, code)} for code in COLUMNS_OF_LINKS}
        self.named = {
            "commitments": dict(self._commitments(named["commitments"])),
            "organisers": {party.slug: party for party in Party.objects.filter(slug__in=named["organisers"])},
        }
        marks = [int(mark[1]) for entry in entries if (mark := MARK.fullmatch(entry.values.get("activity", "")))]
        titles = {entry.values["title_kk"] for entry in entries if "title_kk" in entry.values}
        there = self.everything().filter(Q(pk__in=marks) | Q(title_kk__in=titles))
        for activity in there.prefetch_related(*WITH_IT):
            self.marked[mark_of(activity)] = activity
            self.alike[activity.kind, activity.title_kk, activity.date].append(activity)

    def _commitments(self, typed: set[str]) -> Iterator[tuple[str, Any]]:
        """Those that the table names, by what it calls them."""
        known = CommitmentIdentifierConverter()
        identifiers = [known.to_python(each) for each in typed if re.fullmatch(known.regex, each)]
        drafts = [tuple(map(int, draft.groups())) for each in typed if (draft := OF_A_DRAFT.fullmatch(each.lower()))]
        found = self.visible.filter(
            Q(
                agreement__pair__in={each.agreement.pair for each in identifiers},
                agreement__pair_number__in={each.agreement.number for each in identifiers},
                number__in={each.number for each in identifiers},
            )
            | Q(agreement__in={pk for pk, _number in drafts}, number__in={number for _pk, number in drafts})
        )
        for commitment in found.select_related("agreement"):
            yield commitment.identifier.upper(), commitment
            yield f"DRAFT-{commitment.agreement_id}-{commitment.number}", commitment

    def record_of(self, entry: TableEntry) -> Any:
        mark = entry.values.get("activity", "")
        if mark:
            if mark not in self.marked:
                self.reading.report(entry.line, "activity", _("There is no activity %(mark)s.") % {"mark": mark[:80]})
            return self.marked.get(mark)
        alike = self._alike(entry)
        if len(alike) > 1:
            message = _("Several activities are called so; please name the one that is meant: %(marks)s.")
            marks = ", ".join(mark_of(each) for each in alike)
            self.reading.report(entry.line, "activity", message % {"marks": marks})
            return None
        return alike[0] if alike else Activity()

    def _alike(self, entry: TableEntry) -> list[Any]:
        said = entry.values
        served = {self.named["commitments"].get(code) for code in _codes(entry, "commitments")} - {None}
        key = (said.get("kind", ""), said.get("title_kk", ""), said.get("date", ""))
        return [each for each in self.alike.get(key, ()) if served & set(each.commitments.all())]

    def linked(self, entry: TableEntry, code: str) -> Any:
        found, missing = [], []
        for typed in _codes(entry, code):
            record = self.named[code].get(typed)
            if record is None:
                missing.append(typed)
            elif record not in found:
                found.append(record)
        for typed in missing:
            self.reading.report(
                entry.line, code, str(COLUMNS_OF_LINKS[code]) % {"code": typed[:80], "slug": typed[:80]}
            )
        return None if missing or not found else found

    def check(self, found: list[RecordLine]) -> None:
        """No two lines are about one activity, and its proofs stay those of the agreements it serves."""
        lines: dict[Any, int] = {}
        for each in found:
            activity = each.record
            served = set(each.new("commitments") or activity.commitments.all())
            alike = (activity.kind, activity.title_kk, activity.date)
            for key in [activity.pk] if activity.pk else [(*alike, commitment.pk) for commitment in served]:
                if lines.setdefault(key, each.line) != each.line:
                    message = _("Line %(line)s is about the same activity.") % {"line": lines[key]}
                    self.reading.report(each.line, "activity", message)
            self._check_proofs(each, served)

    def _check_proofs(self, line: RecordLine, served: set[Any]) -> None:
        activity = line.record
        if are_foreign(activity.proof_passages.all() if activity.pk else (), served):
            message = _("A passage that proves this activity belongs to another agreement; change it on its page.")
            self.reading.report(line.line, "commitments", message)
        for commitment in left_unproved(activity, served) if line.new("commitments") else ():
            message = str(STILL_PROVES) % {"commitment": name_of(commitment)}
            self.reading.report(line.line, "commitments", message)


#: What belongs to an activity and is looked at with it.
WITH_IT = ("commitments__agreement", "organisers", "proof_passages__source", "assessments__commitment__agreement")
#: Columns that link to several records, and what is told of one that is not there.
COLUMNS_OF_LINKS = {
    "commitments": gettext_lazy("There is no commitment “%(code)s” that you may see."),
    "organisers": gettext_lazy("There is no party “%(slug)s” in the registry."),
}


def _codes(entry: TableEntry, code: str) -> list[str]:
    """The codes of a cell; commitments in capitals, as they are found by."""
    found = codes_in(entry.values.get(code, ""))
    return [each.upper() for each in found] if code == "commitments" else found

"""What taking in a record file would do: asked before anything is written, and once more while it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from agreements.models import Agreement, CooperationArea, PublicationStatus, SourceFile
from database.constraint_messages import refusal
from import_export.record_format.reader import Problem, RecordRefused, read_json
from import_export.record_format.record import record_rows
from import_export.record_import.diff import ImportDifference, State, differences, same_record
from import_export.record_import.existing_people import new_people, said_otherwise, wrong_people
from import_export.record_import.row_keys import rows_of
from import_export.record_import.writer import write
from search.words.sync import catch_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from import_export.record_format.rows import Row

#: A record that holds more sets of keys and values is no record of one agreement.
ENTRIES_AT_MOST = 5000
#: What begins a value in JSON, and how often it may stand in a file: each can cost two hundred bytes of memory.
MARKS, MARKS_AT_MOST = (b"{", b"[", b","), 200_000
#: Drafts with the same title that are compared with a record without an identifier.
LIKE_NAMED = 20
#: The reason of the version of a record that came from a file, before the fingerprint of the file.
FROM_A_FILE = "record file "
NEW = "new"


@dataclass(frozen=True)
class Plan:
    """A record that was read, and what it would change.

    `existing` is the draft it would bring up to date, `people` the rows of parties, officials and posts
    that are not there yet, `otherwise` what the file says of those that are there and does not change,
    `like_named` how many drafts without an identifier have its title,
    `documents` the names of signed documents that the file knows and the draft lacks,
    `not_taken` an identifier of the file that no record here has: publication alone gives one.
    """

    rows: list[Row]
    fingerprint: str
    areas: frozenset[str]
    existing: Agreement | None = None
    old: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    otherwise: list[ImportDifference] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    like_named: int = 0
    not_taken: str = ""

    @property
    def changes(self) -> list[ImportDifference]:
        return differences(self.old, self.rows)

    @property
    def changes_nothing(self) -> bool:
        return self.existing is not None and all(each.state is State.UNCHANGED for each in self.changes)

    @property
    def state(self) -> str:
        """The same as long as what is there is the same."""
        return sha256(repr(self.old).encode()).hexdigest() if self.existing else NEW

    @property
    def fields(self) -> dict[str, Any]:
        """The columns of the agreement."""
        return _agreement_fields(self.rows)

    def write(self) -> Agreement:
        """Write the record, all of it or nothing. Raises RecordRefused where the database refuses it."""
        try:
            with transaction.atomic():
                agreement = write(self.rows, self.existing, self.areas, FROM_A_FILE + self.fingerprint)
                catch_up()
                return agreement
        except (IntegrityError, DataError) as error:
            if isinstance(error, ProtectedError | RestrictedError):
                message = _("Something that this record leaves out is still used elsewhere in the registry.")
            else:
                message = refusal(error)
            raise RecordRefused("", [Problem("", message)]) from error


def planned(raw: bytes, name: str, *, lock: bool = False) -> Plan:
    """What the record file `raw` would change; with `lock`, nobody changes the draft until the transaction ends.

    Raises RecordRefused with everything that is wrong, in the language of the reader.
    """
    areas = frozenset(CooperationArea.objects.values_list("code", flat=True))
    content = _content(raw, name)
    if isinstance(content, dict) and "publication" in content:  # its steps are another registry's, or were made already
        content["publication"] = []
    plan = planned_content(content, name, areas)
    not_taken = _not_taken(plan)
    if not_taken:
        del content["agreement"]["identifier"]
        plan = planned_content(content, name, areas)
    fingerprint = sha256(raw).hexdigest()
    plan = replace(_with_existing(plan, name, lock=lock), fingerprint=fingerprint, not_taken=not_taken)
    return replace(plan, documents=_lacking_documents(content, plan.existing))


def _lacking_documents(content: Any, existing: Agreement | None) -> list[str]:
    """The names of documents that no source of the draft has: a record file names them and does not carry them."""
    known = {
        (entry["document"]["sha256"], entry["document"]["name"]) for entry in content["sources"] if "document" in entry
    }
    attached = set(
        SourceFile.objects.filter(source__agreement=existing).values_list("sha256", flat=True) if existing else ()
    )
    return sorted(name for sha256, name in known if sha256 not in attached)


def _not_taken(plan: Plan) -> str:
    """The identifier of a plan that no agreement here has; a draft that held it would take it from its pair."""
    pair, number = plan.fields["pair"], plan.fields["pair_number"]
    if not pair or Agreement.objects.filter(pair=pair, pair_number=number).exists():
        return ""
    return f"{pair}-{number}"


def planned_content(content: Any, name: str, areas: frozenset[str], draft: Agreement | None = None) -> Plan:
    """What a document would change, in `draft` or as a new agreement. Raises RecordRefused."""
    rows = record_rows(content, file=name, folder=None, areas=areas, bare=True)
    problems = [Problem("", message) for message in (*wrong_people(rows), *_unknown_agreements(rows))]
    if problems:
        raise RecordRefused(name, problems)
    plan = Plan(rows, "", areas, people=new_people(rows), otherwise=said_otherwise(rows))
    return _for_draft(plan, name, draft) if draft else plan


def _with_existing(plan: Plan, name: str, *, lock: bool) -> Plan:
    """The plan for the draft that its identifier names, or that says the same."""
    fields = plan.fields
    if not fields["pair"]:
        return without_identifier(plan)
    found = Agreement.objects.select_for_update() if lock else Agreement.objects.all()
    existing = found.filter(pair=fields["pair"], pair_number=fields["pair_number"]).first()
    return _for_draft(plan, name, existing) if existing else plan


def _for_draft(plan: Plan, name: str, existing: Agreement) -> Plan:
    plan = replace(plan, existing=existing, old=rows_of(existing, plan.areas))
    if not plan.changes_nothing and (reasons := list(_against(plan, existing))):
        raise RecordRefused(name, [Problem("", reason) for reason in reasons])
    return plan


def _content(raw: bytes, name: str) -> Any:
    if sum(map(raw.count, MARKS)) > MARKS_AT_MOST:
        raise _too_much(name)
    content = read_json(raw, name)
    waiting, entries = [content], 0
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            entries += 1
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    if entries > ENTRIES_AT_MOST:
        raise _too_much(name)
    return content


def _too_much(name: str) -> RecordRefused:
    message = _("This is too much for one agreement; many records are loaded with manage.py load_records.")
    return RecordRefused(name, [Problem("", message)])


def _agreement_fields(rows: list[Row]) -> dict[str, Any]:
    found: dict[str, Any] = next(row["fields"] for row in rows if row["model"] == "agreements.agreement")
    return found


def _unknown_agreements(rows: list[Row]) -> Iterator[str]:
    """Other agreements that the record points to and nobody knows."""
    for row in rows:
        if row["model"] == "agreements.relation":
            pair, number = row["fields"]["other"]
            if not Agreement.objects.filter(pair=pair, pair_number=number).exists():
                yield _("There is no agreement %(identifier)s.") % {"identifier": f"{pair}-{number}"}


def without_identifier(plan: Plan) -> Plan:
    """Nothing tells drafts without an identifier apart: one that says the same is the same, any other is another."""
    alike = Agreement.objects.filter(pair="", title_kk=plan.fields["title_kk"])[:LIKE_NAMED]
    for draft in alike:
        old = rows_of(draft, plan.areas)
        if same_record(old, plan.rows, steps=False):
            return replace(plan, existing=draft, old=old, people=[])
    return replace(plan, like_named=len(alike))


def _against(plan: Plan, existing: Agreement) -> Iterator[str]:
    """What forbids bringing `existing` up to date."""
    if existing.status != PublicationStatus.DRAFT:
        words = {"identifier": existing.identifier, "status": existing.get_status_display()}
        yield (
            _("%(identifier)s is there, and not as this file has it. A file changes drafts only; this is: %(status)s.")
            % words
        )
    for change in plan.changes:
        if change.state is State.REMOVED and change.model == "agreements.commitment" and change.old:
            yield (
                _("The file lacks commitment %(number)s: its identifier is lasting, it cannot be deleted.")
                % {"number": change.old["fields"]["number"]}
            )
        if change.state is State.REMOVED and change.model == "agreements.source" and change.old:
            yield from _used_elsewhere(existing, change.old["fields"]["number"])


def _used_elsewhere(existing: Agreement, number: int) -> Iterator[str]:
    """Passages of a source that prove something outside this record."""
    passage = apps.get_model("agreements.passage")
    for relation in passage._meta.related_objects:
        if relation.related_model._meta.app_label != "agreements":
            used = relation.related_model._default_manager.filter(
                **{
                    f"{relation.field.name}__source__agreement": existing,
                    f"{relation.field.name}__source__number": number,
                }
            )
            if used.exists():
                yield _("The file lacks source %(number)s, whose words prove something recorded elsewhere.") % {
                    "number": number
                }
                return

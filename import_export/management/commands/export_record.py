"""Writes record files: agreements with everything that belongs to them, as load_records and the admin read them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from agreements.models import Agreement
from agreements.models.identifiers import IdentifierConverter
from import_export.record_export.document import as_json, document_of, documents_of, file_name

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = (
        "Writes agreements as record files, one JSON document each, drafts too; load_records and the admin read them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "records", nargs="*", metavar="RECORD", help="KZ-RU-1; a draft without an identifier by its number: 12"
        )
        parser.add_argument("--all", action="store_true", dest="everything", help="every agreement, drafts too")
        parser.add_argument("--published", action="store_true", help="every published agreement")
        parser.add_argument(
            "--output", type=Path, metavar="DIR", help="a file for each record in this directory instead of the output"
        )

    def handle(self, *_args: Any, records: list[str], output: Path | None, **options: Any) -> None:
        whole = options["everything"] or options["published"]
        if whole == bool(records):
            raise CommandError(_("Name records, or choose --all or --published."))
        if whole:
            self._export_all(output, only_published=options["published"])
            return
        for record in records:
            agreement = _named(record)
            self._write(output, agreement, as_json(document_of(agreement)))

    def _export_all(self, output: Path | None, *, only_published: bool) -> None:
        if output is None:
            raise CommandError(_("Say by --output in which directory the files go."))
        chosen = Agreement.objects.published() if only_published else Agreement.objects.all()
        found = tqdm(documents_of(chosen), total=chosen.count(), disable=None, file=self.stderr)
        count = 0
        for count, (agreement, document) in enumerate(found, start=1):  # noqa: B007 told below
            self._write(output, agreement, as_json(document))
        self.stdout.write(_("Wrote %(count)s record files.") % {"count": count})

    def _write(self, output: Path | None, agreement: Agreement, text: str) -> None:
        if output is None:
            self.stdout.write(text, ending="")
            return
        output.mkdir(parents=True, exist_ok=True)
        (output / file_name(agreement)).write_bytes(text.encode())


def _named(record: str) -> Agreement:
    """The agreement with this identifier or this number."""
    found = Agreement.objects.none()
    if record.isascii() and record.isdigit() and len(record) < len(str(2**63)):
        found = Agreement.objects.filter(pk=int(record))
    elif record.count("-") > 1 and record.rpartition("-")[2].isdigit():
        found = Agreement.objects.identified(IdentifierConverter().to_python(record))
    agreement = found.first()
    if agreement is None:
        raise CommandError(_("There is no agreement %(identifier)s.") % {"identifier": record})
    return agreement

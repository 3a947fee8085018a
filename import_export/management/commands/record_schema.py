"""Writes docs/record.schema.json, the JSON Schema of record files, from what reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from import_export.record_export.document import as_json
from import_export.record_format.schema import schema

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = "Writes docs/record.schema.json, the JSON Schema of record files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if the file is not up to date")

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        path, text = Path(settings.BASE_DIR) / "docs" / "record.schema.json", as_json(schema())
        if not check:
            path.write_bytes(text.encode())
            self.stdout.write(_("Wrote %(file)s.") % {"file": path.name})
        elif not path.exists() or path.read_bytes() != text.encode():
            raise CommandError(_("Out of date: %(files)s. Run manage.py record_schema.") % {"files": path.name})

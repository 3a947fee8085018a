"""Builds the fixtures that `loaddata` loads from the files that people write and review."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from import_export.record_format.areas import area_codes, area_rows
from import_export.record_format.reader import RecordRefused, read_yaml
from import_export.record_format.record import record_rows
from import_export.record_format.rows import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.management.base import CommandParser

    from import_export.record_format.rows import Row

AREAS = "areas"
RECORDS = ("memorandum",)


def built_fixtures(folder: Path) -> dict[Path, list[Row]]:
    """The rows of each fixture, by its path in `folder`. Raises RecordRefused."""
    vocabulary = area_rows(read_yaml(folder / f"{AREAS}.yaml"), f"{AREAS}.yaml")
    built = {folder / f"{AREAS}.json": vocabulary}
    for name in RECORDS:
        file, content = f"{name}.yaml", read_yaml(folder / f"{name}.yaml")
        built[folder / f"{name}.json"] = record_rows(content, file=file, folder=folder, areas=area_codes(vocabulary))
    return built


class Command(BaseCommand):
    help = (
        "Builds fixtures/areas.json and fixtures/memorandum.json from the YAML files and the source text beside them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail if the fixtures differ from what would be built"
        )

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        try:
            built = built_fixtures(Path(settings.FIXTURE_DIRS[0]))
        except RecordRefused as error:
            raise CommandError(str(error)) from error
        if check:
            self._check(built)
        else:
            self._write(built)

    def _write(self, built: dict[Path, list[Row]]) -> None:
        for path, rows in built.items():
            path.write_bytes(as_json(rows).encode())
            words = {"file": path.name, "contents": _in_words(rows)}
            self.stdout.write(_("Wrote %(file)s: %(contents)s.") % words)

    def _check(self, built: dict[Path, list[Row]]) -> None:
        stale = [path.name for path, rows in built.items() if not _stands(path, rows)]
        if stale:
            words = {"files": ", ".join(stale)}
            raise CommandError(_("Out of date: %(files)s. Run manage.py build_fixture.") % words)
        self.stdout.write(_("The fixtures are up to date."))


def _stands(path: Path, rows: list[Row]) -> bool:
    return path.exists() and path.read_bytes() == as_json(rows).encode()


def _in_words(rows: Iterable[Row]) -> str:
    """What the rows are: `cooperation areas 46, links to other vocabularies 53`."""
    counts = Counter(row["model"] for row in rows)
    return ", ".join(f"{apps.get_model(model)._meta.verbose_name_plural} {count}" for model, count in counts.items())

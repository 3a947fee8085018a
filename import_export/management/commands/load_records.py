"""Loads record files into the registry: many at once, each wholly or not at all, nothing twice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from agreements.change_log.log import shrink_log
from import_export.bulk_load.files import FileRefused, Loading
from search.words import common_terms

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = (
        "Loads records from YAML or JSON files as fixtures/memorandum.yaml is one, or from JSON Lines with a record "
        "a line. A file is loaded wholly or not at all; run again, the command loads what is missing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".yaml, .json or .jsonl")

    def handle(self, *_args: Any, files: list[Path], **_options: Any) -> None:
        loading = Loading(timezone.now())  # noqa: TID251 the edge
        size = sum(path.stat().st_size for path in files if path.is_file())
        refused = []
        with tqdm(total=size, unit="B", unit_scale=True, disable=None) as progress:
            for path in files:
                try:
                    loaded = loading.load(path, progress.update)
                except FileRefused as error:
                    refused.append(str(error))
                    continue
                words = {"file": path.name, "new": loaded.new, "known": loaded.known}
                self.stdout.write(_("%(file)s: loaded %(new)s, already there %(known)s.") % words)
        common_terms.put_together_if_useful()
        shrink_log()
        if refused:
            raise CommandError("\n".join([*refused, _("Nothing of the files named above was loaded.")]))

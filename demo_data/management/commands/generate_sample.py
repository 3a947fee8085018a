"""Fill a registry with sample records for measurements and for looking at full pages, or take them away again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from agreements.change_log.log import shrink_log
from agreements.models import Agreement, CooperationArea
from demo_data.activities import ASSESSOR, Doings
from demo_data.agreements import Records, SampleRecord
from demo_data.removal import remove_samples
from import_export.bulk_load.files import catch_up_now_and_then
from import_export.bulk_load.parallel_check import checked
from import_export.bulk_load.writer import Writer
from import_export.record_format.reader import RecordRefused
from search.words import common_terms
from search.words.sync import catch_up

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = "Makes sample records: the same ones for the same seed. They are marked, and --drop removes them all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agreements", type=int, default=1000, help="how many (default: 1000)")
        parser.add_argument("--seed", type=int, default=1, help="another seed makes other records (default: 1)")
        parser.add_argument("--force", action="store_true", help="even beside real published agreements")
        parser.add_argument(
            "--jsonl", type=Path, metavar="FILE", help="write a file for load_records instead, without activities"
        )
        parser.add_argument("--drop", action="store_true", help="remove all sample records")

    def handle(self, *_args: Any, agreements: int, seed: int, **options: Any) -> None:
        if options["drop"]:
            self.stdout.write(_("Removed %(count)s sample agreements.") % {"count": remove_samples()})
        elif options["jsonl"]:
            _write_file(Records(agreements, seed, {}), options["jsonl"])
            self.stdout.write(_("Wrote %(count)s sample agreements.") % {"count": agreements})
        else:
            if not options["force"]:
                _refuse_beside_real_ones()
            _write(agreements, seed)
            shrink_log()
            self.stdout.write(_("Wrote %(count)s sample agreements.") % {"count": agreements})


def _refuse_beside_real_ones() -> None:
    if Agreement.objects.published().filter(is_sample=False).exists():
        raise CommandError(
            _("This registry has published agreements; samples would mislead its readers. Use another database.")
        )


def _write_file(records: Records, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for record in tqdm(records, total=records.number, disable=None):
            file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


@transaction.atomic
def _write(agreements: int, seed: int) -> None:
    doings, writer = Doings(seed), Writer(timezone.now())  # noqa: TID251 the edge
    if not CooperationArea.objects.exists():
        writer.add(json.loads((Path(settings.FIXTURE_DIRS[0]) / "areas.json").read_text(encoding="utf-8")))
        writer.flush()
    user = get_user_model()
    if not user.objects.filter(username=ASSESSOR).exists():
        user.objects.create_user(ASSESSOR, is_active=False)
    areas = frozenset(CooperationArea.objects.values_list("code", flat=True))
    taken = dict(Agreement.objects.exclude(pair="").values_list("pair").annotate(Max("pair_number")).order_by())
    drawn = map(SampleRecord, tqdm(Records(agreements, seed, taken), total=agreements, disable=None))
    for number, batch in enumerate(checked(drawn, areas), start=1):
        for _record, outcome in batch:
            if isinstance(outcome, RecordRefused):  # the generator is wrong then
                raise outcome
            writer.add(doings.added(outcome))
        writer.flush()
        catch_up_now_and_then(number)
    catch_up()
    common_terms.put_together_if_useful()

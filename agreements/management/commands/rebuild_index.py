"""Writes the index of words anew, or says whether it is what the tables make it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from agreements.changes import shrink_log
from agreements.models import Agreement
from agreements.search.frequent import put_together
from agreements.search.index import catch_up, differences, rebuild

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

#: So many agreements are named when the index differs.
NAMED = 10


class Command(BaseCommand):
    help = "Writes the index of words anew from the tables; with --check only tells whether both agree."

    def add_arguments(self, parser: CommandParser) -> None:
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument(
            "--frequent", action="store_true", help="only what speeds up frequent words, in seconds: for every night"
        )
        chosen.add_argument(
            "--check", action="store_true", help="write nothing; fail if the index is not what the tables make it"
        )

    def handle(self, *_args: Any, check: bool, frequent: bool, **_options: Any) -> None:
        if check:
            self._check()
            return
        if frequent:
            catch_up()
            put_together()
            self.stdout.write(_("Frequent words are ready."))
        else:
            self._rebuild()
        shrink_log()

    def _rebuild(self) -> None:
        total = Agreement.objects.published().count()
        with tqdm(total=total, disable=None, file=self.stderr, unit="") as bar:
            count = rebuild(bar.update)
        self.stdout.write(_("The index of words holds %(count)s agreements.") % {"count": count})

    def _check(self) -> None:
        found = differences()
        if not found:
            self.stdout.write(_("The index of words is what the tables make it."))
            return
        named = Agreement.objects.filter(pk__in=found[:NAMED])
        names = ", ".join(agreement.identifier or str(agreement.pk) for agreement in named)
        words = {"count": len(found), "names": names or ", ".join(map(str, found[:NAMED]))}
        raise CommandError(
            _("The index differs from the tables for %(count)s agreements (%(names)s). Run manage.py rebuild_index.")
            % words
        )

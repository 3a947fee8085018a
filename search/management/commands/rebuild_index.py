"""Writes the index of words anew, or says whether it is what the tables make it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from agreements.change_log.log import shrink_log
from agreements.models import Agreement
from search.checks.index_check import checked
from search.words.common_terms import put_together
from search.words.sync import catch_up, rebuild

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = "Writes the index of words anew from the tables; with --check only tells whether both agree."

    def add_arguments(self, parser: CommandParser) -> None:
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument(
            "--frequent", action="store_true", help="only what speeds up frequent words, in seconds: for every night"
        )
        chosen.add_argument(
            "--pending", action="store_true", help="only what was written past the registry, by SQL or fixtures"
        )
        chosen.add_argument(
            "--check", action="store_true", help="write nothing; fail if the index is not what the tables make it"
        )

    def handle(self, *_args: Any, check: bool, frequent: bool, pending: bool, **_options: Any) -> None:
        if check:
            self._check()
            return
        if frequent or pending:
            catch_up()
        if frequent:
            put_together()
            self.stdout.write(_("Frequent words are ready."))
        elif pending:
            self.stdout.write(_("The index of words has everything that waited."))
        else:
            self._rebuild()
        shrink_log()

    def _rebuild(self) -> None:
        total = Agreement.objects.published().count()
        with tqdm(total=total, disable=None, file=self.stderr, unit="") as bar:
            count = rebuild(bar.update)
        self.stdout.write(_("The index of words holds %(count)s agreements.") % {"count": count})

    def _check(self) -> None:
        found, forgotten = checked()
        if found:
            lines = "\n".join(map(str, found))
            raise CommandError(
                _("The index of words is not what the tables make it. Run manage.py rebuild_index.") + f"\n{lines}"
            )
        self.stdout.write(_("The index of words is what the tables make it."))
        if forgotten:
            self.stdout.write(_("Known words that stand in no public text any more: %(count)s.") % {"count": forgotten})

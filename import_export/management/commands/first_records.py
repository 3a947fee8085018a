"""Fill a new registry with its first record and a demonstration account; an old one is left alone."""

import secrets
from io import StringIO

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import BaseCommand, call_command
from django.core.management.base import CommandParser, no_translations
from django.db import transaction

from agreements.models import Agreement, Commitment, Statement
from database.history import write_first_versions
from search.words.sync import catch_up

ACCOUNT = "demo"
GROUPS = ("editors", "publishers")


class Command(BaseCommand):
    """Loads the areas and the memorandum where there is no agreement, makes an account where there is none."""

    help = "Load the first record and make a demonstration editor, each only where there is none yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--without-account", action="store_true", help="Make no demonstration editor.")

    @no_translations
    @transaction.atomic
    def handle(self, *, without_account: bool, **options: object) -> None:  # noqa: ARG002 Django hands in more
        if not Agreement.objects.exists():
            self._load()
        if not without_account and not get_user_model().objects.exists():
            self._make_account()

    def _load(self) -> None:
        call_command("loaddata", "areas.json", "memorandum.json", verbosity=0)
        for model in (Commitment, Statement):
            write_first_versions(model)
        # It remarks on the two that already have theirs.
        call_command("populate_history", auto=True, verbosity=0, stderr=StringIO(), stdout=StringIO())
        catch_up()
        self.stdout.write("Loaded the cooperation areas and the memorandum.")

    def _make_account(self) -> None:
        password = secrets.token_urlsafe(12)
        user = get_user_model().objects.create_user(ACCOUNT, password=password, is_staff=True)
        user.groups.set(Group.objects.filter(name__in=GROUPS))
        self.stdout.write(f"Demonstration editor: {ACCOUNT}, password {password} (shown this once)")

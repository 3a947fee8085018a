"""Fill a new registry with its first record and a demonstration account; an old one is left alone."""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import BaseCommand, call_command
from django.core.management.base import no_translations
from django.db import transaction
from simple_history.utils import get_history_manager_for_model

from agreements.models import Agreement, Commitment, Statement

ACCOUNT = "demo"
GROUPS = ("editors", "publishers")


class Command(BaseCommand):
    """Loads the areas and the memorandum where there is no agreement, makes an account where there is none."""

    help = "Load the first record and make a demonstration editor, each only where there is none yet."

    @no_translations
    @transaction.atomic
    def handle(self, **options: object) -> None:  # noqa: ARG002 Django hands the options in by name
        if not Agreement.objects.exists():
            call_command("loaddata", "areas.json", "memorandum.json", verbosity=0)
            for model in (Commitment, Statement):
                # Loading their many-to-many relations wrote half a version of each.
                get_history_manager_for_model(model).all().delete()
            call_command("populate_history", auto=True, verbosity=0)
            self.stdout.write("Loaded the cooperation areas and the memorandum.")
        if not get_user_model().objects.exists():
            self._make_account()

    def _make_account(self) -> None:
        password = secrets.token_urlsafe(12)
        user = get_user_model().objects.create_user(ACCOUNT, password=password, is_staff=True)
        user.groups.set(Group.objects.filter(name__in=GROUPS))
        self.stdout.write(f"Demonstration editor: {ACCOUNT}, password {password} (shown this once)")

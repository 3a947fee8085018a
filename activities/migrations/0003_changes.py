"""Changes of what was done are written down as those of agreements are."""

from django.db import migrations

from activities.change_log import WATCHED
from agreements.change_log.triggers import watching


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0002_groups"),
        ("agreements", "0003_changes"),
    ]

    operations = [watching(WATCHED)]

"""The three groups of people who work in the registry, and what each may do.

The rows of content types and permissions are made here where they do not exist yet: Django
makes them only after all migrations, and then finds these.
"""

from django.db import migrations

#: What editors enter: every record of the registry, by app.
RECORDS = {
    "parties": ("party", "partyidentifier", "partyname", "succession", "official", "post"),
    "agreements": (
        "agreement",
        "authenticlanguage",
        "agreementparty",
        "source",
        "event",
        "commitment",
        "statement",
        "relation",
        "agreementevidence",
        "partyevidence",
        "cooperationarea",
        "arealink",
    ),
    "activities": ("activity", "assessment"),
}
#: What only the registry itself writes.
READ_ONLY = {"agreements": ("passage", "publicationmove")}
#: Rows of a record's page, which may be taken away again.
ROWS = {
    "parties": ("partyidentifier", "partyname", "succession", "post"),
    "agreements": (
        "authenticlanguage",
        "agreementparty",
        "source",
        "event",
        "commitment",
        "statement",
        "relation",
        "agreementevidence",
        "partyevidence",
        "arealink",
    ),
}
ACCOUNTS = {"auth": ("user", "group")}


def permissions(models, *actions):
    return {(app, model, f"{action}_{model}") for app, names in models.items() for model in names for action in actions}


EDITORS = permissions(RECORDS, "view", "add", "change") | permissions(READ_ONLY, "view") | permissions(ROWS, "delete")
#: Records that publishers may take away: activities, and agreements that were never sent to review.
DELETED_BY_PUBLISHERS = {"agreements": ("agreement",), "activities": ("activity",)}
PUBLISHERS = EDITORS | {("agreements", "agreement", "publish_agreement")} | permissions(DELETED_BY_PUBLISHERS, "delete")
ADMINISTRATORS = PUBLISHERS | permissions(ACCOUNTS, "view", "add", "change", "delete")
GROUPS = {"editors": EDITORS, "publishers": PUBLISHERS, "administrators": ADMINISTRATORS}


def name_of(model, codename):
    declared = dict(model._meta.permissions)
    action = codename.partition("_")[0]
    return str(declared.get(codename) or f"Can {action} {model._meta.verbose_name_raw}")


def make_groups(apps, schema_editor):
    database = schema_editor.connection.alias
    content_types = apps.get_model("contenttypes", "ContentType").objects.using(database)
    permission_rows = apps.get_model("auth", "Permission").objects.using(database)
    group_rows = apps.get_model("auth", "Group").objects.using(database)
    rows = {}
    for app, model, codename in sorted(ADMINISTRATORS):
        content_type, _created = content_types.get_or_create(app_label=app, model=model)
        name = name_of(apps.get_model(app, model), codename)
        rows[app, model, codename], _created = permission_rows.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
    for name, table in GROUPS.items():
        group, _created = group_rows.get_or_create(name=name)
        group.permissions.set([rows[key] for key in table])


def remove_groups(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0001_initial"),
        ("agreements", "0001_initial"),
        ("parties", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]

"""No page depends on the order in which a database keeps its rows: PostgreSQL changes it with every update."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client

from tests.support.browser_pages import PAGES
from tests.support.desk.addresses import addresses, one_of_each, path_of
from tests.support.desk.writes import Desk
from tests.support.factories import EventFactory
from tests.support.kept_rows import kept_models

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LISTS = ("agreements", "commitments", "parties", "activities")
#: What differs each time a page is asked for.
EACH_TIME = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|value="new-\w+"')


def pages(client: Client, paths: list[str]) -> dict[str, str]:
    answers = {path: client.get(path) for path in paths}
    bodies = {
        path: b"".join(each.streaming_content) if each.streaming else each.content for path, each in answers.items()
    }
    return {path: EACH_TIME.sub("", body.decode(errors="replace")) for path, body in bodies.items()}


def rewrite_some_rows() -> None:
    """Every second row of each table is written anew as it is, so that PostgreSQL keeps it behind the others."""
    with connection.cursor() as cursor:
        for model in kept_models():
            table, key = (connection.ops.quote_name(name) for name in (model._meta.db_table, model._meta.pk.column))
            rows = model._base_manager.order_by("pk").values_list("pk", flat=True)[::2]
            cursor.executemany(f"UPDATE {table} SET {key} = {key} WHERE {key} = %s", [[pk] for pk in rows])  # noqa: S608


def test_what_readers_and_editors_see_does_not_depend_on_the_order_of_rows(memorandum):
    one_of_each(memorandum)
    for day in ("2016-11-08", "2016-11-07", ""):
        EventFactory(agreement=memorandum, date=day)
    exports = [f"{name}/export.csv" for name in LISTS]
    public = [f"/{language}/{path}" for language in ("kk", "ru", "en") for path in (*PAGES, *exports)]
    read_only = [route for route in addresses().values() if not route.endswith(("logout/", "(?P<url>.*)$"))]
    desk, reader = Desk(), Client()
    before = pages(reader, public) | pages(desk, [f"/admin/{path_of(route)}" for route in read_only])
    rewrite_some_rows()
    after = pages(reader, public) | pages(desk, [f"/admin/{path_of(route)}" for route in read_only])
    assert [path for path in before if before[path] != after[path]] == []

"""Who gets what at every address of the desk: role × address × method. An address without a row fails.

The records asked for are those of the published memorandum, which only publishers may change. Posts are empty: a page
that is allowed answers 200 with its errors, or shows its question again, and changes nothing.
"""

from __future__ import annotations

import pytest
from django.test import Client

from tests.support.desk.addresses import ROLES, TABLE
from tests.support.desk.editing import desk_of

#: Nothing surrounds a request, as on a server: what needs a transaction has to open it.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_each_role_as_the_table_says(desk_paths, role):
    assert desk_paths.keys() == TABLE.keys(), desk_paths.keys() ^ TABLE.keys()
    client = Client() if role == "anonymous" else desk_of(role)
    for name, place in desk_paths.items():
        for method, expected in zip(("get", "post"), TABLE[name][ROLES.index(role)].split("/"), strict=True):
            if (name, method) != ("logout", "post"):  # the others are still to be asked
                assert getattr(client, method)(place).status_code == int(expected), (method, place)

"""Two people at the desk at the same moment, each with a connection of their own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client

from agreements.models import Agreement
from agreements.publication import move
from tests.agreements.test_admin import desk_of, filled, page_of
from tests.factories import SOME_MOMENT, AreaFactory, CommitmentFactory, SourceFactory

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

#: How long somebody keeps a lock before they save, in seconds: whoever else comes meanwhile waits.
MEANWHILE = 0.5


@pytest.fixture
def draft(draft) -> Agreement:
    SourceFactory(agreement=draft)
    CommitmentFactory(agreement=draft, areas=[AreaFactory()])
    return draft


def beside(act: Callable[[], None]) -> threading.Thread:
    """Runs `act` in a thread that closes its connection in the end."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def while_locked(agreement: Agreement, change: Callable[[], None], act: Callable[[], None]) -> None:
    """`change` happens under a lock of the agreement; `act` begins after the lock was taken and before it is done."""
    taken = threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Agreement.objects.select_for_update().get(pk=agreement.pk)
            taken.set()
            threading.Event().wait(MEANWHILE)
            change()

    holder = beside(hold)
    assert taken.wait(30)
    act()
    holder.join()


def test_a_page_saved_while_another_publishes_does_not_take_the_publication_back(draft):
    move(draft, "in_review", by=None, at=SOME_MOMENT)
    editor = desk_of("editors")
    typed = filled(editor.get(page_of(draft))) | {"summary_kk": "Ұзақ терілген түйін"}
    answers = []
    while_locked(
        draft,
        lambda: move(draft, "published", by=None, at=SOME_MOMENT),
        lambda: answers.append(editor.post(page_of(draft), typed)),
    )
    draft.refresh_from_db()
    assert (draft.status, draft.summary_kk) == ("published", None)
    assert answers[0].status_code == 403  # an editor does not change what is public
    assert "Ұзақ терілген түйін" in answers[0].content.decode()


def test_two_accounts_saved_at_once_lose_no_change():
    root = Client()
    root.force_login(User.objects.create_superuser("root"))
    zarina = User.objects.create_user("zarina")
    page = f"/admin/auth/user/{zarina.pk}/change/"
    opened = filled(root.get(page))
    both = threading.Barrier(2)
    answers = []

    def saves(**fields: str) -> None:
        both.wait()
        browser = Client()
        browser.cookies = root.cookies
        answers.append(browser.post(page, opened | fields).status_code)

    threads = [beside(lambda: saves(first_name="Зарина")), beside(lambda: saves(email="zarina@example.org"))]
    for thread in threads:
        thread.join()
    zarina.refresh_from_db()
    assert sorted(answers) == [200, 302]  # the second sees what the first saved, laid beside what was typed
    assert (zarina.first_name == "Зарина") != (zarina.email == "zarina@example.org")

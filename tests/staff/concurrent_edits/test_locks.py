"""Two people at the desk at the same moment, each with a connection of their own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client

from agreements.models import Agreement
from agreements.publication.workflow import move
from tests.support.desk.editing import desk_of, filled, page_of
from tests.support.factories import SOME_MOMENT, AreaFactory, CommitmentFactory, SourceFactory

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.database]

#: How long somebody keeps a lock before they save, in seconds: whoever else comes meanwhile waits.
MEANWHILE = 0.5
#: Longer than anything here takes on a busy machine, in seconds.
LONG = 60.0


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


def wait_for_locks(seconds: float) -> None:
    """How long this thread waits for a lock, and what it wanted to do then fails."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {round(seconds * 1000)}")
    else:
        connection.ensure_connection()
        connection.seconds = seconds


def while_locked(agreement: Agreement, change: Callable[[], None], act: Callable[[], None], seconds: float) -> None:
    """`change` happens under a lock of the agreement, `seconds` after `act` has begun, or once it is over."""
    taken, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Agreement.objects.select_for_update().get(pk=agreement.pk)
            taken.set()
            done.wait(seconds)
            change()

    holder = beside(hold)
    assert taken.wait(LONG)
    act()
    done.set()
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
        MEANWHILE,
    )
    draft.refresh_from_db()
    assert (draft.status, draft.summary_kk) == ("published", None)
    assert answers[0].status_code == 403  # an editor does not change what is public
    assert "Ұзақ терілген түйін" in answers[0].content.decode()


def test_a_lock_that_is_not_given_in_time_gives_back_what_was_typed(draft):
    editor = desk_of("editors")
    typed = filled(editor.get(page_of(draft))) | {"summary_kk": "Ұзақ терілген түйін"}
    editor.raise_request_exception = False
    answers = []

    def impatient() -> None:
        wait_for_locks(MEANWHILE)
        answers.append(editor.post(page_of(draft), typed))

    while_locked(draft, lambda: None, lambda: beside(impatient).join(), LONG)
    draft.refresh_from_db()
    assert (answers[0].status_code, answers[0].headers["Retry-After"]) == (503, "5")
    assert "Ұзақ терілген түйін" in answers[0].content.decode()
    assert not draft.summary_kk


def test_nobody_waits_for_a_lock_longer_than_a_worker_lives():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == (f"{settings.LOCK_TIMEOUT}s",)
        else:
            assert cursor.cursor.seconds == settings.LOCK_TIMEOUT


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

"""Many writers of one SQLite file: each has a turn, none is refused while it is locked, none is overtaken for ever."""

import fcntl
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError

from database.sqlite.base import DatabaseWrapper
from database.sqlite.waiting import Patience, is_busy, next_in_line

HOME = Path(__file__).resolve().parents[2]
WRITERS, EACH = 8, 40
#: Writes like the desk's (read, then write, in a transaction) and plain ones, from a process of its own.
WRITER = """
import sys
from database.sqlite.base import DatabaseWrapper
from tests.database.test_sqlite_writers import settings_of, write
connection = DatabaseWrapper(settings_of(sys.argv[1]), "writers")
write(connection, int(sys.argv[2]))
connection.close()
"""


def settings_of(path, timeout: float = 60) -> dict:
    options = {"transaction_mode": "IMMEDIATE", "timeout": timeout, "init_command": "PRAGMA synchronous=FULL;"}
    plain = dict.fromkeys(("USER", "PASSWORD", "HOST", "PORT"), "")
    usual = {"AUTOCOMMIT": True, "ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
    name = {"ENGINE": "database.sqlite", "NAME": str(path), "TEST": {"NAME": None}}
    return {**plain, **usual, **name, "OPTIONS": options, "TIME_ZONE": None}


def write(connection: DatabaseWrapper, times: int) -> None:
    for number in range(times):
        with connection.cursor() as cursor:
            if number % 4 == 0:
                cursor.execute("UPDATE counted SET number = number + 1")
                continue
            connection._start_transaction_under_autocommit()
            cursor.execute("SELECT number FROM counted")
            (found,) = cursor.fetchone()
            cursor.execute("UPDATE counted SET number = %s", [found + 1])
            connection._commit()


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "counted.sqlite3"
    with closing(sqlite3.connect(found)) as plain:
        plain.execute("CREATE TABLE counted (number INTEGER)")
        plain.execute("INSERT INTO counted VALUES (0)")
        plain.commit()
    return found


def counted(path) -> int:
    with closing(sqlite3.connect(path)) as plain:
        return plain.execute("SELECT number FROM counted").fetchone()[0]


@pytest.fixture
def connected(path):
    """Makes connections as Django does, and closes them in the end."""
    made = []

    def connect(timeout: float = 60) -> DatabaseWrapper:
        made.append(DatabaseWrapper(settings_of(path, timeout), "writers"))
        made[-1].inc_thread_sharing()
        made[-1].ensure_connection()
        return made[-1]

    yield connect
    for connection in made:
        connection.close()


@pytest.fixture
def a_writer(path):
    """Somebody who keeps the database locked."""
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as plain:
        plain.execute("BEGIN IMMEDIATE")
        yield plain


@pytest.mark.django_db
def test_eight_processes_write_and_every_write_is_there(path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", WRITER, str(path), str(EACH)]
    writers = [
        subprocess.Popen(command, cwd=HOME, env=environment, stderr=subprocess.PIPE, text=True) for _n in range(WRITERS)
    ]
    complaints = [writer.communicate(timeout=300)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, complaints
    assert counted(path) == WRITERS * EACH


@pytest.mark.django_db
def test_eight_threads_write_while_others_read(path, connected):
    refused, done = [], threading.Event()

    def trying(act, *arguments) -> None:
        try:
            act(*arguments)
        except OperationalError as error:
            refused.append(error)

    def reading(connection) -> None:
        while not done.is_set():
            with connection.cursor() as cursor:
                cursor.execute("SELECT number FROM counted")
                cursor.fetchall()

    writers = [threading.Thread(target=trying, args=(write, connected(), EACH)) for _n in range(WRITERS)]
    readers = [threading.Thread(target=trying, args=(reading, connected())) for _n in range(2)]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert refused == []
    assert counted(path) == WRITERS * EACH


def both_ways(connection: DatabaseWrapper, way: str) -> None:
    with connection.cursor() as cursor:
        if way == "in a transaction":
            connection._start_transaction_under_autocommit()
        cursor.execute("UPDATE counted SET number = number + 1")
    if way == "in a transaction":
        connection._commit()


WAYS = ("in a transaction", "alone")


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_whoever_waits_too_long_learns_that_the_database_is_busy(a_writer, connected, way):
    with pytest.raises(OperationalError) as refused:
        both_ways(connected(timeout=0.05), way)
    assert is_busy(refused.value)
    assert not is_busy(OperationalError("another"))


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_a_writer_goes_on_as_soon_as_the_other_has_ended(path, a_writer, connected, way):
    connection = connected()
    late = threading.Thread(target=both_ways, args=(connection, way))
    late.start()
    assert counted(path) == 0
    a_writer.execute("COMMIT")
    late.join()
    assert counted(path) == 1


@pytest.mark.django_db
def test_a_commit_waits_for_those_who_are_reading(path, connected):
    with closing(sqlite3.connect(path, check_same_thread=False)) as reader:
        rows = reader.execute("SELECT number FROM counted UNION ALL SELECT number FROM counted")
        rows.fetchone()
        late = threading.Thread(target=both_ways, args=(connected(), "in a transaction"))
        late.start()
        late.join(timeout=0.2)
        assert late.is_alive()
        rows.close()
    late.join()
    assert counted(path) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_nobody_overtakes_whoever_is_next(path, connected, way):
    """Even where the database is free just then."""
    with next_in_line(str(path), Patience(1)):
        late = threading.Thread(target=both_ways, args=(connected(), way))
        late.start()
        late.join(timeout=0.2)
        assert counted(path) == 0
    late.join()
    assert counted(path) == 1


@pytest.mark.django_db
def test_a_connection_is_made_while_another_is_just_writing(path, a_writer, connected):
    a_writer.execute("COMMIT")
    a_writer.execute("BEGIN EXCLUSIVE")
    late = threading.Thread(target=connected)
    late.start()
    late.join(timeout=0.2)
    assert late.is_alive()
    a_writer.execute("COMMIT")
    late.join()
    with connected().cursor() as cursor:
        cursor.execute("SELECT number FROM counted")
        assert cursor.fetchone() == (0,)


def test_the_place_of_one_who_dies_is_free(path):
    script = "from database.sqlite.waiting import *\nwith next_in_line(sys.argv[1], Patience(1)): os._exit(9)"
    command = [sys.executable, "-c", f"import os, sys; {script}", str(path)]
    assert subprocess.run(command, cwd=HOME, check=False).returncode == 9
    queue = path.parent / f"{path.name}-queue"
    with queue.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.django_db
def test_rows_written_together_outside_of_a_transaction_are_all_there_or_none(path, connected):
    connection = connected()
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO counted VALUES (%s)", [[1], [2]])
        with pytest.raises(DatabaseError, match="supported"):
            cursor.executemany("INSERT INTO counted VALUES (%s)", [[3], [object()]])
        cursor.execute("SELECT count(*) FROM counted")
        assert cursor.fetchone() == (3,)


@pytest.mark.django_db
def test_a_database_in_memory_has_no_queue():
    connection = DatabaseWrapper({**settings_of(""), "NAME": ":memory:"}, "writers")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE counted (number INTEGER)")
        cursor.executemany("INSERT INTO counted VALUES (%s)", [[1], [2]])
    assert (connection.path, Path(":memory:-queue").exists()) == ("", False)
    connection.connection.close()

"""Files of lists take a bounded part of the server, and a reader can tell one that was cut from a whole one."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from contextlib import closing

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponse

from config import wsgi
from file_formats import xlsx_writer
from file_formats.slots import free_slot, in_a_slot
from tests.support.desk.editing import desk_of
from tests.support.processes.servers import empty_database, environment_of, gunicorn, run
from website.views import exports

PUBLIC = ["agreements", "commitments", "parties", "activities"]


@pytest.fixture
def one_slot(settings, tmp_path):
    settings.EXPORTS_AT_ONCE, settings.EXPORT_SLOTS = 1, tmp_path / "slots"


@pytest.fixture
def connection_stays():
    """The end of a request closes the connection, in which the transaction of the test is open."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


def is_free() -> bool:
    slot = free_slot("site")
    if slot is not None:
        slot.close()
    return slot is not None


@pytest.mark.parametrize(("language", "words"), [("kk", "Жарты минут"), ("ru", "полминуты"), ("en", "half a minute")])
def test_with_no_slot_free_a_page_says_at_once_when_to_try_again(client, memorandum, one_slot, language, words):
    with closing(free_slot("site")):
        for name in PUBLIC:
            for form in ("csv", "xlsx"):
                response = client.get(f"/{language}/{name}/export.{form}?words=x")
                assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
                assert words in response.content.decode()
                assert f'href="/{language}/{name}/?words=x"' in response.content.decode()
        assert client.get(f"/{language}/agreements/").status_code == 200


def test_the_lists_of_the_desk_wait_for_slots_of_their_own(draft, one_slot):
    editor = desk_of("editors")
    with closing(free_slot("site")):
        assert editor.get("/admin/agreements/agreement/download.csv").getvalue()
    with closing(free_slot("desk")):
        for ending in ("csv", "xlsx"):
            response = editor.get(f"/admin/agreements/agreement/download.{ending}")
            assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert editor.get("/admin/agreements/agreement/download.csv").getvalue()


def test_a_slot_is_free_again_when_the_file_was_read_or_refused(client, memorandum, one_slot):
    for query in ("csv", "xlsx", "csv?area=cooking"):
        response = client.get(f"/kk/commitments/export.{query}")
        assert response.getvalue() if response.streaming else response.content
        assert is_free(), query


def test_a_slot_is_free_again_when_the_reader_goes_away(rf, memorandum, one_slot, connection_stays):
    for form, begun in (("csv", 0), ("csv", 1), ("xlsx", 0), ("xlsx", 1)):
        response = exports.commitments_export(rf.get("/"), form=form)
        for _piece, _n in zip(response.streaming_content, range(begun), strict=False):
            assert not is_free()
        response.close()
        assert is_free(), (form, begun)


def test_a_slot_is_free_again_when_the_answer_could_not_be_made(one_slot):
    with pytest.raises(ZeroDivisionError):
        in_a_slot("site", lambda: HttpResponse(str(1 // 0)), HttpResponse)
    assert is_free()


def test_a_spreadsheet_that_takes_too_long_is_given_up(client, memorandum, one_slot, monkeypatch):
    monkeypatch.setattr(xlsx_writer, "SECONDS_AT_MOST", -1)
    response = client.get("/en/commitments/export.xlsx")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "took too long" in response.content.decode()
    assert is_free()


def test_an_older_protocol_is_told_the_length_beforehand(client, memorandum):
    response = client.get("/kk/commitments/export.csv", SERVER_PROTOCOL="HTTP/1.0")
    assert int(response.headers["Content-Length"]) == len(response.getvalue())
    assert "Content-Length" not in client.get("/kk/commitments/export.csv").headers


def test_whoever_stalls_is_not_waited_for_without_end():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wsgi.cut_off_stalled(lambda _environ, _start: [])({"gunicorn.socket": ours}, None)
        assert ours.gettimeout() == wsgi.STALLED


def test_where_no_slot_can_be_made_nothing_is_a_server_error(client, memorandum, settings, tmp_path):
    settings.EXPORT_SLOTS = tmp_path / "nowhere" / "slots"
    assert client.get("/kk/commitments/export.csv").status_code == 503


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The environment of a server, and a database of its own with ten published agreements."""
    folder = tmp_path_factory.mktemp("served")
    with empty_database(folder) as address:
        environment = environment_of(DATABASE_URL=address, TMPDIR=str(folder))
        run(environment, "manage.py", "migrate", "--verbosity", "0")
        run(environment, "manage.py", "generate_sample", "--agreements", "10")
        yield environment


KINDS = [("--workers", "1", "--threads", "4"), ("--workers", "2")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("version", ["HTTP/1.1", "HTTP/1.0"])
def test_a_file_that_fails_in_the_middle_does_not_look_whole(served, kind, version):
    with gunicorn(served, *kind, site="tests.support.processes.failing_export:application") as port:
        head, body = exchange(port, "/en/agreements/export.csv", version)
    if version == "HTTP/1.0":
        assert b" 500 " in head
    else:
        assert b" 200 " in head
        assert b"chunked" in head.lower()
        assert b"Identifier" in body
        assert not body.endswith(b"0\r\n\r\n")


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_file_ends_as_one(served, kind):
    with gunicorn(served, *kind) as port:
        _head, body = exchange(port, "/en/agreements/export.csv", "HTTP/1.1")
        assert body.endswith(b"0\r\n\r\n")
        head, body = exchange(port, "/en/agreements/export.csv", "HTTP/1.0")
        assert f"content-length: {len(body)}".encode() in head.lower()


def test_twelve_spreadsheets_at_once_leave_room_for_pages(served):
    with gunicorn(served, "--workers", "2", "--threads", "4") as port:
        get(port, "/en/commitments/")
        found: list[int] = []
        asking = [
            threading.Thread(target=lambda: found.append(get(port, "/en/commitments/export.xlsx"))) for _n in range(12)
        ]
        for thread in asking:
            thread.start()
        assert get(port, "/en/agreements/") == 200
        for thread in asking:
            thread.join()
        assert set(found) <= {200, 503}
        assert 200 in found
        assert any(get(port, "/en/commitments/export.xlsx") == 200 for _n in patience())


def test_readers_that_go_away_leave_their_slots(served):
    with gunicorn(served, "--workers", "1", "--threads", "4") as port:
        for _n in range(6):
            with socket.create_connection(("127.0.0.1", port)) as reader:
                reader.sendall(b"GET /en/commitments/export.csv HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                reader.recv(100)
        assert any(get(port, "/en/commitments/export.csv") == 200 for _n in patience())


def patience():
    """A few attempts, with time between them."""
    for number in range(50):
        yield number
        time.sleep(0.1)


def get(port: int, path: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status


def exchange(port: int, path: str, version: str) -> tuple[bytes, bytes]:
    """Head and body of an answer as they came, until the server closed the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as reader:
        reader.sendall(f"GET {path} {version}\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        head, _end, body = b"".join(iter(lambda: reader.recv(65536), b"")).partition(b"\r\n\r\n")
        return head, body

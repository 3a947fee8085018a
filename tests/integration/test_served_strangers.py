"""What strangers send to a real server: it is refused at once, and their guesses lock nobody else out."""

from __future__ import annotations

import http.client
import re
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.support.processes.servers import empty_database, environment_of, gunicorn, run

if TYPE_CHECKING:
    from collections.abc import Iterator

ADD, SIGN_IN = "/admin/agreements/agreement/add/", "/admin/login/"
FIELDS = "&".join(f"commitments-{number}-text_ru=abc" for number in range(9_000)).encode()
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PASSWORD = "a-long-enough-password"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def port(tmp_path_factory) -> Iterator[int]:
    """A server as `make run` starts it, behind a proxy that tells addresses, with an account "dana"."""
    with empty_database(tmp_path_factory.mktemp("strangers")) as address:
        account = {"DJANGO_SUPERUSER_PASSWORD": PASSWORD, "DJANGO_SUPERUSER_USERNAME": "dana"}
        environment = environment_of(DATABASE_URL=address, BEHIND_PROXY="true", **account)
        run(environment, "manage.py", "migrate", "--verbosity", "0")
        run(environment, "manage.py", "createsuperuser", "--noinput", "--email", "dana@example.org")
        with gunicorn(environment, "--workers", "2", "--threads", "4") as port:
            yield port


def ask(port: int, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None):
    """The answer and what it says, over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def answer_to(port: int, head: list[str], piece: bytes = b"", most: int = 0) -> tuple[str, int]:
    """The first line of the answer to a request, and how much of its body was taken before the server closed."""
    sent = 0
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall("\r\n".join([*head, "Host: 127.0.0.1", "", ""]).encode())
        try:
            while sent < most:
                sent += connection.send(piece)
        except ConnectionError:
            return "", sent
        return connection.recv(100).decode("latin-1").partition("\r\n")[0], sent


def attempt(port: int, password: str, address: str) -> http.client.HTTPResponse:
    page, content = ask(port, "GET", SIGN_IN)
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    form = {"username": "dana", "password": password, "csrfmiddlewaretoken": TOKEN.search(content.decode())[1]}
    headers = {**FORM, "Cookie": cookie, "X-Forwarded-For": address}
    return ask(port, "POST", SIGN_IN, urlencode(form).encode(), headers)[0]


@pytest.mark.parametrize("path", [ADD, "/admin/auth/user/add/", "/admin/nowhere/"])
def test_thousands_of_fields_of_a_stranger_are_answered_with_the_way_to_sign_in(port, path):
    headers = {**FORM, "Origin": f"http://127.0.0.1:{port}"}
    response, content = ask(port, "POST", path, FIELDS, headers)
    assert (response.status, response.headers["Location"].partition("?")[0]) == (302, SIGN_IN)
    assert len(content) < 1_000


@pytest.mark.parametrize("path", [ADD, SIGN_IN, "/kk/", "/i18n/setlang/"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_an_upload_of_a_stranger_is_cut_off(port, path, kind):
    head = [f"POST {path} HTTP/1.1", f"Content-Type: {kind}", f"Content-Length: {300 * MEGABYTE}"]
    _answer, taken = answer_to(port, head, b"a" * 65_536, 300 * MEGABYTE)
    assert taken < 20 * MEGABYTE, "what fits between two machines"


@pytest.mark.parametrize(("path", "status"), [(ADD, "302"), (SIGN_IN, "413"), ("/kk/", "405")])
def test_the_answer_comes_before_the_body(port, path, status):
    head = [f"POST {path} HTTP/1.1", f"Content-Length: {300 * MEGABYTE}", "Connection: close"]
    assert answer_to(port, head)[0].split()[1] == status


@pytest.mark.parametrize(
    ("path", "status"), [(ADD, "302"), (SIGN_IN, "411"), ("/i18n/setlang/", "411"), ("/kk/", "405")]
)
def test_pieces_without_an_end_are_not_waited_for(port, path, status):
    head = [f"POST {path} HTTP/1.1", "Transfer-Encoding: chunked", "Connection: close"]
    assert answer_to(port, head)[0].split()[1] == status


def test_fifty_wrong_passwords_from_one_address_leave_the_owner_alone(port):
    statuses = [attempt(port, "wrong", "198.51.100.7").status for _guess in range(50)]
    assert statuses == [200] * 4 + [429] * 46
    waiting = attempt(port, PASSWORD, "198.51.100.7")
    assert (waiting.status, 0 < int(waiting.headers["Retry-After"]) <= 900) == (429, True)
    assert attempt(port, PASSWORD, "203.0.113.5").status == 302

"""Requests in encodings that no browser uses for a page in UTF-8."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import quote
from wsgiref.util import setup_testing_defaults

import pytest

from config.wsgi import application

NAMES = (
    "hex",
    "rot13",
    "idna",
    "punycode",
    "unicode_escape",
    '"utf-7"',
    "utf-16",
    "undefined",
    "windows-1251",
    "nonsense",
)
BOUNDARY = "boundary"
MULTIPART = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="words"\r\n\r\nмузыка\r\n--{BOUNDARY}--\r\n'.encode()


def answered(content_type: str, body: bytes = b"") -> tuple[str, str]:
    """The status and the page that a server gets from the application."""
    environ = {
        "REQUEST_METHOD": "POST" if body else "GET", "PATH_INFO": "/kk/agreements/", "HTTP_HOST": "localhost",
        "QUERY_STRING": f"words={quote('музыка')}", "CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }  # fmt: skip
    setup_testing_defaults(environ)
    statuses: list[str] = []
    response = application(environ, lambda status, _headers: statuses.append(status))
    return statuses[0], b"".join(response).decode()


@pytest.mark.parametrize("name", NAMES)
def test_a_question_in_whatever_encoding_is_read_as_utf8(db, name):
    status, page = answered(f"text/plain; charset={name}")
    assert status == "200 OK"
    assert 'value="музыка"' in page


@pytest.mark.parametrize("name", NAMES)
def test_a_form_in_whatever_encoding_is_no_server_error(db, name):
    status, _page = answered(f"multipart/form-data; Charset={name}; boundary={BOUNDARY}", MULTIPART)
    assert status.startswith("403")  # it comes without a token

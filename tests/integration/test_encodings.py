"""Requests in encodings that no browser uses for a page in UTF-8."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import quote
from wsgiref.util import setup_testing_defaults

import pytest
from django.test.client import ClientHandler

from config.wsgi import read_as_utf8

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


def answered(content_type: str, body: bytes = b"") -> Any:
    """The answer to a request as a server hands it over; the connection of the test stays open."""
    environ = {
        "REQUEST_METHOD": "POST" if body else "GET", "PATH_INFO": "/admin/login/" if body else "/kk/agreements/",
        "HTTP_HOST": "localhost",
        "QUERY_STRING": f"words={quote('музыка')}", "CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }  # fmt: skip
    setup_testing_defaults(environ)
    handler = ClientHandler(enforce_csrf_checks=True)
    return read_as_utf8(lambda read, _start: handler(read))(environ, None)


@pytest.mark.parametrize("name", NAMES)
def test_a_question_in_whatever_encoding_is_read_as_utf8(db, name):
    answer = answered(f"text/plain; charset={name}")
    assert answer.status_code == 200
    assert 'value="музыка"' in answer.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_a_form_in_whatever_encoding_is_no_server_error(db, name):
    answer = answered(f"multipart/form-data; Charset={name}; boundary={BOUNDARY}", MULTIPART)
    assert answer.status_code == 403  # it comes without a token


@pytest.mark.parametrize("parameter", ["a*=nosuch''x", "a*=undefined''x", "a*=idna''%ff", "boundary*=hex''x"])
@pytest.mark.parametrize("body", [b"", MULTIPART])
def test_a_parameter_in_an_encoding_that_is_none_is_no_server_error(db, parameter, body):
    assert answered(f"multipart/form-data; {parameter}", body).status_code in {200, 400, 403}

"""One persistent connection: what a request costs besides the server is the same for every contender."""

from __future__ import annotations

import select
from http.client import HTTPConnection
from time import perf_counter
from typing import NamedTuple

#: Longer than the slowest answer of anybody.
PATIENCE = 600


class Reply(NamedTuple):
    """An answer, and the seconds from the first byte sent to the last one read."""

    status: int
    body: bytes
    etag: str
    seconds: float


class Client:
    """A connection to one server on this machine, kept open between requests."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def get(self, path: str, etag: str = "") -> Reply:
        """Ask for `path`; with `etag`, whether it is another page by now."""
        headers = {"If-None-Match": etag} if etag else {}
        self._be_connected()
        begun = perf_counter()
        self.connection.request("GET", path, headers=headers)
        response = self.connection.getresponse()
        body = response.read()
        return Reply(response.status, body, response.headers.get("ETag", ""), perf_counter() - begun)

    def close(self) -> None:
        self.connection.close()

    def _be_connected(self) -> None:
        """Connect anew where the server hung up meanwhile, before the clock starts."""
        sock = self.connection.sock
        if sock is not None and select.select([sock], [], [], 0)[0]:
            self.connection.close()
        if self.connection.sock is None:
            self.connection.connect()

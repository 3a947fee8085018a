"""A server that speaks as much of Redis as the cache of pages needs, and fails in the ways a test wants."""

from __future__ import annotations

import socketserver
import threading
from contextlib import contextmanager
from time import sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

GARBAGE = b"HTTP/1.1 400 Bad Request\r\n\r\n"


class _Conversation(socketserver.StreamRequestHandler):
    server: FakeRedis

    def handle(self) -> None:
        while self.server.is_up and (words := self._command()):
            self.server.asked += 1
            if self.server.way == "hangs":
                self.server.released.wait(30)
                return
            self.wfile.write(GARBAGE if self.server.way == "garbage" else self._answer(*words))

    def _command(self) -> list[bytes]:
        start = self.rfile.readline()
        if not start.startswith(b"*"):
            return []
        return [self.rfile.read(int(self.rfile.readline()[1:]) + 2)[:-2] for _word in range(int(start[1:]))]

    def _answer(self, name: bytes, *words: bytes) -> bytes:
        kept = self.server.kept
        if name == b"HELLO":
            return b"%1\r\n$5\r\nproto\r\n:3\r\n"
        if name == b"GET":
            found = kept.get(words[0])
            return b"_\r\n" if found is None else b"$%d\r\n%b\r\n" % (len(found), found)
        if name == b"SET":
            kept[words[0]] = words[1]
        return b"+OK\r\n"


class FakeRedis(socketserver.ThreadingTCPServer):
    """Answers on a port of its own; `way` is "works", "hangs" (it takes the question and says nothing) or "garbage"."""

    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.way, self.is_up, self.asked = "works", True, 0
        self.kept: dict[bytes, bytes] = {}
        self.released = threading.Event()

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.server_address[1]}/0"


@contextmanager
def fake_redis() -> Iterator[FakeRedis]:
    """One that works, until it is told otherwise."""
    server = FakeRedis()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.is_up = False
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
        sleep(0)

"""Rendered pages that are kept, compressed, in a fixed number of places of the cache "pages".

A page has its place by its name and takes it from the one that was there, so that the room all pages take is bounded,
whatever readers and machines ask for: PLACES times AT_MOST, and about a tenth of it in practice. What is kept tells
which page it is; whatever else stands in its place, or is broken, is no page.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

from django.core.cache import caches
from django.http import HttpResponse

if TYPE_CHECKING:
    from typing import Any

#: So many pages are kept at most.
PLACES = 2048
#: What one page may take when it is compressed, in bytes. A page of a list takes about 12,000.
AT_MOST = 128_000
#: Larger ones are not tried; texts become a fifth to a tenth.
TRIED_AT_MOST = 1_500_000
#: The quickest: a page of a list takes a millisecond and becomes a seventh of its size.
LEVEL = 1
#: Whether a browser opens the response or saves it, and under which name.
DISPOSITION = "Content-Disposition"


def stored_page(name: str) -> HttpResponse | None:
    """The page of this name, if it is kept."""
    found = _read(caches["pages"].get(_place(name)))
    if found is None or found[0] != name:
        return None
    _name, content_type, disposition, content = found
    response = HttpResponse(content, content_type=content_type)
    if disposition:
        response.headers[DISPOSITION] = disposition
    return response


def store_page(name: str, response: HttpResponse) -> None:
    """Keep `response` under its name, unless it is too large."""
    if len(response.content) > TRIED_AT_MOST:
        return
    head = json.dumps([name, response.headers["Content-Type"], response.headers.get(DISPOSITION, "")])
    packed = zlib.compress(head.encode() + b"\n" + response.content, LEVEL)
    if len(packed) <= AT_MOST:
        caches["pages"].set(_place(name), packed)


def _place(name: str) -> str:
    return f"page-{zlib.crc32(name.encode()) % PLACES}"


def _read(packed: Any) -> tuple[str, str, str, bytes] | None:
    try:
        head, content = zlib.decompress(packed).split(b"\n", 1)
        name, content_type, disposition = json.loads(head)
    except (zlib.error, TypeError, ValueError):
        return None
    return name, content_type, disposition, content

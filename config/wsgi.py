"""The application that a server runs."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
#: Whoever sends or takes nothing for so many seconds is cut off.
STALLED = 60
CHARSET = re.compile(r';\s*charset\s*=\s*("[^"]*"|[^;]*)', re.IGNORECASE)


def read_as_utf8(application: Application) -> Application:
    """`application`, which reads every request as UTF-8, as browsers send what is typed on pages in UTF-8.

    Django would read it in any encoding that the request names and Python knows: some are none of texts (hex),
    which ends in an error before any code of ours is asked, others make letters that no database can hold.
    """

    def reading(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = _content_type(environ.get("CONTENT_TYPE", ""))
        return application(environ, start_response)

    return reading


def _content_type(named: str) -> str:
    """What a request says it sends, without an encoding; "" where Django could not read it."""
    kind = CHARSET.sub("", named)
    try:
        parse_header_parameters(kind)
    except (LookupError, ValueError):  # a parameter in an encoding that is none: `a*=nosuch''x`
        return ""
    return kind


def cut_off_stalled(application: Application) -> Application:
    """`application`, whose readers and senders may stall for so long and no longer: each of them holds a thread."""

    def bounded(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if (socket := environ.get("gunicorn.socket")) is not None:
            socket.settimeout(STALLED)
        return application(environ, start_response)

    return bounded


application = cut_off_stalled(read_as_utf8(get_wsgi_application()))

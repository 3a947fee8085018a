"""The application that a server runs."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
CHARSET = re.compile(r';\s*charset\s*=\s*("[^"]*"|[^;]*)', re.IGNORECASE)


def read_as_utf8(application: Application) -> Application:
    """`application`, which reads every request as UTF-8, as browsers send what is typed on pages in UTF-8.

    Django would read it in any encoding that the request names and Python knows: some are none of texts (hex),
    which ends in an error before any code of ours is asked, others make letters that no database can hold.
    """

    def reading(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
        return application(environ, start_response)

    return reading


application = read_as_utf8(get_wsgi_application())

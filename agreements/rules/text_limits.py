"""How long the texts of sources may be: the same for typing, for a document read, for files and for tables.

A page of an agreement sends the texts of all its sources each time it is saved. The limit of a request
(DATA_UPLOAD_MAX_MEMORY_SIZE) follows from these, so that what may be kept can always be saved again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from file_formats.pdf_child import CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Characters of the text of one source, and of all sources of one agreement together.
TEXT_AT_MOST, TEXTS_AT_MOST = CHARACTERS, 4_000_000
#: What a browser sends for one character at most, in bytes of UTF-8; a line end is two.
BYTES_OF_A_CHARACTER = 4
#: Room for all that is typed beside the texts of sources, in bytes.
REST_OF_A_PAGE = 8_000_000
PAGE_AT_MOST = TEXTS_AT_MOST * BYTES_OF_A_CHARACTER + REST_OF_A_PAGE


def too_long(text: str) -> str:
    """Why `text` cannot be that of a source, in the language of the reader; empty where it can."""
    if len(text) <= TEXT_AT_MOST:
        return ""
    words = {"count": in_groups(len(text)), "most": in_groups(TEXT_AT_MOST)}
    return _("The text has %(count)s characters, and a source takes at most %(most)s. Divide it into sources.") % words


def too_long_together(texts: Iterable[str]) -> str:
    """Why these cannot be the texts of one agreement's sources; empty where they can."""
    total = sum(map(len, texts))
    if total <= TEXTS_AT_MOST:
        return ""
    words = {"count": in_groups(total), "most": in_groups(TEXTS_AT_MOST)}
    return (
        _("The texts of all sources have %(count)s characters together, and an agreement takes at most %(most)s.")
        % words
    )


def in_groups(number: int) -> str:
    """A large number as its reader writes it."""
    return number_format(number, use_l10n=True, force_grouping=True)

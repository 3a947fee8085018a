"""Names for addresses, in Latin letters."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from django.utils.text import slugify

if TYPE_CHECKING:
    from collections.abc import Callable

#: Kazakh and Russian letters in Latin ones without marks, as addresses are usually written.
LATIN = str.maketrans(
    {
        "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh",
        "з": "z", "и": "i", "й": "i", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o",
        "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "kh",
        "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "і": "i", "ь": "", "э": "e",
        "ю": "yu", "я": "ya",
    }
)  # fmt: skip
LENGTH = 70  # leaves room for a number within the 80 characters of the column


def address_name(english: str, kazakh: str) -> str:
    """The English name in small letters and hyphens; without one, the Kazakh name in Latin letters."""
    made = slugify(english) or slugify(kazakh.lower().translate(LATIN)) or "record"
    return made[:LENGTH].strip("-_")


def free_name(name: str, taken: Callable[[str], bool]) -> str:
    """`name`, or `name-2`, `name-3` … if it is taken."""
    if not taken(name):
        return name
    return next(numbered for number in count(2) if not taken(numbered := f"{name}-{number}"))

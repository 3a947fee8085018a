"""The words of published texts, for near spellings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreements.models import Word

if TYPE_CHECKING:
    from collections.abc import Iterable


#: Words shorter than this have too many neighbours.
SHORTEST = 4
ADDED_AT_ONCE = 5_000


def worth_knowing(words: Iterable[str]) -> set[str]:
    """Those of `words` that somebody may mistype: long enough, and none with digits."""
    return {word for word in words if len(word) >= SHORTEST and not any(map(str.isdigit, word))}


def learn(words: Iterable[str]) -> None:
    """Know `words`, in small letters, from now on, as far as they are worth it."""
    wanted = sorted(worth_knowing(words))
    for start in range(0, len(wanted), ADDED_AT_ONCE):
        some = wanted[start : start + ADDED_AT_ONCE]
        known = set(Word.objects.filter(text__in=some).values_list("text", flat=True))
        Word.objects.bulk_create([Word(text=text) for text in some if text not in known], ignore_conflicts=True)


def forget_all() -> None:
    """Know no word any more."""
    Word.objects.all().delete()

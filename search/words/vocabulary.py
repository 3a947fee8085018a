"""The words of published texts and their trigrams, for near spellings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreements.models import Word, WordTrigram
from languages.words.trigrams import trigrams

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
        # Those that another transaction made known meanwhile have their trigrams from there.
        new = Word.objects.filter(text__in=[text for text in some if text not in known], trigrams=None)
        rows = (
            WordTrigram(word_id=key, trigram=trigram)
            for key, text in new.values_list("pk", "text")
            for trigram in sorted(trigrams(text))
        )
        WordTrigram.objects.bulk_create(rows, batch_size=ADDED_AT_ONCE)


def forget_all() -> None:
    """Know no word any more."""
    WordTrigram.objects.all().delete()
    Word.objects.all().delete()

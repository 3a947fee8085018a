"""What a search finds."""

from __future__ import annotations

from search.words.query_parser import matches_of


def found(typed: str) -> set[int]:
    """The agreements in whose texts every wanted word stands and no excluded one."""
    matches = matches_of(typed)
    wanted = [match.agreements() for match in matches if not match.excluded]
    return set.intersection(*wanted).difference(*(match.agreements() for match in matches if match.excluded))

"""What the address of a public page may ask: the parameters its view knows, in one form.

Everything else is taken out before the view reads the address. So no page, and no kept copy of one, repeats a parameter
that somebody put into an address, and an address with the marks of a campaign (utm_source, fbclid) is the same page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import django_filters
from django.http import QueryDict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

    from search.lists.base import ListFilterSet

#: Parameters of a list that a reader types; what answers them is asked for once as a rule.
TYPED = frozenset({"words", "from", "to"})


class PageParameters(NamedTuple):
    """The parameters a view knows: those with one value, and those with several, each with all it can be (or None)."""

    one: frozenset[str] = frozenset()
    several: dict[str, frozenset[str] | None] = {}
    #: Those of them that hold what a reader types.
    typed: frozenset[str] = frozenset()

    def of(self, query: QueryDict) -> QueryDict:
        """What `query` asks, in one order, without repetitions, empty values and what is not known."""
        asked = QueryDict(mutable=True)
        for name in sorted(query):
            if values := list(self._values(name, query.getlist(name))):
                asked.setlist(name, values)
        asked._mutable = False
        return asked

    def _values(self, name: str, values: list[str]) -> Iterator[str]:
        given = [value for value in values if value]
        if name in self.one:
            yield from given[-1:]
        elif name in self.several:
            possible = self.several[name]
            yield from sorted({value for value in given if possible is None or value in possible})

    def is_typed(self, query: QueryDict) -> bool:
        """Whether `query` holds what a reader typed."""
        return not self.typed.isdisjoint(query)


NOTHING = PageParameters()


def asking(*one: str, typed: tuple[str, ...] = ()) -> PageParameters:
    """A question of parameters with one value each; `typed` are those in which a reader writes."""
    return PageParameters(frozenset((*one, *typed)), typed=frozenset(typed))


def question_of(asked: type[ListFilterSet], *, page: bool) -> PageParameters:
    """What a list can be asked; with `page` also what only its page can: its number, and which choices are shown."""
    several = {name for name, field in asked.get_filters().items() if _has_several(field)}
    one = set(asked.get_filters()) - several
    if not page:
        return PageParameters(frozenset(one), dict.fromkeys(several), TYPED)
    sought = {f"find-{name}" for name in asked.long_facets}
    known = dict.fromkeys(several) | {"more": frozenset(asked.long_facets)}
    return PageParameters(frozenset(one | sought | {"page"}), known, TYPED | sought)


def _has_several(field: django_filters.Filter) -> bool:
    return isinstance(field, django_filters.MultipleChoiceFilter)


def put(request: HttpRequest, asked: QueryDict) -> None:
    """Let `request` ask `asked` and nothing else, whichever way its query is read."""
    request.GET = asked  # type: ignore[assignment]
    request.META["QUERY_STRING"] = asked.urlencode()

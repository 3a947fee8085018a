"""Finding the record that is meant by typed words, for choices on pages without scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import product
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staff.framework.url_values import is_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest

#: So many are offered at once; of names that are merely near, fewer.
OFFERED, NEAREST = 50, 10
#: So much of what was typed is looked for.
LONGEST = 200
#: Near is what shares so many letters with the beginning or the end of one of the first words.
SHARED, WORDS = 4, 3
#: So many of those are compared with what was typed.
COMPARED = 300


def choice_label(desk: Any, record: Any) -> str:
    """What a record is called where it is chosen; an admin that has `choice_label` says more than its name."""
    return str(getattr(desk, "choice_label", str)(record))


@dataclass(frozen=True)
class Found:
    """What typed words led to: records as keys and labels."""

    typed: str
    #: Exactly one that is "taken", the only "one" that has the words, "several", the first of "many", or the "nearest".
    kind: str
    records: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_chosen(self) -> bool:
        return self.kind in {"taken", "one"}

    def told(self) -> str:
        if self.is_chosen:
            return _("Found and chosen: %(label)s.") % {"label": self.records[0][1]}
        if not self.records:
            return _("Nothing was found for “%(words)s”.") % {"words": self.typed}
        if self.kind == "nearest":
            return _("Nothing has “%(words)s”; the nearest are offered.") % {"words": self.typed}
        if self.kind == "many":
            told = _("More than %(count)s were found; the first are offered. Type more of the name.")
        else:
            told = ngettext("%(count)s was found: choose.", "%(count)s were found: choose.", len(self.records))
        return told % {"count": len(self.records)}


class Choice:
    """A field of a page that is chosen among the records of another page, as its autocomplete would search them."""

    def __init__(self, source_field: Any, admin_site: Any, request: HttpRequest) -> None:
        self.source_field, self.request = source_field, request
        self.desk = admin_site.get_model_admin(source_field.remote_field.model)
        self.is_multiple = source_field.many_to_many

    def find(self, typed: str) -> Found:
        """The record that is meant by `typed`; with nothing typed, the first of all."""
        words = " ".join(typed.replace("\0", " ").split())[:LONGEST]
        columns = self.desk.get_search_fields(self.request)
        own = [column for column in columns if "__" not in column]  # not the names of what it belongs to
        exact = self._having(own, [words], "iexact")[:2] if words and own else ()
        if len(exact) == 1:
            return Found(words, "taken", self._labelled(exact))
        found = self._labelled(self._searched(words)[: OFFERED + 1])
        if len(found) > OFFERED:
            return Found(words, "many", found[:OFFERED])
        if found:
            return Found(words, "several" if len(found) > 1 else "one", found)
        return Found(words, "nearest", self._nearest(words))

    def labels(self, keys: Iterable[str]) -> dict[str, str]:
        """Those of `keys` that can be chosen, with their labels."""
        known = [key for key in keys if is_key(self.desk.model, key)]
        return dict(self._labelled(self._all().filter(pk__in=known))) if known else {}

    def _all(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.desk.get_queryset(self.request)
        if not self.desk.has_view_permission(self.request):
            return rows.none()
        return rows.complex_filter(self.source_field.get_limit_choices_to())

    def _searched(self, words: str) -> QuerySet[Any]:
        rows, may_repeat = self.desk.get_search_results(self.request, self._all(), words)
        return rows.distinct() if may_repeat else rows

    def _having(self, columns: Iterable[str], texts: Iterable[str], how: str) -> QuerySet[Any]:
        condition = Q()
        for column, text in product(columns, texts):
            condition |= Q(**{f"{column}__{how}": text})
        return self._all().filter(condition).distinct()

    def _nearest(self, words: str) -> list[tuple[str, str]]:
        typed = [word for word in words.split() if len(word) >= SHARED][:WORDS]
        pieces = {piece for word in typed for piece in (word[:SHARED], word[-SHARED:])}
        if not pieces:
            return []
        columns = self.desk.get_search_fields(self.request)
        near = self._labelled(self._having(columns, sorted(pieces), "icontains")[:COMPARED])
        return sorted(near, key=lambda record: (-_likeness(words, record[1]), len(record[1])))[:NEAREST]

    def _labelled(self, records: Iterable[Any]) -> list[tuple[str, str]]:
        return [(str(record.pk), choice_label(self.desk, record)) for record in records]


def _likeness(typed: str, label: str) -> int:
    """How many letters of what was typed the label has, in their order."""
    blocks = SequenceMatcher(None, typed.casefold(), label.casefold(), autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)

"""A public list, as a reader has narrowed it, as the rows of a table."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from file_formats.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from file_formats.table import Column
    from search.lists.base import ListFilterSet

    #: The records with these keys that are public, a part at a time, as they are on a day.
    Read = Callable[[Sequence[int], date], Iterator[list[Any]]]

#: More than any list will ever have.
ALL = slice(0, 10**9)


@dataclass(frozen=True)
class PublicTable(Table):
    """The found records of a list, in its order. What is not public any more by the time it is read is left out."""

    read: Read

    @classmethod
    def of(cls, asked: ListFilterSet, name: str, columns: list[Column], read: Read) -> PublicTable:
        """All that `asked`, which is valid, finds; `read` reads them part by part."""
        asked.part = ALL
        return cls(name, columns, array("q", asked.found.keys), asked.on, get_language() or "kk", read)

    def records(self) -> Iterator[list[Any]]:
        return self.read(self.found, self.on)

    def notes(self, address: str) -> list[str]:
        return [
            _("Registry of cultural agreements"),
            _("What was asked: %(address)s") % {"address": address},
            _("State of %(day)s. Statuses are those of this day.") % {"day": self.on.isoformat()},
            _("An empty cell: not stated in the source, or not translated into this language."),
            _("Dates follow EDTF (ISO 8601-2): 2016, 2016-11, 2016-11-07, 1993?"),
            _("Licence: Creative Commons Attribution 4.0 (CC BY 4.0), https://creativecommons.org/licenses/by/4.0/"),
        ]

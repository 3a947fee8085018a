"""What the lists are asked, and the addresses that ask it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

#: Rows of a page, the same for everybody.
PAGE_SIZE = 25
LIST = "/en/commitments/"


@dataclass(frozen=True)
class ListQuestion:
    """What the list of commitments is asked: values by parameter, words, the number of a page."""

    chosen: tuple[tuple[str, str], ...] = ()
    words: str = ""
    page: int = 1

    @property
    def query(self) -> str:
        """The query of the address, as the registry and the obvious list understand it.

        By number also where words are sought: nobody else knows the registry's order of relevance.
        """
        asked = [*self.chosen]
        asked += [("words", self.words), ("sort", "number")] if self.words else []
        asked += [("page", str(self.page))] if self.page > 1 else []
        return urlencode(asked)

    @property
    def path(self) -> str:
        return f"{LIST}?{self.query}" if self.query else LIST

    @property
    def offset(self) -> int:
        return (self.page - 1) * PAGE_SIZE

    def values(self, parameter: str) -> list[str]:
        return [value for name, value in self.chosen if name == parameter]

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Self:
        return cls(tuple((name, value) for name, value in found["chosen"]), found["words"], found["page"])


@dataclass
class RandomQuestions:
    """Every question of a run, drawn from one registry with one seed."""

    agreements: int
    commitments: int
    #: Each area with itself and its narrower ones, and the facet of the vocabulary it belongs to.
    areas: dict[str, list[str]]
    facets: dict[str, str]
    agreement_path: str
    by_workload: dict[str, list[ListQuestion]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Self:
        questions = {name: [ListQuestion.of(each) for each in many] for name, many in found["by_workload"].items()}
        return cls(**{**found, "by_workload": questions})

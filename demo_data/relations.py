"""How sample agreements stand to earlier ones: between the same parties, later, and of a type that fits.

What happened to the earlier one decides: an agreement that was amended, extended or replaced in some year gets the
instrument that did so in that year. The others are carried out, built upon or cited.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from demo_data.events import LAST_YEAR
from demo_data.parties import FORMER

if TYPE_CHECKING:
    from random import Random

    from demo_data.parties import SampleParty

    Sides = list[list[SampleParty]]

#: The share of agreements with a relation, and how many earlier ones are kept for that.
RELATED, KEPT = 0.06, 2000
#: What a later instrument did when this happened to the earlier one.
BY_EVENT = {"amended": "amends", "extended": "extends", "replaced": "replaces"}
#: Instruments that others carry out or build upon, and the types of those others.
BASES = frozenset({"agreement", "treaty", "convention", "memorandum"})
RESTING = {"implements": ("programme", "plan", "roadmap"), "based_on": ("protocol", "programme", "contract")}
#: A later instrument comes at most so many years after the one it rests on or cites.
YEARS = 12

#: Titles of instruments about another one, with its field and sides.
TITLES = {
    "amends": (
        "{} саласындағы ынтымақтастық туралы құжатқа өзгерістер енгізу туралы хаттама: {}",
        "Протокол о внесении изменений в документ о сотрудничестве в области {}: {}",
        "Protocol amending the instrument on cooperation in the field of {}: {}",
    ),
    "extends": (
        "{} саласындағы ынтымақтастық туралы құжаттың мерзімін ұзарту туралы хаттама: {}",
        "Протокол о продлении документа о сотрудничестве в области {}: {}",
        "Protocol extending the instrument on cooperation in the field of {}: {}",
    ),
}


@dataclass(frozen=True)
class Earlier:
    """An agreement that is there; `changes` are the years in which something later happened to it, by its event."""

    identifier: str
    kind: str
    about: str
    year: int
    sides: Sides
    changes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Later:
    """What an agreement does to an earlier one, and when; its type, "" for any."""

    relation: str
    other: Earlier
    year: int
    kind: str

    @property
    def row(self) -> dict[str, str]:
        """The relation as record files give it."""
        return {"claim": "relation", "kind": self.relation, "other": self.other.identifier}


class Relations:
    """Draws which agreements stand to which earlier ones."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.kept: list[Earlier] = []

    def draw(self) -> Later | None:
        """What the next agreement does to an earlier one; mostly nothing."""
        if not self.kept or self.rng.random() >= RELATED:
            return None
        found = self._later(self.rng.choice(self.kept))
        codes = {party.code for side in found.other.sides for party in side}
        until = min(FORMER.get(code, LAST_YEAR + 1) for code in codes)
        return found if found.year < until else None

    def _later(self, other: Earlier) -> Later:
        if other.changes:
            event = self.rng.choice(sorted(other.changes))
            year = other.changes.pop(event)  # nothing else did the same
            relation = BY_EVENT[event]
            return Later(relation, other, year, self._type(relation, other))
        relation = self.rng.choice(("implements", "based_on", "cites") if other.kind in BASES else ("cites",))
        return Later(relation, other, other.year + self.rng.randint(1, YEARS), self._type(relation, other))

    def _type(self, relation: str, other: Earlier) -> str:
        if relation in RESTING:
            return self.rng.choice(RESTING[relation])
        return {"amends": "amendment", "extends": "protocol", "replaces": other.kind}.get(relation, "")

    def remember(self, earlier: Earlier, events: list[dict[str, Any]], place: int) -> None:
        """Keep some agreements for later ones, not all of a hundred thousand: every seventh, and those that changed."""
        for event in events:
            year = event["date"][:4]
            if event["kind"] in BY_EVENT and year.isdigit() and int(year) > earlier.year:
                earlier.changes[event["kind"]] = int(year)
        if (earlier.changes or place % 7 == 0) and len(self.kept) < KEPT:
            self.kept.append(earlier)

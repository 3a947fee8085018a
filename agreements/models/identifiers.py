"""Lasting identifiers: `KZ-RU-1` for an agreement, `KZ-RU-1-3` for its third commitment.

The pair is the two sides' codes in alphabetical order (ISO 3166 for countries, the registry's
own code for an international organisation). A number is given at the first publication and
never changed or reused; public addresses are the identifiers in lower case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

PAIR = r"[a-z][a-z0-9]{1,19}-[a-z][a-z0-9]{1,19}"
NUMBER = r"[1-9][0-9]{0,8}"


@dataclass(frozen=True)
class Identifier:
    """The identifier of an agreement."""

    pair: str
    number: int

    def __str__(self) -> str:
        return f"{self.pair}-{self.number}"


@dataclass(frozen=True)
class CommitmentIdentifier:
    """The identifier of a commitment: its agreement's, and its number there."""

    agreement: Identifier
    number: int

    def __str__(self) -> str:
        return f"{self.agreement}-{self.number}"


class CountryPair(NamedTuple):
    """The codes of two sides in the order that identifiers have, in capitals; both are the same within one country."""

    first: str
    second: str

    def __str__(self) -> str:
        return "-".join(self)

    @classmethod
    def of(cls, text: str) -> CountryPair:
        """The pair written as `KZ-RU` or, in whatever order and letters, in an address."""
        first, second = sorted(text.upper().split("-"))
        return cls(first, second)

    def other(self, code: str) -> str:
        """The side that `code` is not; `code` itself where both are the same."""
        return self.first if code == self.second else self.second


class PairConverter:
    """`kz-ru` in an address; `RU-KZ` is understood too, and led there."""

    regex = rf"(?ai:{PAIR})"

    def to_python(self, value: str) -> CountryPair:
        return CountryPair.of(value)

    def to_url(self, value: CountryPair) -> str:
        return str(value).lower()


class CountryConverter:
    """`kz` in an address; `KZ` is understood too, and led there."""

    regex = r"(?ai:[a-z]{2,4})"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value.lower()


class IdentifierConverter:
    """`kz-ru-1` in an address; `KZ-RU-1`, as it is printed, is understood too."""

    regex = rf"(?i:{PAIR}-{NUMBER})"

    def to_python(self, value: str) -> Identifier:
        pair, _hyphen, number = value.rpartition("-")
        return Identifier(pair.upper(), int(number))

    def to_url(self, value: Any) -> str:
        text = str(getattr(value, "identifier", value)).lower()
        if not re.fullmatch(self.regex, text):
            raise ValueError(f"{text!r} is no identifier")
        return text


class CommitmentIdentifierConverter:
    """`kz-ru-1-3` in an address."""

    regex = rf"(?i:{PAIR}-{NUMBER}-[1-9][0-9]{{0,3}})"

    def to_python(self, value: str) -> CommitmentIdentifier:
        agreement, _hyphen, number = value.rpartition("-")
        return CommitmentIdentifier(IdentifierConverter().to_python(agreement), int(number))

    def to_url(self, value: Any) -> str:
        text = str(getattr(value, "identifier", value)).lower()
        if not re.fullmatch(self.regex, text):
            raise ValueError(f"{text!r} is no identifier of a commitment")
        return text


@dataclass(frozen=True)
class PassagePlace:
    """Where a passage stands: the number of its source among the agreement's, its first character and its end."""

    source: int
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.source}-{self.start}-{self.end}"


class PassagePlaceConverter:
    """`1-0-56` in an address, as in the anchors of the agreement's page."""

    regex = r"[1-9][0-9]{0,4}-(?:0|[1-9][0-9]{0,8})-[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> PassagePlace:
        return PassagePlace(*map(int, value.split("-")))

    def to_url(self, value: Any) -> str:
        return str(getattr(value, "place", value))

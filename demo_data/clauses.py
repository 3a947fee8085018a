"""The clauses of sample agreements, as often as 690 real cultural treaties have them (term 58 %, renewal 54 % …)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from demo_data.random_draws import shares

if TYPE_CHECKING:
    from random import Random

#: What each clause says, and its share in per cent.
TERMS = {"not_stated": 42, "fixed": 44, "indefinite": 12, "until_fulfilled": 2}
RENEWALS = {"not_stated": 46, "automatic": 38, "by_agreement": 12, "none": 4}
COSTS = {
    "not_stated": 55, "each_its_own": 18, "sending_and_receiving": 12, "case_by_case": 8, "shared": 5, "side_1": 1,
    "side_2": 1,
}  # fmt: skip
NOTICES = {"": 23, "6": 45, "3": 17, "12": 10, "1": 3, "2": 2}
YEARS = {"60": 55, "36": 20, "12": 10, "24": 8, "120": 7}
COMMISSION, PROGRAMME = {"provided": 41, "not_stated": 56, "not_provided": 3}, {"provided": 22, "not_stated": 78}
CHARACTERS = {"binding": 55, "non_binding": 25, "undetermined": 20}
NOT_BINDING = frozenset({"memorandum", "joint_statement", "letter_of_intent", "roadmap", "minutes"})


class SampleClauses:
    """Draws what agreements say of their term, renewal, end, commission, programme and costs."""

    def __init__(self, rng: Random) -> None:
        self.terms, self.renewals, self.costs = shares(rng, TERMS), shares(rng, RENEWALS), shares(rng, COSTS)
        self.notices, self.years = shares(rng, NOTICES), shares(rng, YEARS)
        self.commissions, self.programmes = shares(rng, COMMISSION), shares(rng, PROGRAMME)
        self.characters = shares(rng, CHARACTERS)
        self.weak_characters = shares(rng, {"non_binding": 60, "undetermined": 35, "binding": 5})

    def draw(self) -> dict[str, Any]:
        """The clauses as record files give them."""
        term, renewal = self.terms.draw(), self.renewals.draw()
        lengths = {
            "term_months": self.years.draw() if term == "fixed" else "",
            "renewal_months": self.years.draw() if renewal in ("automatic", "by_agreement") else "",
            "notice_months": self.notices.draw(),
        }
        return {
            "term": term,
            "renewal": renewal,
            "joint_commission": self.commissions.draw(),
            "programme": self.programmes.draw(),
            "costs": self.costs.draw(),
            **{name: months for name, months in lengths.items() if months},
        }

    def character(self, kind: str) -> str:
        """The legal character of an agreement of this type."""
        if kind == "contract":
            return "domestic_contract"
        return (self.weak_characters if kind in NOT_BINDING else self.characters).draw()

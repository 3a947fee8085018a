"""What was done about sample commitments: for a few, an activity that serves them and an assessment that it proves."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from activities.models import Activity, Assessment
from demo_data.random_draws import shares
from import_export.record_format.rows import partial_date_columns, row, text_columns
from languages import LANGUAGES

if TYPE_CHECKING:
    from import_export.record_format.rows import Row

#: The account in whose name sample commitments are assessed; it cannot log in.
ASSESSOR = "sample-assessor"
#: Shares of commitments with an activity, and of those the share that was assessed.
SERVED, ASSESSED = 0.06, 0.7
#: The share of activities that took place; within so many years of the signature and up to a year that is over.
HELD, YEARS, LAST_HELD = 0.85, 20, 2025
PLANNED = range(2027, 2031)
FINDINGS = {"limited": 38, "complete": 24, "substantial": 22, "not_started": 8, "cancelled": 4, "no_evidence": 4}
#: Kind of an activity, its name in three languages, and its share in per cent.
KINDS = {
    "concert": ("Концерт", "Концерт", "Concert", 22),
    "exhibition": ("Көрме", "Выставка", "Exhibition", 18),
    "seminar": ("Семинар", "Семинар", "Seminar", 15),
    "festival": ("Фестиваль", "Фестиваль", "Festival", 12),
    "tour": ("Гастрольдік сапар", "Гастроли", "Tour", 10),
    "exchange": ("Алмасу сапары", "Поездка по обмену", "Exchange visit", 8),
    "culture_days": ("Мәдениет күндері", "Дни культуры", "Days of culture", 6),
    "training": ("Оқыту курсы", "Курс обучения", "Training course", 5),
    "publication": ("Жаңа басылым", "Новое издание", "New publication", 4),
}


class Doings:
    """Adds activities and assessments to the rows of sample records."""

    def __init__(self, seed: int) -> None:
        self.rng = rng = Random(f"activities {seed}")  # noqa: S311 nothing secret is drawn
        self.findings = shares(rng, FINDINGS)
        self.kinds = shares(rng, {kind: said[-1] for kind, said in KINDS.items()})

    def added(self, rows: list[Row]) -> list[Row]:
        """The rows of one record and what was done about it; commitments get what their assessment found."""
        year = next(int(each["fields"]["published"]) for each in rows if each["model"] == "agreements.source")
        parties = [each["fields"]["party"] for each in rows if each["model"] == "agreements.agreementparty"]
        more: list[Row] = []
        for each in rows:
            if each["model"] == "agreements.commitment" and self.rng.random() < SERVED:
                more += self._done(each["fields"], parties, year)
        return rows + more

    def _done(self, commitment: dict[str, Any], parties: list[list[str]], signed: int) -> list[Row]:
        """An activity in the years after the signature, or planned; what is only planned proves nothing."""
        key = (*commitment["agreement"], commitment["number"])
        is_held = signed <= LAST_HELD and self.rng.random() < HELD
        year = self.rng.randint(signed, min(signed + YEARS, LAST_HELD)) if is_held else self.rng.choice(PLANNED)
        kind = self.kinds.draw()
        activity = row(
            Activity,
            {"kind": kind, "state": "held" if is_held else "planned"},
            text_columns("title", dict(zip(LANGUAGES, KINDS[kind][:3], strict=True))),
            partial_date_columns(Activity, "date", self.rng.choice((f"{year}-05-14", f"{year}-10", str(year)))),
            text_columns("place", {}),
            text_columns("outcome", {}),
            {"proof_address": f"https://example.org/sample/{'-'.join(str(part).lower() for part in key)}"},
            {"organisers": [self.rng.choice(parties)], "commitments": [list(key)], "proof_passages": []},
        )
        assessed = [self._assessment(commitment, key, year)] if is_held and self.rng.random() < ASSESSED else []
        return [{**activity, "key": key}, *assessed]

    def _assessment(self, commitment: dict[str, Any], key: tuple[Any, ...], year: int) -> Row:
        finding = commitment["implementation"] = self.findings.draw()
        reason = {
            "kk": "Іс-шара туралы хабар бойынша.",
            "ru": "По сообщению о мероприятии.",
            "en": "As reported about the event.",
        }
        return row(
            Assessment,
            {"commitment": list(key), "assessed_on": f"{year + 1}-02-01", "assessed_by": [ASSESSOR]},
            {"implementation": finding},
            text_columns("reason", reason),
            {"proof_activity": None if finding == "no_evidence" else list(key)},
            {"proof_passage": None, "proof_address": ""},
        )

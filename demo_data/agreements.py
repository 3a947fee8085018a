"""Sample records as documents of the record format: what a person could have written, drawn at random."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from demo_data.clauses import SampleClauses
from demo_data.events import Lives
from demo_data.pairs import Pairs
from demo_data.parties import FORMER, level_of, sample_officials, sample_parties
from demo_data.random_draws import shares, zipf
from demo_data.relations import TITLES as ABOUT_ANOTHER
from demo_data.relations import Earlier, Relations
from demo_data.sentences import Promises
from demo_data.words import FIELDS
from languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from demo_data.parties import SampleParty
    from demo_data.relations import Later
    from demo_data.sentences import Promise

#: Kazakh, Russian and English name of each type, and its share in per cent.
TYPES = {
    "agreement": ("келісім", "Соглашение", "Agreement", 36),
    "memorandum": ("меморандум", "Меморандум", "Memorandum", 22),
    "programme": ("бағдарлама", "Программа", "Programme", 11),
    "protocol": ("хаттама", "Протокол", "Protocol", 8),
    "treaty": ("шарт", "Договор", "Treaty", 6),
    "plan": ("жоспар", "План", "Plan", 5),
    "exchange_of_notes": ("ноталар алмасу", "Обмен нотами", "Exchange of notes", 3),
    "joint_statement": ("мәлімдеме", "Совместное заявление", "Joint statement", 2),
    "convention": ("конвенция", "Конвенция", "Convention", 2),
    "contract": ("азаматтық шарт", "Контракт", "Contract", 2),
    "roadmap": ("жол картасы", "Дорожная карта", "Roadmap", 1),
    "letter_of_intent": ("ниет туралы хат", "Письмо о намерениях", "Letter of intent", 1),
    "minutes": ("отырыс хаттамасы", "Протокол заседания", "Minutes", 1),
}
#: Publication: the states after draft, and their share in per cent.
PUBLICATIONS = {
    ("in_review", "published"): 97,
    ("in_review", "published", "withdrawn"): 0.8,
    ("in_review",): 1,
    (): 1.2,
}
BEARERS = {"both": 70, "side_1": 11, "side_2": 13, "named": 6}
SOURCES = {"authentic_text": 55, "press_report": 20, "official_notice": 15, "translation": 10}
OPENINGS = {
    "kk": "Тараптар төмендегілер туралы уағдаласты.",
    "ru": "Стороны согласились о нижеследующем.",
    "en": "The Sides have agreed as follows.",
}
CLOSINGS = {
    "kk": "Осы құжат қол қойылған күнінен бастап қолданылады.",
    "ru": "Настоящий документ применяется со дня подписания.",
    "en": "This instrument applies from the day of its signature.",
}
#: Shares of texts without a translation, and of agreements with a quoted official, a number, a summary.
UNTRANSLATED, QUOTED, NUMBERED, SUMMARISED = 0.04, 0.05, 0.3, 0.4


#: Shares of commitments with a due date, with a form of cooperation beside their domain, and with a second domain.
DUE, IN_A_FORM, IN_ANOTHER_DOMAIN = 0.1, 0.45, 0.17


@dataclass(frozen=True)
class SampleRecord:
    """A record that nobody wrote."""

    content: dict[str, Any]
    name: str = "sample"
    folder: Path = Path()


class Records:
    """Draws `number` records. `numbers` are the last numbers that pairs have already given away."""

    def __init__(self, number: int, seed: int, numbers: Mapping[str, int]) -> None:
        self.rng = rng = Random(seed)  # noqa: S311 nothing secret is drawn
        self.number, self.numbers = number, Counter(numbers)
        parties = sample_parties(max(100, min(3000, 230 + number // 50)))
        self.pairs = Pairs(rng, parties)
        everyone = [party for code in parties if code not in FORMER for party in parties[code]]
        self.officials = zipf(rng, sample_officials(rng, everyone, max(10, min(500, number // 50))))
        self.parties = {party.slug: party for party in everyone}
        self.promises, self.clauses, self.lives = Promises(rng), SampleClauses(rng), Lives(rng)
        self.types = shares(rng, {kind: said[-1] for kind, said in TYPES.items()})
        self.publications = shares(rng, PUBLICATIONS)
        self.bearers, self.sources = shares(rng, BEARERS), shares(rng, SOURCES)
        self.languages = shares(rng, {"kk": 40, "ru": 40, "en": 20})
        self.fields = zipf(rng, list(FIELDS), 0.8)
        self.more_areas = zipf(rng, list(FIELDS), 0.6)
        self.relations = Relations(rng)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for place in range(1, self.number + 1):
            yield self._record(place)

    def _record(self, place: int) -> dict[str, Any]:
        rng = self.rng
        steps = self.publications.draw()
        later = self.relations.draw() if "published" in steps else None
        year = later.year if later else self.lives.years.draw()
        sides = later.other.sides if later else self.pairs.draw(year)
        kind = (later and later.kind) or self.types.draw()
        field = later.other.about if later else self.fields.draw()
        identifier = self._identifier(sides) if "published" in steps else ""
        language = self.languages.draw()
        promises = [self.promises.draw() for _ in range(self._how_many())]
        text, quoted = self._source_text(language, promises)
        on_sides = [party for side in sides for party in side]
        officials = [self.officials.draw()] if rng.random() < QUOTED else []
        named = {party.slug: party for party in (*on_sides, *self._employers(officials))}
        events = self.lives.draw(year, [party.slug for party in on_sides])
        record = {
            "parties": [party.entry for party in named.values()],
            "officials": officials,
            "agreement": self._agreement(sides, year, identifier, kind, self._titles(kind, field, sides, later)),
            "publication": self._publication(steps),
            "sources": [self._source(language, text, year)],
            "evidence": [],
            "sides": [_side(number, side) for number, side in enumerate(sides, start=1)],
            "events": events,
            "commitments": [
                self._commitment(number, promise, on_sides, quoted.get(number), year)
                for number, promise in enumerate(promises, start=1)
            ],
            "statements": self._statements(officials, promises[0]),
            "relations": [later.row] if later else [],
        }
        if identifier:
            self.relations.remember(Earlier(identifier, kind, field, year, sides), events, place)
        return record

    def _how_many(self) -> int:
        """Commitments of an agreement: ten on average, from 1 to 60, few agreements with many."""
        return max(1, min(60, round(self.rng.lognormvariate(2.05, 0.75))))

    def _identifier(self, sides: list[list[SampleParty]]) -> str:
        pair = "-".join(sorted(side[0].code for side in sides))
        self.numbers[pair] += 1
        return f"{pair}-{self.numbers[pair]}"

    def _employers(self, officials: list[dict[str, Any]]) -> list[SampleParty]:
        return [self.parties[official["post"]["party"]] for official in officials]

    def _titles(self, kind: str, field: str, sides: list[list[SampleParty]], later: Later | None) -> tuple[str, ...]:
        fields = FIELDS[field]
        named = [", ".join(side[0].names[language] for side in sides) for language in LANGUAGES]
        if later and later.relation in ABOUT_ANOTHER:
            found = [
                said.format(*each) for said, *each in zip(ABOUT_ANOTHER[later.relation], fields, named, strict=True)
            ]
        else:
            kk_type, ru_type, en_type, _share = TYPES[kind]
            found = [
                f"{fields[0]} саласындағы ынтымақтастық туралы {kk_type}: {named[0]}",
                f"{ru_type} о сотрудничестве в области {fields[1]}: {named[1]}",
                f"{en_type} on cooperation in the field of {fields[2]}: {named[2]}",
            ]
        return found[0][0].upper() + found[0][1:], *found[1:]

    def _agreement(
        self, sides: list[list[SampleParty]], year: int, identifier: str, kind: str, titles: tuple[str, ...]
    ) -> dict[str, Any]:
        rng = self.rng
        found = {
            "title": self._translated(titles),
            "type": kind,
            "level": level_of(sides[0][0], sides[1][0]),
            "legal_character": self.clauses.character(kind),
            "clauses": self.clauses.draw(),
            "authentic_languages": rng.choice((["kk", "ru"], ["ru"], ["en"], ["kk", "ru", "en"], [])),
            "sample": "true",
        }
        if rng.random() < NUMBERED:
            found["number"] = f"{rng.randint(1, 999)}-{year}"
        if rng.random() < SUMMARISED:
            found["summary"] = self._translated(titles)
        return found | ({"identifier": identifier} if identifier else {})

    def _translated(self, texts: tuple[str, ...]) -> dict[str, str]:
        """Texts by language; some lack a translation, so that readers see another language instead."""
        kept = [text if place == 0 or self.rng.random() >= UNTRANSLATED else "" for place, text in enumerate(texts)]
        return {language: text for language, text in zip(LANGUAGES, kept, strict=True) if text}

    def _publication(self, steps: tuple[str, ...]) -> list[dict[str, str]]:
        year, hour = self.rng.randint(2019, 2025), self.rng.randint(3, 14)
        month, day = self.rng.randint(1, 12), self.rng.randint(1, 25)
        return [
            {"claim": to, "to": to, "at": f"{year}-{month:02}-{day + later:02}T{hour:02}:00:00Z"}
            for later, to in enumerate(steps)
        ]

    def _source_text(self, language: str, promises: list[Promise]) -> tuple[str, dict[int, str]]:
        """The text of the source, and the words in it that stand behind half of the promises, by their number."""
        place = LANGUAGES.index(language)
        quoted: dict[int, str] = {}
        for number, promise in enumerate(promises, start=1):
            if number % 2 and promise.texts[place] not in quoted.values():
                quoted[number] = promise.texts[place]
        return " ".join((OPENINGS[language], *quoted.values(), CLOSINGS[language])), quoted

    def _source(self, language: str, text: str, year: int) -> dict[str, Any]:
        titles = ("Келісім мәтіні", "Текст соглашения", "Text of the agreement")
        return {
            "claim": "source",
            "number": "1",
            "kind": self.sources.draw(),
            "title": self._translated(titles),
            "language": language,
            "published": str(year),
            "text": text,
        }

    def _commitment(
        self, number: int, promise: Promise, parties: list[SampleParty], quoted: str | None, year: int
    ) -> dict[str, Any]:
        rng, bearer = self.rng.random, self.bearers.draw()
        areas = dict.fromkeys((promise.domain, *self._further_areas(promise)))
        found = {
            "claim": f"commitment {number}",
            "number": str(number),
            "text": self._translated(promise.texts),
            "modality": promise.modality,
            "bearer": bearer,
            "areas": list(areas),
            "recurrence": promise.recurrence,
            "passages": [{"words": quoted}] if quoted else [],
        }
        if bearer == "named":
            found["bearers"] = [self.rng.choice(parties).slug]
        if rng() < DUE:
            found["due"] = str(self.rng.randint(year, year + 8))
        return found

    def _further_areas(self, promise: Promise) -> Iterator[str]:
        if self.rng.random() < IN_A_FORM:
            yield promise.form
        if self.rng.random() < IN_ANOTHER_DOMAIN:
            yield self.more_areas.draw()

    def _statements(self, officials: list[dict[str, Any]], promise: Promise) -> list[dict[str, Any]]:
        return [
            {
                "claim": f"statement {number}",
                "number": str(number),
                "speaker": official["slug"],
                "form": "reported",
                "text": self._translated(promise.texts),
                "passages": [],
            }
            for number, official in enumerate(officials, start=1)
        ]


def _side(number: int, parties: list[SampleParty]) -> dict[str, Any]:
    listed = [
        {"claim": f"{party.slug} as a party", "party": party.slug, "name": party.names, "role": "party"}
        for party in parties
    ]
    return {"claim": f"side {number}", "parties": listed}

"""The sentences of sample records: one promise in three languages, and what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from demo_data.parties import places
from demo_data.random_draws import WeightedSampler, shares, zipf
from demo_data.words import DEEDS, FIELDS, PROMISES, TIMES, qualities, things

if TYPE_CHECKING:
    from random import Random

    from demo_data.words import Deed, Thing

#: What is done with people.
WITH_PEOPLE = frozenset({"people-exchange", "artist-promotion", "tours", "staff-training", "scholarships"})
#: How often a promise says why, and where.
REASONED, PLACED = 0.3, 0.3

Three = tuple[str, str, str]


class Promise(NamedTuple):
    """The text of a commitment in Kazakh, Russian and English, and the codes that its words mean."""

    texts: Three
    modality: str
    recurrence: str
    domain: str
    form: str


class Promises:
    """Draws promises."""

    def __init__(self, rng: Random) -> None:
        self.random = rng.random
        self.things = zipf(rng, things(), 0.9)
        self.qualities = zipf(rng, qualities())
        self.deeds = zipf(rng, DEEDS, 0.7)
        self.deeds_with_people = zipf(rng, [deed for deed in DEEDS if deed.form in WITH_PEOPLE], 0.7)
        self.places = zipf(rng, [tuple(place.values()) for place in places()])
        self.modalities = shares(rng, {modality: said[-1] for modality, said in PROMISES.items()})
        self.times = WeightedSampler(rng, list(TIMES), [said[-1] for said in TIMES.values()])

    def draw(self) -> Promise:
        thing = self.things.draw()
        deed = (self.deeds_with_people if thing.is_alive else self.deeds).draw()
        modality, recurrence = self.modalities.draw(), self.times.draw()
        subject, verb, ru_promise, en_promise, _share = PROMISES[modality]
        kk_time, ru_time, en_time, _share = TIMES[recurrence]
        kk_field, ru_field, en_field = FIELDS[thing.domain]
        kk_object, ru_object, en_object = self._object(thing, deed)
        kk_more, ru_more, en_more = self._more()
        kk = f"{subject} {kk_field} саласында {kk_more}{kk_time}{kk_object} {deed.kk} {verb}."
        ru = f"{ru_promise} {deed.ru} {ru_object} в области {ru_field}{ru_more}{ru_time}."
        en = f"{en_promise} {deed.en} {en_object} in the field of {en_field}{en_more}{en_time}."
        return Promise((kk, ru, en), modality, recurrence, thing.domain, deed.form)

    def _object(self, thing: Thing, deed: Deed) -> Three:
        kk, stem, ending, en = self.qualities.draw()
        if deed.case == "instrumental":
            russian = f"{stem}{ending[0]}ми {thing.ru_instrumental}"
        else:
            russian = f"{stem}{f'{ending[0]}х' if thing.is_alive else ending} {thing.ru_accusative}"
        return f"{kk} {thing.kazakh(deed.case)}", russian, f"{en} {thing.en}"

    def _more(self) -> Three:
        """Where, and what for, if the promise says so."""
        kk = ru = en = ""
        if self.random() < PLACED:
            city = self.places.draw()
            kk, ru, en = f"{city[0]} қаласында ", f" в городе {city[1]}", f" in {city[2]}"
        if self.random() < REASONED:
            thing, (adjective, stem, ending, english) = self.things.draw(), self.qualities.draw()
            kk += f"{adjective} {thing.kazakh('accusative')} қолдау мақсатында "
            ru += f" в целях поддержки {stem}{ending[0]}х {thing.ru_genitive}"
            en += f" in support of {english} {thing.en}"
        return kk, ru, en

"""What the keys of a record file mean, for its JSON Schema: in English, as the keys are.

A key is described by `entry.key` where it means something of its own there, else by `key`.
"""

from __future__ import annotations

WORDS = {
    "record": (
        "One agreement with everything that belongs to it: written by people as YAML (fixtures/memorandum.yaml), or "
        "exported as JSON. What is left out is not stated. Who of the staff did what, activities, and how far "
        "commitments were carried out are no part of it."
    ),
    "claim": "Names the entry, so that a mistake in it can be pointed out; once in the file, and not published.",
    "text": (
        "The registry's own wording by language. Kazakh comes first: where a text is required, so is its Kazakh; a "
        "text that may be left out may lack it in records that are taken in."
    ),
    "edtf": "A partial date (EDTF, ISO 8601-2): 2016, 2016-11, 2016-11-07, 1993?, 199X or 2016/2018.",
    "passages": "Which words of the sources say so.",
    "parties": "Everybody who can promise and is named in the record: those on the sides, those that officials serve.",
    "officials": "Who signs or speaks, each with the post held then.",
    "agreement": "The instrument itself.",
    "publication": "The steps of publication from draft on. The admin does not take them over: it makes a draft.",
    "sources": "The documents that the record was built from.",
    "evidence": "Passages behind plain fields, or saying otherwise.",
    "sides": "The first side, then the second.",
    "commitments": "What was promised.",
    "statements": "What officials said; never counted as commitments.",
    "events": "What happened to the agreement.",
    "relations": "What the agreement does to others, which must be in the registry.",
    "slug": "Small Latin letters, digits and hyphens: part of addresses, so it never changes.",
    "party.country": "ISO 3166-1 code; not for an international organisation.",
    "party.organisation_code": "Its part of identifiers, such as UNESCO; for an international organisation only.",
    "official.post": "The post held when signing or speaking.",
    "official.other_posts": "Further posts of the same person in this record; the second one is named by “slug:2”.",
    "official.wikidata": "Such as Q42.",
    "post.party": "The slug of a party of this record.",
    "post.title": "What the post is called.",
    "identifier": "KZ-RU-1; left out before the first publication.",
    "agreement.number": "The number that the instrument or an official register gives it.",
    "authentic_languages": "ISO 639-1 codes of the languages in which the instrument is authentic.",
    "prevailing_language": "The one of them that decides where the texts differ.",
    "clauses": "What the text provides for its own life.",
    "sample": "The mark of a record that a command made; no real agreement.",
    "move.to": "The state after the step.",
    "move.at": "When, with its time zone.",
    "move.note": "A note of whoever moved it.",
    "source.number": "Its place among the sources of the agreement.",
    "source.text": "Word for word, misprints included. Either this or text_file.",
    "source.text_file": "A UTF-8 file beside this one; not where records are uploaded.",
    "source.document": "The signed document attached to the source; the file itself is not carried.",
    "document.name": "The name it came with.",
    "document.sha256": "By which it is known.",
    "source.passages": "Passages that somebody marked and no claim quotes yet.",
    "source.publisher": "Who published it.",
    "source.address": "Where it can be read.",
    "source.language": "ISO 639-1 code.",
    "words": "Stand in the source letter for letter, misprints included; where, the registry finds out.",
    "before": "What is just before the words, where they stand in several places.",
    "after": "What is just after the words, where they stand in several places.",
    "source": "The number of the quoted source; not needed if there is only one.",
    "start": (
        "The place, in characters from 0, that the words had in an earlier wording of the source. Only for words that "
        "it does not have there any more, and only in records that were never public."
    ),
    "field": "The field that the words are evidence for.",
    "conflicting_value": "What the words say instead, if they contradict the record.",
    "evidence.reason": "Why the recorded value is preferred to a conflicting one.",
    "side party.party": "The slug of a party of this record.",
    "side party.name": "Its name in this agreement.",
    "side party.signatory": "Who signed for it: the slug of an official of this record, or “slug:2”.",
    "commitment.number": "From 1 to 9999: part of its lasting identifier.",
    "areas": "Codes of cooperation areas (fixtures/areas.yaml).",
    "bearers": "Slugs of the parties that bear it, where the bearer is “named”.",
    "speaker": "The slug of an official of this record, or “slug:2”.",
    "form": "A quoted statement keeps the words of its source.",
    "event.by": "The slug of the party that acted; left out for all of them.",
    "event.preferred": "The claim of another account of the same event that is preferred to this one.",
    "event.reason": "Why the other account is preferred.",
    "relation.other": "The identifier of the other agreement.",
}

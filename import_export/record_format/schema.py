"""The JSON Schema of record files, made from what reads them: their keys, and the codes of their columns.

docs/record.schema.json is what this makes; `manage.py record_schema` writes it. A JSON Schema sees
keys, kinds and codes. That words stand in their source, that parties are on the sides, and the
other rules between entries only the reader sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation

from agreements.models import (
    Agreement,
    AgreementEvidence,
    AgreementParty,
    Commitment,
    Event,
    PartyEvidence,
    PublicationMove,
    Relation,
    Source,
    Statement,
)
from import_export.record_format import claims as record_claims
from import_export.record_format import events, parties, record
from import_export.record_format.reader import codes_of
from import_export.record_format.schema_descriptions import WORDS
from languages import LANGUAGES
from parties.models import Official, Party, Post

if TYPE_CHECKING:
    from django.db.models import Model

Schema = dict[str, Any]

#: As a number or as a text.
NUMBER: Schema = {
    "type": ["integer", "string"],
    "minimum": 1,
    "maximum": 32767,
    "pattern": "^[1-9][0-9]{0,4}$",
}
DATES = frozenset({"held", "published", "due", "date"})
#: Countries and languages are listed as each language sorts them; here the order must not depend on one.
IN_ORDER = frozenset({"country", "language"})


def schema() -> Schema:
    """The schema of a record file, JSON Schema 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Record file",
        "description": WORDS["record"],
        **_entry("record", record.RECORD, _RECORD),
        "$defs": {
            "text": _text(),
            "edtf": {"description": WORDS["edtf"], "type": "string", "minLength": 1, "maxLength": 40},
            "quotation": _entry("quotation", record_claims.QUOTATION, _QUOTATION),
            "post": _entry("post", parties.POST, _columns(Post, "held") | {"title": _ref("text")}),
        },
    }


def _entry(name: str, keys: tuple[str, str], properties: Schema, *, claimed: bool = False) -> Schema:
    """A set of keys and values: `keys` are those it must and may have, all with a schema in `properties`."""
    required, optional = (part.split() for part in keys)
    if claimed:
        required = ["claim", *required]
    found = {key: _described(name, key, properties.get(key, {"type": "string"})) for key in (*required, *optional)}
    return {"type": "object", "properties": found, "required": required, "additionalProperties": False}


def _described(name: str, key: str, what: Schema) -> Schema:
    words = WORDS.get(f"{name}.{key}") or WORDS.get(key)
    return {"description": words, **what} if words else what


def _list(name: str, keys: tuple[str, str], properties: Schema, at_least: int = 0) -> Schema:
    items = _entry(name, keys, properties, claimed=True)
    return {"type": "array", "items": items} | ({"minItems": at_least} if at_least else {})


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _text() -> Schema:
    languages = {language: {"type": "string"} for language in LANGUAGES}
    return {
        "description": WORDS["text"],
        "type": "object",
        "properties": languages,
        "additionalProperties": False,
        "minProperties": 1,
    }


def _columns(model: type[Model], *names: str) -> Schema:
    """The schemas of keys that are columns: codes, partial dates, texts in three languages, plain texts."""
    return {name: _column(model, name) for name in names}


def _column(model: type[Model], name: str) -> Schema:
    if name in record.LENGTHS:
        return NUMBER
    if name in DATES:
        return _ref("edtf")
    column: Any = model._meta.get_field(name)
    if f"{name}_kk" in {field.name for field in model._meta.fields}:
        return _ref("text")
    if codes := _codes_of(model, name):
        return {"enum": sorted(codes) if name in IN_ORDER else codes}
    longest = {"maxLength": column.max_length} if column.max_length else {}
    return {"type": "string", "minLength": 1, **longest}


def _codes_of(model: type[Model], name: str) -> list[str]:
    """The codes of a column; of those that CLDR names, all that readers of any language can choose."""
    found: dict[str, None] = {}
    for language in LANGUAGES:
        with translation.override(language):
            found |= dict.fromkeys(codes_of(model, name, language))
    return [code for code in found if code]


def _listed(what: Schema) -> Schema:
    return {"type": "array", "items": what}


def _codes() -> Schema:
    return {"type": "array", "items": {"type": "string"}, "uniqueItems": True}


_PASSAGES = {"passages": _listed(_ref("quotation"))}
_QUOTATION: Schema = {
    "words": {"type": "string", "minLength": 1},
    "source": NUMBER,
    "start": {"type": ["integer", "string"], "minimum": 0, "pattern": "^(0|[1-9][0-9]{0,8})$"},
}


def _evidence(model: type[Model]) -> Schema:
    return _list(
        "evidence", record_claims.EVIDENCE, _QUOTATION | _columns(model, "field", "conflicting_value", "reason")
    )


_PARTY = _columns(Party, "slug", "name", "short_name", "kind", "country", "organisation_code")
_OFFICIAL = _columns(Official, "slug", "name", "wikidata") | {
    "post": _ref("post"),
    "other_posts": _listed(_ref("post")),
}
_CLAUSES = _columns(Agreement, *record.CLAUSES, *record.LENGTHS, "clauses_note")
_AGREEMENT = _columns(Agreement, "title", "type", "level", "legal_character", "number", "summary") | {
    "identifier": {"type": "string", "pattern": "^[A-Z][A-Z0-9]{1,19}-[A-Z][A-Z0-9]{1,19}-[1-9][0-9]{0,8}$"},
    "authentic_languages": _codes(),
    "clauses": _entry("clauses", (" ".join(record.CLAUSES), " ".join((*record.LENGTHS, "clauses_note"))), _CLAUSES),
    "sample": {"const": "true"},
}
_MOVE: Schema = {
    "to": _column(PublicationMove, "to_status"),
    "at": {"type": "string", "format": "date-time"},
}
_DOCUMENT: Schema = {
    "name": {"type": "string", "minLength": 1},
    "sha256": {"type": "string", "pattern": f"^{record_claims.SHA256.pattern}$"},
}
_SOURCE = (
    _columns(Source, "kind", "title", "publisher", "address", "language", "published")
    | _PASSAGES
    | {"number": NUMBER, "text": {"type": "string", "minLength": 1}}
    | {"document": _entry("document", record_claims.DOCUMENT, _DOCUMENT)}
)
_SIDE_PARTY = _columns(AgreementParty, "name", "role") | {"evidence": _evidence(PartyEvidence)}
_SIDE: Schema = {"parties": _list("side party", parties.SIDE_PARTY, _SIDE_PARTY)}
_COMMITMENT = (
    _columns(Commitment, "text", "modality", "bearer", "due", "recurrence")
    | _PASSAGES
    | {"number": NUMBER, "areas": _codes(), "bearers": _codes()}
)
_STATEMENT = _columns(Statement, "form", "text") | _PASSAGES | {"number": NUMBER}
_EVENT = _columns(Event, "kind", "date", "place", "note", "reason") | _PASSAGES
_RECORD: Schema = {
    "parties": _list("party", parties.PARTY, _PARTY),
    "officials": _list("official", parties.OFFICIAL, _OFFICIAL),
    "agreement": _entry("agreement", record.AGREEMENT, _AGREEMENT),
    "publication": _list("move", record.MOVE, _MOVE),
    "sources": _list("source", record_claims.SOURCE, _SOURCE),
    "evidence": _evidence(AgreementEvidence),
    "sides": _list("side", ("parties", ""), _SIDE) | {"minItems": 2, "maxItems": 2},
    "commitments": _list("commitment", record_claims.COMMITMENT, _COMMITMENT),
    "statements": _list("statement", record_claims.STATEMENT, _STATEMENT),
    "events": _list("event", events.EVENT, _EVENT),
    "relations": _list("relation", events.RELATION, _columns(Relation, "kind")),
}

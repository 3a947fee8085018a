"""The JSON Schema of record files is true: what the reader takes fits it, and it names every key the reader knows."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from jsonschema import Draft202012Validator

from demo_data.agreements import Records
from import_export.record_export.document import document_of
from import_export.record_format.reader import read_yaml
from import_export.record_format.schema_descriptions import WORDS

SCHEMA = json.loads((Path(settings.BASE_DIR) / "docs" / "record.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def test_the_schema_is_what_the_reader_makes_it():
    call_command("record_schema", "--check")
    Draft202012Validator.check_schema(SCHEMA)


def test_every_description_is_of_a_key_that_is_there():
    text = json.dumps(SCHEMA, ensure_ascii=False)
    unused = [key for key, words in WORDS.items() if json.dumps(words, ensure_ascii=False) not in text]
    assert unused == []


def test_the_memorandum_and_what_is_exported_fit_the_schema(memorandum):
    VALIDATOR.validate(read_yaml(Path(settings.FIXTURE_DIRS[0]) / "memorandum.yaml"))
    VALIDATOR.validate(document_of(memorandum))


def test_sample_records_fit_the_schema():
    for record in islice(Records(20, 4, {}), 20):
        VALIDATOR.validate(record)


@pytest.mark.parametrize("where", [("agreement", "type"), ("agreement", "clauses", "costs"), ("sides", 0, "parties")])
def test_what_the_reader_refuses_does_not_fit(memorandum, where):
    document = document_of(memorandum)
    *path, last = where
    entry = document
    for step in path:
        entry = entry[step]
    entry[last] = "dances"
    assert not VALIDATOR.is_valid(document)

"""The desk answers every question, however nasty: never with a 500, and in two seconds of the processor.

`make test` asks 500 questions, `make fuzz` 20,000. Each is drawn from a seed and its own number, and undone after its
answer, so that one that fails is asked again by itself: `make fuzz SEED=… FIRST=… QUESTIONS=1`.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

import pytest

from tests.support.desk_fuzz.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SEED = int(os.environ.get("FUZZ_SEED", "1"))
FIRST = int(os.environ.get("FUZZ_FIRST", "0"))
END = FIRST + int(os.environ.get("FUZZ_QUESTIONS", "500"))
#: So many questions are asked about the same records; several processes share the rest.
AT_ONCE = 100


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Every refusal is logged, with where it was raised: of thousands nobody reads that."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("first", range(FIRST, END, AT_ONCE))
def test_no_question_to_the_desk_is_a_server_error_or_takes_long(memorandum, first):
    desk = Desk(memorandum, SEED)
    for number in range(first, min(first + AT_ONCE, END)):
        desk.ask(number)
    assert not desk.faults, "\n".join(desk.faults)

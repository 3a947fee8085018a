"""Edits and reads through several workers; run by test_many_workers.py against a database of its own.

Prints the number of answers that did not know an edit which was already acknowledged.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import sys

import django

COUNT = re.compile(r'class="result-count">\s*(\d+)')


def read(port: int, path: str) -> str:
    """The page, over a new connection: any of the workers may answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.status == 200, (path, response.status)
        return response.read().decode()
    finally:
        connection.close()


def stale_answers(port: int, rounds: int) -> int:
    """How many of `rounds` answers were older than the edit just before them."""
    from agreements.models import Commitment  # noqa: PLC0415 Django is set up first
    from tests.support.factories import AreaFactory, CommitmentFactory, PartyFactory, agreement_between, publish  # noqa: PLC0415

    music = AreaFactory(code="music")
    agreement = agreement_between(PartyFactory(slug="one"), PartyFactory(slug="two", country="RU"))
    for _n in range(20):
        CommitmentFactory(agreement=agreement, modality="agreed", areas=[music])
    publish(agreement)
    chance, stale = random.Random(5), 0
    for turn in range(rounds):
        number = chance.randint(1, 20)
        Commitment.objects.filter(number__lte=number).update(modality="obliged", text_en=f"Word{turn} to be found")
        Commitment.objects.filter(number__gt=number).update(modality="agreed", text_en=None)
        words = f"&words=word{turn}" if turn % 10 == 0 else ""
        found = COUNT.search(read(port, f"/en/commitments/?modality=obliged{words}"))
        stale += found is None or int(found[1]) != number
    return stale


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    sys.stdout.write(str(stale_answers(int(sys.argv[1]), int(sys.argv[2]))))

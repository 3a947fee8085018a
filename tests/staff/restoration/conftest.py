"""TODO docstring."""

from __future__ import annotations

import pytest

from agreements.models import (
    Agreement,
)
from tests.support.factories import (
    SourceFactory,
)


@pytest.fixture
def draft(draft) -> Agreement:
    SourceFactory(agreement=draft)
    return draft

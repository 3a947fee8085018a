"""The draft that is restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.factories import (
    SourceFactory,
)

if TYPE_CHECKING:
    from agreements.models import (
        Agreement,
    )


@pytest.fixture
def draft(draft) -> Agreement:
    SourceFactory(agreement=draft)
    return draft

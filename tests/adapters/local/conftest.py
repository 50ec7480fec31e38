"""Fixtures of the tests of this counter's own files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.local.goods import Replica, open_empty


@pytest.fixture
def replica(tmp_path: Path) -> Iterator[Replica]:
    """An empty replica; after the test its word indexes must still agree with its rows."""
    with open_empty(tmp_path / "replica.sqlite") as empty:
        yield empty
        empty.check_indexes()

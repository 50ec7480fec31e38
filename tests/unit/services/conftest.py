"""Fixtures of the tests of use cases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.services.shop import COLA_WEEK, Shop, open_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """The shop with the clerk signed in and no shift open."""
    with open_shop(tmp_path, COLA_WEEK) as opened:
        yield opened


@pytest.fixture
async def open_till(shop: Shop) -> Shop:
    """The shop with an open shift."""
    await shop.open()
    return shop

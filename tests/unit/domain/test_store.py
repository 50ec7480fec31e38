"""The store's settings: its time zone, on systems that know it and on those that do not."""

import msgspec
import pytest

from tests.unit.domain.carts import STORE


def test_the_zone_is_the_one_that_is_named() -> None:
    assert STORE.zone.key == STORE.time_zone == "America/Los_Angeles"


@pytest.mark.parametrize("name", ["Mars/Olympus_Mons", "../../etc/passwd", "UTC+3", "America"])
def test_an_unknown_zone_is_utc(name: str) -> None:
    assert msgspec.structs.replace(STORE, time_zone=name).zone.key == "UTC"

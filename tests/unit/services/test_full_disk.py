"""A real disk that is full: the clerk is told before money is taken, keeps the cart, sells later."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from tests.small_disk import fill_up, small_disk
from tests.unit.services.shop import COLA_WEEK, MILK_CODE, Shop, cash, open_shop


@pytest.fixture
def disk(tmp_path: Path) -> Generator[Path]:
    with small_disk(tmp_path) as mounted:
        yield mounted


@pytest.fixture
def full_shop(disk: Path) -> Generator[Shop]:
    with open_shop(disk, COLA_WEEK) as opened:
        yield opened


async def test_a_full_disk_is_said_when_payment_begins(full_shop: Shop, disk: Path) -> None:
    shop = full_shop
    await shop.open()
    shop.scan(MILK_CODE)
    filler = fill_up(disk)
    with pytest.raises(AdapterError) as caught:
        await shop.checkout.begin()
    assert caught.value.code is ErrorCode.DISK_WRITE_FAILED
    assert shop.lines() == [("Milk", 1)]
    filler.unlink()
    await shop.checkout.begin()
    paid = await shop.checkout.pay([cash("5.00")])
    assert paid.sale.order.receipt_number is not None
    assert shop.lines() == []


def scan_until_refused(shop: Shop, scanned: Iterator[int]) -> None:
    """There may be room in the log for some."""
    for _ in scanned:
        shop.scan(MILK_CODE)


async def test_what_a_full_disk_refuses_leaves_the_cart_as_it_was(full_shop: Shop, disk: Path) -> None:
    shop = full_shop
    await shop.open()
    shop.scan(MILK_CODE)
    filler = fill_up(disk)
    scanned = iter(range(1_000))
    with pytest.raises(AdapterError) as caught:
        scan_until_refused(shop, scanned)
    kept = next(scanned)  # the last one tried was refused
    assert caught.value.code is ErrorCode.DISK_WRITE_FAILED
    assert shop.lines() == [("Milk", kept)]
    filler.unlink()
    shop.scan(MILK_CODE)
    shop.restart()
    assert shop.lines() == [("Milk", kept + 1)]

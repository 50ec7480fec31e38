"""The counter's own machine: its disk is full, its clock goes wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from b4mart_desktop.domain.errors import ErrorCode
from tests.faults.messages import BUSY, Order
from tests.faults.shop import SEED, FaultyShop, fill_up, small_disk

_DISK_MEGABYTES = 32

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture
def disk(shop: FaultyShop) -> Iterator[Path]:
    """A small disk of its own for register K."""
    try:
        with small_disk(shop.folder / "K", _DISK_MEGABYTES) as folder:
            yield folder
            shop.close()
    except PermissionError as error:
        pytest.skip(str(error))


def test_a_full_disk_is_told_before_money_is_taken_and_selling_goes_on_with_room(
    shop: FaultyShop, disk: Path
) -> None:
    with shop.seller("K", SEED) as seller:
        seller.open()
        seller.sell(5)
        ballast = fill_up(disk)
        seller.wait_for_refusals(5, ErrorCode.DISK_WRITE_FAILED)
        printed = len(seller.receipts)
        seller.listen(0.5)
        assert len(seller.receipts) <= printed
        ballast.unlink()
        seller.wait_for(5)
        assert seller.rest(Order.FINISH).set_aside == 0
        assert shop.problems() == [], f"seed {SEED}"


def test_a_counter_whose_disk_was_full_when_it_was_killed_goes_on_where_it_was(
    shop: FaultyShop, disk: Path
) -> None:
    with shop.seller("K", SEED, habits=BUSY) as seller:
        seller.open()
        seller.sell(5)
        ballast = fill_up(disk)
        seller.wait_for_refusals(5, ErrorCode.DISK_WRITE_FAILED)
    ballast.unlink()
    with seller:
        seller.open()
        seller.sell(5)
        assert seller.rest(Order.FINISH).set_aside == 0
        assert shop.problems() == [], f"seed {SEED}"


def test_a_clock_set_back_an_hour_changes_neither_order_nor_numbers(shop: FaultyShop) -> None:
    with shop.seller("K", SEED, habits=BUSY) as seller:
        seller.open()
        seller.sell(10)
        seller.rest()
        seller.tell(Order.CLOCK_BACK)
        seller.sell(10)
        assert seller.rest(Order.FINISH).set_aside == 0
        assert shop.problems() == [], f"seed {SEED}"
    with seller:
        seller.open()
        seller.sell(5)
        assert seller.rest(Order.FINISH).set_aside == 0
        numbers = [receipt.number for receipt in seller.receipts]
        assert numbers == sorted(numbers)
        assert shop.problems() == [], f"seed {SEED}"

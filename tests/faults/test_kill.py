"""Nothing paid is lost or doubled, at whatever step the program is killed; at any moment: test_everything."""

from collections.abc import Iterable

import pytest

from tests.faults import steps
from tests.faults.messages import BUSY, DieAt, Order
from tests.faults.sellers import Seller
from tests.faults.shop import SEED, FaultyShop
from tests.program import Program, until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


def test_a_counter_killed_while_it_sells_and_posts_loses_and_doubles_no_sale(shop: FaultyShop) -> None:
    _die_at_each(shop, steps.SELLING)


def test_a_counter_killed_around_shifts_and_held_carts_loses_and_doubles_none(shop: FaultyShop) -> None:
    _die_at_each(shop, steps.COUNTER)


def test_a_counter_killed_while_it_takes_changes_over_sells_by_a_whole_replica(shop: FaultyShop) -> None:
    _die_at_each(shop, steps.REPLICA)


def test_a_counter_killed_while_it_opens_for_the_first_time_opens_the_next(shop: FaultyShop) -> None:
    for number, step in enumerate(steps.OPENING):
        with shop.seller(f"K{number}", SEED, dies_at=step) as seller:
            assert seller.wait_until_dead(), f"it never came to this step: {step}"
        with shop.seller(f"K{number}", SEED) as again:
            again.open()
            again.sell(3)
            again.rest(Order.FINISH)
    assert shop.problems() == []


def test_a_second_program_on_the_same_folder_says_so_and_changes_nothing(shop: FaultyShop) -> None:
    variables = {"MONGODB_URI": shop.uri, "B4MART_REGISTER": "K"}
    with Program(shop.folder / "counter", variables) as first:
        register = until(first.files.register, "the first program's register")
        with Program(shop.folder / "counter", variables) as second:
            until(lambda: "data_folder_in_use" in second.said(), "the second program's refusal")
            assert f"pid={first.pid}" in second.said()
            assert second.running, "it shows the reason until its window is closed"
            assert second.stop() == 0
        assert first.running
        assert first.files.register() == register
        assert first.stop() == 0


def _die_at_each(shop: FaultyShop, names: Iterable[str]) -> None:
    """Each life dies at one step; the next one finds out what came of it."""
    seller = shop.seller("K", SEED, habits=BUSY)
    for name in names:
        with seller:
            _open_and_check(shop, seller)
            seller.tell(DieAt(name))
            seller.tell(Order.SELL)
            assert seller.wait_until_dead(), f"it never came to this step: {name}"
    with seller:
        _open_and_check(shop, seller)


def _open_and_check(shop: FaultyShop, seller: Seller) -> None:
    seller.open()
    assert seller.rest(Order.FINISH).set_aside == 0
    assert shop.problems() == [], f"in life {seller.lives}, seed {SEED}"

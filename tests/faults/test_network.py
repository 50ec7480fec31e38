"""The line to the server is cut, dead, slow, narrow or refused: no sale is lost or doubled."""

from collections.abc import Callable, Iterator

import pytest

from tests.faults.messages import Order
from tests.faults.proxy import Proxy
from tests.faults.shop import SEED, FaultyShop

_MESSAGES = range(1, 26, 4)
"""A sale takes about ten messages there: cut in the middle of one after the other, each kind is met."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

FAULTS: tuple[tuple[Callable[[Proxy], None], float], ...] = (
    (Proxy.go_dead, 2.0),
    (lambda proxy: proxy.delay(2.0), 4.0),
    (lambda proxy: proxy.throttle(20_000), 1.0),
    (Proxy.refuse, 1.0),
)
"""What happens, and for how many seconds."""


@pytest.fixture
def proxy(shop: FaultyShop) -> Iterator[Proxy]:
    with Proxy(shop.servers.members[0].port) as proxy:
        yield proxy


def test_selling_goes_on_over_a_line_that_is_dead_slow_narrow_or_refused(
    shop: FaultyShop, proxy: Proxy
) -> None:
    with shop.seller("K", SEED, shop.uri_through(proxy.port), pause=0.1) as seller:
        seller.open()
        seller.sell(5)
        for fault, seconds in FAULTS:
            fault(proxy)
            seller.go_on(seconds)
            proxy.heal()
            seller.wait_for(5)
        assert seller.rest(Order.FINISH).set_aside == 0
    assert shop.problems() == [], f"seed {SEED}"


def test_a_line_cut_in_the_middle_of_any_message_loses_and_doubles_no_sale(
    shop: FaultyShop, proxy: Proxy
) -> None:
    with shop.seller("K", SEED, shop.uri_through(proxy.port), pause=0.1) as seller:
        seller.open()
        for number in _MESSAGES:
            proxy.cut_in_message(number)
            seller.sell(3)
            seller.rest(Order.FINISH)
        assert proxy.cuts == len(_MESSAGES)
        assert shop.problems() == [], f"seed {SEED}"

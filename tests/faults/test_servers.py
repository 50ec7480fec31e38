"""The database's servers die, hang, restart and hand over: selling goes on, nothing is lost or doubled."""

import pytest

from tests.faults.messages import Order
from tests.faults.sellers import Seller
from tests.faults.shop import SEED, FaultyShop

_HANG_SECONDS = 3.0
_AWAY_SECONDS = 1.0

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


def test_selling_goes_on_while_the_only_server_is_killed_hangs_and_restarts(shop: FaultyShop) -> None:
    server = shop.servers.members[0]
    with shop.seller("K", SEED, pause=0.1) as seller:
        _open_and_sell(seller)
        server.kill9()
        seller.go_on(_AWAY_SECONDS)
        server.start()
        seller.wait_for(10)
        server.pause()
        seller.go_on(_HANG_SECONDS)
        server.resume()
        server.restart()
        seller.wait_for(10)
        _finish(shop, seller)


def test_selling_goes_on_while_the_primary_hands_over_hangs_and_dies(large_shop: FaultyShop) -> None:
    servers = large_shop.servers
    with large_shop.seller("K", SEED, pause=0.1) as seller:
        _open_and_sell(seller)
        servers.step_down()
        seller.wait_for(10)
        old = servers.primary()
        old.pause()
        servers.primary()
        seller.wait_for(10)
        old.resume()
        servers.wait_until_whole()
        servers.primary().kill9()
        seller.wait_for(10)
        servers.wait_until_whole()
        seller.wait_for(10)
        _finish(large_shop, seller)


def _open_and_sell(seller: Seller) -> None:
    seller.open()
    seller.sell(10)


def _finish(shop: FaultyShop, seller: Seller) -> None:
    """Whatever was paid gets into the database, and all agrees."""
    assert seller.rest(Order.FINISH).set_aside == 0
    assert shop.problems() == [], f"seed {SEED}"

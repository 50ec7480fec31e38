"""Uses of coupons, for the thread where people sell: the connection lives in the background."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, Protocol

from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.promotions import CouponCount
from b4mart_desktop.services.ports.coupons import WantedCoupon

_log = logging.getLogger(__name__)


class SharedCoupons(Protocol):
    """Claims where the connection lives."""

    async def claim(self, wanted: WantedCoupon) -> CouponCount:
        """As ``CouponLedger.claim``."""

    async def give_back(self, promotion: Id, code: str, cart: Id) -> None:
        """Ends the cart's claim of that code."""


class BackgroundCoupons:
    """``CouponLedger`` for callers in another thread than ``shared`` lives in.

    Args:
        submit: Begins a coroutine where ``shared`` lives.
        shared: Claims.
    """

    def __init__(
        self, submit: Callable[[Coroutine[Any, Any, Any]], Future[Any]], shared: SharedCoupons
    ) -> None:
        self._submit = submit
        self._shared = shared

    async def claim(self, wanted: WantedCoupon) -> CouponCount:
        """Claims a use unless a limit is reached, and returns how many others there are."""
        count: CouponCount = await asyncio.wrap_future(self._submit(self._shared.claim(wanted)))
        return count

    def give_back(self, promotion: Id, code: str, cart: Id) -> None:
        """Ends the cart's claim of that code soon."""
        self._submit(self._give_back(promotion, code, cart))

    async def _give_back(self, promotion: Id, code: str, cart: Id) -> None:
        try:
            await self._shared.give_back(promotion, code, cart)
        except AdapterError as error:
            _log.info("a coupon's claim is left to end by itself: %s", error)

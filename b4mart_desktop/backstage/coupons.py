"""Uses of coupons, for the thread where people sell: the connection lives in the background."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.ports.coupons import CouponCount, CouponLedger


class BackgroundCoupons:
    """``CouponLedger`` for callers in another thread than ``shared`` lives in.

    Args:
        run: Runs a coroutine where ``shared`` lives, and awaits it here.
        shared: Counts.
    """

    def __init__(
        self, run: Callable[[Coroutine[Any, Any, Any]], Awaitable[Any]], shared: CouponLedger
    ) -> None:
        self._run = run
        self._shared = shared

    async def used(self, promotion: Id, code: str, customer: Id | None) -> CouponCount:
        """Returns how often coupons of ``promotion`` were used."""
        count: CouponCount = await self._run(self._shared.used(promotion, code, customer))
        return count

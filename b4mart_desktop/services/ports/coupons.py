"""Uses of coupons, as the shop's database knows them."""

from typing import NamedTuple, Protocol

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.promotions import CouponCount, CouponLimits


class WantedCoupon(NamedTuple):
    """A coupon that an open cart is about to use.

    Attributes:
        limits: Of the promotion's coupons.
        cart: ``Cart.claim`` of it.
    """

    promotion: Id
    limits: CouponLimits
    code: str
    cart: Id
    customer: Id | None = None
    register: Id | None = None


class CouponLedger(Protocol):
    """The uses of coupons by all registers, and who is about to use one."""

    async def claim(self, wanted: WantedCoupon) -> CouponCount:
        """Claims a use for a while unless a limit is reached, and returns how many others there are.

        Of any number of registers that claim at the same moment no more get one than the limits allow.
        Claiming again for the same cart keeps its claim, or changes its code: a cart has one of a promotion.

        Raises:
            AdapterError: DATABASE_UNREACHABLE or DATABASE_REFUSED.
        """

    def give_back(self, promotion: Id, code: str, cart: Id) -> None:
        """Ends the cart's claim of that code soon, without waiting; where that fails it ends by itself."""

"""How often coupons were used, as the shop's database knows it."""

from typing import NamedTuple, Protocol

from b4mart_desktop.domain.ids import Id


class CouponCount(NamedTuple):
    """How many sales used a promotion's coupons.

    Attributes:
        total: Any of its codes.
        of_code: The one asked for.
        of_customer: Any of its codes, by the customer asked for.
    """

    total: int = 0
    of_code: int = 0
    of_customer: int = 0


class CouponLedger(Protocol):
    """The uses of coupons by all registers."""

    async def used(self, promotion: Id, code: str, customer: Id | None) -> CouponCount:
        """Returns how often coupons of ``promotion`` were used.

        Raises:
            AdapterError: DATABASE_UNREACHABLE or DATABASE_REFUSED.
        """

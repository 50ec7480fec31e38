"""How often coupons were used. Uses are written with the sale, by ``posting``."""

from bson import ObjectId
from pymongo.asynchronous.database import AsyncDatabase

from b4mart_desktop.adapters.mongo.codec import Document
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.ports.coupons import CouponCount


class MongoCoupons:
    """Implements ``services.ports.coupons.CouponLedger``."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._uses = database.couponuses

    async def used(self, promotion: Id, code: str, customer: Id | None) -> CouponCount:
        """Returns how often coupons of ``promotion`` were used.

        Raises:
            AdapterError: DATABASE_UNREACHABLE or DATABASE_REFUSED.
        """
        of_promotion: Document = {"promotion": ObjectId(promotion)}
        with database_errors():
            total = await self._uses.count_documents(of_promotion)
            of_code = await self._uses.count_documents(of_promotion | {"code": code})
            of_customer = 0
            if customer is not None:
                of_customer = await self._uses.count_documents(
                    of_promotion | {"customer": ObjectId(customer)}
                )
        return CouponCount(total, of_code, of_customer)

"""Who used coupons and who is about to. Uses are written with the sale, by ``posting``.

A promotion's claims are one document, so that registers claiming at the same moment meet in one place: each
reads it, counts, and writes it back if nobody was faster. Posting does not touch it. A use is known by the
claim it was made under, and is not counted beside it as long as that lasts.
"""

import datetime as dt

from bson import ObjectId
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from b4mart_desktop.adapters.mongo.codec import Document, from_document, to_document, to_value
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.promotions import CouponClaim, CouponClaims, CouponCount
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.ports.coupons import WantedCoupon

CLAIM_LASTS = dt.timedelta(minutes=15)
"""Longer than paying and posting take; so long a coupon of a register that died is out of use."""


class MongoCoupons:
    """Implements ``backstage.coupons.SharedCoupons``."""

    def __init__(self, database: AsyncDatabase[Document], lasts: dt.timedelta = CLAIM_LASTS) -> None:
        self._uses = database.couponuses
        self._claims = database.couponclaims
        self._lasts = lasts

    async def claim(self, wanted: WantedCoupon) -> CouponCount:
        """Claims a use unless a limit is reached, and returns how many others there are.

        Raises:
            AdapterError: DATABASE_UNREACHABLE or DATABASE_REFUSED.
        """
        mine = to_value(self._claim_of(wanted))
        with database_errors():
            while True:
                found = await self._read(wanted.promotion)
                others = tuple(each for each in found.claims if _counts(each) and each.cart != wanted.cart)
                count = await self._count(wanted, others)
                if wanted.limits.reached(count) is not None:
                    return count
                claims = [*map(to_value, others), mine]
                if await self._write(found, claims):
                    return count

    async def give_back(self, promotion: Id, cart: Id) -> None:
        """Ends the cart's claim.

        Raises:
            AdapterError: DATABASE_UNREACHABLE or DATABASE_REFUSED.
        """
        change: Document = {"$pull": {"claims": {"cart": ObjectId(cart)}}, "$inc": {"version": 1}}
        with database_errors():
            await self._claims.update_one({"_id": ObjectId(promotion)}, change)

    def _claim_of(self, wanted: WantedCoupon) -> CouponClaim:
        return CouponClaim(
            cart=wanted.cart,
            code=wanted.code,
            customer=wanted.customer,
            register=wanted.register,
            until=utc_now() + self._lasts,
        )

    async def _read(self, promotion: Id) -> CouponClaims:
        """Returns the promotion's claims, after making the document where there is none."""
        while True:
            found = await self._claims.find_one({"_id": ObjectId(promotion)})
            if found is not None:
                return from_document(found, CouponClaims)
            try:
                await self._claims.insert_one(to_document(CouponClaims(id=promotion)))
            except DuplicateKeyError:  # another register was faster
                continue

    async def _write(self, found: CouponClaims, claims: list[Document]) -> bool:
        """Replaces the claims; False where somebody changed them since they were read."""
        written = await self._claims.update_one(
            {"_id": ObjectId(found.id), "version": found.version},
            {"$set": {"claims": claims}, "$inc": {"version": 1}},
        )
        return written.matched_count == 1

    async def _count(self, wanted: WantedCoupon, others: tuple[CouponClaim, ...]) -> CouponCount:
        """Counts sales and claims; a sale that a claim became is counted once, and this cart's own never."""
        claimed = [ObjectId(each.cart) for each in others] + [ObjectId(wanted.cart)]
        uses: Document = {"promotion": ObjectId(wanted.promotion), "claim": {"$nin": claimed}}
        total = await self._uses.count_documents(uses)
        of_code = await self._uses.count_documents(uses | {"code": wanted.code})
        of_customer = 0
        if wanted.customer is not None:
            customer: Document = {"customer": ObjectId(wanted.customer)}
            of_customer = await self._uses.count_documents(uses | customer)
            of_customer += sum(each.customer == wanted.customer for each in others)
        return CouponCount(
            total + len(others), of_code + sum(each.code == wanted.code for each in others), of_customer
        )


def _counts(claim: CouponClaim) -> bool:
    return claim.until > utc_now()

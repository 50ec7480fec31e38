"""Who used coupons and who is about to. Uses are written with the sale, by ``posting``.

A promotion's claims are one document, so that registers claiming at the same moment meet in one place: each
reads it, counts, and writes it back if nobody was faster. Posting does not touch it. A use is known by the
claim it was made under, and is not counted beside it as long as that lasts. How long it lasts is told by the
server's clock alone: those of registers differ.
"""

import datetime as dt

from bson import ObjectId
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from b4mart_desktop.adapters.mongo.codec import Document, from_document, to_document, to_value
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.promotions import CouponClaim, CouponClaims, CouponCount
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
        with database_errors():
            while True:
                found = await self._read(wanted.promotion)
                others = tuple(each for each in found.claims if each.cart != wanted.cart)
                count = await self._count(wanted, others)
                if wanted.limits.reached(count) is not None:
                    return count
                if await self._write(found, others, wanted):
                    return count

    async def give_back(self, promotion: Id, code: str, cart: Id) -> None:
        """Ends the cart's claim of that code.

        Raises:
            AdapterError: DATABASE_UNREACHABLE or DATABASE_REFUSED.
        """
        change: Document = {
            "$pull": {"claims": {"cart": ObjectId(cart), "code": code}},
            "$inc": {"version": 1},
        }
        with database_errors():
            await self._claims.update_one({"_id": ObjectId(promotion)}, change)

    async def _read(self, promotion: Id) -> CouponClaims:
        """Returns the promotion's claims that last, after making the document where there is none."""
        lasting: Document = {
            "$filter": {"input": "$claims", "as": "claim", "cond": {"$gt": ["$$claim.until", "$$NOW"]}}
        }
        wanted: list[Document] = [{"$match": {"_id": ObjectId(promotion)}}, {"$set": {"claims": lasting}}]
        while True:
            async with await self._claims.aggregate(wanted) as cursor:
                async for found in cursor:
                    return from_document(found, CouponClaims)
            try:
                await self._claims.insert_one(to_document(CouponClaims(id=promotion)))
            except DuplicateKeyError:  # another register was faster
                continue

    async def _write(
        self, found: CouponClaims, others: tuple[CouponClaim, ...], wanted: WantedCoupon
    ) -> bool:
        """Replaces the claims; False where somebody changed them since they were read."""
        mine: Document = {
            "cart": ObjectId(wanted.cart),
            "code": {"$literal": wanted.code},
            "until": {"$add": ["$$NOW", self._lasts // dt.timedelta(milliseconds=1)]},
        }
        for name, value in (("customer", wanted.customer), ("register", wanted.register)):
            if value is not None:
                mine[name] = ObjectId(value)
        claims = {"$concatArrays": [{"$literal": [to_value(each) for each in others]}, [mine]]}
        written = await self._claims.update_one(
            {"_id": ObjectId(found.id), "version": found.version},
            [{"$set": {"claims": claims, "version": found.version + 1}}],
        )
        return written.matched_count == 1

    async def _count(self, wanted: WantedCoupon, others: tuple[CouponClaim, ...]) -> CouponCount:
        """Counts sales and claims; a sale that a claim became is counted once, and this cart's own never."""
        of_code = tuple(each for each in others if each.code == wanted.code)
        total = await self._used(wanted, others, {})
        with_code = await self._used(wanted, of_code, {"code": wanted.code})
        if wanted.customer is None:
            return CouponCount(total, with_code, 0)
        theirs = tuple(each for each in others if each.customer == wanted.customer)
        by_customer = await self._used(wanted, theirs, {"customer": ObjectId(wanted.customer)})
        return CouponCount(total, with_code, by_customer)

    async def _used(self, wanted: WantedCoupon, claims: tuple[CouponClaim, ...], such: Document) -> int:
        """Counts such claims, and such sales that none of them became; some become one by another code."""
        claimed = [ObjectId(cart) for cart in (wanted.cart, *(each.cart for each in claims))]
        uses: Document = {"promotion": ObjectId(wanted.promotion), "claim": {"$nin": claimed}, **such}
        return len(claims) + await self._uses.count_documents(uses)

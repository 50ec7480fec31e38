"""Promotions, price lists and taxes in MongoDB, each change with its audit entry in one transaction."""

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

import msgspec
from bson import ObjectId
from bson.errors import BSONError
from pymongo import ReplaceOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import OperationFailure, PyMongoError

from b4mart_desktop.adapters.mongo.codec import (
    COLLECTIONS,
    Document,
    R,
    all_readable,
    changed_fields,
    to_document,
)
from b4mart_desktop.adapters.mongo.errors import database_errors, duplicate_field, translate
from b4mart_desktop.adapters.mongo.transactions import in_transaction
from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.price_lists import ListPrice, PriceList
from b4mart_desktop.domain.promotions import Promotion, Tax
from b4mart_desktop.domain.record import utc_after, utc_now
from b4mart_desktop.services.ports.price_rules import Rule

_log = logging.getLogger(__name__)


class MongoPriceRules:
    """Implements ``services.ports.price_rules.PriceRuleBook``."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._database = database

    # ------------------------------------------------------------ reading

    async def promotions(self) -> Sequence[Promotion]:
        """Returns all promotions that can be read, the newest first."""
        return await self._all(Promotion, "_id", -1)

    async def price_lists(self) -> Sequence[PriceList]:
        """Returns all price lists that can be read, the newest first."""
        return await self._all(PriceList, "_id", -1)

    async def taxes(self) -> Sequence[Tax]:
        """Returns all taxes that can be read, by code."""
        return await self._all(Tax, "code", 1)

    async def coupon_uses(self) -> Mapping[Id, int]:
        """Returns how often coupons of each promotion were used; those never used are left out."""
        return await self._counted("couponuses", "promotion")

    async def is_taxed(self, code: str) -> bool:
        """Whether a product names that tax class."""
        with database_errors():
            found = await self._database.products.find_one({"taxClass": code}, {"_id": 1})
        return found is not None

    # ------------------------------------------------------------ writing

    async def save(self, old: Rule | None, new: Rule, audit: AuditEntry) -> Rule:
        """Adds ``new`` where there is no ``old``, else writes what differs if it is still as ``old``.

        Raises:
            AdapterError: CHANGED_MEANWHILE; DUPLICATE with ``field``.
        """
        moment = utc_now() if old is None else utc_after(old.updated_at)
        wanted = msgspec.structs.replace(new, updated_at=moment)
        collection = self._database[COLLECTIONS[type(new)]]

        async def write(session: AsyncClientSession) -> None:
            if isinstance(wanted, Promotion):
                await self._check_codes(wanted, session)
            if old is None:
                await collection.insert_one(to_document(wanted), session=session)
            else:
                update = changed_fields(old, wanted)
                result = await collection.update_one(_unchanged(old), update, session=session)
                _check(result.matched_count, old)
            await self._note(audit, session)

        await self._write(write)
        return wanted

    async def remove(self, old: Rule, audit: AuditEntry) -> None:
        """Removes a rule for good if it is still as ``old``; a price list goes with its prices.

        Raises:
            AdapterError: CHANGED_MEANWHILE.
        """

        async def write(session: AsyncClientSession) -> None:
            collection = self._database[COLLECTIONS[type(old)]]
            result = await collection.delete_one(_unchanged(old), session=session)
            _check(result.deleted_count, old)
            if isinstance(old, PriceList):
                await self._database.prices.delete_many({"list": ObjectId(old.id)}, session=session)
            await self._note(audit, session)

        await self._write(write)

    # ------------------------------------------------------------ prices of a list

    async def list_prices(self, price_list: Id, after: Id | None, limit: int) -> Sequence[ListPrice]:
        """Returns a page of a price list's own prices by product, from behind the product ``after``."""
        wanted: Document = {"list": ObjectId(price_list)}
        if after is not None:
            wanted["product"] = {"$gt": ObjectId(after)}
        with database_errors():
            found = await self._database.prices.find(wanted).sort("product", 1).limit(limit).to_list()
        return all_readable(found, ListPrice)

    async def prices_for(self, price_list: Id, products: Collection[Id]) -> Mapping[Id, ListPrice]:
        """Returns those of a price list's own prices that those products have, by product."""
        with database_errors():
            found = await self._database.prices.find(_of(price_list, products)).to_list()
        return {price.product: price for price in all_readable(found, ListPrice)}

    async def count_prices(self) -> Mapping[Id, int]:
        """Returns how many prices of its own each price list has."""
        return await self._counted("prices", "list")

    async def put_prices(self, price_list: Id, prices: Sequence[ListPrice], audit: AuditEntry) -> None:
        """Adds or replaces prices of a list, each known by its product."""

        async def write(session: AsyncClientSession) -> None:
            found = self._database.prices.find(
                _of(price_list, [price.product for price in prices]), {"product": 1}, session=session
            )
            known = {document["product"]: document["_id"] async for document in found}
            writes = [_put(price, known.get(ObjectId(price.product))) for price in prices]
            if writes:
                await self._database.prices.bulk_write(writes, ordered=False, session=session)
            await self._note(audit, session)

        await self._write(write)

    async def drop_prices(self, price_list: Id, products: Collection[Id], audit: AuditEntry) -> None:
        """Takes a list's own prices of those products away."""

        async def write(session: AsyncClientSession) -> None:
            await self._database.prices.delete_many(_of(price_list, products), session=session)
            await self._note(audit, session)

        await self._write(write)

    # ------------------------------------------------------------ inside

    async def _all(self, kind: type[R], by: str, direction: int) -> list[R]:
        with database_errors():
            found = await self._database[COLLECTIONS[kind]].find().sort(by, direction).to_list()
        return all_readable(found, kind)

    async def _counted(self, collection: str, by: str) -> dict[Id, int]:
        with database_errors():
            found = await self._database[collection].aggregate(
                [{"$sort": {by: 1}}, {"$group": {"_id": f"${by}", "count": {"$sum": 1}}}]
            )
            return {Id(str(group["_id"])): int(group["count"]) async for group in found}

    async def _check_codes(self, promotion: Promotion, session: AsyncClientSession) -> None:
        """A code leads to one promotion, or nobody knows which a customer means."""
        others = {"codes": {"$in": list(promotion.codes)}, "_id": {"$ne": ObjectId(promotion.id)}}
        if promotion.codes and await self._database.promotions.find_one(others, {"_id": 1}, session=session):
            raise AdapterError(ErrorCode.DUPLICATE, field="codes", value=", ".join(promotion.codes[:3]))

    async def _write(self, work: Callable[[AsyncClientSession], Awaitable[None]]) -> None:
        try:
            await in_transaction(self._database.client, work)
        except OperationFailure as error:
            field = duplicate_field(error)
            if field is None:
                raise translate(error) from error
            raise AdapterError(ErrorCode.DUPLICATE, field=field) from error
        except (PyMongoError, BSONError) as error:
            raise translate(error) from error

    async def _note(self, audit: AuditEntry, session: AsyncClientSession) -> None:
        await self._database.auditlog.insert_one(to_document(audit), session=session)


def _unchanged(old: Promotion | PriceList | Tax) -> Document:
    return {"_id": ObjectId(old.id), "updatedAt": old.updated_at}


def _check(count: int, old: Promotion | PriceList | Tax) -> None:
    if not count:
        raise AdapterError(ErrorCode.CHANGED_MEANWHILE, collection=COLLECTIONS[type(old)], id=old.id)


def _of(price_list: Id, products: Collection[Id]) -> Document:
    return {"list": ObjectId(price_list), "product": {"$in": [ObjectId(product) for product in products]}}


def _put(price: ListPrice, known: ObjectId | None) -> ReplaceOne[Document]:
    document = to_document(price)
    document["_id"] = known or document["_id"]
    return ReplaceOne({"_id": document["_id"]}, document, upsert=True)

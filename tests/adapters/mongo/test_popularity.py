"""Counting what sells, by a real server."""

import datetime as dt
from collections.abc import Mapping

import pytest
from bson import Decimal128, Int64, ObjectId

from b4mart_desktop.adapters.mongo.codec import Document, from_document
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.popularity import MongoPopularity
from b4mart_desktop.domain.counters import Popularity
from b4mart_desktop.domain.record import utc_now

A_DAY = dt.timedelta(days=1)


async def sell(
    shop: Database, pieces: Mapping[ObjectId, object], days_ago: float = 1, status: str = "delivered"
) -> None:
    """Writes an order of which only matters what is counted, past the rules for whole orders."""
    items = [{"product": product, "quantity": quantity} for product, quantity in pieces.items()]
    order = {"createdAt": utc_now() - days_ago * A_DAY, "status": status, "items": items}
    order |= {"orderNumber": str(ObjectId())}
    await shop.orders.insert_one(order, bypass_document_validation=True)


async def renew(shop: Database) -> dict[ObjectId, int]:
    """Counts as on the next day; returns the scores."""
    await shop.popularity.update_many({}, {"$set": {"updatedAt": utc_now() - A_DAY}})
    assert await MongoPopularity(shop).renew()
    return {document["_id"]: document["score"] for document in await shop.popularity.find().to_list()}


async def test_what_sells_more_and_later_scores_higher(shop: Database) -> None:
    best, good, old, cancelled, ancient = (ObjectId() for _ in range(5))
    for _ in range(30):
        await sell(shop, {best: 3, good: 1})
    await sell(shop, {old: 30}, days_ago=80)
    await sell(shop, {cancelled: 99}, status="cancelled")
    await sell(shop, {ancient: 99}, days_ago=91)
    scores = await renew(shop)
    assert sorted(scores, key=lambda product: -scores[product]) == [best, good, old]
    assert min(scores.values()) > 0


async def test_scores_are_documents_that_counters_read(shop: Database) -> None:
    product = ObjectId()
    await sell(shop, {product: 1})
    await renew(shop)
    found = from_document(await shop.popularity.find_one() or {}, Popularity)
    assert (found.id, type(found.score)) == (str(product), int)


async def test_only_differences_are_written(shop: Database) -> None:
    same, more, gone = (ObjectId() for _ in range(3))
    await sell(shop, {same: 8, more: 1})
    await shop.popularity.insert_one({"_id": gone, "score": 7, "updatedAt": utc_now() - A_DAY})
    first = await renew(shop)
    assert set(first) == {same, more}
    await sell(shop, {more: 40})
    async with await shop.popularity.watch() as changes:
        second = await renew(shop)
        await shop.popularity.insert_one({"_id": (end := ObjectId()), "score": 1, "updatedAt": utc_now()})
        written: list[Document] = []
        while (change := await changes.next())["documentKey"]["_id"] != end:
            written.append(change)
    assert second[more] > first[more]
    assert second[same] == first[same]
    # The first changes are this test's own, which made the documents a day older.
    assert [change["documentKey"]["_id"] for change in written[2:]] == [more]


async def test_what_was_counted_lately_is_not_counted_again(shop: Database) -> None:
    product = ObjectId()
    await sell(shop, {product: 1})
    book = MongoPopularity(shop)
    assert await book.renew()
    assert not await book.renew()


async def test_a_shop_without_sales_has_no_scores(shop: Database) -> None:
    assert await renew(shop) == {}


@pytest.mark.parametrize(
    "odd",
    [
        "2",
        -5,
        0,
        float("nan"),
        float("inf"),
        Decimal128("NaN"),
        Decimal128("1E+6000"),
        Int64(2**60),
        [1, 2],
        None,
    ],
)
async def test_an_odd_quantity_counts_nothing_and_stops_nobody(shop: Database, odd: object) -> None:
    product, strange = ObjectId(), ObjectId()
    await sell(shop, {strange: odd, product: 1})
    assert set(await renew(shop)) == {product}

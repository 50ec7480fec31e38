"""A cancelled task leaves no transaction open: the next one would wait a minute for its locks."""

import asyncio

import pytest
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import PyMongoError

from b4mart_desktop.adapters.mongo import transactions
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.transactions import in_transaction

SEVERAL = 500


async def open_transactions(shop: Database) -> int:
    status = await shop.client.admin.command("serverStatus")
    return int(status["transactions"]["currentOpen"])


async def test_the_result_comes_back_and_all_is_written(shop: Database) -> None:
    async def work(session: AsyncClientSession) -> str:
        await shop.scratch.insert_one({"_id": 1}, session=session)
        return "done"

    assert await in_transaction(shop.client, work) == "done"
    assert await shop.scratch.count_documents({}) == 1


async def test_a_failure_writes_nothing(shop: Database) -> None:
    async def work(session: AsyncClientSession) -> None:
        await shop.scratch.insert_one({"_id": 1}, session=session)
        raise PyMongoError("no")

    with pytest.raises(PyMongoError, match="no"):
        await in_transaction(shop.client, work)
    assert await shop.scratch.count_documents({}) == 0


@pytest.mark.parametrize("delay", [0, 0.001, 0.003, 0.01, 0.03])
async def test_a_cancellation_waits_for_the_end_of_the_transaction(shop: Database, delay: float) -> None:
    async def work(session: AsyncClientSession) -> None:
        for part in range(3):
            many = [{"_id": part * SEVERAL + number} for number in range(SEVERAL)]
            await shop.scratch.insert_many(many, session=session)

    task = asyncio.create_task(in_transaction(shop.client, work))
    await asyncio.sleep(delay)
    if task.cancel():  # on an idle machine it may have come to its end before
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await open_transactions(shop) == 0
    assert await shop.scratch.count_documents({}) in (0, 3 * SEVERAL)


async def test_a_cancellation_does_not_wait_for_ever(shop: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "PATIENCE_SECONDS", 0.05)
    begun = asyncio.Event()

    async def work(session: AsyncClientSession) -> None:
        await shop.scratch.insert_one({"_id": 1}, session=session)
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(in_transaction(shop.client, work))
    await begun.wait()
    task.cancel()
    async with asyncio.timeout(2):
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await open_transactions(shop) == 0

"""The embedded server: it starts, is a replica set behind a password, and stops."""

from pymongo import AsyncMongoClient


async def test_session_server_runs_transactions(mongo_uri: str, database: str) -> None:
    async with AsyncMongoClient[dict[str, int]](mongo_uri) as client, client.start_session() as session:
        async with await session.start_transaction():
            await client[database].orders.insert_one({"_id": 1}, session=session)
            await client[database].payments.insert_one({"_id": 2}, session=session)
        assert await client[database].orders.count_documents({}) == 1

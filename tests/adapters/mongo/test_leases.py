"""One leader at a time, by the server's clock, with many that want to be it."""

import asyncio
import datetime as dt

import pytest

from b4mart_desktop.adapters.mongo import leases
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.leases import LEASE_SECONDS, MongoLeadership
from b4mart_desktop.adapters.mongo.migrations import Database, prepare_database
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.record import utc_now
from tests.replica_set import ReplicaSet

SHORT = 0.6


async def test_the_first_to_ask_leads_and_goes_on_leading(shop: Database) -> None:
    first, second = (MongoLeadership(shop, new_id()) for _ in range(2))
    assert await first.holds("popularity")
    assert not await second.holds("popularity")
    assert await first.holds("popularity")


async def test_each_work_has_a_leader_of_its_own(shop: Database) -> None:
    first, second = (MongoLeadership(shop, new_id()) for _ in range(2))
    assert await first.holds("popularity")
    assert await second.holds("roll-ups")


async def test_of_many_that_ask_at_once_one_leads(shop: Database) -> None:
    crowd = [MongoLeadership(shop, new_id()) for _ in range(20)]
    for _ in range(3):  # the first time nobody had ever asked
        assert sum(await asyncio.gather(*(one.holds("popularity") for one in crowd))) == 1


async def test_who_died_is_followed_by_exactly_one(shop: Database) -> None:
    dead, *crowd = (MongoLeadership(shop, new_id(), SHORT) for _ in range(8))
    assert await dead.holds("popularity")
    assert not any(await asyncio.gather(*(one.holds("popularity") for one in crowd)))
    await asyncio.sleep(SHORT)
    assert sum(await asyncio.gather(*(one.holds("popularity") for one in crowd))) == 1
    assert not await dead.holds("popularity")


async def test_who_died_before_the_servers_clock_was_set_back_is_followed(shop: Database) -> None:
    dead, heir = (MongoLeadership(shop, new_id()) for _ in range(2))
    assert await dead.holds("popularity")
    for ahead, expired in ((LEASE_SECONDS * 1.9, False), (LEASE_SECONDS * 10, True)):
        until = utc_now() + dt.timedelta(seconds=ahead)
        await shop.leases.update_one({"name": "popularity"}, {"$set": {"until": until}})
        assert await heir.holds("popularity") is expired


async def test_nobody_leads_without_the_database(shop: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "ANSWER_SECONDS", 0.2)
    uri = "mongodb://127.0.0.1:9/?directConnection=true"
    async with make_client(uri) as client:
        with pytest.raises(AdapterError) as caught:
            await MongoLeadership(client[shop.name], new_id()).holds("popularity")
    assert caught.value.code is ErrorCode.DATABASE_UNREACHABLE


async def test_a_new_primary_knows_who_leads(three_nodes: ReplicaSet, three_node_database: str) -> None:
    async with make_client(three_nodes.with_database(three_node_database)) as client:
        database = client.get_default_database()
        await prepare_database(database)
        leader, other = (MongoLeadership(database, new_id()) for _ in range(2))
        assert await leader.holds("popularity")
        await asyncio.to_thread(three_nodes.step_down)
        assert not await other.holds("popularity")
        assert await leader.holds("popularity")

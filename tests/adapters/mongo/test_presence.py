"""Who runs, by the server's clock: announced, changed, left, died."""

import asyncio
import datetime as dt

import msgspec

from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.presence import MongoPresence
from b4mart_desktop.domain.counters import Presence
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.record import utc_now

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def _presence(code: str, user: str | None = None) -> Presence:
    return Presence(id=new_id(), code=code, name=f"Till {code}", user_name=user, seen_at=LONG_AGO)


async def test_who_announced_is_there_by_the_servers_clock(shop: Database) -> None:
    board = MongoPresence(shop)
    second, first = _presence("2", "Cleo"), _presence("1")
    await board.announce(second)
    await board.announce(first)
    found = await board.present()
    assert [msgspec.structs.replace(one, seen_at=LONG_AGO) for one in found] == [first, second]
    assert all(abs(utc_now() - one.seen_at) < dt.timedelta(seconds=10) for one in found)


async def test_what_changed_is_said_anew_also_that_nobody_is_signed_in(shop: Database) -> None:
    board, till = MongoPresence(shop), _presence("1", "Cleo")
    await board.announce(till)
    await board.announce(msgspec.structs.replace(till, user_name=None, waiting=3))
    (found,) = await board.present()
    assert (found.user_name, found.waiting) == (None, 3)


async def test_who_left_is_gone_at_once_and_comes_back(shop: Database) -> None:
    board, till = MongoPresence(shop), _presence("1", "Cleo")
    await board.announce(till)
    await board.leave(till.id)
    assert await board.present() == []
    (last,) = await board.last_seen()
    assert (last.left, last.user_name) == (True, None)
    await board.announce(till)
    assert [one.code for one in await board.present()] == ["1"]


async def test_who_says_nothing_more_is_gone_after_a_while(shop: Database) -> None:
    board, till = MongoPresence(shop, absent_after_seconds=0.4), _presence("1")
    await board.announce(till)
    assert len(await board.present()) == 1
    await asyncio.sleep(0.5)
    assert await board.present() == []
    assert [one.code for one in await board.last_seen()] == ["1"]


async def test_leaving_without_having_come_leaves_nothing(shop: Database) -> None:
    await MongoPresence(shop).leave(new_id())
    assert await MongoPresence(shop).last_seen() == []


async def test_who_died_before_the_servers_clock_was_set_back_is_gone(shop: Database) -> None:
    board, till = MongoPresence(shop), _presence("1")
    await board.announce(till)
    await shop.presence.update_one({}, {"$set": {"seenAt": utc_now() + dt.timedelta(hours=1)}})
    assert await board.present() == []
    await board.announce(till)
    assert [one.code for one in await board.present()] == ["1"]

"""A held cart in the database is had by one counter, whatever is tried at once and whoever dies over it."""

import asyncio
from typing import Any

import msgspec
import pytest
from bson import ObjectId
from pymongo.asynchronous.collection import AsyncCollection

from b4mart_desktop.adapters.mongo.held_carts import MongoHeldCarts
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.domain.counters import SharedCart
from b4mart_desktop.domain.ids import new_id
from tests.adapters.mongo.held import shared_cart, taking

COUNTERS = 20


async def only(carts: MongoHeldCarts, cart: SharedCart) -> SharedCart:
    """The document as it is."""
    return (await carts.find([cart.id]))[cart.id]


async def test_a_shared_cart_is_there_as_it_was_held(shop: Database) -> None:
    carts, cart = MongoHeldCarts(shop), shared_cart()
    await carts.share(cart)
    await carts.share(cart)
    (known,) = (await carts.find([cart.id, new_id()])).values()
    assert (known.id, known.register, known.register_code) == (cart.id, cart.register, "H")
    found = await carts.claim(cart.id, mine := taking(), None)
    assert found == msgspec.structs.replace(cart, taken=mine)


async def test_of_twenty_counters_one_gets_the_cart_and_all_others_are_told_who(shop: Database) -> None:
    carts, cart = MongoHeldCarts(shop), shared_cart()
    await carts.share(cart)
    takings = [taking(str(number)) for number in range(COUNTERS)]
    results = await asyncio.gather(*(carts.claim(cart.id, each, None) for each in takings))
    winners = {found.taken.id for found in results if found is not None and found.taken is not None}
    assert len(results) == COUNTERS
    assert len(winners) == 1
    assert [found for found in results if found is None or found.held != cart.held] == []


async def test_what_was_settled_is_told_but_not_had(shop: Database) -> None:
    carts, cart, first, late = MongoHeldCarts(shop), shared_cart(), taking("1"), taking("2")
    await carts.share(cart)
    await carts.claim(cart.id, first, None)
    assert await carts.settle(cart.id, first) is None
    found = await carts.claim(cart.id, late, None)
    assert found is not None
    assert (found.taken, found.held) == (first, None)
    assert await carts.claim(new_id(), late, None) is None


async def test_settling_again_after_a_crash_changes_nothing(shop: Database) -> None:
    carts, cart, mine = MongoHeldCarts(shop), shared_cart(), taking()
    await carts.share(cart)
    await carts.claim(cart.id, mine, None)
    assert [await carts.settle(cart.id, mine) for _ in range(2)] == [None, None]
    assert (await only(carts, cart)).taken == mine


async def test_a_cart_taken_without_asking_and_elsewhere_too_is_told(shop: Database) -> None:
    carts, cart, asked, unasked = MongoHeldCarts(shop), shared_cart(), taking("1"), taking("2")
    await carts.share(cart)
    await carts.claim(cart.id, asked, None)
    assert await carts.settle(cart.id, unasked) == asked
    await carts.settle(cart.id, asked)
    assert await carts.settle(cart.id, unasked) == asked
    assert (await only(carts, cart)).taken == asked


async def test_a_cart_taken_without_asking_is_nobody_elses_any_more(shop: Database) -> None:
    carts, cart, unasked = MongoHeldCarts(shop), shared_cart(), taking("1")
    await carts.share(cart)
    assert await carts.settle(cart.id, unasked) is None
    found = await carts.claim(cart.id, taking("2"), None)
    assert found is not None
    assert found.taken == unasked


async def test_a_document_that_comes_late_is_not_had_again(shop: Database) -> None:
    carts, cart, mine = MongoHeldCarts(shop), shared_cart(), taking()
    assert await carts.settle(cart.id, mine) is None
    await carts.share(cart)  # the attempt whose answer nobody waited for
    assert (await only(carts, cart)).settled_at is not None
    found = await carts.claim(cart.id, taking("2"), None)
    assert found is not None
    assert found.held is None


async def test_a_register_is_not_its_own_rival(shop: Database) -> None:
    carts, cart, lost = MongoHeldCarts(shop), shared_cart(), taking()
    await carts.share(cart)
    await carts.claim(cart.id, lost, None)
    again = taking("1", lost.register)
    found = await carts.claim(cart.id, again, None)
    assert found is not None
    assert found.taken == again


async def test_what_was_given_back_may_be_had_by_all_again(shop: Database) -> None:
    carts, cart, gave_up = MongoHeldCarts(shop), shared_cart(), taking("1")
    await carts.share(cart)
    await carts.claim(cart.id, gave_up, None)
    assert [each.id for each in await carts.claims_of(gave_up.register)] == [cart.id]
    await carts.release(cart.id, taking("2"))  # not theirs to give back
    assert (await only(carts, cart)).taken == gave_up
    await carts.release(cart.id, gave_up)
    assert (await only(carts, cart)).taken is None
    assert await carts.claims_of(gave_up.register) == []


async def test_who_died_over_it_is_replaced_once(shop: Database) -> None:
    carts, cart, dead = MongoHeldCarts(shop), shared_cart(), taking("1")
    await carts.share(cart)
    await carts.claim(cart.id, dead, None)
    heirs = [taking(str(number)) for number in range(COUNTERS)]
    results = await asyncio.gather(*(carts.claim(cart.id, heir, dead) for heir in heirs))
    winners = {found.taken.id for found in results if found is not None and found.taken is not None}
    assert len(winners) == 1
    assert dead.id not in winners


async def test_no_names_are_left_of_what_was_taken(shop: Database) -> None:
    carts, cart, mine = MongoHeldCarts(shop), shared_cart("for Ada Lovelace"), taking()
    await carts.share(cart)
    await carts.claim(cart.id, mine, None)
    await carts.settle(cart.id, mine)
    document = await shop.heldcarts.find_one({"_id": ObjectId(cart.id)})
    assert "Lovelace" not in str(document)


async def test_a_cart_that_arrives_while_it_is_claimed_is_claimed_all_the_same(
    shop: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    carts, cart, mine = MongoHeldCarts(shop), shared_cart(), taking()
    update = AsyncCollection.find_one_and_update

    async def arrive_after(*arguments: Any, **named: Any) -> Any:
        found = await update(*arguments, **named)
        await carts.share(cart)
        return found

    monkeypatch.setattr(AsyncCollection, "find_one_and_update", arrive_after)
    found = await carts.claim(cart.id, mine, None)
    assert found == msgspec.structs.replace(cart, taken=mine)
    assert (await only(carts, cart)).taken == mine

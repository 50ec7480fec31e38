"""A held cart is in one place at all times: whoever dies, whenever, and whoever else wants it."""

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from bson import ObjectId
from typing_extensions import override

from b4mart_desktop.adapters.mongo.held_carts import MongoHeldCarts
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.backstage import sharing as module
from b4mart_desktop.domain.counters import SharedCart, Standing, Taking
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.bus import EntryJournalled, HeldCartDoubled
from b4mart_desktop.services.holding import STUCK_AFTER, Obstacle
from tests.adapters.mongo.shop import _shop_name, shop
from tests.unit.backstage.counters import KilledError, Till
from tests.unit.services.shop import BREAD_CODE, CLERK, MILK_CODE, SUPERVISOR, card, open_shop

__all__ = ["_shop_name", "shop"]


@pytest.fixture
def tills(tmp_path: Path, shop: Database) -> Iterator[tuple[Till, Till]]:
    """Registers 1 and 2."""
    with open_shop(tmp_path / "one") as one, open_shop(tmp_path / "two") as two:
        yield Till(one, shop, "1"), Till(two, shop, "2")


@pytest.fixture
async def shared(tills: tuple[Till, Till]) -> tuple[Till, Till]:
    """The same with milk held at register 1, and known to both."""
    first, second = tills
    first.shop.scan(MILK_CODE)
    first.holding.hold("for Ada")
    await first.sharing.round()
    for till in tills:
        await till.look(first.register, second.register)
    return tills


class Silent(MongoHeldCarts):
    """A database that does what it is asked to, and never says so."""

    @override
    async def claim(self, cart: Id, taking: Taking, instead_of: Taking | None) -> SharedCart | None:
        """Takes the cart."""
        await super().claim(cart, taking, instead_of)
        return await asyncio.Future()


def held_id(till: Till) -> Id:
    return till.shop.desk.held()[0].cart.id


def rows(till: Till) -> list[tuple[str, bool, Obstacle | None]]:
    return [(row.register_code, row.here, row.obstacle) for row in till.holding.rows()]


async def test_a_held_cart_is_on_every_counter_and_goes_on_at_one(shared: tuple[Till, Till]) -> None:
    first, second = shared
    assert (rows(first), rows(second)) == ([("1", True, None)], [("1", False, None)])
    cart = first.holding.held()[0].cart
    await second.holding.recall(cart.id)
    assert second.shop.selling.cart.lines == cart.lines
    assert second.shop.selling.cart.id != cart.id
    for till in (second, first, second):
        await till.sharing.round()
        await till.look()
    assert (rows(first), rows(second)) == ([], [])
    assert (first.shop.desk.held(), second.shop.desk.takings()) == ([], [])


async def test_the_one_who_comes_late_is_told_who_has_it(shared: tuple[Till, Till]) -> None:
    first, second = shared
    cart = held_id(first)
    await second.holding.recall(cart)
    for _ in range(2):
        with pytest.raises(DomainError) as caught:
            await first.holding.recall(cart)
        assert (caught.value.code, caught.value.data) == (ErrorCode.HELD_CART_TAKEN, {"register": "2"})
        await second.sharing.round()
    assert first.open_lines() == []


async def test_both_at_once_one_gets_it(shared: tuple[Till, Till]) -> None:
    cart = shared[0].holding.held()[0].cart.id
    results = await asyncio.gather(*(till.holding.recall(cart) for till in shared), return_exceptions=True)
    assert [type(result) for result in results if result] == [DomainError]
    assert sorted(till.open_lines() for till in shared) == [[], ["Milk"]]


async def test_what_only_this_counter_knows_of_is_had_without_the_database_and_never_shared(
    tills: tuple[Till, Till], shop: Database
) -> None:
    first, _ = tills
    first.connect(False)
    first.shop.scan(MILK_CODE)
    held = first.holding.hold()
    await first.holding.recall(held.cart.id)
    assert first.shop.selling.cart.id == held.cart.id
    first.connect(True)
    await first.sharing.round()
    assert await shop.heldcarts.count_documents({}) == 0


async def test_what_is_on_its_way_to_the_others_is_had_all_the_same(tills: tuple[Till, Till]) -> None:
    first, _ = tills
    first.shop.scan(MILK_CODE)
    held = first.holding.hold()
    assert first.shop.desk.mark(held.cart.id, Standing.LOCAL, Standing.SHARING)
    await first.holding.recall(held.cart.id)
    assert first.open_lines() == ["Milk"]
    await first.sharing.round()
    assert first.shop.desk.takings() == []


async def test_a_cart_with_money_taken_stays_where_the_money_is(
    tills: tuple[Till, Till], shop: Database
) -> None:
    first, _ = tills
    await first.shop.open()
    first.shop.scan(MILK_CODE)
    await first.shop.checkout.begin()
    first.shop.checkout.take(card("1.00"))
    first.shop.checkout.release()
    held = first.holding.hold()
    await first.sharing.round()
    assert await shop.heldcarts.count_documents({}) == 0
    first.connect(False)
    await first.holding.recall(held.cart.id)
    assert first.shop.checkout.tenders == (card("1.00"),)


# ------------------------------------------------------------ offline


async def test_offline_a_clerk_needs_leave_for_what_others_may_have_taken(shared: tuple[Till, Till]) -> None:
    first, second = shared
    cart = first.holding.held()[0].cart
    for till in shared:
        till.connect(False)
    assert rows(first) == [("1", True, Obstacle.UNCONFIRMED)]
    assert rows(second) == [("1", False, Obstacle.ELSEWHERE)]
    with pytest.raises(DomainError) as caught:
        await second.holding.recall(cart.id, SUPERVISOR)
    assert (caught.value.code, caught.value.data) == (ErrorCode.HELD_CART_ELSEWHERE, {"register": "1"})
    with pytest.raises(DomainError) as caught:
        await first.holding.recall(cart.id)
    assert caught.value.data["action"] is Action.RECALL_UNCONFIRMED
    await first.holding.recall(cart.id, SUPERVISOR)
    taken = first.shop.selling.cart
    assert (taken.lines, taken.id != cart.id) == (cart.lines, True)
    (entry,) = taken.trail
    assert (entry.action, entry.user, entry.approver) == (
        Action.RECALL_UNCONFIRMED,
        CLERK.id,
        SUPERVISOR.id,
    )
    assert (entry.ref, entry.details["held_as"]) == (taken.id, cart.id)


async def test_a_counter_that_is_alone_never_asks(tills: tuple[Till, Till]) -> None:
    first, _ = tills
    await first.look(first.register)
    first.shop.scan(MILK_CODE)
    held = first.holding.hold()
    await first.sharing.round()
    first.connect(False)
    assert rows(first) == [("1", True, None)]
    await first.holding.recall(held.cart.id)
    assert (first.open_lines(), first.shop.selling.cart.trail) == (["Milk"], ())


async def test_a_cart_taken_offline_is_gone_for_the_others_once_the_database_is_back(
    shared: tuple[Till, Till],
) -> None:
    first, second = shared
    cart = held_id(first)
    first.connect(False)
    await first.holding.recall(held_id(first), SUPERVISOR)
    first.connect(True)
    await first.sharing.round()
    await second.look()
    assert (first.shop.desk.takings(), rows(second)) == ([], [])
    with pytest.raises(DomainError) as caught:
        await second.holding.recall(cart)
    assert caught.value.code is ErrorCode.HELD_CART_TAKEN
    assert not [event for event in first.shop.events if isinstance(event, HeldCartDoubled)]


async def test_a_cart_taken_at_two_counters_is_two_sales_and_is_told(shared: tuple[Till, Till]) -> None:
    first, second = shared
    cart = held_id(first)
    first.connect(False)
    await first.holding.recall(cart, SUPERVISOR)
    await second.holding.recall(cart)
    await second.sharing.round()
    first.start()  # nothing of it is forgotten by a crash
    for _ in range(2):
        await first.sharing.round()
    ids = {cart, first.shop.selling.cart.id, second.shop.selling.cart.id}
    assert len(ids) == 3
    (told,) = [event for event in first.shop.events if isinstance(event, HeldCartDoubled)]
    assert (told.label, told.register_code) == ("for Ada", "2")
    (entry,) = first.shop.in_journal()
    assert entry.details["also_taken_as"] == second.shop.selling.cart.id
    assert EntryJournalled(entry.id) in first.shop.events, "it is posted at once"
    assert (entry.ref, entry.details["held_as"]) == (first.shop.selling.cart.id, cart)
    assert first.shop.desk.takings() == []


async def test_no_answer_is_as_good_as_offline_and_the_cart_is_free_again(
    shared: tuple[Till, Till], shop: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = shared
    cart = held_id(first)
    second.start(Silent(shop))
    monkeypatch.setattr(module, "CLAIM_SECONDS", 0.2)
    with pytest.raises(DomainError) as caught:
        await second.holding.recall(cart)
    assert caught.value.code is ErrorCode.HELD_CART_ELSEWHERE
    assert (await shop.heldcarts.find_one({"_id": ObjectId(cart)}) or {})["taken"]
    await second.sharing.round()
    await first.holding.recall(cart)
    assert (first.open_lines(), second.open_lines()) == (["Milk"], [])


async def test_a_cart_whose_taker_died_is_had_on_somebodys_word(shared: tuple[Till, Till]) -> None:
    first, second = shared
    cart = held_id(first)
    second.mortal.last = 1  # claimed, and no more
    with pytest.raises(KilledError):
        await second.holding.recall(cart)
    await first.look()
    assert rows(first) == [("1", True, Obstacle.TAKEN)]
    with pytest.raises(DomainError):
        await first.holding.recall(cart, SUPERVISOR)
    first.shop.clock.advance(seconds=STUCK_AFTER.total_seconds() + 1)
    assert rows(first) == [("1", True, Obstacle.STUCK)]
    with pytest.raises(DomainError) as caught:
        await first.holding.recall(cart)
    assert caught.value.code is ErrorCode.NOT_ALLOWED
    await first.holding.recall(cart, SUPERVISOR)
    await first.sharing.round()
    second.start()
    await second.sharing.round()
    assert (first.open_lines(), second.open_lines()) == (["Milk"], [])


async def test_offline_an_own_cart_somebody_began_to_take_is_had_on_a_word(shared: tuple[Till, Till]) -> None:
    first, second = shared
    cart = held_id(first)
    second.mortal.last = 1  # claimed, and no more
    with pytest.raises(KilledError):
        await second.holding.recall(cart)
    await first.look()
    first.connect(False)
    second.start()
    await second.sharing.round()  # gives it back, but the first one does not hear of it
    with pytest.raises(DomainError) as caught:
        await first.holding.recall(cart, SUPERVISOR)
    assert caught.value.code is ErrorCode.HELD_CART_TAKEN
    first.shop.clock.advance(seconds=STUCK_AFTER.total_seconds() + 1)
    with pytest.raises(DomainError, match="not_allowed"):
        await first.holding.recall(cart)
    await first.holding.recall(cart, SUPERVISOR)
    first.connect(True)
    await first.sharing.round()
    assert (first.open_lines(), first.shop.trail()[-1].approver) == (["Milk"], SUPERVISOR.id)
    assert not [event for event in first.shop.events if isinstance(event, HeldCartDoubled)]


# ------------------------------------------------------------ refusals


async def test_a_full_disk_gives_the_cart_back(shared: tuple[Till, Till]) -> None:
    first, second = shared
    cart = held_id(first)
    second.shop.desk.full = True
    with pytest.raises(AdapterError) as caught:
        await second.holding.recall(cart)
    assert caught.value.code is ErrorCode.DISK_WRITE_FAILED
    second.shop.desk.full = False
    await second.sharing.round()
    await first.holding.recall(cart)
    assert (first.open_lines(), second.open_lines()) == (["Milk"], [])


async def test_the_open_cart_is_held_in_its_place_and_shared(shared: tuple[Till, Till]) -> None:
    first, second = shared
    second.shop.scan(BREAD_CODE)
    await second.holding.recall(held_id(first))
    for till in (second, first):
        await till.sharing.round()
        await till.look()
    assert [row.held.label for row in first.holding.rows()] == ["Bread"]


async def test_a_cart_the_database_lost_is_shared_again(shared: tuple[Till, Till], shop: Database) -> None:
    first, second = shared
    await shop.heldcarts.delete_many({})
    for _ in range(2):
        await first.sharing.round()
    await second.holding.recall(held_id(first))
    assert second.open_lines() == ["Milk"]


# ------------------------------------------------------------ dying


async def lives(first: Till, second: Till, taker: Till, dies: Till, last: int, halfway: bool) -> bool:
    """Holds milk at the first counter and takes it at ``taker``; ``dies`` dies after ``last`` steps.

    Returns:
        Whether that was more than there are, so that nobody died.
    """
    for till in (first, second):
        till.start()
    dies.mortal.last, dies.mortal.halfway = last, halfway
    survived = False
    with contextlib.suppress(KilledError):
        first.shop.scan(MILK_CODE)
        cart = first.holding.hold().cart.id
        await first.sharing.round()
        await taker.holding.recall(cart)
        for till in (taker, first, second):
            await till.sharing.round()
        survived = True
    for till in (first, second):
        till.start()
    for till in (first, second, first, second):
        await till.sharing.round()
    return survived


async def places(shop: Database, *tills: Till) -> int:
    """In how many places the milk is."""
    free = await shop.heldcarts.find({"settledAt": None, "taken": None}).to_list()
    ids = {str(cart["_id"]) for cart in free} | {cart for till in tills for cart in till.alone()}
    return len(ids) + sum(till.open_lines() == ["Milk"] for till in tills)


@pytest.mark.parametrize("halfway", [False, True], ids=["before the step", "after it"])
@pytest.mark.parametrize("who", ["holder", "taker", "own"])
async def test_killed_at_any_step_the_cart_is_in_one_place(
    tills: tuple[Till, Till], shop: Database, who: str, halfway: bool
) -> None:
    first, second = tills
    taker = first if who == "own" else second
    dies = second if who == "taker" else first
    last, survived = 0, False
    while not survived:
        survived = await lives(first, second, taker, dies, last, halfway)
        assert await places(shop, first, second) == 1, f"dead after {last} steps"
        assert await shop.heldcarts.count_documents({"settledAt": None, "taken": {"$ne": None}}) == 0
        assert [till.shop.desk.takings() for till in tills] == [[], []]
        await _clear(shop, first, second)
        last += 1
    assert last > 4


@pytest.mark.parametrize("halfway", [False, True], ids=["before the step", "after it"])
async def test_killed_while_it_is_shared_and_offline_then_nobody_has_it_beside_another(
    tills: tuple[Till, Till], shop: Database, halfway: bool
) -> None:
    first, second = tills
    for till in tills:
        await till.look(first.register, second.register)
    for last in range(1, 5):
        first.start()
        first.mortal.last, first.mortal.halfway = last, halfway
        first.shop.scan(MILK_CODE)
        cart = first.holding.hold().cart.id
        with contextlib.suppress(KilledError):
            await first.sharing.round()
        first.start()
        first.connect(False)
        for till in tills:  # the first one before it hears anything from the database
            with contextlib.suppress(DomainError):
                await till.holding.recall(cart)
        first.connect(True)
        for till in (first, second, first):
            await till.sharing.round()
        assert await places(shop, first, second) == 1, f"dead after {last} steps"
        await _clear(shop, first, second)


async def _clear(shop: Database, *tills: Till) -> None:
    """Takes all milk away."""
    await shop.heldcarts.delete_many({})
    for till in tills:
        for held in till.shop.desk.held():
            till.shop.desk.drop(held.cart.id)
        till.shop.selling.start_new()

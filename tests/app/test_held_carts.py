"""Two programs on one database: held carts for both, one sale each, and stock that both see."""

import asyncio
import datetime as dt
from decimal import Decimal
from pathlib import Path

from bson import ObjectId

from b4mart_desktop.adapters.mongo.connect import Client, make_client
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.screens import UseCases
from b4mart_desktop.services.bus import Bus, Event, LastOneSold
from b4mart_desktop.services.selling import Added
from b4mart_desktop.settings import Settings
from tests.app.till import add_piece, open_till, pay, until


async def test_two_counters_at_one_database(shop_uri: str, tmp_path: Path) -> None:
    bus = Bus()
    heard: list[Event] = []
    bus.subscribe(heard.append)
    async with (
        open_till(tmp_path / "a", Settings(mongodb_uri=shop_uri, register="A"), Bus()) as (a, _),
        open_till(tmp_path / "b", Settings(mongodb_uri=shop_uri, register="B"), bus) as (b, _),
        make_client(shop_uri) as client,
    ):
        await until(lambda: all(_knows_both(use) for use in (a, b)), "both know of both")
        await a_cart_held_here_is_paid_there_once(a, b, client)
        await both_want_it_and_one_gets_it(a, b)
        await the_last_piece_sold_here_is_news_there(a, b, client, heard)


async def a_cart_held_here_is_paid_there_once(a: UseCases, b: UseCases, client: Client) -> None:
    add_piece(a)
    held = a.holding.hold("for Ada")
    await until(lambda: ids(b) == [held.cart.id], "B knows of the cart")
    (row,) = b.holding.rows()
    assert (row.held.label, row.held.total) == ("for Ada", held.total)
    assert (row.register_code, row.here) == ("A", False)
    await b.holding.recall(held.cart.id)
    sale = await pay(b)
    await until(lambda: not ids(a) and not a.holding.held(), "A forgets it")
    await until(lambda: not b.counter.journal.state().waiting, "the sale is posted")
    orders = await client.get_default_database().orders.find({}).to_list()
    assert [str(order["_id"]) for order in orders] == [sale.order.id]
    assert sale.order.id != held.cart.id


async def both_want_it_and_one_gets_it(a: UseCases, b: UseCases) -> None:
    for _ in range(5):
        add_piece(a)
        held = a.holding.hold()
        await until(lambda held=held: ids(a) == ids(b) == [held.cart.id], "both know of the cart")  # type: ignore[misc]
        wanted = (use.holding.recall(held.cart.id) for use in (a, b))
        results = await asyncio.gather(*wanted, return_exceptions=True)
        (refusal,) = [result for result in results if result is not None]
        assert isinstance(refusal, DomainError)
        assert refusal.code is ErrorCode.HELD_CART_TAKEN
        (winner,) = [use for use in (a, b) if use.selling.cart.lines]
        await pay(winner)
        await until(lambda: ids(a) == ids(b) == [], "it is gone for both")


async def the_last_piece_sold_here_is_news_there(
    a: UseCases, b: UseCases, client: Client, heard: list[Event]
) -> None:
    await until(lambda: not any(use.counter.journal.state().waiting for use in (a, b)), "all is posted")
    hits = a.counter.catalogue.tiles(None)
    product = next(hit.id for hit in hits if isinstance(a.selling.add(hit.id), Added))
    await _leave_one(client, product)
    await until(lambda: _on_hand(b, product) == 1, "one is left")
    sale = await pay(a)
    await until(lambda: _on_hand(b, product) <= 0, "none is left")
    await until(lambda: bool(_news(heard)), "it is told")
    (news,) = _news(heard)
    assert (news.product, news.register_code) == (product, "A")
    assert abs(news.at - sale.order.created_at) < dt.timedelta(seconds=5)


def _news(heard: list[Event]) -> list[LastOneSold]:
    return [each for each in heard if isinstance(each, LastOneSold)]


def ids(use: UseCases) -> list[Id]:
    return [row.id for row in use.holding.rows() if row.obstacle is None]


def _knows_both(use: UseCases) -> bool:
    return len(use.counter.catalogue.registers()) == 2


async def _leave_one(client: Client, product: Id) -> None:
    database = client.get_default_database()
    await database.products.update_one({"_id": ObjectId(product)}, {"$set": {"inventory.quantity": 1.0}})


def _on_hand(use: UseCases, product: Id) -> Decimal:
    (hit,) = use.counter.catalogue.hits([product])
    return hit.on_hand

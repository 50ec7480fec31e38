"""The shop behind the window: what it opens, what it survives, and that nothing sold is lost."""

import asyncio
import os
import signal
from decimal import Decimal
from pathlib import Path

import pytest

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.embedded.folder import FOLDER_NAME, ServerFolder
from b4mart_desktop.adapters.mongo.migrations import prepare_database
from b4mart_desktop.domain.counters import Standing
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.bus import Bus, ConnectionChanged
from b4mart_desktop.settings import Settings
from tests.adapters.local.facts import STORE
from tests.app.till import add_piece, open_till, pay, sell, until


def pid_of_server(folder: Path) -> int:
    """The embedded server that runs on ``folder``."""
    (pid,) = ServerFolder(folder).noted_pids()
    return pid


async def test_receipt_numbers_go_on_after_lost_local_files(shop_uri: str, tmp_path: Path) -> None:
    settings = Settings(mongodb_uri=shop_uri, register="F1")

    async def sell_three() -> list[str | None]:
        async with open_till(tmp_path / "shop", settings, Bus()) as (use, _):
            numbers = [(await sell(use)).order.receipt_number for _ in range(3)]
            await until(lambda: not use.counter.journal.state().waiting, "everything is posted")
            assert use.counter.journal.state().set_aside == 0
        return numbers

    before = await sell_three()
    for path in await asyncio.to_thread(lambda: list((tmp_path / "shop").glob("*.sqlite*"))):
        path.unlink()
    after = await sell_three()

    assert before == ["F1-000001", "F1-000002", "F1-000003"]
    assert after == ["F1-000004", "F1-000005", "F1-000006"]


async def test_two_data_folders_on_one_computer_are_two_registers(shop_uri: str, tmp_path: Path) -> None:
    settings, code = Settings(mongodb_uri=shop_uri, register="F1"), None
    async with open_till(tmp_path / "one", settings, Bus()) as (use, _):
        code = use.counter.register().code
    with pytest.raises(AdapterError) as refused:
        async with open_till(tmp_path / "two", settings, Bus()):
            pass
    assert (code, refused.value.code) == ("F1", ErrorCode.REGISTER_TAKEN)


async def test_what_was_sold_in_one_shop_is_never_posted_to_another(
    shop_uri: str, mongo_uri: str, database: str, tmp_path: Path
) -> None:
    async with open_till(tmp_path / "shop", Settings(mongodb_uri=shop_uri), Bus()) as (use, shop):
        await shop.backstage.call(shop.backstage.end_tasks())  # nothing is posted any more
        sale = await sell(use)
    async with make_client(mongo_uri) as client:
        other = client[f"{database}_other"]
        try:
            await prepare_database(other)
            await other.settings.insert_one(to_document(STORE))
            uri = mongo_uri.replace("/?", f"/{other.name}?")
            with pytest.raises(AdapterError) as refused:
                async with open_till(tmp_path / "shop", Settings(mongodb_uri=uri), Bus()):
                    pass
            assert refused.value.code is ErrorCode.OTHER_DATABASE
            assert await other.orders.count_documents({}) == 0
        finally:
            await client.drop_database(other.name)
    async with open_till(tmp_path / "shop", Settings(mongodb_uri=shop_uri), Bus()) as (use, _):
        await until(lambda: not use.counter.journal.state().waiting, "the sale is posted at last")
    async with make_client(shop_uri) as client:
        orders = await client.get_default_database().orders.distinct("receiptNumber")
    assert orders == [sale.order.receipt_number]


async def test_closing_the_till_waits_a_moment_for_the_database(shop_uri: str, tmp_path: Path) -> None:
    async with open_till(tmp_path / "shop", Settings(mongodb_uri=shop_uri), Bus()) as (use, shop):
        await until(lambda: not use.counter.journal.state().waiting, "the database is connected")
        for _ in range(3):
            await sell(use)
        await use.shifts.close(Decimal(100))
        left = await shop.drain()
    assert (left.waiting, left.set_aside) == (0, 0)


async def test_the_audit_log_names_the_clerk_who_entered_a_taken_address(
    shop_uri: str, tmp_path: Path
) -> None:
    async with open_till(tmp_path / "shop", Settings(mongodb_uri=shop_uri), Bus()) as (use, _):
        clerk = use.counter.session.require_user()
        customer = await use.customers.add("Ada", "Byron", phone="", email=clerk.email)
        await until(lambda: not use.counter.journal.state().waiting, "the customer is posted")

    async with make_client(shop_uri) as client:
        (note,) = await client.get_default_database().auditlog.find({}).to_list()
    assert (note["userName"], str(note["user"])) == (clerk.name, clerk.id)
    assert (str(note["ref"]), note["details"]["email_taken"]) == (customer.id, clerk.email)


async def test_unpaid_carts_outlast_the_close_of_the_till(shop_uri: str, tmp_path: Path) -> None:
    settings = Settings(mongodb_uri=shop_uri)
    async with open_till(tmp_path / "shop", settings, Bus()) as (use, _):
        add_piece(use)
        held = use.holding.hold("for Ada")
        add_piece(use)
        assert (await use.shifts.summary()).held == 2
        await use.shifts.close(Decimal(100))

    async with open_till(tmp_path / "shop", settings, Bus()) as (use, _):
        assert use.shifts.current() is not None
        assert [line.quantity for line in use.selling.cart.lines] == [1]
        assert [each.cart for each in use.holding.held()] == [held.cart]
        await pay(use)
        await until(lambda: use.holding.held()[0].standing is Standing.SHARED, "the others know of it")
        await use.holding.recall(held.cart.id)
        assert (await use.shifts.summary()).held == 1
        assert (await pay(use)).order.items[0].name == held.cart.lines[0].product.name
        assert (await use.shifts.summary()).held == 0


async def test_a_server_that_dies_is_started_again_and_gets_what_was_sold_meanwhile(data_dir: Path) -> None:
    bus = Bus()
    seen: list[bool] = []
    bus.subscribe(lambda event: seen.append(event.online) if isinstance(event, ConnectionChanged) else None)
    folder = data_dir / FOLDER_NAME
    async with open_till(data_dir, Settings(), bus) as (use, shop):
        await until(lambda: seen[-1:] == [True], "the database is connected")
        killed = await asyncio.to_thread(pid_of_server, folder)
        os.kill(killed, signal.SIGKILL)
        sale = await sell(use)
        assert use.counter.journal.state().sales == 1
        await until(lambda: not use.counter.journal.state().waiting, "the sale is posted")
        assert await asyncio.to_thread(pid_of_server, folder) != killed
        assert seen[-1]
        day = await shop.backstage.call(use.orders.of_day(use.orders.today()))

    assert [row.order for row in day.rows] == [sale.order]
    assert day.rows[0].posted

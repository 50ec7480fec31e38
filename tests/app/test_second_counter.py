"""Two counters, one database: the first one's own server is shared, the second one joins over TLS."""

import asyncio
import contextlib
import io
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

import pytest
from bson import ObjectId

from b4mart_desktop.__main__ import main
from b4mart_desktop.adapters.diagnostics import servers
from b4mart_desktop.adapters.diagnostics.results import CheckResult, Status
from b4mart_desktop.adapters.local.counter_file import belong_to
from b4mart_desktop.adapters.mongo import connect
from b4mart_desktop.adapters.mongo.connect import DATABASE_NAME, make_client
from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo
from b4mart_desktop.adapters.mongo.embedded.folder import FOLDER_NAME
from b4mart_desktop.adapters.mongo.joined import read_joined
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.share_code import decode, encode
from b4mart_desktop.app.second_counter import join, share, unshare
from b4mart_desktop.app.shop import Shop
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.domain.stock import MovementReason
from b4mart_desktop.gui.screens import UseCases
from b4mart_desktop.services.bus import Bus, ConnectionChanged
from b4mart_desktop.settings import Settings
from tests.app.till import open_till, sell, until

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux has more than one loopback address"
)

NEEDS_OWN = ErrorCode.SHARE_NEEDS_OWN_SERVER
OTHER_ADDRESS = "127.0.0.2"
"""Linux answers to all of 127/8, so this is as far away from 127.0.0.1 as another computer."""


@pytest.fixture(scope="session")
def _shared_folder(_filled_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = shutil.copytree(_filled_folder, tmp_path_factory.mktemp("first") / "shop")
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        shared = runner.run(share(Settings(), folder, (OTHER_ADDRESS,), new_password=False))
    return folder, shared.code


@pytest.fixture
def first(_shared_folder: tuple[Path, str], tmp_path: Path) -> Path:
    """The data folder of a counter that shares its database; closed."""
    return shutil.copytree(_shared_folder[0], tmp_path / "first")


@pytest.fixture
def code(_shared_folder: tuple[Path, str]) -> str:
    """The code of `first`."""
    return _shared_folder[1]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is not there is missed sooner than usual."""
    monkeypatch.setitem(connect.DEFAULT_OPTIONS, "serverSelectionTimeoutMS", 300)
    monkeypatch.setattr(servers, "MONGO_TIMEOUT_MS", 300)


async def refusal(work: Awaitable[object]) -> ErrorCode:
    with pytest.raises(AdapterError) as caught:
        await work
    return caught.value.code


@contextlib.asynccontextmanager
async def owner(data_dir: Path) -> AsyncIterator[Database]:
    """The shop's database as the first counter itself sees it; the shop must be closed."""
    server = EmbeddedMongo(data_dir / FOLDER_NAME)
    try:
        async with make_client(await server.start()) as client:
            yield client[DATABASE_NAME]
    finally:
        await server.stop()


async def test_both_sell_into_one_database(first: Path, code: str, tmp_path: Path) -> None:
    second = tmp_path / "second"
    async with open_till(first, Settings(), Bus()) as (here, shop):
        found = await join(Settings(), second, code)
        assert (found.host, found.open) == (OTHER_ADDRESS, False)
        async with open_till(second, Settings(), Bus()) as (there, _):
            assert found.store == there.counter.store().name
            registers = {here.counter.register().code, there.counter.register().code}
            sales = [await sell(here), await sell(there), await sell(there)]
            for use in (here, there):
                await posted(use)
        day = await shop.backstage.call(here.orders.of_day(here.orders.today()))
    assert len(registers) == 2
    assert {row.order.id for row in day.rows} == {sale.order.id for sale in sales}
    assert len({sale.order.receipt_number for sale in sales}) == 3
    async with owner(first) as shop_database:
        await check_stock(shop_database, sales)


async def posted(use: UseCases) -> None:
    await until(lambda: not use.counter.journal.state().waiting, "everything is posted")


async def check_stock(shop: Database, sales: list[Sale]) -> None:
    """On hand is what the ledger says, and the ledger has every piece sold, once."""
    items = [item for sale in sales for item in sale.order.items]
    for product in {ObjectId(item.product) for item in items}:
        moves = await shop.stockmovements.find({"product": product}).to_list()
        found = await shop.products.find_one({"_id": product})
        assert found is not None
        stock = found["inventory"]
        assert stock["quantity"] - stock.get("shortage", 0) == sum(move["delta"] for move in moves)
    sold = [move["delta"] async for move in shop.stockmovements.find({"reason": MovementReason.SALE})]
    assert -sum(sold) == sum(item.quantity for item in items)


@pytest.mark.usefixtures("impatient")
async def test_the_second_sells_on_while_the_first_is_switched_off(
    first: Path, code: str, tmp_path: Path
) -> None:
    second, bus, seen = tmp_path / "second", Bus(), list[bool]()
    bus.subscribe(lambda event: seen.append(event.online) if isinstance(event, ConnectionChanged) else None)
    async with open_till(first, Settings(), Bus()):
        await join(Settings(), second, code)
        async with open_till(second, Settings(), Bus()) as (there, _):
            await posted(there)

    async with open_till(second, Settings(), bus) as (there, _):
        sale = await sell(there)
        await until(lambda: seen == [False], "it is told that the first does not answer")
        assert there.counter.journal.state().sales == 1
        async with open_till(first, Settings(), Bus()) as (here, shop):
            await posted(there)
            day = await shop.backstage.call(here.orders.of_day(here.orders.today()))
            assert [row.order.id for row in day.rows] == [sale.order.id]
            assert seen[-1]


@pytest.mark.usefixtures("impatient")
async def test_a_first_counter_that_is_off_is_said_at_the_second_ones_first_start(
    first: Path, code: str, tmp_path: Path
) -> None:
    second = tmp_path / "second"
    async with owner(first):
        await join(Settings(), second, code)
    shop = Shop(Settings(), second, Bus())
    try:
        with pytest.raises(AdapterError) as refused:
            await shop.open(demo=False, report=lambda *_: None)
    finally:
        await shop.close()
    assert refused.value.code is ErrorCode.FIRST_COUNTER_UNREACHABLE
    assert str(refused.value.data["hosts"]).startswith(OTHER_ADDRESS)


async def test_changes_apply_while_the_shop_is_open_and_selling_goes_on(
    first: Path, code: str, tmp_path: Path
) -> None:
    async with open_till(first, Settings(), Bus()) as (here, _):
        again = await share(Settings(), first, (), new_password=False)
        assert (again.code, again.now, again.open) == (code, True, True)

        renewed = await share(Settings(), first, (), new_password=True)
        await sell(here)
        assert renewed.now
        assert renewed.code != code
        assert await refusal(join(Settings(), tmp_path / "second", code)) is ErrorCode.FIRST_COUNTER_REFUSED
        await join(Settings(), tmp_path / "second", renewed.code)

        assert await unshare(Settings(), first) is True
        await sell(here)
        await posted(here)
        off = await refusal(join(Settings(), tmp_path / "third", renewed.code))
        assert off in {ErrorCode.FIRST_COUNTER_UNREACHABLE, ErrorCode.FIRST_COUNTER_REFUSED}
        assert await unshare(Settings(), first) is None


async def test_the_first_wish_ever_needs_an_open_shop_to_be_opened_again(
    data_dir: Path, tmp_path: Path
) -> None:
    async with open_till(data_dir, Settings(), Bus()) as (here, _):
        shared = await share(Settings(), data_dir, (), new_password=False)
        assert (shared.now, shared.open) == (False, True)
        await sell(here)
        await posted(here)
    bus, seen = Bus(), list[bool]()
    bus.subscribe(lambda event: seen.append(event.online) if isinstance(event, ConnectionChanged) else None)
    async with open_till(data_dir, Settings(), bus):
        await until(lambda: seen[-1:] == [True], "the server is up")
        assert (await join(Settings(), tmp_path / "second", shared.code)).version
    assert read_joined(tmp_path / "second") is not None


async def test_a_folder_with_another_shops_sales_does_not_join(
    first: Path, code: str, tmp_path: Path
) -> None:
    second = tmp_path / "second"
    second.mkdir()
    belong_to(second, new_id())
    async with owner(first):
        assert await refusal(join(Settings(), second, code)) is ErrorCode.OTHER_DATABASE
    assert read_joined(second) is None


async def test_only_the_counter_that_has_the_database_can_share_it(
    first: Path, code: str, tmp_path: Path
) -> None:
    second = tmp_path / "second"
    async with owner(first):
        await join(Settings(), second, code)
    assert await refusal(share(Settings(), second, (), new_password=False)) is NEEDS_OWN
    remote = Settings(mongodb_uri="mongodb://me:hunter2@db.example/shop")
    with pytest.raises(AdapterError) as refused:
        await unshare(remote, tmp_path / "third")
    assert refused.value.code is NEEDS_OWN
    assert "hunter2" not in str(refused.value)


@pytest.mark.usefixtures("impatient")
async def test_the_doctor_says_where_the_database_is(first: Path, code: str, tmp_path: Path) -> None:
    second, found = tmp_path / "second", list[CheckResult]()
    async with owner(first):
        await join(Settings(), second, code)
        found += await servers.check_database(Settings(), second)
    found += await servers.check_database(Settings(), first)
    found += await servers.check_database(Settings(), second)
    remote, own, off = [result for result in found if result.name == "MongoDB"]
    assert remote.found.endswith(f"first counter {OTHER_ADDRESS}:{decode(code).port}, with TLS (from `join`)")
    assert own.found.endswith("(our own server, shared with other counters)")
    assert (off.status, "Open B4Mart there" in off.advice) == (Status.FAILED, True)


def test_the_commands_say_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    assert main(["share", "--data-dir", str(first)]) == 0
    told = capsys.readouterr().out
    assert "it is closed at the moment" in told
    assert f"{decode(told).port}" in told.partition("firewall must let TCP port ")[2][:6]

    monkeypatch.setattr("sys.stdin", io.StringIO(told))
    assert main(["join", "--data-dir", str(second)]) == 2
    assert capsys.readouterr().err.startswith("The first counter does not answer: ")

    whole = encode(decode(told))
    for broken, sentence in (
        ("hello", "This is no code of a first counter: "),
        (whole[:-3], "The code is not complete: "),
        (whole.replace("B4MART1.l", "B4MART1.m"), "The code is not right: "),
    ):
        assert main(["join", "--data-dir", str(second), broken]) == 2
        assert capsys.readouterr().err.startswith(sentence)

    assert main(["join", "--leave", "--data-dir", str(second)]) == 0
    assert main(["share", "--off", "--data-dir", str(first)]) == 0
    told = capsys.readouterr().out
    assert told == (
        "This counter has joined no other one.\n"
        "No other counter gets in any more. The code that was given out is void.\n"
    )

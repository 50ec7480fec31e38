"""The row of pictures: a grid of thousands of them scrolled by wheel, and how quickly small ones are made."""

import asyncio
import io
import sys
import time
import zlib
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from b4mart_desktop.adapters.pictures.making import make_thumbnails
from b4mart_desktop.adapters.pictures.thumbnail_cache import FolderThumbnails
from b4mart_desktop.adapters.pictures.thumbnail_workshop import ThumbnailWorkshop
from b4mart_desktop.backstage.thread import Backstage
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.widgets.picture import draw_picture
from b4mart_desktop.services.thumbnails import EDGES, Thumbnails
from tests.bench.figures import MILLISECONDS, Figure, rate
from tests.bench.stalling import Heartbeat
from tests.bench.stand import Stand
from tests.bench.windows import calm_collector, run_in_qt

PICTURES = 3_000
ORIGINALS = 20
EDGE = 128
TO_MAKE = 60
_CELL = 150
_SCROLL_SECONDS = 6.0
_STEP_SECONDS = 0.012
_STEP_PIXELS = 120
_ORIGINAL_EDGE = 1_600
_QUALITY = 85
_SWITCH_SECONDS = 0.0005  # as the program does
Index = QModelIndex | QPersistentModelIndex


def thumbnails(stand: Stand) -> list[Figure]:
    """Scrolling through 3,000 pictures, none of them on disk at first, then all; and making small ones.

    Frames: the longest time the window's thread was not free while the wheel turned, beside that of the same
    grid with nothing to load. Making: pictures of 1,600 pixels to all four sizes, beside Pillow alone doing
    as much.
    """
    originals = [original(number) for number in range(ORIGINALS)]
    return [*run_in_qt(lambda: _scrolling(stand.folder, originals)), asyncio.run(_made_in_process(originals))]


async def _scrolling(folder: Path, originals: list[bytes]) -> list[Figure]:
    backstage, cache = Backstage(), FolderThumbnails(folder / "pictures")
    backstage.start()
    source = Thumbnails(cache, Shelf(originals), ThumbnailWorkshop())
    calm_collector()
    sys.setswitchinterval(_SWITCH_SECONDS)
    bare = await _scrolled(None)
    cold = await _scrolled_with(source, backstage)
    _fill(cache, originals)
    disk = await _scrolled_with(source, backstage)
    backstage.stop()
    return [
        Figure(f"thumbnails.frame_{what}", longest * MILLISECONDS, "ms", longest / bare)
        for what, longest in {"bare": bare, "cold": cold, "disk": disk}.items()
    ]


def _fill(cache: FolderThumbnails, originals: list[bytes]) -> None:
    small = [make_thumbnails(original, (EDGE,))[EDGE] for original in originals]
    for number in range(PICTURES):
        cache.put(str(number), EDGE, small[number % ORIGINALS])


async def _scrolled_with(source: Thumbnails, backstage: Backstage) -> float:
    loader = PictureLoader(source, backstage.call)
    longest = await _scrolled(loader)
    await loader.close()
    return longest


async def _scrolled(loader: PictureLoader | None) -> float:
    """Turns the wheel for a while and returns the longest time the thread was not free."""
    grid = _Grid(loader)
    grid.show()
    await asyncio.sleep(0.5)
    beat, bar = Heartbeat(), grid.verticalScrollBar()
    end = time.perf_counter() + _SCROLL_SECONDS
    while time.perf_counter() < end:
        bar.setValue(bar.value() + _STEP_PIXELS if bar.value() < bar.maximum() else 0)
        await asyncio.sleep(_STEP_SECONDS)
    beat.stop()
    grid.close()
    return beat.longest


async def _made_in_process(originals: list[bytes]) -> Figure:
    workshop, own, bare = ThumbnailWorkshop(), [], []
    await workshop.thumbnails(originals[0], EDGES)
    for number in range(TO_MAKE):
        content = originals[number % ORIGINALS]
        start = time.perf_counter()
        await workshop.thumbnails(content, EDGES)
        between = time.perf_counter()
        _by_pillow(content)
        own.append(between - start)
        bare.append(time.perf_counter() - between)
    return rate("thumbnails.made", "pictures/s", own, bare)


def _by_pillow(content: bytes) -> None:
    for edge in EDGES:
        image = Image.open(io.BytesIO(content))
        image.draft("RGB", (edge, edge))
        image.thumbnail((edge, edge))
        image.save(io.BytesIO(), "JPEG", quality=_QUALITY)


def original(number: int) -> bytes:
    """Returns a JPEG as a camera's: the same for the same number."""
    file = io.BytesIO()
    noise = Image.effect_noise((_ORIGINAL_EDGE // 8, _ORIGINAL_EDGE // 8), 60 + number)
    picture = Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180)))
    picture.resize((_ORIGINAL_EDGE, _ORIGINAL_EDGE)).save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


class Shelf:
    """Has a picture for every address."""

    def __init__(self, originals: list[bytes]) -> None:
        self._originals = originals

    async def fetch(self, url: str) -> bytes | None:
        return self._originals[zlib.crc32(url.encode()) % len(self._originals)]


class _Rows(QAbstractListModel):
    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return PICTURES

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return str(index.row()) if role == Qt.ItemDataRole.DisplayRole else None


class _Tiles(QStyledItemDelegate):
    def __init__(self, loader: PictureLoader | None) -> None:
        super().__init__()
        self._loader = loader

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area = QRectF(option.rect.x(), option.rect.y(), EDGE, EDGE)
        pixmap = self._loader.pixmap(str(index.row()), EDGE) if self._loader else None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if pixmap is None:
            painter.drawRoundedRect(area, 8, 8)
            painter.drawText(area, index.data())
        else:
            draw_picture(painter, area, pixmap, 8)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_CELL, _CELL)


class _Grid(QListView):
    """A window full of tiles, as the catalogue's."""

    def __init__(self, loader: PictureLoader | None) -> None:
        super().__init__()
        self._rows = _Rows()
        self._tiles = _Tiles(loader)
        self.setModel(self._rows)
        self.setItemDelegate(self._tiles)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.resize(1_366, 768)
        if loader is not None:
            loader.arrived.connect(self._repaint)

    def _repaint(self) -> None:
        self.viewport().update()

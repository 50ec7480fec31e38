"""Pictures of products for painting: small ones, had in the background, kept in memory while they are shown.

What a picture is and where it comes from belongs to ``services.thumbnails``. Nothing here waits.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPixmap

from b4mart_desktop.gui.shared.backstage import OnBackstage
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.services.thumbnails import Thumbnails

MOST_BYTES = 48 * 1024 * 1024
"""Of pictures in memory; four screens full of tiles."""

_MOST_WANTED = 400
_READING = 2
_FETCHING = 6
_TO_SCREEN_AT_ONCE = 6
_FRAME_MS = 16
_ABSENT_SECONDS = 30.0


class _Key(NamedTuple):
    url: str
    pixels: int


class PictureLoader(QObject):
    """Small pictures by address and edge, for delegates and widgets that paint.

    A painter asks each time it paints. What is asked last comes first; what was asked longest ago, and so has
    been scrolled away, is dropped and asked again should it come back.

    Args:
        thumbnails: Where small pictures come from.
        run: Runs a coroutine in the background thread.

    Signals:
        arrived: The picture of that address (str) can be painted now.
    """

    arrived = Signal(str)
    _read = Signal(object, object)

    def __init__(self, thumbnails: Thumbnails, run: OnBackstage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._run = run
        self._kept: OrderedDict[_Key, QPixmap] = OrderedDict()
        self._kept_bytes = 0
        self._numbers = itertools.count()
        # What is asked for, by the number of the question that was the last to ask it.
        self._wanted: dict[_Key, int] = {}
        self._reading: dict[_Key, int] = {}
        self._to_fetch: dict[_Key, int] = {}
        self._fetching: set[_Key] = set()
        self._absent: dict[str, float] = {}
        self._ready: OrderedDict[_Key, QImage] = OrderedDict()
        self._readers = ThreadPoolExecutor(_READING, "pictures")
        self._closed = False
        self._tasks = TaskOwner()
        self._frame = QTimer(self, interval=_FRAME_MS)
        self._frame.timeout.connect(self._show_some)
        self._read.connect(self._take_read, Qt.ConnectionType.QueuedConnection)

    def pixmap(self, url: str, edge: int) -> QPixmap | None:
        """Returns the square picture of ``url``, None where it is not there yet or there is none.

        Where it may come, ``arrived`` tells so. Never waits.

        Args:
            url: As in ``images[].url``.
            edge: Width and height in device-independent pixels.
        """
        key = _Key(url, round(edge * _pixel_ratio()))
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        if not self._closed and not self._is_absent(url):
            self._want(key)
        return None

    def forget_wanted(self) -> None:
        """Drops what is still wanted: the view shows something else altogether."""
        self._wanted.clear()
        self._to_fetch.clear()

    async def close(self) -> None:
        """Ends what is under way."""
        self._closed = True
        self.forget_wanted()
        self._frame.stop()
        await self._tasks.cancel_all()
        await asyncio.to_thread(self._readers.shutdown, cancel_futures=True)

    # ------------------------------------------------------------ asking

    def _is_absent(self, url: str) -> bool:
        until = self._absent.get(url)
        if until is not None and time.monotonic() >= until:
            del self._absent[url]
            return False
        return until is not None

    def _want(self, key: _Key) -> None:
        if key in self._fetching or key in self._ready:
            return
        number = next(self._numbers)
        for asked in (self._reading, self._to_fetch):
            if key in asked:
                asked[key] = number
                return
        _add(self._wanted, key, number)
        self._read_next()

    def _read_next(self) -> None:
        while self._wanted and len(self._reading) < _READING:
            key, number = _pop_newest(self._wanted)
            self._reading[key] = number
            self._submit(key, None)

    def _submit(self, key: _Key, content: bytes | None) -> None:
        """Has a picture decoded in another thread: the one given, else the one on disk."""

        def read() -> QImage | None:
            found = self._thumbnails.cached(*key) if content is None else content
            return None if found is None else _decode(found, key.pixels)

        def tell(future: Future[QImage | None]) -> None:
            if not future.cancelled() and not self._closed:
                self._read.emit((key, content is not None), future.result())

        self._readers.submit(read).add_done_callback(tell)

    # ------------------------------------------------------------ taking

    def _take_read(self, asked: tuple[_Key, bool], image: QImage | None) -> None:
        key, was_fetched = asked
        number = self._reading.pop(key, 0)
        self._fetching.discard(key)
        if image is not None:
            self._ready[key] = image
            if not self._frame.isActive():
                self._show_some()
                self._frame.start()
        elif was_fetched:
            self._absent[key.url] = time.monotonic() + _ABSENT_SECONDS
        elif not self._closed:
            _add(self._to_fetch, key, number)
        self._read_next()
        self._fetch_next()

    def _fetch_next(self) -> None:
        while self._to_fetch and len(self._fetching) < _FETCHING:
            key, _ = _pop_newest(self._to_fetch)
            self._fetching.add(key)
            self._tasks.spawn(self._fetch(key))

    async def _fetch(self, key: _Key) -> None:
        content: bytes | None = None
        try:
            content = await self._run(self._thumbnails.fetch(*key))
        finally:
            if content is None:
                self._fetching.discard(key)
                self._absent[key.url] = time.monotonic() + _ABSENT_SECONDS
        if content is None:
            self._fetch_next()
        elif not self._closed:
            self._submit(key, content)

    def _show_some(self) -> None:
        """A few at a time: each becomes the screen's in this thread."""
        for _ in range(min(_TO_SCREEN_AT_ONCE, len(self._ready))):
            key, image = self._ready.popitem(last=False)
            self._keep(key, image)
            self.arrived.emit(key.url)
        if not self._ready:
            self._frame.stop()

    def _keep(self, key: _Key, image: QImage) -> None:
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(_pixel_ratio())
        self._kept[key] = pixmap
        self._kept_bytes += _bytes_of(pixmap)
        while self._kept_bytes > MOST_BYTES:
            _, oldest = self._kept.popitem(last=False)
            self._kept_bytes -= _bytes_of(oldest)


def _add(asked: dict[_Key, int], key: _Key, number: int) -> None:
    asked[key] = number
    if len(asked) > _MOST_WANTED:
        del asked[min(asked, key=asked.__getitem__)]


def _pop_newest(asked: dict[_Key, int]) -> tuple[_Key, int]:
    key = max(asked, key=asked.__getitem__)
    return key, asked.pop(key)


def _decode(content: bytes, pixels: int) -> QImage | None:
    image = QImage.fromData(content)
    if image.isNull():
        return None
    mode = Qt.TransformationMode.SmoothTransformation
    if image.width() != pixels:
        image = image.scaled(pixels, pixels, Qt.AspectRatioMode.KeepAspectRatio, mode)
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _bytes_of(pixmap: QPixmap) -> int:
    return 4 * pixmap.width() * pixmap.height()


def _pixel_ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0

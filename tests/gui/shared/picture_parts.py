"""What tests of pictures need: a manager at a counter, real pictures, and a folder that keeps them."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncGenerator, Mapping, Sequence
from pathlib import Path

from PIL import Image

from b4mart_desktop.adapters.pictures import making
from b4mart_desktop.adapters.pictures.thumbnail_cache import FolderThumbnails
from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.ports.pictures import MadePicture, PictureSource, PlainPicture
from b4mart_desktop.services.thumbnails import Thumbnails


def picture_file(color: tuple[int, int, int] = (200, 30, 30), size: tuple[int, int] = (120, 80)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, "JPEG", quality=90)
    return file.getvalue()


class FolderOfPictures:
    """Keeps pictures in a folder as the database does; a real place that can be out of reach.

    Attributes:
        away: What it answers instead, while it is out of reach.
        fetched: Addresses it was asked for.
        is_open: While it is not, it does not answer.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.away: AdapterError | None = None
        self.fetched: list[str] = []
        self.is_open = True

    async def put(self, picture: MadePicture, product: Id | None) -> str:
        await self._answer()
        if self.away is not None:
            raise self.away
        (self._folder / f"{picture.digest}.jpg").write_bytes(picture.content)
        return f"/api/pictures/{picture.digest}.jpg"

    async def fetch(self, url: str) -> bytes | None:
        self.fetched.append(url)
        await self._answer()
        if self.away is not None:
            raise self.away
        path = self._folder / url.rpartition("/")[2]
        return path.read_bytes() if path.is_file() else None

    async def _answer(self) -> None:
        while not self.is_open:  # noqa: ASYNC110  (opened from another thread)
            await asyncio.sleep(0.005)

    def keep(self, name: str, content: bytes) -> str:
        (self._folder / name).write_bytes(content)
        return f"/pictures/{name}"


class Bench:
    """Makes pictures as the workshop does, in a thread: a process for each test would take its time."""

    async def make(
        self, sources: Sequence[PictureSource]
    ) -> AsyncGenerator[MadePicture | AdapterError, None]:
        for source in sources:
            try:
                yield await asyncio.to_thread(making.make_picture, _content(source), source.name, source.crop)
            except AdapterError as error:
                yield error

    async def plain(self, source: PictureSource) -> PlainPicture:
        return making.make_plain(_content(source), source.name)


def _content(source: PictureSource) -> bytes:
    return source.content or (source.path.read_bytes() if source.path else b"")


class QuickWorkshop:
    """Makes small pictures as the workshop does, in a thread: a process would take its time to start."""

    async def thumbnails(self, content: bytes, edges: Sequence[int]) -> Mapping[int, bytes]:
        return await asyncio.to_thread(making.make_thumbnails, content, edges)


def make_thumbnails(folder: Path, pictures: FolderOfPictures) -> Thumbnails:
    return Thumbnails(FolderThumbnails(folder / "small"), pictures, QuickWorkshop())

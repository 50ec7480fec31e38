"""Pictures as the services see them: where they are kept, how they are made, how small ones are had."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.domain.ids import Id


class Crop(msgspec.Struct, frozen=True):
    """A square cut out of a picture, in pixels of the upright original.

    It may reach beyond the picture; what is beyond is white.
    """

    left: int
    top: int
    edge: int


class PictureSource(msgspec.Struct, frozen=True, kw_only=True):
    """Where a picture comes from: a file, bytes from the clipboard or a drag, or an address of the web.

    Attributes:
        name: What a person knows it by, for messages.
        crop: What to cut out; None: the largest square in the middle.
    """

    name: str
    path: Path | None = None
    content: bytes | None = None
    url: str | None = None
    crop: Crop | None = None


class MadePicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that is ready for the shop: square, upright, sRGB, JPEG, without where and when it was taken.

    Attributes:
        digest: SHA-256 of ``content`` as 64 hexadecimal digits: its name everywhere.
        edge: Width and height in pixels.
    """

    content: bytes
    digest: str
    edge: int


class PlainPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture to look at while choosing what to cut out: upright, sRGB, not larger than a screen.

    Attributes:
        content: JPEG.
        width: Of the upright original, in pixels, as ``Crop`` counts.
        height: Likewise.
    """

    content: bytes
    width: int
    height: int


class PictureMaker(Protocol):
    """Turns what people hand over into pictures for the shop."""

    def make(self, sources: Sequence[PictureSource]) -> AsyncGenerator[MadePicture | AdapterError, None]:
        """Yields what became of each source, in their order; one that fails keeps no other from its turn.

        Closing the generator cancels the rest.

        Raises:
            AdapterError: WORKER_ENDED.
        """

    async def plain(self, source: PictureSource) -> PlainPicture:
        """Returns the whole picture, to choose what to cut out.

        Raises:
            AdapterError: What is wrong with it; WORKER_ENDED.
        """


class PictureStore(Protocol):
    """Where the shop's pictures are kept, and where the web store finds them."""

    async def put(self, picture: MadePicture, product: Id | None) -> str:
        """Keeps a picture and returns its address for ``images[].url``; one that is kept already stays.

        Raises:
            AdapterError: DATABASE_UNREACHABLE; PICTURE_HOST_REFUSED, PICTURE_HOST_BUSY or
                PICTURE_HOST_UNREACHABLE where a service on the internet keeps them.
        """


class Sweep(msgspec.Struct, frozen=True, kw_only=True):
    """What a sweep did.

    Attributes:
        kept: Pictures that some product or category names.
        unused: Pictures that none names, but not for long enough.
        dropped: Pictures that were deleted.
    """

    kept: int = 0
    unused: int = 0
    dropped: int = 0


class PictureSweeper(Protocol):
    """Deletes pictures of the database that nothing has named for long."""

    async def sweep(self) -> Sweep:
        """Looks through all pictures, notes which are not named by now, and deletes those long unnamed.

        Raises:
            AdapterError: DATABASE_UNREACHABLE.
        """


class PictureFetcher(Protocol):
    """Reads whole pictures from where they are kept."""

    async def fetch(self, url: str) -> bytes | None:
        """Returns the file behind ``url``, None where there is none there.

        Raises:
            AdapterError: DATABASE_UNREACHABLE, PICTURE_NOT_FETCHED.
        """


class ThumbnailMaker(Protocol):
    """Scales whole pictures down."""

    async def thumbnails(self, content: bytes, edges: Sequence[int]) -> Mapping[int, bytes]:
        """Returns square JPEGs by their edge in pixels: the whole picture, on white where it is not square.

        Raises:
            AdapterError: PICTURE_INVALID and the like.
        """


class ThumbnailCache(Protocol):
    """Small pictures on this computer's disk. Every method is quick and may be called in any thread."""

    def get(self, url: str, edge: int) -> bytes | None:
        """Returns the kept JPEG, None where there is none or it is damaged."""

    def put(self, url: str, edge: int, content: bytes) -> None:
        """Keeps a JPEG; without a word where the disk does not take it."""

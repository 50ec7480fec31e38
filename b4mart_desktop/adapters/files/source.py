"""A table's file and its plain bytes: what .gz and .zip files pack is unpacked beside it, up to a limit.

Price lists are published packed, and often under a name that says otherwise, so the first bytes decide.
"""

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from b4mart_desktop.adapters.files.digest import digest
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

MOST_RATIO = 250
"""Spreadsheets pack about 10 to 1, sheets of equal rows 200 to 1; bombs 1,000 to 1."""

HARMLESS_BYTES = 64 << 20
"""Up to here nobody asks how well something is packed."""

MOST_UNPACKED = 2 << 30
"""No price list is larger, and a disk has room for it."""

ZIP = b"PK"

_GZIP = b"\x1f\x8b"
_DEEPEST = 2  # some publish a .gz in which there is a .zip, or the other way round
_CHUNK = 1 << 20
_DAMAGED = (OSError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error)
_OFFICE = ("[content_types].xml", "mimetype", "xl/workbook.xml")


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Source:
    """A file that holds a table. To be closed, since what it packs is on the disk until then.

    Args:
        path: The file.

    Attributes:
        path: As it was given: this is what people are told.
        plain: Where its bytes are; a temporary file where it was packed.

    Raises:
        AdapterError: FILE_UNREADABLE with ``path`` and ``reason``.
    """

    def __init__(self, path: Path) -> None:
        self.path = self.plain = path
        try:
            for _ in range(_DEEPEST):
                unpacked = self._unpacked()
                if unpacked is None:
                    break
                self.close()
                self.plain = unpacked
        except _DAMAGED as error:
            self.close()
            raise self.unreadable(reason(error)) from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Removes what was unpacked."""
        if self.plain != self.path:
            with suppress(OSError):
                self.plain.unlink()
            self.plain = self.path

    def head(self, count: int = 4) -> bytes:
        """Returns the first bytes.

        Raises:
            AdapterError: FILE_UNREADABLE.
        """
        try:
            with self.plain.open("rb") as file:
                return file.read(count)
        except OSError as error:
            raise self.unreadable(reason(error)) from error

    def digest(self) -> str:
        """Returns the SHA-256 of the file as it was given.

        Raises:
            AdapterError: FILE_UNREADABLE.
        """
        return digest(self.path)

    def unreadable(self, reason: str) -> AdapterError:
        """Returns the error that says so."""
        return AdapterError(ErrorCode.FILE_UNREADABLE, path=str(self.path), reason=reason)

    def _unpacked(self) -> Path | None:
        """Returns what is packed; None where the bytes are plain, or a workbook, which is read as it is."""
        head = self.head()
        if head.startswith(_GZIP):
            with gzip.open(self.plain) as packed:
                return self._taken(packed)
        if head.startswith(ZIP) and zipfile.is_zipfile(self.plain):
            return self._unzipped()
        return None

    def _unzipped(self) -> Path | None:
        with zipfile.ZipFile(self.plain) as archive:
            names = archive.namelist()
            if any(name.replace("\\", "/").casefold() in _OFFICE for name in names):
                return None
            files = [name for name in names if not name.endswith("/") and not name.startswith("__MACOSX/")]
            if len(files) != 1:
                raise self.unreadable(f"an archive of {len(files)} files: unpack it, and choose one")
            with archive.open(files[0]) as packed:
                return self._taken(packed)

    def _taken(self, packed: _Readable) -> Path:
        most = unpacked_limit(self.plain.stat().st_size, MOST_UNPACKED)
        with tempfile.NamedTemporaryFile(prefix="b4mart-table-", delete=False) as file:
            unpacked = Path(file.name)
            try:
                for chunk in _chunks(packed):
                    if file.tell() + len(chunk) > most:
                        raise self.unreadable("it unpacks to more than any price list holds")
                    file.write(chunk)
            except BaseException:
                file.close()
                unpacked.unlink(missing_ok=True)
                raise
        return unpacked


def unpacked_limit(packed: int, most: int) -> int:
    """Returns how many bytes so many packed ones may hold, before they are taken for a bomb."""
    return min(most, max(packed * MOST_RATIO, HARMLESS_BYTES))


def _chunks(file: _Readable) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def reason(error: Exception) -> str:
    """Returns why a file cannot be read, as the system says it."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)

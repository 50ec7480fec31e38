"""Small pictures in files of the data folder, of bounded size; what is damaged or gone is fetched again.

Nothing but bytes by address and edge: what is in them, and where they come from, is known elsewhere.
"""

import contextlib
import hashlib
import itertools
import logging
import os
import threading
import time
import zlib
from pathlib import Path
from typing import NamedTuple

MOST_BYTES = 256 * 1024 * 1024

_MAGIC = b"B4P1"
_HEAD = len(_MAGIC) + 4
_LEFT_AFTER_CLEARING = 0.9
_NOTED_AFTER_SECONDS = 24 * 3600.0  # when a file was last used is noted once a day: reading must not write

_log = logging.getLogger(__name__)


class _File(NamedTuple):
    used: float
    size: int
    path: Path


class FolderThumbnails:
    """Implements ``services.ports.pictures.ThumbnailCache``; those not used for longest go first.

    A file is written beside its place and then moved there, and begins with a checksum: one that another
    program or a crash cut short counts as not there.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._size: int | None = None
        self._lock = threading.Lock()
        self._names = itertools.count()

    def get(self, url: str, edge: int) -> bytes | None:
        """Returns what is kept; a damaged file is deleted."""
        path = self._path(url, edge)
        try:
            found = path.read_bytes()
        except OSError:
            return None
        content = found[_HEAD:]
        if found[:_HEAD] != _head(content):
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        self._note_use(path)
        return content

    def put(self, url: str, edge: int, content: bytes) -> None:
        """Keeps ``content``, and clears some of the oldest where there is too much by now."""
        path = self._path(url, edge)
        beside = path.with_name(f".{os.getpid()}-{next(self._names)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(_head(content) + content)
            beside.replace(path)
        except OSError as error:
            _log.info("a small picture is not kept: %s", error)
            with contextlib.suppress(OSError):
                beside.unlink()
            return
        self._make_room(len(content) + _HEAD)

    def _path(self, url: str, edge: int) -> Path:
        name = hashlib.sha256(url.encode()).hexdigest()
        return self._folder / name[:2] / f"{name[2:]}-{edge}"

    def _note_use(self, path: Path) -> None:
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _NOTED_AFTER_SECONDS:
                os.utime(path)

    def _make_room(self, added: int) -> None:
        with self._lock:
            if self._size is None:
                self._size = sum(file.size for file in self._files())
            else:
                self._size += added
            if self._size > self._most_bytes:
                self._size = self._clear()

    def _clear(self) -> int:
        """Deletes those not used for longest and returns the size of what is left."""
        files = sorted(self._files())
        left = sum(file.size for file in files)
        for file in files:
            if left <= self._most_bytes * _LEFT_AFTER_CLEARING:
                break
            with contextlib.suppress(OSError):
                file.path.unlink()
                left -= file.size
        return left

    def _files(self) -> list[_File]:
        found = []
        for path in self._folder.glob("*/*"):
            with contextlib.suppress(OSError):
                stat = path.stat()
                found.append(_File(stat.st_mtime, stat.st_size, path))
        return found


def _head(content: bytes) -> bytes:
    return _MAGIC + zlib.crc32(content).to_bytes(4, "big")

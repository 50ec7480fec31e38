"""This computer's folders and programs for finished documents: saving them, showing them.

Knows files and processes, nothing of what is in a document.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from b4mart_desktop.domain.errors import AdapterError, ErrorCode

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')  # in file names on Windows; a superset of the others
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # device names on Windows
_LONGEST_STEM = 120
_LONGEST_SUFFIX = 12
_UNNAMED = "document"
_GRACE_SECONDS = 3.0  # xdg-open ends at once when it fails; some desktops keep it running with the viewer


class DesktopOutput:
    """Saves documents into one folder and opens them with the system's own programs.

    Args:
        folder: Where documents go; made when the first one is saved.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._viewers: list[subprocess.Popen[bytes]] = []

    async def save(self, name: str, content: bytes) -> Path:
        """Writes ``content`` under a safe form of ``name`` and returns where.

        The same name again replaces the file; where a viewer holds that one open, a number is added.

        Raises:
            AdapterError: DISK_WRITE_FAILED with path and reason.
        """
        path = self._folder / safe_name(name)
        try:
            return await asyncio.to_thread(_write, path, content)
        except OSError as error:
            reason = error.strerror or str(error)
            raise AdapterError(ErrorCode.DISK_WRITE_FAILED, path=str(path), reason=reason) from error

    async def open(self, path: Path) -> None:
        """Shows a document with the program the system has for it, without waiting for that to end.

        Raises:
            AdapterError: PRINTING_FAILED with path and reason.
        """
        try:
            await asyncio.to_thread(self._open, path)
        except OSError as error:
            raise _not_shown(path, error.strerror or str(error)) from error

    def _open(self, path: Path) -> None:
        if not path.is_file():
            raise _not_shown(path, "no such file")
        if sys.platform == "win32":
            os.startfile(path)
            return
        self._viewers = [viewer for viewer in self._viewers if viewer.poll() is None]
        program = "open" if sys.platform == "darwin" else "xdg-open"
        viewer = subprocess.Popen(
            [program, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            code = viewer.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._viewers.append(viewer)  # kept, so that its end is noticed and leaves no zombie
            return
        if code != 0:
            raise _not_shown(path, f"{program} ended with {code}")


def safe_name(name: str) -> str:
    """Returns ``name`` as a file name that every system accepts; its folder parts are not kept."""
    cleaned = _FORBIDDEN.sub("-", name).strip(" .-")
    stem, dot, suffix = cleaned.rpartition(".")
    if not dot or len(suffix) > _LONGEST_SUFFIX:
        stem, suffix = cleaned, ""
    stem = stem[:_LONGEST_STEM].strip(" .-") or _UNNAMED
    if _RESERVED.fullmatch(stem):
        stem = f"{_UNNAMED}-{stem}"
    return f"{stem}.{suffix}" if suffix else stem


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        return _replace(Path(temporary), path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _replace(temporary: Path, path: Path) -> Path:
    try:
        return temporary.replace(path)
    except PermissionError:
        numbered = _free_name(path)
        return temporary.replace(numbered)


def _free_name(path: Path) -> Path:
    number = 2
    while (candidate := path.with_stem(f"{path.stem} ({number})")).exists():
        number += 1
    return candidate


def _not_shown(path: Path, reason: str) -> AdapterError:
    return AdapterError(ErrorCode.PRINTING_FAILED, path=str(path), reason=reason)

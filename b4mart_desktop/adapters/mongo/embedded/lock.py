"""One program per data folder, by a lock of the operating system that dies with the process; no waiting."""

import os
import sys
from pathlib import Path

from b4mart_desktop.domain.errors import AdapterError, ErrorCode

LOCK_NAME = "in-use.lock"

if sys.platform == "win32":
    import msvcrt

    # Windows locks are mandatory: a byte far behind the text leaves the pid readable for the second program.
    _LOCKED_BYTE = 1 << 30

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """Holds a folder for this process from `acquire` to `release`, or until the process ends in any way.

    The lock file itself stays: removing it would let two programs lock two different files of the same name.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the folder."""
        return self._descriptor is not None

    def acquire(self) -> None:
        """Take the folder; asking again while holding it changes nothing.

        Raises:
            AdapterError: `DATA_FOLDER_IN_USE` with the other program's `pid` (None if unknown) and `folder`.
            OSError: the folder cannot be written.
        """
        if self.held:
            return
        path = self._folder / LOCK_NAME
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise AdapterError(
                ErrorCode.DATA_FOLDER_IN_USE, pid=_pid_in(path), folder=str(self._folder)
            ) from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the folder back; releasing twice changes nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _pid_in(path: Path) -> int | None:
    try:
        with path.open("rb") as file:
            return int(file.read(20))
    except (OSError, ValueError):
        return None

"""A file that is written beside its place and put there when it is whole."""

import contextlib
import os
from pathlib import Path
from typing import IO

from b4mart_desktop.domain.errors import AdapterError, ErrorCode


class NewFile:
    """An open file under another name.

    Args:
        path: Where it belongs.

    Attributes:
        file: To write bytes to.

    Raises:
        AdapterError: DISK_WRITE_FAILED with ``path`` and ``reason``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beside = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            self.file: IO[bytes] = self._beside.open("wb")
        except OSError as error:
            raise self.failed(error) from error

    def finish(self) -> None:
        """Puts the file in its place; what was there before is gone.

        Raises:
            AdapterError: DISK_WRITE_FAILED, as where a spreadsheet has the old one open on Windows.
        """
        try:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            self._beside.replace(self._path)
        except OSError as error:
            self.abandon()
            raise self.failed(error) from error

    def abandon(self) -> None:
        """Leaves nothing behind."""
        with contextlib.suppress(OSError, ValueError):
            self.file.close()
        self._beside.unlink(missing_ok=True)

    def failed(self, error: OSError) -> AdapterError:
        """Returns the error that says why it could not be written."""
        reason = error.strerror or str(error)
        return AdapterError(ErrorCode.DISK_WRITE_FAILED, path=str(self._path), reason=reason)

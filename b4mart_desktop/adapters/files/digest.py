"""What a file is known by again: the SHA-256 of its bytes. What stands in them is the tables' business."""

import hashlib
from pathlib import Path

from b4mart_desktop.domain.errors import AdapterError, ErrorCode


def digest(path: Path) -> str:
    """Returns the SHA-256 of a file's bytes in hexadecimal digits.

    Raises:
        AdapterError: FILE_UNREADABLE with ``path`` and ``reason``.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        reason = error.strerror or str(error)
        raise AdapterError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=reason) from error

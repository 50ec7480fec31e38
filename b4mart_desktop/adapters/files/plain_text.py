"""Reads a text file of any usual encoding whole. Tables belong to ``csv_table``."""

from pathlib import Path

from b4mart_desktop.adapters.files.encodings import find_encoding
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

MOST_BYTES = 20_000_000


def read_text(path: Path) -> str:
    """Returns the text of a file.

    Raises:
        AdapterError: FILE_UNREADABLE with ``path`` and ``reason``.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise AdapterError(
                ErrorCode.FILE_UNREADABLE, path=str(path), reason=f"larger than {MOST_BYTES:,} bytes"
            )
        encoding = find_encoding(path)
        return path.read_text(encoding=encoding.name, errors="replace")
    except OSError as error:
        reason = error.strerror or str(error)
        raise AdapterError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=reason) from error

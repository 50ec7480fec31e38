"""What is in a SQLite file and its log (``-wal``) together, past damage. Nothing here knows of entries.

SQLite reads a log up to the first frame whose checksum does not fit and drops all that follows, whole
transactions included. Each frame's checksum goes on from the one stored in the frame before, so those after
the damage can still be told to be sound. Format: https://sqlite.org/fileformat2.html#the_write_ahead_log
"""

import struct
from collections.abc import Generator
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

_HEADER_BYTES = 32
_FRAME_HEADER_BYTES = 24
_BIG_ENDIAN = 0x377F0683
_WORD = 0xFFFFFFFF
_USUAL_PAGE_BYTES = 4096


class _Frame(NamedTuple):
    """One page as the log holds it.

    Attributes:
        page: Its number in the file, from 1 on.
        salt: The same in all frames of one round through the log.
        start: The bytes of its header that its checksum covers.
        checksum: As it is stored.
    """

    page: int
    salt: bytes
    start: bytes
    checksum: tuple[int, ...]
    content: bytes


def rebuild(path: Path, log: Path | None, target: Path) -> None:
    """Writes the file at ``path``, with every sound page of ``log`` in place and a new header, to ``target``.

    What comes out may contradict itself where a page is missing: it is for reading row by row.

    Raises:
        OSError: It cannot be read or written.
    """
    content = path.read_bytes()
    size = _page_size(content)
    with target.open("w+b") as file:
        file.write(content)
        pages = len(content) // size
        for frame in _sound_frames(log.read_bytes() if log else b"", size):
            file.seek((frame.page - 1) * size)
            file.write(frame.content)
            pages = max(pages, frame.page)
        _write_header(file, size, pages)


def _page_size(content: bytes) -> int:
    (size,) = struct.unpack(">H", content[16:18].ljust(2, b"\0"))
    if size == 1:
        return 65_536
    return size if size >= 512 and size & (size - 1) == 0 else _USUAL_PAGE_BYTES


def _write_header(file: BinaryIO, size: int, pages: int) -> None:
    """Writes what of a header is the same in all our files, and nothing that would make SQLite ask for a log.

    Format: https://sqlite.org/fileformat2.html#the_database_header
    """
    file.seek(0)
    file.write(
        struct.pack(">16sH6B2I", b"SQLite format 3\0", size & 0xFFFF or 1, 1, 1, 0, 64, 32, 32, 1, pages)
    )
    file.seek(44)
    file.write(struct.pack(">I", 4))
    file.seek(56)
    file.write(struct.pack(">I", 1))  # UTF-8
    file.seek(92)
    file.write(struct.pack(">I", 1))  # for which change the number of pages was true


def _sound_frames(log: bytes, size: int) -> Generator[_Frame]:
    (magic,) = struct.unpack(">I", log[:4].ljust(4, b"\0"))
    order: Literal["<", ">"] = ">" if magic == _BIG_ENDIAN else "<"
    frames = list(_frames(log, size))
    # A log is written from its beginning in each round; what an earlier one left behind has other salts.
    salts = [frame.salt for frame in frames[:3]]
    salt = max(salts, key=salts.count, default=b"")
    checksum = struct.unpack(">II", log[24:_HEADER_BYTES].ljust(8, b"\0"))
    for frame in frames:
        if frame.salt == salt and frame.checksum == _go_on(checksum, frame, order):
            yield frame
        checksum = frame.checksum


def _frames(log: bytes, size: int) -> Generator[_Frame]:
    step = _FRAME_HEADER_BYTES + size
    for place in range(_HEADER_BYTES, len(log) - step + 1, step):
        frame = log[place : place + step]
        page, salt, *checksum = struct.unpack(">I4x8sII", frame[:_FRAME_HEADER_BYTES])
        yield _Frame(page, salt, frame[:8], tuple(checksum), frame[_FRAME_HEADER_BYTES:])


def _go_on(checksum: tuple[int, ...], frame: _Frame, order: Literal["<", ">"]) -> tuple[int, int]:
    """The checksum of ``frame``, given that of the one before."""
    content = frame.start + frame.content
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    first, second = checksum
    for one, other in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & _WORD
        second = (second + other + first) & _WORD
    return first, second

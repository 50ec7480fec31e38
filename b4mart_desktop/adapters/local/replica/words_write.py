"""The index of products' search words beside a replica file, write side: keeps up with ``unindexed``.

Whoever changes what a product is found by marks its row in ``unindexed`` in the same transaction; the mark
goes once the index has committed. So a crash in between costs indexing those rows again, nothing else.
"""

import contextlib
import json
import logging
import os
import secrets
import shutil
import zlib
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import BinaryIO

import tantivy

from b4mart_desktop.adapters.local.replica.file import FAVOURITE_WORD, ReplicaFile
from b4mart_desktop.adapters.local.replica.words import (
    SHORT,
    VERSION,
    WordIndexError,
    damage_mark,
    folder_of,
    index_errors,
    index_home,
    open_index,
)
from b4mart_desktop.domain.words import index_words, opening_words

_log = logging.getLogger(__name__)

CHUNK = 20_000
"""Rows of one commit of the index."""

_HEAP_BYTES = 64_000_000  # at most, while many rows are indexed; tantivy demands 15 million
_FOOTER_BYTES = 8
_READ_BYTES = 1_000_000

# The document as JSON, made where the row is read: a third of the time of making it here.
# Weight: favourites, then what sells, then short names, as who types little means the plain thing.
_MARKED = """
SELECT row, iif(words <> '', json_object(
    'row', row,
    'weight', ((words LIKE ?1 || '%') << 40)
        + (min(max(ifnull(popularity.doc ->> 'score', 0), 0), 0xFFFFF) << 20)
        + 0xFFFFF - min(length(sort_name), 0xFFFFF),
    'words', words,
    'opening', substr(words, 1, instr(words, char(10)))
), NULL)
FROM (SELECT row FROM unindexed ORDER BY row LIMIT ?2)
LEFT JOIN products USING (row)
LEFT JOIN records AS popularity ON popularity.collection = 'popularity' AND popularity.id = products.id
ORDER BY row"""

_Entry = tuple[int, str | None]
"""A marked row and its document; None where it is not to be found any more."""


def product_words(name: str, others: Sequence[str], *, favourite: bool) -> str:
    """Returns by what an active product is found, as ``products.words`` holds it: name, tags, options.

    The first line are the words the name begins with, the second all others; favourites have ``★`` first.
    Short beginnings of words are words, too.
    """
    opening, found = opening_words(name), index_words(name, *others)
    first = " ".join([FAVOURITE_WORD, *_with_beginnings(opening)] if favourite else _with_beginnings(opening))
    return f"{first}\n{' '.join(_with_beginnings(found))}"


def _with_beginnings(words: Sequence[str]) -> list[str]:
    return [*words, *{word[:length] for length in range(1, SHORT + 1) for word in words}]


class WordIndexer:
    """Keeps the index of a replica. Only for the one who writes the replica, in between writing.

    tantivy's lock is held during ``drain`` only, so that processes may take turns.
    """

    def __init__(self, file: ReplicaFile) -> None:
        self._file = file
        self._checked: Path | None = None

    def pending(self) -> int:
        """Returns how many rows are not indexed."""
        return int(self._file.rows("SELECT count(*) FROM unindexed")[0][0])

    def drain(self, most: int | None = None) -> int:
        """Indexes rows that are marked, all or about ``most``; returns how many are left.

        Makes the index anew where it is missing or damaged. While another process is at it, nothing is done.

        Raises:
            AdapterError: as ``ReplicaFile.writing``.
        """
        folder = self._sound_folder()
        entries = self._marked()
        if entries:
            try:
                with index_errors(), _writing(folder) as (writer, last):
                    done = 0
                    while entries:
                        _write(writer, entries, last)
                        self._unmark(entries)
                        done += len(entries)
                        entries = self._marked() if most is None or done < most else []
            except WordIndexError as error:
                _log.warning("search words wait to be indexed: %s", error)
                self._checked = None
        return self.pending()

    def _marked(self) -> list[_Entry]:
        return self._file.rows(_MARKED, (FAVOURITE_WORD, CHUNK))

    def _unmark(self, entries: Sequence[_Entry]) -> None:
        with self._file.writing() as connection:
            connection.executemany("DELETE FROM unindexed WHERE row = ?", [(row,) for row, _ in entries])

    def _sound_folder(self) -> Path:
        """Returns where the index is; makes an empty one, and marks all rows, where it is not to be used.

        Its files are read once in the life of the program, for what a disk may have done to them.
        """
        folder = folder_of(self._file)
        if folder is not None and folder == self._checked and _is_there(folder):
            return folder
        if folder is None or not (_is_current(folder) and _is_there(folder) and _is_whole(folder)):
            folder = self._anew(folder)
        self._checked = folder
        return folder

    def _anew(self, refused: Path | None) -> Path:
        if refused is not None:
            _log.warning("the search words in %s are missing or damaged, and made anew", refused)
        folder = index_home(self._file) / f"{VERSION}-{secrets.token_hex(8)}"
        folder.mkdir(parents=True)
        with index_errors():
            open_index(folder)
        with self._file.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('words', ?)", (folder.name,))
            connection.execute("INSERT OR IGNORE INTO unindexed SELECT row FROM products")
        for other in index_home(self._file).iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)  # one still open on Windows goes the next time
        return folder


@contextlib.contextmanager
def _writing(folder: Path) -> Generator[tuple[tantivy.IndexWriter, int]]:
    """Yields a writer and the highest row that is indexed; ends once all segments are merged."""
    index = open_index(folder)
    writer = index.writer(_HEAP_BYTES, 1)
    try:
        index.reload()
        newest = index.searcher().search(tantivy.Query.all_query(), 1, count=False, order_by_field="row").hits
        yield writer, newest[0][0] if newest else -1
    finally:
        writer.wait_merging_threads()


def _write(writer: tantivy.IndexWriter, entries: Sequence[_Entry], last: int) -> None:
    for row, document in entries:
        if row <= last:
            writer.delete_documents_by_term("row", row)
        if document is not None:
            writer.add_json(document)
    writer.commit()


def _is_there(folder: Path) -> bool:
    return (folder / "meta.json").exists() and not damage_mark(folder).exists()


def _is_current(folder: Path) -> bool:
    return folder.name.startswith(f"{VERSION}-")


def _is_whole(folder: Path) -> bool:
    """Whether all files of the index are what tantivy wrote.

    Each ends with a text that holds the checksum of what is before it, the length of that text and a magic
    number; tantivy compares the checksum in a call of its own only, which Python cannot make.
    """
    try:
        segments = json.loads((folder / "meta.json").read_bytes())["segments"]
        names = {segment["segment_id"].replace("-", "") for segment in segments}
        with index_errors():
            open_index(folder)  # which misses files that are not there
        return all(
            _has_its_checksum(file) for file in folder.iterdir() if file.name.partition(".")[0] in names
        )
    except (OSError, ValueError, KeyError, WordIndexError):
        return False


def _has_its_checksum(file: Path) -> bool:
    with file.open("rb") as content:
        size = content.seek(0, os.SEEK_END)
        content.seek(size - _FOOTER_BYTES)
        length = int.from_bytes(content.read(4), "little")
        end = size - _FOOTER_BYTES - length
        content.seek(end)
        footer = json.loads(content.read(length))
        content.seek(0)
        return bool(footer["crc"] == _checksum(content, end))


def _checksum(content: BinaryIO, end: int) -> int:
    checksum, left = 0, end
    while chunk := content.read(min(left, _READ_BYTES)):
        checksum, left = zlib.crc32(chunk, checksum), left - len(chunk)
    return checksum

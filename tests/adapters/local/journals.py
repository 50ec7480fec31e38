"""Journals on disk for tests of what becomes of them, and ways to damage them."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from b4mart_desktop.domain.sale import Sale
from tests.adapters.local.facts import paid_sale
from tests.seals import SEAL


def fill(path: Path, count: int, posted: tuple[int, ...] = ()) -> list[Sale]:
    """Writes that many sales, their names told apart by their receipt numbers, and closes the file."""

    async def sell() -> list[Sale]:
        return [
            await journal.append_sale(paid_sale(name=f"<{number}>"), "A") for number in range(1, count + 1)
        ]

    with closing(SqliteJournal(path, SEAL)) as journal:
        sales = asyncio.run(sell())
        journal.mark_posted(posted)
    return sales


def execute(path: Path, statement: str) -> None:
    """Changes the file behind the journal's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


def overwrite(path: Path, place: int, content: bytes) -> None:
    """Writes over what is there."""
    with path.open("r+b") as file:
        file.seek(place)
        file.write(content)


def sealed(path: Path, number: int) -> bytes:
    """What lies sealed in that entry."""
    with closing(sqlite3.connect(path)) as connection:
        (content,) = connection.execute("SELECT sealed FROM entries WHERE number = ?", (number,)).fetchone()
    assert isinstance(content, bytes)
    return content


def flip(path: Path, number: int) -> None:
    """Changes one bit of what lies sealed in that entry."""
    content, text = path.read_bytes(), sealed(path, number)
    assert content.count(text) == 1
    place = content.index(text) + len(text) // 2
    overwrite(path, place, bytes([content[place] ^ 1]))

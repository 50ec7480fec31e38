"""Forgetting what was posted long ago, and giving its room back, bit by bit. Threads belong to ``file``."""

import datetime as dt
import sqlite3

from b4mart_desktop.adapters.local.journal.rows import milliseconds
from b4mart_desktop.adapters.local.journal.transfer import NEWEST_KEPT
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import utc_now

KEEP = dt.timedelta(days=35)
"""How long posted entries stay for reprints and shift totals; MongoDB has them for good.

A clock that is wrong takes nothing that is needed: the last ``NEWEST_KEPT`` stay in any case.
"""

MOST_KEPT = 50_000
"""How many posted entries stay at most: some days of a busy shop, and a file that opens at once."""

_FORGOTTEN_AT_ONCE = 10
_PAGES_AT_ONCE = 20


def forget_some(connection: sqlite3.Connection, shift: Id | None) -> bool:
    """Forgets a few of the oldest posted entries and gives room back; returns whether there is more to do.

    Args:
        connection: To the journal, inside a transaction.
        shift: The open one, if any: nothing since its opening is looked at, however long ago that is.
    """
    (top,) = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entries'").fetchone() or (0,)
    oldest = connection.execute(
        "SELECT number, written_at FROM entries WHERE state = 'posted' AND number <= ?"
        " ORDER BY number LIMIT ?",
        (min(top - NEWEST_KEPT, _before(connection, shift, top)), _FORGOTTEN_AT_ONCE),
    ).fetchall()
    before = milliseconds(utc_now() - KEEP)
    old = [(number,) for number, at in oldest if at < before or number <= top - MOST_KEPT]
    connection.executemany("DELETE FROM entries WHERE number = ?", old)
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    for _ in range(min(free, _PAGES_AT_ONCE)):  # whatever number it is given, it stops after one page here
        connection.execute("PRAGMA incremental_vacuum(1)")
    return bool(old) or free > _PAGES_AT_ONCE


def _before(connection: sqlite3.Connection, shift: Id | None, top: int) -> int:
    """The number of the last entry before the shift's opening, ``top`` where none is open."""
    (opening,) = connection.execute(
        "SELECT min(number) FROM entries WHERE shift = ? AND kind = 'shift_opened'", (shift,)
    ).fetchone()
    return top if opening is None else int(opening) - 1

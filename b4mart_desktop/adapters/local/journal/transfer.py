"""Taking over into a new journal what can be read of a damaged one, and counting what cannot."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from b4mart_desktop.adapters.local.journal.mark import Mark
from b4mart_desktop.adapters.local.journal.rows import COLUMNS
from b4mart_desktop.adapters.local.journal.schema import STATES
from b4mart_desktop.adapters.local.journal.sources import (
    Found,
    last_number,
    readable_rows,
    receipts,
    sources,
)
from b4mart_desktop.adapters.local.sealing import BrokenSealError, Seal
from b4mart_desktop.domain.record import utc_now

ANY_REGISTER = "*"
"""Row of ``receipts`` below which no register's next number may be."""

NEWEST_KEPT = 1_000
"""So many of the last entries are never forgotten: a gap among them is a loss."""

_MOST_KEPT = 1_000_000
_INSERT = f"INSERT OR IGNORE INTO entries (number, {COLUMNS}, state, attempts, reason) VALUES (?{', ?' * 8})"
_GO_ON = (
    "INSERT INTO receipts (register, last) VALUES (?, ?)"
    " ON CONFLICT (register) DO UPDATE SET last = max(last, excluded.last)"
)
_FIRST_SALE_EVER = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def fill(target: sqlite3.Connection, path: Path, seal: Seal, mark: Mark) -> tuple[int, int | None]:
    """Fills an empty journal from the damaged one at ``path``.

    Returns:
        How many entries were found, and how many of the last ones are missing; None where nothing tells.

    Raises:
        OSError: The file cannot be read.
        sqlite3.DatabaseError: The new one cannot be written.
    """
    with sources(path) as found:
        lasts = [last for source in found if (last := last_number(source)) is not None]
        top = _top(lasts, mark)
        _take_rows(target, found, range(max(1, top - _MOST_KEPT), top + 1), seal)
        _take_receipts(target, [receipts(source) for source in found], mark)
    _count_from(target, top)
    (recovered,) = target.execute("SELECT count(*) FROM entries").fetchone()
    return recovered, _missing(target, top) if lasts else None


def _top(lasts: Sequence[int], mark: Mark) -> int:
    """The last entry's number: as it was noted, or a little above, as the note may be behind."""
    if not mark.number:
        return max(lasts, default=0)
    return max([mark.number, *(last for last in lasts if last <= mark.number + NEWEST_KEPT)])


def _take_rows(
    target: sqlite3.Connection, found: Sequence[sqlite3.Connection], numbers: range, seal: Seal
) -> None:
    """Sound rows of any source first; then the rest, as what is left to look for a lost entry by."""
    damaged: list[Found] = []
    for source in found:
        for row in readable_rows(source, numbers, seal):
            if _is_sound(row, seal):
                _take(target, row)
            elif row.state != "posted":
                damaged.append(row)
    for row in damaged:
        _take(target, row)


def _is_sound(found: Found, seal: Seal) -> bool:
    try:
        seal.open(found.row.sealed, *found.row.context)
    except BrokenSealError:
        return False
    return True


def _take(target: sqlite3.Connection, found: Found) -> None:
    state = found.state if found.state in STATES else "waiting"  # posting looks first whether it is there
    attempts = found.attempts if isinstance(found.attempts, int) else 0
    reason = found.reason if isinstance(found.reason, str) else None
    target.execute(_INSERT, (found.number, *found.row, state, attempts, reason))


def number_never_used() -> int:
    """Returns the number of minutes since 2020, which no register has sold so many times."""
    return (utc_now() - _FIRST_SALE_EVER) // dt.timedelta(minutes=1)


def _take_receipts(
    target: sqlite3.Connection, found: Iterable[list[tuple[str, int]] | None], mark: Mark
) -> None:
    """Lets numbers go on above the highest that any source knows.

    Where none knows, counting goes on above any that can have been used: a gap can be explained to an
    auditor, two receipts with the same number cannot.
    """
    known = [rows for rows in found if rows is not None]
    known += [list(mark.receipts.items())] if mark.number else []
    if not known:
        known = [[(ANY_REGISTER, number_never_used())]]
    for rows in known:
        target.executemany(_GO_ON, rows)


def _count_from(target: sqlite3.Connection, top: int) -> None:
    """Makes the next entry come after ``top``, also where that one is lost."""
    target.execute("DELETE FROM sqlite_sequence WHERE name = 'entries'")
    target.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('entries', ?)", (top,))


def _missing(target: sqlite3.Connection, top: int) -> int:
    first = max(1, top - NEWEST_KEPT + 1)
    (there,) = target.execute("SELECT count(*) FROM entries WHERE number >= ?", (first,)).fetchone()
    return top - first + 1 - int(there)

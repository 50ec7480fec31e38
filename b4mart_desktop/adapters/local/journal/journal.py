"""The counter's journal: every fact on disk, sealed, before anybody is told that it happened.

Implements the ports ``Journal`` and ``Queue``. How a row looks belongs to ``rows``, threads and
transactions to ``file``, tables to ``schema``, what a damaged file comes to to
``salvage``.

Durability: in WAL mode with ``synchronous=FULL`` a commit has appended its pages to the ``-wal`` file and
synced it when it returns: one sync, and after a power failure the entry is there. (In the older DELETE mode
a commit *is* the removal of the rollback file, which the folder may not have on disk yet: a power failure
could bring the file back and with it undo a sale that was receipted.) Marks such as "posted" are committed
with NORMAL, without a sync of their own: losing one only makes the poster look once more.
"""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from pathlib import Path

from b4mart_desktop.adapters.local.journal.file import JournalFile
from b4mart_desktop.adapters.local.journal.forgetting import forget_some
from b4mart_desktop.adapters.local.journal.rows import (
    COLUMNS,
    DamagedRowError,
    Row,
    make_row,
    moment,
    read_row,
)
from b4mart_desktop.adapters.local.journal.salvage import Salvage
from b4mart_desktop.adapters.local.journal.transfer import ANY_REGISTER, number_never_used
from b4mart_desktop.adapters.local.sealing import Seal
from b4mart_desktop.adapters.local.sqlite import Synchronous
from b4mart_desktop.domain.entries import (
    CashMoved,
    DamagedEntry,
    Entry,
    QueuedEntry,
    QueueState,
    SaleCompleted,
    ShiftClosed,
    ShiftEntries,
    ShiftOpened,
)
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.sale import Sale, with_receipt_number
from b4mart_desktop.domain.tills import CashMovement, Shift

ROOM_BYTES = 8 * 1024 * 1024
"""Free space below which no payment begins: more than any one sale and its overhead need."""

_PROBE_BYTES = 4096
_MARKS_PER_TIDYING = 500
_CHECKED_AT_START = 500
_WAITING = "state <> 'posted' AND state = 'waiting'"
_GO_ON = (
    "INSERT INTO receipts (register, last) VALUES (?, ?)"
    " ON CONFLICT (register) DO UPDATE SET last = max(last, excluded.last)"
)
_INSERT = f"INSERT INTO entries ({COLUMNS}) VALUES ({', '.join('?' * len(Row._fields))})"


class SqliteJournal:
    """The journal in one SQLite file.

    ``append``, ``append_sale`` and ``check_writable`` run in a writer thread of the journal's own. The
    other methods are quick and may be called from any thread; all raise ``AdapterError`` JOURNAL_DAMAGED
    where the file cannot be read any more.
    """

    def __init__(self, path: Path, seal: Seal) -> None:
        """Opens the file, made where there is none. Reads every page of it: not for the GUI thread.

        Raises:
            AdapterError: DISK_WRITE_FAILED where it cannot be opened or made; FILE_UNREADABLE where it
                is another version's. A damaged file is no error: see ``salvage``.
        """
        self._seal = seal
        self._file = JournalFile(path, seal)
        try:
            self._check_unposted()
            self._open_shift = _open_shift(self._file)
            self._forget_old()
        except BaseException:
            self._file.close()
            raise

    @property
    def salvage(self) -> Salvage | None:
        """What was saved of a damaged file when it was opened; None for a sound one."""
        return self._file.salvage

    def close(self) -> None:
        """Finishes what is being written and closes the file."""
        self._file.close()

    # ------------------------------------------------------------ writing facts

    async def append(self, entry: Entry) -> None:
        """Writes ``entry`` to disk (fsync); an entry whose id is there already changes nothing.

        Cancelling the wait leaves out an entry not yet begun; one that was begun stays.

        Raises:
            AdapterError: DISK_WRITE_FAILED; then nothing was written.
        """
        written = self._file.write(
            lambda connection: _insert(connection, entry, self._seal), Synchronous.FULL
        )
        # Not after the wait: that may be cancelled, and the entry is written all the same.
        written.add_done_callback(lambda done: self._note_shift(entry, done))
        await asyncio.wrap_future(written)

    async def append_sale(self, sale: Sale, register_code: str) -> Sale:
        """Allots the next receipt number and writes the sale, both or neither.

        Returns the sale as recorded. A sale whose order id is there already is returned as it was
        recorded then. Cancelling is as in ``append``.

        Raises:
            AdapterError: DISK_WRITE_FAILED; then nothing was written and the number is not used up.
                PAID_DIFFERENTLY with ``number`` where the sale there has other items or another total.
        """
        written = self._file.write(
            lambda connection: self._insert_sale(connection, sale, register_code), Synchronous.FULL
        )
        return await asyncio.wrap_future(written)

    def _note_shift(self, entry: Entry, written: Future[bool]) -> None:
        if written.cancelled() or written.exception() is not None or not written.result():
            return
        match entry:
            case ShiftOpened():
                self._open_shift = entry.shift
            case ShiftClosed():
                self._open_shift = None
            case _:
                pass

    async def continue_receipts(self, register_code: str, last: int) -> None:
        """Makes the register's receipt numbers go on above ``last``; they never go back.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """
        values = (register_code, last)
        written = self._file.write(lambda connection: connection.execute(_GO_ON, values), Synchronous.FULL)
        await asyncio.wrap_future(written)

    def skip_receipts(self) -> None:
        """Makes receipt numbers of all registers go on above any that can have been used.

        For a journal made anew where one was. The gap can be explained to an auditor; two receipts with the
        same number cannot.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """
        values = (ANY_REGISTER, number_never_used())
        self._file.write(lambda connection: connection.execute(_GO_ON, values), Synchronous.FULL).result()

    async def check_writable(self) -> None:
        """Writes and syncs a few bytes: to be called before money is taken.

        Raises:
            AdapterError: DISK_WRITE_FAILED, also where there is little room left.
        """
        path = self._file.path
        written = self._file.write(lambda connection: _probe(connection, path), Synchronous.FULL)
        await asyncio.wrap_future(written)

    # ------------------------------------------------------------ the queue

    def next_entries(self, limit: int) -> Sequence[QueuedEntry]:
        """Returns the oldest entries to post, none set aside or damaged; none at all only at the end."""
        found: list[QueuedEntry] = []
        numbers = _waiting(self._file, 0, limit)
        while numbers and not found:
            last = numbers[-1]
            condition = f"WHERE {_WAITING} AND number BETWEEN ? AND ? ORDER BY number"
            found = _queued(self._file, condition, numbers[0], last)
            numbers = _waiting(self._file, last, limit)
        return found

    def mark_posted(self, numbers: Sequence[int]) -> None:
        """Remembers that those entries are in MongoDB."""
        self._mark("UPDATE entries SET state = 'posted' WHERE number = ?", [(number,) for number in numbers])
        if any(number % _MARKS_PER_TIDYING == 0 for number in numbers):
            self._forget_old()

    def mark_failed(self, number: int, reason: str, *, set_aside: bool) -> None:
        """Counts a failed attempt; with ``set_aside`` posting goes on without the entry."""
        state = "set_aside" if set_aside else "waiting"
        change = "UPDATE entries SET attempts = attempts + 1, reason = ?, state = ? WHERE number = ?"
        self._mark(change, [(reason, state, number)])

    def retry(self, number: int) -> None:
        """Puts an entry that was set aside back in its place."""
        change = "UPDATE entries SET state = 'waiting', attempts = 0"
        self._mark(f"{change} WHERE number = ? AND state = 'set_aside'", [(number,)])

    def state(self) -> QueueState:
        """Returns what is not yet posted; damaged entries count as set aside."""
        with self._file.reading() as connection:
            groups = connection.execute(
                "SELECT state = 'waiting', kind = 'sale', count(*), min(written_at) FROM entries"
                " WHERE state <> 'posted' GROUP BY 1, 2"
            ).fetchall()
        return QueueState(
            waiting=sum(count for waiting, _, count, _ in groups if waiting),
            sales=sum(count for _, sale, count, _ in groups if sale),
            set_aside=sum(count for waiting, _, count, _ in groups if not waiting),
            oldest=min((moment(oldest) for *_, oldest in groups), default=None),
        )

    def queue(self, limit: int | None = None) -> Sequence[QueuedEntry]:
        """Returns the oldest entries not yet posted, all where there is no limit; not the damaged ones."""
        condition = "WHERE state <> 'posted' AND state <> 'damaged' ORDER BY number LIMIT ?"
        return _queued(self._file, condition, -1 if limit is None else limit)

    def damaged(self) -> Sequence[DamagedEntry]:
        """Returns entries not yet posted that cannot be read any more, oldest first."""
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT number, id, kind, written_at, reason FROM entries"
                " WHERE state <> 'posted' AND state = 'damaged' ORDER BY number"
            ).fetchall()
        return [
            DamagedEntry(number=number, id=Id(entry), kind=kind, written_at=moment(at), reason=reason)
            for number, entry, kind, at, reason in rows
        ]

    # ------------------------------------------------------------ looking back

    def open_shift(self) -> Shift | None:
        """Returns the shift that was opened last, None where it was closed since; costs nothing."""
        return self._open_shift

    def has_ended(self, cart: Id) -> bool:
        """Whether the cart of that identity was paid or given up here: either is told under its identity."""
        with self._file.reading() as connection:
            found = connection.execute("SELECT 1 FROM entries WHERE id = ?", (cart,))
            return found.fetchone() is not None

    def sale(self, order: Id) -> Sale | None:
        """Returns this counter's sale of that identity, posted or not; None where it has none to read."""
        return next(iter(_sales(self._file, "WHERE id = ? AND kind = 'sale'", order)), None)

    def recent_sales(self, limit: int = 50) -> Sequence[Sale]:
        """Returns this counter's last sales, newest first, posted or not."""
        return _sales(self._file, "WHERE kind = 'sale' ORDER BY number DESC LIMIT ?", limit)

    def shift_entries(self, shift: Id) -> ShiftEntries:
        """Returns what this counter has recorded of ``shift``, posted or not."""
        with self._file.reading() as connection:
            (count,) = connection.execute("SELECT count(*) FROM entries WHERE shift = ?", (shift,)).fetchone()
        entries = [row.entry for row in self._file.read("WHERE shift = ? ORDER BY number", shift)]
        return ShiftEntries(
            sales=tuple(entry.sale for entry in entries if isinstance(entry, SaleCompleted)),
            movements=tuple(movement for entry in entries for movement in _movements(entry)),
            unreadable=max(0, count - len(entries)),  # one may be written between the two
        )

    # ------------------------------------------------------------ underneath

    def _mark(self, change: str, values: Iterable[tuple[object, ...]]) -> None:
        rows = list(values)
        marked = self._file.write(lambda connection: connection.executemany(change, rows), Synchronous.NORMAL)
        marked.result()

    def _check_unposted(self) -> None:
        """Sets what cannot be read aside, and puts back what could not be read before but can be now.

        Of many that wait it looks at the first ones: posting looks at each.
        """
        condition = "WHERE state <> 'posted' AND state {} ORDER BY number LIMIT ?"
        self._file.read(condition.format("= 'waiting'"), _CHECKED_AT_START)
        readable = self._file.read(condition.format("NOT IN ('waiting', 'set_aside')"), -1)
        again = [(row.number,) for row in readable]
        self._mark("UPDATE entries SET state = 'waiting', reason = NULL WHERE number = ?", again)

    def _forget_old(self) -> None:
        """Forgets posted entries in small steps, but leaves the open shift whole, however old.

        Its till is yet to be counted.
        """
        shift = None if self._open_shift is None else self._open_shift.id
        self._file.write_in_steps(lambda connection: forget_some(connection, shift))

    def _insert_sale(self, connection: sqlite3.Connection, sale: Sale, register_code: str) -> Sale:
        order = (sale.order.id,)
        found = connection.execute(f"SELECT {COLUMNS} FROM entries WHERE id = ?", order).fetchone()
        if found is not None:
            return _same(_recorded_sale(Row(*found), self._file, self._seal), sale)
        (last,) = connection.execute(
            "SELECT max(last) FROM receipts WHERE register IN (?, ?)", (register_code, ANY_REGISTER)
        ).fetchone()
        counter = (last or 0) + 1
        recorded = with_receipt_number(sale, register_code, counter)
        connection.execute(_INSERT, make_row(SaleCompleted(sale=recorded), self._seal))
        connection.execute("INSERT OR REPLACE INTO receipts VALUES (?, ?)", (register_code, counter))
        return recorded


def _open_shift(file: JournalFile) -> Shift | None:
    """Looks for the last opening or close, which lies as far back as this shift has sales."""
    last = "WHERE kind IN ('shift_opened', 'shift_closed') ORDER BY number DESC LIMIT 1"
    opened = [row.entry.shift for row in file.read(last) if isinstance(row.entry, ShiftOpened)]
    return next(iter(opened), None)


def _waiting(file: JournalFile, after: int, limit: int) -> list[int]:
    """The numbers of the next entries to post, of which not all may be readable."""
    query = f"SELECT number FROM entries WHERE {_WAITING} AND number > ? ORDER BY number LIMIT ?"
    with file.reading() as connection:
        return [number for (number,) in connection.execute(query, (after, limit)).fetchall()]


def _movements(entry: Entry) -> tuple[CashMovement, ...]:
    match entry:
        case ShiftOpened(float_movement=movement) | CashMoved(movement=movement):
            return (movement,)
        case _:
            return ()


def _sales(file: JournalFile, condition: str, *values: object) -> list[Sale]:
    rows = file.read(condition, *values)
    return [row.entry.sale for row in rows if isinstance(row.entry, SaleCompleted)]


def _queued(file: JournalFile, condition: str, *values: object) -> list[QueuedEntry]:
    return [
        QueuedEntry(
            number=row.number,
            entry=row.entry,
            written_at=moment(row.written_at),
            attempts=row.attempts,
            reason=row.reason,
            set_aside=row.state == "set_aside",
        )
        for row in file.read(condition, *values)
    ]


def _recorded_sale(row: Row, file: JournalFile, seal: Seal) -> Sale:
    try:
        entry = read_row(row, seal)
    except DamagedRowError as error:
        raise file.damaged(str(error)) from error
    if not isinstance(entry, SaleCompleted):
        raise TypeError(f"entry {row.id} is a {row.kind}, not a sale")
    return entry.sale


def _probe(connection: sqlite3.Connection, path: Path) -> None:
    free = shutil.disk_usage(path.parent).free
    if free < ROOM_BYTES:
        reason = f"{free} bytes free, {ROOM_BYTES} needed"
        raise AdapterError(ErrorCode.DISK_WRITE_FAILED, path=str(path), reason=reason)
    connection.execute("INSERT OR REPLACE INTO probe VALUES (1, zeroblob(?))", (_PROBE_BYTES,))


def _same(recorded: Sale, sale: Sale) -> Sale:
    """Returns ``recorded`` where it stands for ``sale``: nobody may be told that goods not in it are paid."""
    there, given = recorded.order, sale.order
    if (there.items, there.pricing.total) != (given.items, given.pricing.total):
        raise AdapterError(ErrorCode.PAID_DIFFERENTLY, number=there.receipt_number)
    return recorded


def _insert(connection: sqlite3.Connection, entry: Entry, seal: Seal) -> bool:
    """Writes ``entry``; returns False where it is there already."""
    row = make_row(entry, seal)
    is_new = connection.execute("SELECT 1 FROM entries WHERE id = ?", (row.id,)).fetchone() is None
    if is_new:
        connection.execute(_INSERT, row)
    return is_new

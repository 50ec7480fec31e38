"""The counter's desk: which register this is, open and held carts. Implements ``Desk``.

A small file of its own, because the open cart is written on every key of the clerk, from the GUI thread.
It is committed without waiting for the disk (WAL, ``synchronous=NORMAL``): it survives ``kill -9``, and after
a power failure at most its last changes are missing. What is done once, such as putting a cart aside, taking
it up or taking money towards it, waits for the disk. Facts do not belong here but in the journal.

Carts are sealed, as they may name a customer; which register this is can be read without the key.
"""

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import msgspec

from b4mart_desktop.adapters.local.records import decoder, encode
from b4mart_desktop.adapters.local.sealing import BrokenSealError, Seal
from b4mart_desktop.adapters.local.sqlite import (
    Schema,
    Synchronous,
    disk_errors,
    empty_log,
    keep_damaged,
    open_checked,
    open_file,
    transaction,
)
from b4mart_desktop.domain.cart import Cart, HeldCart
from b4mart_desktop.domain.counters import DeskCart, Standing
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.tills import Register

_log = logging.getLogger(__name__)
_Record = TypeVar("_Record")

APPLICATION_ID = 0x4234444B

_SCRIPT = """
CREATE TABLE things (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE held (cart TEXT PRIMARY KEY, held_at TEXT NOT NULL, value BLOB NOT NULL);
"""

_KEEP = "INSERT OR REPLACE INTO things VALUES (?, ?)"
_HOLD = "INSERT OR REPLACE INTO held VALUES (?, ?, ?)"
_WRITES_PER_CHECKPOINT = 200
_REGISTER, _CART, _HELD = decoder(Register), decoder(Cart), decoder(DeskCart)


class SqliteDesk:
    """The desk in one SQLite file; all methods are quick and may be called from any thread.

    All raise ``AdapterError`` DISK_WRITE_FAILED where the disk refuses. What cannot be read any more, such
    as a cart of an older version, is as if it were not there, and logged.

    Attributes:
        kept: Where the file is that was damaged when it was opened; None for a sound one.
    """

    def __init__(self, path: Path, seal: Seal) -> None:
        """Opens the file, made where there is none; a damaged one is put aside, and the desk is empty.

        Raises:
            AdapterError: DISK_WRITE_FAILED where it cannot be opened or made.
        """
        self._path = path
        self._seal = seal
        self._connection, self.kept = _open(path, seal)
        self._lock = threading.Lock()  # the background thread names the register while a clerk sells
        # A checkpoint waits for the disk: in a thread of its own, never in the one that draws the screen.
        self._connection.execute("PRAGMA wal_autocheckpoint = 0")
        self._writes = 0
        self._housekeeper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")

    def close(self) -> None:
        """Closes the file."""
        self._housekeeper.shutdown(wait=True)
        self._connection.close()

    def register(self) -> Register | None:
        """Returns which register this is; None before the first start ended."""
        value = self._get("register")
        return None if value is None else _decode(value, _REGISTER)

    def set_register(self, register: Register) -> None:
        """Makes this device that register."""
        with self._writing(Synchronous.FULL) as connection:
            connection.execute(_KEEP, ("register", encode(register)))

    def cart(self) -> Cart | None:
        """Returns the cart that was open when the program last wrote it."""
        value = self._get("cart")
        return None if value is None else self._open(value, _CART, "cart")

    def set_cart(self, cart: Cart | None, *, synced: bool = False) -> None:
        """Remembers the open cart; cheap enough for every change.

        Args:
            cart: None where there is none.
            synced: Whether it waits for the disk, and so outlasts a power failure; that takes longer.
        """
        with self._writing(Synchronous.FULL if synced else Synchronous.NORMAL) as connection:
            if cart is None:
                connection.execute("DELETE FROM things WHERE name = 'cart'")
            else:
                self._keep_cart(connection, cart)

    def hold(self, held: HeldCart) -> None:
        """Puts a cart aside."""
        with self._writing(Synchronous.FULL) as connection:
            self._put_aside(connection, held)

    def held(self) -> Sequence[DeskCart]:
        """Returns carts put aside that this counter has not taken up again, newest first."""
        return [cart for cart in self._aside() if cart.standing is not Standing.TAKEN]

    def takings(self) -> Sequence[DeskCart]:
        """Returns carts this counter took that others knew of, until they are dropped."""
        return [cart for cart in self._aside() if cart.standing is Standing.TAKEN]

    def swap(self, taken: DeskCart, cart: Cart, aside: HeldCart | None) -> bool:
        """Makes ``cart`` the open one and puts ``aside`` away: all of it or nothing.

        Args:
            taken: What ``cart`` was until now. A local one is gone then; one that others know of is kept
                as taken.
            cart: What to go on with.
            aside: What was open until now, if it is to be kept.

        Returns:
            False, with nothing changed, where ``taken`` is not here to be had any more.
        """
        with self._writing(Synchronous.FULL) as connection:
            there = self._find(connection, taken.cart.id)
            if not _may_be_had(taken, there):
                return False
            connection.execute("DELETE FROM held WHERE cart = ?", (taken.cart.id,))
            if taken.standing is Standing.TAKEN:
                self._put_aside(connection, taken)
            if aside is not None:
                self._put_aside(connection, aside)
            self._keep_cart(connection, cart)
        return True

    def mark(self, cart: Id, before: Standing, after: Standing | None) -> bool:
        """Gives a cart put aside another standing, None removes it; False where it had not ``before``."""
        with self._writing(Synchronous.FULL) as connection:
            there = self._find(connection, cart)
            if there is None or there.standing is not before:
                return False
            connection.execute("DELETE FROM held WHERE cart = ?", (cart,))
            if after is not None:
                self._put_aside(connection, msgspec.structs.replace(there, standing=after))
        return True

    def drop(self, cart: Id) -> None:
        """Removes a cart put aside, such as one that was paid."""
        with self._writing(Synchronous.FULL) as connection:
            connection.execute("DELETE FROM held WHERE cart = ?", (cart,))

    def _aside(self) -> list[DeskCart]:
        with self._lock, disk_errors(self._path):
            rows = self._connection.execute("SELECT value, cart FROM held ORDER BY held_at DESC").fetchall()
        carts = (self._open(value, _HELD, "held", cart) for value, cart in rows)
        return [cart for cart in carts if cart is not None]

    def _get(self, name: str) -> bytes | None:
        with self._lock, disk_errors(self._path):
            row = self._connection.execute("SELECT value FROM things WHERE name = ?", (name,)).fetchone()
        return None if row is None else row[0]

    def _find(self, connection: sqlite3.Connection, cart: Id) -> DeskCart | None:
        row = connection.execute("SELECT value FROM held WHERE cart = ?", (cart,)).fetchone()
        return None if row is None else self._open(row[0], _HELD, "held", cart)

    def _keep_cart(self, connection: sqlite3.Connection, cart: Cart) -> None:
        connection.execute(_KEEP, ("cart", self._seal.close(encode(cart), "cart")))

    def _put_aside(self, connection: sqlite3.Connection, held: HeldCart) -> None:
        cart = held.cart.id
        sealed = self._seal.close(encode(held), "held", cart)
        connection.execute(_HOLD, (cart, held.held_at.isoformat(), sealed))

    def _open(self, sealed: bytes, reader: msgspec.json.Decoder[_Record], *context: object) -> _Record | None:
        try:
            return _decode(self._seal.open(sealed, *context), reader)
        except BrokenSealError as error:
            _log.error("something on the desk cannot be read: %s", error)
            return None

    @contextlib.contextmanager
    def _writing(self, synchronous: Synchronous) -> Generator[sqlite3.Connection]:
        with self._lock, disk_errors(self._path):
            self._connection.execute(f"PRAGMA synchronous = {synchronous}")
            with transaction(self._connection):
                yield self._connection
            self._writes += 1
        if self._writes % _WRITES_PER_CHECKPOINT == 0:
            self._housekeeper.submit(_checkpoint, self._path, _schema(self._seal))


def _schema(seal: Seal) -> Schema:
    return Schema(APPLICATION_ID, 2, _SCRIPT, {1: lambda connection: _seal_all(connection, seal)})


def _open(path: Path, seal: Seal) -> tuple[sqlite3.Connection, Path | None]:
    schema, kept = _schema(seal), None
    try:
        connection = open_checked(path, schema, Synchronous.NORMAL)
    except AdapterError as error:
        if error.code is not ErrorCode.FILE_UNREADABLE:
            raise
        with disk_errors(path):
            kept = keep_damaged(path)
        _log.error("the desk was unreadable (%s) and is kept as %s", error, kept)
        connection = open_file(path, schema, Synchronous.NORMAL)
    empty_log(connection)  # it may hold what was not sealed yet, from before an upgrade
    return connection, kept


def _seal_all(connection: sqlite3.Connection, seal: Seal) -> None:
    """Makes version 2 of 1, in which carts were not sealed."""
    connection.execute("PRAGMA secure_delete = ON")
    for (value,) in connection.execute("SELECT value FROM things WHERE name = 'cart'").fetchall():
        connection.execute(_KEEP, ("cart", seal.close(value, "cart")))
    for cart, held_at, value in connection.execute("SELECT cart, held_at, value FROM held").fetchall():
        connection.execute(_HOLD, (cart, held_at, seal.close(value, "held", cart)))


def _may_be_had(taken: DeskCart, there: DeskCart | None) -> bool:
    """Whether a cart can be taken as ``taken`` says, given what lies on the desk under its identity."""
    if taken.standing is Standing.LOCAL:
        return there is not None and there.standing is Standing.LOCAL
    return there is None or there.standing is not Standing.TAKEN


def _decode(value: bytes, decoder: msgspec.json.Decoder[_Record]) -> _Record | None:
    try:
        return decoder.decode(value)
    except (msgspec.DecodeError, ValueError) as error:
        _log.error("something on the desk cannot be read: %s", error)
        return None


def _checkpoint(path: Path, schema: Schema) -> None:
    try:
        with contextlib.closing(open_file(path, schema, Synchronous.NORMAL)) as connection:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    except (AdapterError, sqlite3.Error) as error:
        _log.warning("the desk's log stays as it is: %s", error)

"""Rows of the journal: an entry with its checksum, as it lies on disk. Files and SQL do not belong here."""

import datetime as dt
import hashlib
from typing import NamedTuple

import msgspec

from b4mart_desktop.adapters.local.records import decoder, encode
from b4mart_desktop.domain.entries import (
    Audited,
    CashMoved,
    CustomerAdded,
    Entry,
    SaleCompleted,
    ShiftClosed,
    ShiftOpened,
    entry_id,
)
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import utc_now

CHECKSUM_BYTES = 16

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_decoder: msgspec.json.Decoder[Entry] = decoder(Entry)  # type: ignore[arg-type]  # a union is no class


class Row(NamedTuple):
    """What of an entry never changes once it is written.

    Attributes:
        kind: The entry's tag.
        shift: The shift it belongs to, if any.
        written_at: Milliseconds since 1970.
        payload: The entry as JSON.
        checksum: Of all the above.
    """

    id: str
    kind: str
    shift: str | None
    written_at: int
    payload: bytes
    checksum: bytes


COLUMNS = ", ".join(Row._fields)


class DamagedRowError(Exception):
    """What was read is not what was written."""


def make_row(entry: Entry) -> Row:
    """Returns ``entry`` as it is written now."""
    kind = str(entry.__struct_config__.tag)
    written_at = milliseconds(utc_now())
    payload = encode(entry)
    bare = Row(str(entry_id(entry)), kind, _shift_of(entry), written_at, payload, b"")
    return bare._replace(checksum=_checksum(bare))


def read_row(row: Row) -> Entry:
    """Returns the entry in ``row``; any damage to the file may have changed any column's type, too.

    Raises:
        DamagedRowError: The checksum does not fit, or this version cannot read the entry.
    """
    try:
        if row.checksum != _checksum(row):
            raise DamagedRowError("the checksum does not fit")
        return _decoder.decode(row.payload)
    except (TypeError, ValueError) as error:
        raise DamagedRowError(str(error)) from error


def milliseconds(at: dt.datetime) -> int:
    """Returns a moment as milliseconds since 1970."""
    return (at - _EPOCH) // dt.timedelta(milliseconds=1)


def moment(written_at: int) -> dt.datetime:
    """Returns milliseconds since 1970 as a moment in UTC; 1970 itself where damage made it something else."""
    try:
        return _EPOCH + dt.timedelta(milliseconds=written_at)
    except (TypeError, OverflowError):
        return _EPOCH


def _checksum(row: Row) -> bytes:
    """Covers everything but the entry's position: a salvaged row may lie elsewhere."""
    digest = hashlib.blake2b(digest_size=CHECKSUM_BYTES)
    for value in (row.id, row.kind, row.shift, row.written_at):
        digest.update(f"{value}\0".encode())
    digest.update(row.payload)
    return digest.digest()


def _shift_of(entry: Entry) -> Id | None:
    """Under which shift ``entry`` is found."""
    match entry:
        case SaleCompleted():
            return entry.sale.order.shift
        case ShiftOpened() | ShiftClosed():
            return entry.shift.id
        case CashMoved():
            return entry.movement.shift
        case CustomerAdded() | Audited():
            return None

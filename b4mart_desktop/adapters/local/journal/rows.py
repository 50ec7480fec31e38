"""Rows of the journal: an entry sealed, as it lies on disk. Files and SQL do not belong here."""

import datetime as dt
from typing import NamedTuple

import msgspec

from b4mart_desktop.adapters.local.records import decoder, encode
from b4mart_desktop.adapters.local.sealing import BrokenSealError, Seal
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

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_decoder: msgspec.json.Decoder[Entry] = decoder(Entry)  # type: ignore[arg-type]  # a union is no class


class Row(NamedTuple):
    """What of an entry never changes once it is written.

    Attributes:
        kind: The entry's tag.
        shift: The shift it belongs to, if any.
        written_at: Milliseconds since 1970.
        sealed: The entry as JSON, sealed together with all the above, which must tell nothing of a person.
    """

    id: str
    kind: str
    shift: str | None
    written_at: int
    sealed: bytes

    @property
    def context(self) -> tuple[object, ...]:
        """What is sealed with the entry: all but its position, as a salvaged row may lie elsewhere."""
        return self.id, self.kind, self.shift, self.written_at


COLUMNS = ", ".join(Row._fields)


class DamagedRowError(Exception):
    """What was read is not what was written."""


def make_row(entry: Entry, seal: Seal) -> Row:
    """Returns ``entry`` as it is written now."""
    kind = str(entry.__struct_config__.tag)
    bare = Row(str(entry_id(entry)), kind, _shift_of(entry), milliseconds(utc_now()), b"")
    return bare._replace(sealed=seal.close(encode(entry), *bare.context))


def read_row(row: Row, seal: Seal) -> Entry:
    """Returns the entry in ``row``; any damage to the file may have changed any column's type, too.

    Raises:
        DamagedRowError: The seal is broken, or this version cannot read the entry.
    """
    try:
        return _decoder.decode(seal.open(row.sealed, *row.context))
    except (BrokenSealError, ValueError) as error:
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

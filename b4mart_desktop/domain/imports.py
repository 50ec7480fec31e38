"""How a table of products is imported: rules, profiles for the next file of a kind, how far it came."""

import datetime as dt
import enum

import msgspec

from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import Record, Text


class MatchBy(enum.StrEnum):
    """By what a row's product is found."""

    EITHER = "either"
    SKU = "sku"
    BARCODE = "barcode"


class RowsTaken(enum.StrEnum):
    """Which rows are taken."""

    ALL = "all"
    NEW = "new"
    """Of products that are not there yet."""
    KNOWN = "known"


class EmptyCells(enum.StrEnum):
    """What an empty cell says of a product that is there."""

    KEEP = "keep"
    CLEAR = "clear"


class StockOfKnown(enum.StrEnum):
    """What a quantity says of a product that is there."""

    LEAVE = "leave"
    """Nothing: it changed by sales since the file was made."""
    SET = "set"
    """That many are on hand; the difference is booked as a movement."""


class SkuOfKnown(enum.StrEnum):
    """What a SKU says of a product that is there and was found by its barcode."""

    KEEP = "keep"
    """Nothing: it is the supplier's."""
    TAKE = "take"


class DecimalSign(enum.StrEnum):
    """What stands before the decimals of numbers."""

    GUESSED = "guessed"
    """Either; a number that can be read in two ways is refused."""
    POINT = "point"
    COMMA = "comma"


class ImportRules(Record, frozen=True, kw_only=True):
    """What an import does with the rows it has read."""

    match: MatchBy = MatchBy.EITHER
    rows: RowsTaken = RowsTaken.ALL
    empty: EmptyCells = EmptyCells.KEEP
    stock: StockOfKnown = StockOfKnown.LEAVE
    sku: SkuOfKnown = SkuOfKnown.KEEP
    decimals: DecimalSign = DecimalSign.GUESSED
    status: ProductStatus = ProductStatus.ACTIVE


class ImportProfile(Record, frozen=True, kw_only=True):
    """A document of ``importprofiles``: how tables with this header are imported.

    Attributes:
        name: What people call it, such as the supplier.
        header: The columns' names.
        columns: What each column of the header says (``Column``), empty where it is not used.
        encoding: Of text files, None where it is found out each time.
    """

    id: Id = msgspec.field(name="_id")
    name: Text
    header: tuple[str, ...]
    columns: tuple[str, ...]
    rules: ImportRules = ImportRules()
    sheet: str | None = None
    header_line: int | None = None
    encoding: str | None = None
    delimiter: str | None = None
    created_at: dt.datetime
    updated_at: dt.datetime


class ImportState(enum.StrEnum):
    """How far an import came."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    UNDOING = "undoing"
    """Somebody is taking it back, or began to and did not come to an end."""
    UNDONE = "undone"
    PARTLY_UNDONE = "partly_undone"
    """What somebody changed since is left; taking it back again tries that again."""


GOES_ON = frozenset({ImportState.RUNNING, ImportState.STOPPED, ImportState.FAILED})
"""How far an import came that can be gone on with; one that runs may have been ended without a word."""


class ImportReading(Record, frozen=True, kw_only=True):
    """How the file of an import was read; None where there is no such thing."""

    sheet: str | None = None
    header_line: int | None = None
    encoding: str | None = None
    delimiter: str | None = None


class ImportRun(Record, frozen=True, kw_only=True):
    """A document of ``importruns``: one import, for those who want to go on with it or take it back.

    Its ``_id`` is the batch of the changes it made.

    Attributes:
        file: The file's name without its folder.
        line: Up to which line of the file everything is written.
        columns: What the file's columns say, as in ``ImportProfile``.
        reading: How the file was read.
        digest: SHA-256 of the file; empty where it is not known.
    """

    id: Id = msgspec.field(name="_id")
    file: Text
    state: ImportState = ImportState.RUNNING
    line: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    columns: tuple[str, ...] = ()
    rules: ImportRules = ImportRules()
    reading: ImportReading = ImportReading()
    digest: str = ""
    user: Id | None = None
    user_name: str | None = None
    started_at: dt.datetime
    updated_at: dt.datetime

"""A first look at a table before it is imported: what its columns say, and how their cells would be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from b4mart_desktop.domain.imports import DecimalSign, ImportProfile
from b4mart_desktop.services.column_guess import SAMPLE, guess_columns
from b4mart_desktop.services.column_names import Column, cleaned
from b4mart_desktop.services.ports.files import ReadAs, Row, RowFault, Table, TableNote
from b4mart_desktop.services.product_cells import CellError, Reader, readers
from b4mart_desktop.services.product_texts import unguarded
from b4mart_desktop.services.shop_lookup import ShopLookup

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class TableLook:
    """What a table looks like.

    Attributes:
        columns: What its columns most likely say.
        sample: Its first rows.
        profile: The one that was saved for tables with this header.
    """

    header: Sequence[str]
    sheets: Sequence[str]
    read_as: ReadAs
    notes: Mapping[TableNote, int]
    columns: tuple[Column | None, ...]
    sample: Sequence[Row]
    profile: ImportProfile | None


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """One column of a table.

    Attributes:
        values: Its first different cells.
        read: How the first one is read.
        problems: How many cells of the sample cannot be read, with what is wrong with the first.
    """

    name: str
    column: Column | None
    values: Sequence[str]
    read: str
    problems: int
    fault: RowFault | None
    detail: str


def look_at(table: Table, shop: ShopLookup, profiles: Sequence[ImportProfile]) -> TableLook:
    """Returns what an open table looks like. Reads only its beginning.

    Raises:
        AdapterError: FILE_UNREADABLE.
    """
    sample = [row for row in islice(table.rows(), SAMPLE) if isinstance(row, Row)]
    header = tuple(table.header)
    same = [profile for profile in profiles if profile.header == header]
    guessed = guess_columns(header, sample, readers(shop.names, DecimalSign.GUESSED))
    profile = max(same, key=lambda profile: profile.updated_at, default=None)
    columns = guessed if profile is None else profile_columns(profile, header)
    return TableLook(header, tuple(table.sheets), table.read_as, table.notes, columns, sample, profile)


def profile_columns(profile: ImportProfile, header: Sequence[str]) -> tuple[Column | None, ...]:
    """Returns what the columns of ``header`` say as a profile has it: by their names, not their places."""
    by_name: dict[str, list[Column | None]] = {}
    for name, column in zip(profile.header, columns_of(profile.columns), strict=False):
        by_name.setdefault(name, []).append(column)
    return tuple(by_name[name].pop(0) if by_name.get(name) else None for name in header)


def columns_of(names: Sequence[str]) -> tuple[Column | None, ...]:
    """Returns the columns of those names, as profiles and orders hold them."""
    known = set(Column)
    return tuple(Column(name) if name in known else None for name in names)


def names_of(columns: Sequence[Column | None]) -> tuple[str, ...]:
    """Returns the names of ``columns``, empty for those that are not used."""
    return tuple("" if column is None else column.value for column in columns)


def column_looks(
    look: TableLook, columns: Sequence[Column | None], shop: ShopLookup, decimals: DecimalSign
) -> Sequence[ColumnLook]:
    """Returns how each column would be read, were it what ``columns`` says."""
    known = readers(shop.names, decimals)
    return [
        _column_look(look, place, column, None if column is None else known[column])
        for place, column in enumerate(columns)
    ]


def _column_look(look: TableLook, place: int, column: Column | None, read: Reader | None) -> ColumnLook:
    texts = [(row, unguarded(cleaned(row.cells[place]))) for row in look.sample]
    values = list(dict.fromkeys(text for _, text in texts if text))[:_SHOWN]
    results = [] if read is None else [_result(read, row, place, text) for row, text in texts if text]
    faults = [result for result in results if isinstance(result, CellError)]
    good = next((result for result in results if isinstance(result, str)), "")
    first = faults[0] if faults else None
    return ColumnLook(
        look.header[place],
        column,
        values,
        good,
        len(faults),
        None if first is None else first.fault,
        "" if first is None else first.detail,
    )


def _result(read: Reader, row: Row, place: int, text: str) -> str | CellError:
    if place in row.faults:
        return CellError(*row.faults[place])
    try:
        value = read(text, place in row.numbers)
    except CellError as error:
        return error
    return " · ".join(map(str, value)) if isinstance(value, tuple) else str(value)

"""What imports are called on screen: columns, what is wrong with rows, what was noticed, states."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from b4mart_desktop.domain.imports import ImportState
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.ports.files import RowFault, TableNote

_COLUMNS: Mapping[Column, object] = {
    Column.SKU: QT_TRANSLATE_NOOP("exchange", "SKU"),
    Column.GTIN: QT_TRANSLATE_NOOP("exchange", "Barcode (GTIN only)"),
    Column.CODE: QT_TRANSLATE_NOOP("exchange", "Barcode, else SKU"),
    Column.BARCODE: QT_TRANSLATE_NOOP("exchange", "Barcode"),
    Column.NAME: QT_TRANSLATE_NOOP("exchange", "Name"),
    Column.CATEGORY: QT_TRANSLATE_NOOP("exchange", "Category"),
    Column.PRICE: QT_TRANSLATE_NOOP("exchange", "Price"),
    Column.SALE_PRICE: QT_TRANSLATE_NOOP("exchange", "Sale price"),
    Column.COST: QT_TRANSLATE_NOOP("exchange", "Cost"),
    Column.CURRENCY: QT_TRANSLATE_NOOP("exchange", "Currency"),
    Column.TAX_CLASS: QT_TRANSLATE_NOOP("exchange", "Tax class"),
    Column.STATUS: QT_TRANSLATE_NOOP("exchange", "Status"),
    Column.UNIT: QT_TRANSLATE_NOOP("exchange", "Unit"),
    Column.PLU: QT_TRANSLATE_NOOP("exchange", "PLU"),
    Column.WEIGHED: QT_TRANSLATE_NOOP("exchange", "Sold by weight"),
    Column.OPEN_PRICE: QT_TRANSLATE_NOOP("exchange", "Open price"),
    Column.AGE: QT_TRANSLATE_NOOP("exchange", "Age limit"),
    Column.QUANTITY: QT_TRANSLATE_NOOP("exchange", "On hand"),
    Column.LOW_STOCK: QT_TRANSLATE_NOOP("exchange", "Low stock at"),
    Column.TRACKED: QT_TRANSLATE_NOOP("exchange", "Stock is counted"),
    Column.BACKORDERS: QT_TRANSLATE_NOOP("exchange", "Backorders allowed"),
    Column.PACKS: QT_TRANSLATE_NOOP("exchange", "Packs"),
    Column.VENDOR: QT_TRANSLATE_NOOP("exchange", "Vendor"),
    Column.TAGS: QT_TRANSLATE_NOOP("exchange", "Tags"),
    Column.FEATURED: QT_TRANSLATE_NOOP("exchange", "Featured"),
    Column.FAVOURITE: QT_TRANSLATE_NOOP("exchange", "Favourite"),
    Column.COLOR: QT_TRANSLATE_NOOP("exchange", "Tile colour"),
    Column.DESCRIPTION: QT_TRANSLATE_NOOP("exchange", "Description"),
    Column.SHORT_DESCRIPTION: QT_TRANSLATE_NOOP("exchange", "Short description"),
    Column.SPECIFICATIONS: QT_TRANSLATE_NOOP("exchange", "Specifications"),
    Column.IMAGES: QT_TRANSLATE_NOOP("exchange", "Pictures"),
    Column.VARIANTS: QT_TRANSLATE_NOOP("exchange", "Variants"),
    Column.VARIANT_STOCK: QT_TRANSLATE_NOOP("exchange", "Stock of variants"),
    Column.WEIGHT: QT_TRANSLATE_NOOP("exchange", "Shipping weight"),
    Column.LENGTH: QT_TRANSLATE_NOOP("exchange", "Length"),
    Column.WIDTH: QT_TRANSLATE_NOOP("exchange", "Width"),
    Column.HEIGHT: QT_TRANSLATE_NOOP("exchange", "Height"),
    Column.SHIPPING_CLASS: QT_TRANSLATE_NOOP("exchange", "Shipping class"),
    Column.SLUG: QT_TRANSLATE_NOOP("exchange", "URL handle"),
    Column.SEO_TITLE: QT_TRANSLATE_NOOP("exchange", "Search title"),
    Column.SEO_DESCRIPTION: QT_TRANSLATE_NOOP("exchange", "Search description"),
    Column.SEO_KEYWORDS: QT_TRANSLATE_NOOP("exchange", "Search keywords"),
}

_FAULTS: Mapping[RowFault, object] = {
    RowFault.ENCODING: QT_TRANSLATE_NOOP("exchange", "Bytes that do not fit the encoding"),
    RowFault.QUOTING: QT_TRANSLATE_NOOP("exchange", "Broken quotation marks"),
    RowFault.CELL_COUNT: QT_TRANSLATE_NOOP("exchange", "Wrong number of cells"),
    RowFault.CELL_ERROR: QT_TRANSLATE_NOOP("exchange", "The spreadsheet has an error here"),
    RowFault.FORMULA: QT_TRANSLATE_NOOP(
        "exchange", "A formula without a result: open and save the file in a spreadsheet program"
    ),
    RowFault.EMPTY: QT_TRANSLATE_NOOP("exchange", "Empty, but required"),
    RowFault.TOO_LONG: QT_TRANSLATE_NOOP("exchange", "Too long"),
    RowFault.CONTROL_CHARACTER: QT_TRANSLATE_NOOP("exchange", "Control character"),
    RowFault.DAMAGED_TEXT: QT_TRANSLATE_NOOP("exchange", "Damaged text"),
    RowFault.GTIN_NOT_DIGITS: QT_TRANSLATE_NOOP("exchange", "Not only digits"),
    RowFault.GTIN_LENGTH: QT_TRANSLATE_NOOP("exchange", "No barcode number has this length"),
    RowFault.CHECK_DIGIT: QT_TRANSLATE_NOOP("exchange", "Wrong check digit"),
    RowFault.BARCODE: QT_TRANSLATE_NOOP("exchange", "No barcode can hold this"),
    RowFault.PLU: QT_TRANSLATE_NOOP("exchange", "A PLU has 4 or 5 digits"),
    RowFault.NOT_A_NUMBER: QT_TRANSLATE_NOOP("exchange", "Not a number"),
    RowFault.AMBIGUOUS_NUMBER: QT_TRANSLATE_NOOP("exchange", "Can be read in two ways: choose the decimals"),
    RowFault.OUT_OF_RANGE: QT_TRANSLATE_NOOP("exchange", "Out of range"),
    RowFault.TOO_PRECISE: QT_TRANSLATE_NOOP("exchange", "Too many decimals"),
    RowFault.NOT_A_CHOICE: QT_TRANSLATE_NOOP("exchange", "Unknown value"),
    RowFault.NOT_A_LIST: QT_TRANSLATE_NOOP("exchange", "Not a list that can be read"),
    RowFault.NOT_AN_ADDRESS: QT_TRANSLATE_NOOP("exchange", "Not an address"),
    RowFault.COLOR: QT_TRANSLATE_NOOP("exchange", "Not a colour"),
    RowFault.NO_CODE: QT_TRANSLATE_NOOP("exchange", "Neither SKU nor barcode nor PLU"),
    RowFault.DUPLICATE_IN_FILE: QT_TRANSLATE_NOOP("exchange", "The same code stands in the file before"),
    RowFault.CODES_DISAGREE: QT_TRANSLATE_NOOP("exchange", "Its codes belong to different products"),
    RowFault.TAKEN: QT_TRANSLATE_NOOP("exchange", "Already taken by another product"),
    RowFault.CHANGED_MEANWHILE: QT_TRANSLATE_NOOP("exchange", "Somebody else changed it at the same moment"),
    RowFault.REFUSED: QT_TRANSLATE_NOOP("exchange", "Refused by the database"),
}

_NOTES: Mapping[TableNote, object] = {
    TableNote.ENCODING_GUESSED: QT_TRANSLATE_NOOP(
        "exchange", "The file does not say how its text is encoded; read as {encoding}."
    ),
    TableNote.HIDDEN_SHEETS: QT_TRANSLATE_NOOP(
        "exchange", "Hidden sheets are skipped unless you choose one: {count}."
    ),
    TableNote.HIDDEN_ROWS: QT_TRANSLATE_NOOP("exchange", "Hidden rows are read like others: {count}."),
    TableNote.HIDDEN_COLUMNS: QT_TRANSLATE_NOOP("exchange", "Hidden columns are read like others: {count}."),
    TableNote.MERGED_DOWN: QT_TRANSLATE_NOOP(
        "exchange", "Cells that got the value of the merged cell they are part of: {count}."
    ),
    TableNote.LATE_COLUMNS: QT_TRANSLATE_NOOP(
        "exchange", "Values skipped that no product at the beginning of the file has: {count}."
    ),
    TableNote.TITLES_SKIPPED: QT_TRANSLATE_NOOP("exchange", "Titles across the sheet skipped: {count}."),
}

_STATES: Mapping[ImportState, tuple[object, Tone]] = {
    ImportState.RUNNING: (QT_TRANSLATE_NOOP("exchange", "Not finished"), Tone.WARNING),
    ImportState.DONE: (QT_TRANSLATE_NOOP("exchange", "Done"), Tone.SUCCESS),
    ImportState.STOPPED: (QT_TRANSLATE_NOOP("exchange", "Stopped"), Tone.WARNING),
    ImportState.FAILED: (QT_TRANSLATE_NOOP("exchange", "Failed"), Tone.DANGER),
    ImportState.UNDOING: (QT_TRANSLATE_NOOP("exchange", "Being undone"), Tone.WARNING),
    ImportState.UNDONE: (QT_TRANSLATE_NOOP("exchange", "Undone"), Tone.NEUTRAL),
    ImportState.PARTLY_UNDONE: (QT_TRANSLATE_NOOP("exchange", "Partly undone"), Tone.WARNING),
}


def column_text(column: Column | None) -> str:
    """What a column of products is called; None is a column of a file that is not used."""
    if column is None:
        return QCoreApplication.translate("exchange", "Not used")
    return _said(_COLUMNS[column])


def fault_text(fault: RowFault, detail: str = "") -> str:
    """What is wrong, with the place or what was expected where it is known."""
    return f"{_said(_FAULTS[fault])} ({detail})" if detail else _said(_FAULTS[fault])


def note_text(note: TableNote, count: int, encoding: str) -> str:
    """What was noticed of a file."""
    return _said(_NOTES[note]).format(count=count, encoding=encoding)


def state_text(state: ImportState) -> tuple[str, Tone]:
    """How far an import came, and how that looks."""
    text, tone = _STATES[state]
    return _said(text), tone


def _said(text: object) -> str:
    return QCoreApplication.translate("exchange", str(text))

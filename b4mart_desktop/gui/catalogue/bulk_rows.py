"""What a change would make of products, as rows: before, after, and what is to be known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, Qt
from typing_extensions import override

from b4mart_desktop.domain.bulk_changes import BulkChange
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.price_changes import PREVENTING, PriceNote, PriceTarget
from b4mart_desktop.gui.models.listed_columns import ListedTexts, status_name
from b4mart_desktop.gui.models.row_delegate import Index
from b4mart_desktop.gui.models.table_delegate import TableDelegate
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.services.bulk_preview import PreviewRow

_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
NAME, BEFORE, AFTER, NOTE = range(4)


def note_name(note: PriceNote) -> str:
    """What is to be known, in a few words."""
    translate = QCoreApplication.translate
    names = {
        PriceNote.BELOW_COST: translate("BulkRows", "Below cost"),
        PriceNote.SALE_NOT_BELOW: translate("BulkRows", "Sale price not lower"),
        PriceNote.RAISED_TO_COST: translate("BulkRows", "Raised to cost"),
        PriceNote.CUT_TO_ZERO: translate("BulkRows", "Would be below zero"),
        PriceNote.NO_COST: translate("BulkRows", "No cost known"),
        PriceNote.NO_SALE_PRICE: translate("BulkRows", "No sale price"),
        PriceNote.NO_PRICE: translate("BulkRows", "No price"),
        PriceNote.TOO_HIGH: translate("BulkRows", "Too high"),
    }
    return names[note]


class BulkWords:
    """Writes what of a product a change is about."""

    def __init__(self, texts: ListedTexts) -> None:
        self._texts = texts

    def value(self, change: BulkChange, product: Product) -> str:
        """Returns it in words."""
        return " · ".join(write(product) for asked, write in self._parts(change) if asked)

    def _parts(self, change: BulkChange) -> Iterator[tuple[bool, Callable[[Product], str]]]:
        texts = self._texts
        yield change.price is not None, lambda product: self._price(change, product)
        yield change.category is not None, lambda product: texts.category(product.category)
        yield change.status is not None, lambda product: status_name(product.status)
        yield change.tax_class is not None, lambda product: product.tax_class
        tags = bool(change.tags is not None or change.add_tags or change.remove_tags)
        yield tags, lambda product: ", ".join(product.tags) or "–"
        yield bool(change.vendor or change.no_vendor), lambda product: texts.vendor(product.vendor)
        yield change.featured is not None, lambda product: _mark(product.featured)
        yield change.favourite is not None, lambda product: _mark(product.pos.favourite)

    def _price(self, change: BulkChange, product: Product) -> str:
        of_sale = change.price is not None and change.price.target is PriceTarget.SALE
        price = product.pricing.sale_price if of_sale else product.pricing.base_price
        return "–" if price is None else self._texts.formats.money(price)


def _mark(yes: bool) -> str:
    if yes:
        return QCoreApplication.translate("BulkRows", "Yes")
    return QCoreApplication.translate("BulkRows", "No")


class BulkRows(QAbstractTableModel):
    """The first products of a change.

    Attributes:
        ROW: Role of the whole ``PreviewRow``.
    """

    ROW = Qt.ItemDataRole.UserRole + 1

    def __init__(self, texts: ListedTexts) -> None:
        super().__init__()
        self._words = BulkWords(texts)
        self._change = BulkChange()
        self._rows: Sequence[PreviewRow] = ()

    def show(self, change: BulkChange, rows: Sequence[PreviewRow]) -> None:
        """Shows what ``change`` makes of them."""
        self.beginResetModel()
        self._change, self._rows = change, rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else NOTE + 1

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        names = (self.tr("Product"), self.tr("Before"), self.tr("After"), "")
        return names[section] if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == self.ROW:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        return self._text(row, index.column()) if role == Qt.ItemDataRole.DisplayRole else None

    def _text(self, row: PreviewRow, column: int) -> str:
        if column == NAME:
            return row.before.name
        if column == NOTE:
            return ", ".join(note_name(note) for note in sorted(row.notes))
        return self._words.value(self._change, row.before if column == BEFORE else row.after)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        figures = self._change.price is not None and column in (BEFORE, AFTER)
        return _TRAILING if figures else _LEADING


class BulkDelegate(TableDelegate):
    """What becomes of it stands out; notes are badges."""

    @override
    def tone_of(self, index: Index) -> Tone | None:
        if index.column() != NOTE or not index.data():
            return None
        row: PreviewRow = index.data(BulkRows.ROW)
        if row.notes & PREVENTING:
            return Tone.NEUTRAL
        return Tone.DANGER if PriceNote.BELOW_COST in row.notes else Tone.WARNING

    @override
    def type_of(self, index: Index) -> TypeRole:
        row: PreviewRow = index.data(BulkRows.ROW)
        changes = row.before != row.after
        return TypeRole.STRONG if index.column() == AFTER and changes else TypeRole.BODY

    @override
    def color_of(self, index: Index) -> ColorRole:
        row: PreviewRow = index.data(BulkRows.ROW)
        pale = index.column() == BEFORE or row.before == row.after
        return ColorRole.TEXT_MUTED if pale else ColorRole.TEXT

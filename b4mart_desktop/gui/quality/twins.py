"""Barcodes that several products have: each a row, its products side by side, each of them a press away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.gui.models.listed_columns import ListedTexts
from b4mart_desktop.gui.models.row_delegate import Index, is_selected
from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.painting import draw_text
from b4mart_desktop.services.product_list import SharedBarcode

_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_MOST_BESIDE = 4
_MOST_NAMED = 20
_ROW = 64
_PADDING = 12
_LINE = 20
_CODE_WIDTH = 172
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class TwinRows(QAbstractTableModel):
    """The barcode first, then its products.

    Attributes:
        PRODUCT: Role of the ``Product`` of a cell.
        BESIDE: Role of what a barcode's cell says of products for which there is no column; empty without.
    """

    PRODUCT = Qt.ItemDataRole.UserRole + 1
    BESIDE = Qt.ItemDataRole.UserRole + 2

    def __init__(self) -> None:
        super().__init__()
        self._twins: Sequence[SharedBarcode] = ()
        self._across = 2

    def show(self, twins: Sequence[SharedBarcode]) -> None:
        """Shows those."""
        self.beginResetModel()
        self._twins = twins
        self._across = min(_MOST_BESIDE, max((len(each.products) for each in twins), default=2))
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._twins)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._across + 1

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEADING
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.tr("Barcode") if not section else self.tr("Product {number}").format(number=section)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        twins = self._twins[index.row()]
        place = index.column() - 1
        if place < 0:
            return self._about(twins, role)
        product = twins.products[place] if 0 <= place < len(twins.products) else None
        if product is None:
            return None
        if role == self.PRODUCT:
            return product
        return product.name if role == Qt.ItemDataRole.DisplayRole else None

    def _about(self, twins: SharedBarcode, role: int) -> str | None:
        left = twins.products[_MOST_BESIDE:]
        beside = self.tr("and {count} more").format(count=len(left)) if left else ""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return twins.code
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{twins.code} {beside}".rstrip()
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(product.name for product in left[:_MOST_NAMED])
            case self.BESIDE:
                return beside
        return None


class TwinTable(QTableView):
    """The table of twins.

    Signals:
        opened: A product is to be opened (its id).
        removal_requested: A product is to lose the barcode (the ``Product``, the barcode).
    """

    opened = Signal(str)
    removal_requested = Signal(object, str)

    def __init__(self, rows: TwinRows, texts: ListedTexts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(rows)
        self._delegate = _TwinDelegate(texts, self)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows.modelReset.connect(self._size_first)
        self._size_first()

    def _size_first(self) -> None:
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().resizeSection(0, _CODE_WIDTH)

    def show_rights(self, *, may_edit: bool) -> None:
        """Says whether the person may take barcodes away."""
        self._delegate.removes = may_edit
        self.viewport().update()

    def product(self) -> Product | None:
        """The product that is chosen, None on a barcode."""
        found = self.currentIndex().data(TwinRows.PRODUCT)
        return found if isinstance(found, Product) else None

    def open_current(self) -> None:
        """Opens the product that is chosen."""
        self._open(self.currentIndex())

    def ask_removal(self) -> None:
        """Asks to take the barcode away from the product that is chosen."""
        product = self.product()
        if product is not None and self._delegate.removes:
            code = self.currentIndex().siblingAtColumn(0).data()
            self.removal_requested.emit(product, str(code))

    def go_to(self, row: int, column: int) -> None:
        """Makes a cell the current one, or the last there is."""
        model = self.model()
        index = model.index(min(row, model.rowCount() - 1), min(column, model.columnCount() - 1))
        self.setCurrentIndex(index if index.data(TwinRows.PRODUCT) else index.siblingAtColumn(1))

    def _open(self, index: QModelIndex) -> None:
        product = index.data(TwinRows.PRODUCT)
        if isinstance(product, Product):
            self.opened.emit(product.id)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on the bin takes the barcode away, one elsewhere opens the product."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() != Qt.MouseButton.LeftButton or index != self.currentIndex():
            return
        if self._delegate.removes and self.bin_of(index).contains(place):
            self.ask_removal()
        else:
            self._open(index)

    def bin_of(self, index: QModelIndex) -> QRect:
        """Where the bin of a product is."""
        return bin_in(self.visualRect(index), self.layoutDirection())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.open_current()
        elif event.key() == Qt.Key.Key_Delete:
            self.ask_removal()
        else:
            super().keyPressEvent(event)


def bin_in(cell: QRect, direction: Qt.LayoutDirection) -> QRect:
    """Returns where in a product's cell the bin is: at its trailing edge, as high as a finger needs."""
    edge = tokens().size.touch
    place = QRect(cell.right() - edge, cell.y() + (cell.height() - edge) // 2, edge, edge)
    return QStyle.visualRect(direction, cell, place)


class _TwinDelegate(QStyledItemDelegate):
    """Barcodes as figures; products with SKU, category and price below the name, and a bin.

    Attributes:
        removes: Whether the person may take barcodes away, so that there is a bin.
    """

    def __init__(self, texts: ListedTexts, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self.removes = False

    @override
    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        area: QRect = option.rect
        is_product = isinstance(index.data(TwinRows.PRODUCT), Product)
        if is_product and self.removes and bin_in(area, option.direction).contains(event.pos()):
            QToolTip.showText(event.globalPos(), self.tr("Remove the barcode from this product (Del)"), view)
            return True
        return super().helpEvent(event, view, option, index)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        look = tokens()
        painter.save()
        if is_selected(option):
            painter.fillRect(area, look.color(ColorRole.ACCENT_SOFT))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), look.color(ColorRole.BORDER))
        inside = area.adjusted(_PADDING, 0, -_PADDING, 0)
        product = index.data(TwinRows.PRODUCT)
        painter.setFont(look.font(TypeRole.STRONG))
        painter.setPen(look.color(ColorRole.TEXT))
        if isinstance(product, Product):
            if self.removes:
                inside = self._paint_bin(painter, area, option.direction)
            self._paint_product(painter, inside, product)
        else:
            self._paint_lines(painter, inside, str(index.data() or ""), index.data(TwinRows.BESIDE) or "")
        painter.restore()

    def _paint_bin(self, painter: QPainter, area: QRect, direction: Qt.LayoutDirection) -> QRect:
        """Paints the bin and returns what is left of the cell."""
        place, edge = bin_in(area, direction), tokens().size.icon
        picture = QRect(0, 0, edge, edge)
        picture.moveCenter(place.center())
        icon(Icon.REMOVE, ColorRole.TEXT_MUTED).paint(painter, picture)
        return QStyle.visualRect(direction, area, area.adjusted(_PADDING, 0, -_PADDING - place.width(), 0))

    def _paint_product(self, painter: QPainter, area: QRect, product: Product) -> None:
        price = self._texts.formats.money(product.shelf_price)
        parts = (product.inventory.sku, self._texts.category(product.category), price)
        self._paint_lines(painter, area, product.name, " · ".join(parts))

    def _paint_lines(self, painter: QPainter, area: QRect, text: str, below: str) -> None:
        """A line, and a smaller one below it where there is something to say."""
        lines = 2 if below else 1
        first = QRect(area.x(), area.y() + (area.height() - lines * _LINE) // 2, area.width(), _LINE)
        elide = Qt.TextElideMode.ElideRight
        draw_text(painter, first, _LEADING, painter.fontMetrics().elidedText(text, elide, area.width()))
        painter.setFont(tokens().font(TypeRole.SMALL))
        painter.setPen(tokens().color(ColorRole.TEXT_MUTED))
        small = painter.fontMetrics().elidedText(below, elide, area.width())
        draw_text(painter, first.translated(0, _LINE), _LEADING, small)

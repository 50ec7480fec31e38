"""Orders of a day as a table: raw values to sort by, texts to read."""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from typing_extensions import override

from b4mart_desktop.domain.orders import POS_CHANNEL
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.services.orders import OrderRow

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """Columns, left to right."""

    TIME = 0
    NUMBER = 1
    CUSTOMER = 2
    CASHIER = 3
    ITEMS = 4
    STATE = 5
    TOTAL = 6


class OrderRowsModel(QAbstractTableModel):
    """The rows of one day.

    Attributes:
        ROW: Role of the whole ``OrderRow``.
        SORT: Role of the raw value a column sorts by.
    """

    ROW = Qt.ItemDataRole.UserRole + 1
    SORT = Qt.ItemDataRole.UserRole + 2

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._rows: tuple[OrderRow, ...] = ()

    def show(self, rows: tuple[OrderRow, ...]) -> None:
        """Shows ``rows``."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def total(self) -> Decimal:
        """Returns what all rows come to."""
        return sum((row.order.pricing.total for row in self._rows), Decimal(0))

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(Column(section))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = {
            Column.TIME: self.tr("Time"),
            Column.NUMBER: self.tr("Receipt"),
            Column.CUSTOMER: self.tr("Customer"),
            Column.CASHIER: self.tr("Sold by"),
            Column.ITEMS: self.tr("Items"),
            Column.STATE: self.tr("State"),
            Column.TOTAL: self.tr("Total"),
        }
        return names[Column(section)]

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._rows):
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == self.ROW:
            return row
        if role == self.SORT:
            return self._raw(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def _raw(self, row: OrderRow, column: Column) -> object:
        order = row.order
        raw: dict[Column, object] = {
            Column.TIME: order.created_at,
            Column.ITEMS: sum(item.quantity for item in order.items),
            Column.TOTAL: order.pricing.total,
        }
        return raw.get(column, self._text(row, column))

    def _text(self, row: OrderRow, column: Column) -> str:
        order = row.order
        address = order.shipping_address
        web = self.tr("Web store") if order.channel != POS_CHANNEL else ""
        texts = {
            Column.TIME: lambda: self._formats.time(order.created_at),
            Column.NUMBER: lambda: order.receipt_number or order.order_number,
            Column.CUSTOMER: lambda: f"{address.first_name} {address.last_name}",
            Column.CASHIER: lambda: order.cashier_name or web,
            Column.ITEMS: lambda: str(sum(item.quantity for item in order.items)),
            Column.STATE: lambda: state_text(row),
            Column.TOTAL: lambda: self._formats.money(order.pricing.total),
        }
        return texts[column]()


class OrderSorting(QSortFilterProxyModel):
    """Sorts by raw values: Qt compares neither Decimal nor large int on its own."""

    @override
    def lessThan(self, left: Index, right: Index) -> bool:
        a, b = left.data(OrderRowsModel.SORT), right.data(OrderRowsModel.SORT)
        return bool(a < b)


def state_text(row: OrderRow) -> str:
    """What state an order is in, in a word or two."""
    if not row.posted:
        return QCoreApplication.translate("OrderRows", "Waiting to be posted")
    names = {
        "pending": QCoreApplication.translate("OrderRows", "Pending"),
        "confirmed": QCoreApplication.translate("OrderRows", "Confirmed"),
        "processing": QCoreApplication.translate("OrderRows", "In work"),
        "shipped": QCoreApplication.translate("OrderRows", "Shipped"),
        "delivered": QCoreApplication.translate("OrderRows", "Completed"),
        "cancelled": QCoreApplication.translate("OrderRows", "Cancelled"),
        "refunded": QCoreApplication.translate("OrderRows", "Refunded"),
    }
    return names[row.order.status.value]


def _alignment(column: Column) -> Qt.AlignmentFlag:
    trailing = column in (Column.ITEMS, Column.TOTAL)
    side = Qt.AlignmentFlag.AlignTrailing if trailing else Qt.AlignmentFlag.AlignLeading
    return side | Qt.AlignmentFlag.AlignVCenter

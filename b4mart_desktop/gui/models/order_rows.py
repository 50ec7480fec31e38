"""Orders of a day as a table: raw values to sort by, texts to read."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import IntEnum

from PySide6.QtCore import QCoreApplication, QObject

from b4mart_desktop.domain.orders import POS_CHANNEL
from b4mart_desktop.gui.models.column_table import Column as TableColumn
from b4mart_desktop.gui.models.column_table import RowsModel
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.services.orders import OrderRow


class Column(IntEnum):
    """Columns, left to right."""

    TIME = 0
    NUMBER = 1
    CUSTOMER = 2
    CASHIER = 3
    ITEMS = 4
    STATE = 5
    TOTAL = 6


class OrderRowsModel(RowsModel[OrderRow]):
    """The rows of one day."""

    def __init__(self, formats: Formats) -> None:
        super().__init__(_Texts(formats).columns())

    def total(self) -> Decimal:
        """Returns what all rows come to."""
        return sum((row.order.pricing.total for row in self.rows), Decimal(0))


class _Texts(QObject):
    """Says what is known of an order."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats

    def columns(self) -> tuple[TableColumn[OrderRow], ...]:
        """Returns what is said, in the order of ``Column``."""
        formats = self._formats
        return (
            TableColumn(self.tr("Time"), lambda row: formats.time(row.order.created_at), raw=_made_at),
            TableColumn(self.tr("Receipt"), lambda row: row.order.receipt_number or row.order.order_number),
            TableColumn(self.tr("Customer"), _customer),
            TableColumn(self.tr("Sold by"), self._cashier),
            TableColumn(self.tr("Items"), lambda row: str(_items(row)), raw=_items, trailing=True),
            TableColumn(self.tr("State"), state_text),
            TableColumn(self.tr("Total"), lambda row: formats.money(_total(row)), raw=_total, trailing=True),
        )

    def _cashier(self, row: OrderRow) -> str:
        web = self.tr("Web store") if row.order.channel != POS_CHANNEL else ""
        return row.order.cashier_name or web


def _customer(row: OrderRow) -> str:
    address = row.order.shipping_address
    return f"{address.first_name} {address.last_name}"


def _made_at(row: OrderRow) -> datetime:
    return row.order.created_at


def _items(row: OrderRow) -> int:
    return sum(item.quantity for item in row.order.items)


def _total(row: OrderRow) -> Decimal:
    return row.order.pricing.total


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

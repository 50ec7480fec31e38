"""How a row of orders is painted: the state as a badge, number and total in bold."""

from __future__ import annotations

from typing_extensions import override

from b4mart_desktop.domain.orders import OrderStatus
from b4mart_desktop.gui.models.order_rows import Column, OrderRowsModel
from b4mart_desktop.gui.models.table_delegate import Index, TableDelegate
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.services.orders import OrderRow

_TONES = {
    OrderStatus.DELIVERED: Tone.SUCCESS,
    OrderStatus.CANCELLED: Tone.DANGER,
    OrderStatus.REFUNDED: Tone.NEUTRAL,
}
_STRONG = frozenset({Column.TOTAL, Column.NUMBER})
_PALE = frozenset({Column.CASHIER, Column.ITEMS})


def tone_of(row: OrderRow) -> Tone:
    """What an order's state means for the person who looks at it."""
    return _TONES.get(row.order.status, Tone.INFO) if row.posted else Tone.WARNING


class OrderDelegate(TableDelegate):
    """Paints cells of ``OrderRowsModel``."""

    @override
    def tone_of(self, index: Index) -> Tone | None:
        return tone_of(index.data(OrderRowsModel.ROW)) if index.column() == Column.STATE else None

    @override
    def type_of(self, index: Index) -> TypeRole:
        return TypeRole.STRONG if index.column() in _STRONG else TypeRole.BODY

    @override
    def color_of(self, index: Index) -> ColorRole:
        return ColorRole.TEXT_MUTED if index.column() in _PALE else ColorRole.TEXT

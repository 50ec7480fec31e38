"""The products whose labels are wanted as a table; how many of each can be changed there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from typing_extensions import override

from b4mart_desktop.domain.labels import LabelKey, code_of
from b4mart_desktop.gui.models.table_delegate import Index, TableDelegate
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.services.label_sources import LabelWish
from b4mart_desktop.services.labels import MOST_COPIES

_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class WishColumn(IntEnum):
    """Columns, left to right."""

    NAME = 0
    PRICE = 1
    COPIES = 2


class WishRows(QAbstractTableModel):
    """One row for each product.

    Attributes:
        PROBLEM: Role of what is wrong with its label, empty where nothing is.

    Signals:
        changed: Another number of copies is wanted.
    """

    PROBLEM = Qt.ItemDataRole.UserRole + 1
    changed = Signal()

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._wishes: list[LabelWish] = []
        self._problems: Mapping[LabelKey, str] = {}
        self._prices: Mapping[LabelKey, Decimal] = {}

    @property
    def wishes(self) -> Sequence[LabelWish]:
        """What is wanted."""
        return tuple(self._wishes)

    def show(self, wishes: Sequence[LabelWish]) -> None:
        """Shows other products."""
        self.beginResetModel()
        self._wishes, self._problems = list(wishes), {}  # prices stay until the labels are laid out anew
        self.endResetModel()

    def show_labels(self, prices: Mapping[LabelKey, Decimal], problems: Mapping[LabelKey, str]) -> None:
        """Shows which prices the labels say, and in tool tips what is wrong with them."""
        self._prices, self._problems = prices, problems
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, WishColumn.COPIES))

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._wishes)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(WishColumn)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEADING if section == WishColumn.NAME else _TRAILING
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Product"), self.tr("Price"), self.tr("Labels"))[section]

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        wish = self._wishes[index.row()]
        column = WishColumn(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(wish, column)
            case Qt.ItemDataRole.EditRole if column is WishColumn.COPIES:
                return wish.copies
            case Qt.ItemDataRole.TextAlignmentRole:
                return _LEADING if column is WishColumn.NAME else _TRAILING
            case Qt.ItemDataRole.ToolTipRole if column is WishColumn.NAME:
                return " · ".join(filter(None, (self._code(wish), self._problems.get(wish.key))))
            case self.PROBLEM:
                return self._problems.get(wish.key, "")
        return None

    def _text(self, wish: LabelWish, column: WishColumn) -> str:
        match column:
            case WishColumn.NAME:
                return wish.product.name if wish.pack is None else f"{wish.product.name} · {wish.pack.name}"
            case WishColumn.PRICE:
                price = self._prices.get(wish.key)
                return "" if price is None else self._formats.money(price)
            case WishColumn.COPIES:
                return str(wish.copies)

    def _code(self, wish: LabelWish) -> str | None:
        return code_of(wish.product, wish.pack)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        editable = Qt.ItemFlag.ItemIsEditable if index.column() == WishColumn.COPIES else Qt.ItemFlag(0)
        return super().flags(index) | editable

    @override
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if index.column() != WishColumn.COPIES or not isinstance(value, int):
            return False
        wish = self._wishes[index.row()]
        self._wishes[index.row()] = replace(wish, copies=min(max(value, 0), MOST_COPIES))
        self.dataChanged.emit(index, index)
        self.changed.emit()
        return True


class WishDelegate(TableDelegate):
    """Paints the rows; a product whose label has a problem is coloured."""

    @override
    def tone_of(self, index: Index) -> Tone | None:
        return None

    @override
    def type_of(self, index: Index) -> TypeRole:
        return TypeRole.STRONG if index.column() == WishColumn.COPIES else TypeRole.BODY

    @override
    def color_of(self, index: Index) -> ColorRole:
        return ColorRole.WARNING if index.data(WishRows.PROBLEM) else ColorRole.TEXT

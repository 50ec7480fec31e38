"""The tree of categories as a Qt model that can be rearranged by dragging, and its rows. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView
from typing_extensions import override

from b4mart_desktop.domain.catalog import Category
from b4mart_desktop.domain.category_tree import CategoryTree
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.painting import draw_text
from b4mart_desktop.gui.widgets.picture import draw_picture

Index = QModelIndex | QPersistentModelIndex
_MIME = "application/x-b4mart-category"
_NO_INDEX = QModelIndex()
_PADDING = 16
_PICTURE = 28


class CategoryModel(QAbstractItemModel):
    """All categories, or those with a text in their names and what is above them.

    Attributes:
        CATEGORY: Role of the ``Category``.
        COUNT: Role of how many products it has with those below; None while that is not known.

    Signals:
        move_wanted: A category was dropped: which, its new parent (``Id`` or None), the sibling after it.
    """

    CATEGORY = Qt.ItemDataRole.UserRole + 1
    COUNT = Qt.ItemDataRole.UserRole + 2
    move_wanted = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._tree: CategoryTree | None = None
        self._counts: Mapping[Id, int] = {}
        self._shown: frozenset[Id] | None = None
        self._all: list[Category] = []
        self._numbers: dict[Id, int] = {}
        self._children: dict[Id | None, list[Category]] = {}

    # ------------------------------------------------------------ filling

    def show(self, tree: CategoryTree, wanted: str = "") -> None:
        """Shows ``tree``; with a text only categories that have it in their names, and what is above."""
        self.beginResetModel()
        self._tree = tree
        self._shown = _with_text(tree, wanted) if wanted else None
        self._all = [category for category in tree if self._shown is None or category.id in self._shown]
        self._numbers = {category.id: number for number, category in enumerate(self._all)}
        self._children = {}
        for category in self._all:
            self._children.setdefault(tree.parent(category.id), []).append(category)
        self.endResetModel()

    def show_counts(self, counts: Mapping[Id, int]) -> None:
        """Says how many products each category has itself."""
        self._counts = self._with_those_below(counts)
        if self._all:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))

    def count(self, category: Id) -> int | None:
        """Returns how many products the category and those below it have; None before that is known."""
        return self._counts.get(category, 0) if self._counts else None

    def place_of(self, category: Id | None) -> QModelIndex:
        """Returns the index of a category; an invalid one where it is not shown."""
        number = None if category is None else self._numbers.get(category)
        if number is None or self._tree is None:
            return QModelIndex()
        siblings = self._children[self._tree.parent(self._all[number].id)]
        return self.createIndex(siblings.index(self._all[number]), 0, number)

    def category(self, index: Index) -> Category | None:
        """Returns the category of an index."""
        return self._all[index.internalId()] if index.isValid() else None

    def _with_those_below(self, counts: Mapping[Id, int]) -> dict[Id, int]:
        total: dict[Id, int] = {}
        tree = self._tree
        for category, count in counts.items():
            for above in tree.line(category) if tree is not None and tree.get(category) else ():
                total[above] = total.get(above, 0) + count
        return total

    # ------------------------------------------------------------ Qt's questions

    @override
    def index(self, row: int, column: int, parent: Index = _NO_INDEX) -> QModelIndex:
        above = self.category(parent)
        siblings: Sequence[Category] = self._children.get(above.id if above else None, [])
        if column != 0 or not 0 <= row < len(siblings):
            return QModelIndex()
        return self.createIndex(row, 0, self._numbers[siblings[row].id])

    @override
    def parent(self, index: Index = _NO_INDEX) -> QModelIndex:  # type: ignore[override]
        category = self.category(index)
        above = None if category is None or self._tree is None else self._tree.parent(category.id)
        return self.place_of(above)

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        above = self.category(parent)
        return len(self._children.get(above.id if above else None, []))

    @override
    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        category = self.category(index)
        if category is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return category.name
            case Qt.ItemDataRole.ForegroundRole if not category.is_active:
                return tokens().color(ColorRole.TEXT_MUTED)
            case Qt.ItemDataRole.DecorationRole:
                return icon(Icon.TAG if category.is_active else Icon.EYE_OFF, ColorRole.TEXT_MUTED)
            case self.CATEGORY:
                return category
            case self.COUNT:
                return self.count(category.id)
            case _:
                return None

    # ------------------------------------------------------------ dragging

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        return usual | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else usual

    @override
    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    @override
    def mimeTypes(self) -> list[str]:
        return [_MIME]

    @override
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        category = self.category(indexes[0])
        data.setData(_MIME, str(category.id if category else "").encode())
        return data

    @override
    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """A category cannot go below itself, and among found ones no place is meant."""
        above, dragged = self.category(parent), self._dragged(data)
        if dragged is None or self._tree is None or self._shown is not None:
            return False
        return above is None or dragged not in self._tree.line(above.id)

    @override
    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Asks for the move; the model changes when the database has it, so Qt is to remove nothing."""
        dragged = self._dragged(data)
        if dragged is not None and self.canDropMimeData(data, action, row, column, parent):
            above = self.category(parent)
            siblings = self._children.get(above.id if above else None, [])
            before = siblings[row].id if 0 <= row < len(siblings) else None
            self.move_wanted.emit(dragged, above.id if above else None, before)
        return False

    def _dragged(self, data: QMimeData) -> Id | None:
        text = bytes(data.data(_MIME).data()).decode()
        return next((category.id for category in self._all if category.id == text), None)


def _with_text(tree: CategoryTree, wanted: str) -> frozenset[Id]:
    text = wanted.casefold()
    found = [category.id for category in tree if text in category.name.casefold()]
    return frozenset(step for category in found for step in tree.line(category))


class CategoryDelegate(QStyledItemDelegate):
    """Paints a category's row: what the style paints, its picture, and the number of its products at the end.

    Args:
        view: The tree.
        pictures: Where pictures come from.
    """

    def __init__(self, view: QTreeView, pictures: PictureLoader) -> None:
        super().__init__(view)
        self._pictures = pictures

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.decorationSize = QSize(_PICTURE, _PICTURE)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), tokens().size.row)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        self._paint_picture(painter, option, index)
        count = index.data(CategoryModel.COUNT)
        if count is None:
            return
        painter.save()
        painter.setFont(tokens().font(TypeRole.BODY))
        painter.setPen(tokens().color(ColorRole.TEXT_MUTED))
        area = QRect(option.rect).adjusted(_PADDING, 0, -_PADDING, 0)
        end = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        draw_text(painter, area, end, f"{count:,}")
        painter.restore()

    def _paint_picture(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Over the icon, once the picture is there."""
        category = index.data(CategoryModel.CATEGORY)
        if not isinstance(category, Category) or not category.image or not category.is_active:
            return
        pixmap = self._pictures.pixmap(category.image, _PICTURE)
        if pixmap is None:
            return
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        part = QStyle.SubElement.SE_ItemViewItemDecoration
        area = option.widget.style().subElementRect(part, whole, option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_picture(painter, QRectF(area), pixmap, tokens().radius.sm)
        painter.restore()

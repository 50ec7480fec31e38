"""The categories as a tree to pick from, narrowed by typing. What is picked is its owner's matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from b4mart_desktop.domain.catalog import Category
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.words import fold
from b4mart_desktop.gui.shared.dialogs import AskDialog, open_dialog
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.search_field import SearchField

_ID = Qt.ItemDataRole.UserRole
_HEIGHT = 360


class CategoryPicker(QWidget):
    """A search field over a tree; the way to each found category stays visible, and what is below it.

    Args:
        categories: Those that may be picked, in their order.
        parent: The widget it stands in.
        ticked: Where several may be picked: those that are at first; None where one is picked.

    Attributes:
        search: The words; each must stand somewhere in a category's way from the top, one in its own name.
        tree: What is found.

    Signals:
        picked: The id of the category that the person took.
        changed: Another category is marked or ticked.
    """

    picked = Signal(str)
    changed = Signal()

    def __init__(
        self,
        categories: Sequence[Category],
        parent: QWidget | None = None,
        *,
        ticked: Sequence[Id] | None = None,
    ) -> None:
        super().__init__(parent)
        self.search = SearchField(self.tr("Find a category"))
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(self.tr("Categories"))
        self.tree.setIndentation(tokens().space.xl)
        self._takes_many = ticked is not None
        self._ticked = dict.fromkeys(ticked or ())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.sm)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        self.setFocusProxy(self.search)
        self._fill(categories)
        self._connect()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._narrow)
        self.search.submitted.connect(lambda _: self._take())
        self.search.down_pressed.connect(self.tree.setFocus)
        self.tree.itemActivated.connect(lambda *_: self._take())
        self.tree.currentItemChanged.connect(lambda *_: self.changed.emit())
        self.tree.itemChanged.connect(self._on_ticked)

    # ------------------------------------------------------------ what is picked

    def current(self) -> Id | None:
        """The category that is marked; None where none is found."""
        item = self.tree.currentItem()
        return None if item is None or item.isHidden() else _id(item)

    def ticked(self) -> tuple[Id, ...]:
        """The categories that are ticked, in the order they were."""
        return tuple(self._ticked)

    def mark(self, category: Id) -> None:
        """Marks a category and shows it, if it is there."""
        for item in _all(self.tree):
            if _id(item) == category:
                self.tree.setCurrentItem(item)
                self.tree.scrollToItem(item)

    def _take(self) -> None:
        item, category = self.tree.currentItem(), self.current()
        if item is None or category is None:
            return
        if self._takes_many:
            item.setCheckState(0, _state(category not in self._ticked))
        self.picked.emit(category)

    def _on_ticked(self, item: QTreeWidgetItem) -> None:
        if item.checkState(0) is Qt.CheckState.Checked:
            self._ticked[_id(item)] = None
        else:
            self._ticked.pop(_id(item), None)
        self.changed.emit()

    # ------------------------------------------------------------ the tree

    def _fill(self, categories: Sequence[Category]) -> None:
        """Builds the tree by ``parent``; one whose parent is missing, or below it, stands at the top."""
        items = {each.id: self._item(each) for each in categories}
        for each in categories:
            own = items[each.id]
            above = None if each.parent is None else items.get(each.parent)
            if above is None or own in _line(above):
                self.tree.addTopLevelItem(own)
            else:
                above.addChild(own)
        for chosen in self._ticked:
            if chosen in items:
                self.tree.scrollToItem(items[chosen])
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)

    def _item(self, category: Category) -> QTreeWidgetItem:
        item = QTreeWidgetItem([category.name])
        item.setData(0, _ID, category.id)
        item.setSizeHint(0, QSize(0, tokens().size.touch))
        if self._takes_many:
            item.setCheckState(0, _state(category.id in self._ticked))
        return item

    def _narrow(self, text: str) -> None:
        words = fold(text).split()
        found = [_narrow(item, words, "") for item in _children(self.tree.invisibleRootItem())]
        first = next((item for item in found if item is not None), None)
        if first is None:
            self.tree.setCurrentIndex(QModelIndex())
        elif words or self.current() is None:
            self.tree.setCurrentItem(first)


def _narrow(
    item: QTreeWidgetItem, words: Sequence[str], above: str, *, inside: bool = False
) -> QTreeWidgetItem | None:
    """Hides what is not found nor leads to or stands below what is; returns the first that is found."""
    own = fold(item.text(0))
    path = f"{above} {own}"
    hit = not words or (all(word in path for word in words) and any(word in own for word in words))
    below = [_narrow(child, words, path, inside=inside or hit) for child in _children(item)]
    first_below = next((found for found in below if found is not None), None)
    item.setHidden(not (hit or inside) and first_below is None)
    item.setExpanded(bool(words) and first_below is not None)
    return item if hit else first_below


def _children(item: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
    for place in range(item.childCount()):
        child = item.child(place)
        if child is not None:
            yield child


def _all(tree: QTreeWidget) -> Iterator[QTreeWidgetItem]:
    waiting = list(_children(tree.invisibleRootItem()))
    while waiting:
        item = waiting.pop()
        yield item
        waiting += _children(item)


def _line(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    """The item and those above it."""
    line, step = [item], item.parent()
    while step is not None:
        line.append(step)
        step = step.parent()
    return line


def _id(item: QTreeWidgetItem) -> Id:
    return Id(str(item.data(0, _ID)))


def _state(ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked


async def pick_category(
    parent: QWidget, title: str, accept: str, categories: Sequence[Category], marked: Id | None = None
) -> Id | None:
    """Asks for a category; None where the person takes none.

    Args:
        parent: Any widget of the window.
        title: What it is for.
        accept: The deed, as on the button.
        categories: Those that may be picked.
        marked: The one to begin with.
    """
    dialog = AskDialog(parent, title)
    picker = CategoryPicker(categories)
    picker.setMinimumHeight(_HEIGHT)
    dialog.body.addWidget(picker)
    dialog.add_button(picker.tr("Cancel"), closes=False)
    button = dialog.add_button(accept, "primary", closes=True)
    picker.changed.connect(lambda: button.setEnabled(picker.current() is not None))
    picker.picked.connect(dialog.accept)
    if marked is not None:
        picker.mark(marked)
    button.setEnabled(picker.current() is not None)
    picker.search.setFocus()
    return picker.current() if await open_dialog(dialog) else None

"""The categories as a tree to pick one from, narrowed by typing. What is picked is its owner's matter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from b4mart_desktop.domain.catalog import Category
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.words import fold
from b4mart_desktop.gui.shared.dialogs import AskDialog, open_dialog
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.search_field import SearchField

_ID = Qt.ItemDataRole.UserRole
_HEIGHT = 360


class CategoryTree(QWidget):
    """A search field over a tree; the way to each found category stays visible.

    Signals:
        picked: The id of the category that the person took.
    """

    picked = Signal(str)

    def __init__(self, categories: Sequence[Category], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField(self.tr("Find a category"))
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(self.tr("Categories"))
        self.tree.setIndentation(tokens().space.xl)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.sm)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        self._fill(categories)
        self.search.textChanged.connect(self._narrow)
        self.search.submitted.connect(lambda _: self._take())
        self.search.down_pressed.connect(self.tree.setFocus)
        self.tree.itemActivated.connect(lambda *_: self._take())

    def _fill(self, categories: Sequence[Category]) -> None:
        """Builds the tree by ``parent``; one whose parent is missing stands at the top."""
        items = {each.id: QTreeWidgetItem([each.name]) for each in categories}
        for each in categories:
            items[each.id].setData(0, _ID, each.id)
            items[each.id].setSizeHint(0, QSize(0, tokens().size.touch))
        for each in categories:
            above = None if each.parent is None else items.get(each.parent)
            if above is None or above is items[each.id]:
                self.tree.addTopLevelItem(items[each.id])
            else:
                above.addChild(items[each.id])
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)

    def current(self) -> Id | None:
        """The category that is marked."""
        item = self.tree.currentItem()
        return None if item is None or item.isHidden() else Id(str(item.data(0, _ID)))

    def _take(self) -> None:
        chosen = self.current()
        if chosen is not None:
            self.picked.emit(chosen)

    def _narrow(self, text: str) -> None:
        wanted, first = fold(text.strip()), None
        for place in range(self.tree.topLevelItemCount()):
            found = _narrow(self.tree.topLevelItem(place), wanted)
            first = first or found
        if first is not None:
            self.tree.setCurrentItem(first)


def _narrow(item: QTreeWidgetItem | None, wanted: str) -> QTreeWidgetItem | None:
    """Hides what neither has ``wanted`` in its name nor leads to what has; returns the first that has it."""
    if item is None:
        return None
    own = item if wanted in fold(item.text(0)) else None
    below = [_narrow(item.child(place), wanted) for place in range(item.childCount())]
    first_below = next((found for found in below if found is not None), None)
    item.setHidden(own is None and first_below is None)
    item.setExpanded(bool(wanted) and first_below is not None)
    return own or first_below


async def pick_category(
    parent: QWidget, title: str, accept: str, categories: Sequence[Category]
) -> Id | None:
    """Asks for a category; None where the person takes none."""
    dialog = AskDialog(parent, title)
    tree = CategoryTree(categories)
    tree.setMinimumHeight(_HEIGHT)
    dialog.body.addWidget(tree)
    dialog.add_button(tree.tr("Cancel"), closes=False)
    dialog.add_button(accept, "primary", closes=True)
    tree.picked.connect(dialog.accept)
    tree.search.setFocus()
    return tree.current() if await open_dialog(dialog) else None

"""Asks for one of the shop's categories: typed words find it by its whole path. Nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QWidget
from typing_extensions import override

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.shared.dialogs import AskDialog, open_dialog

_BETWEEN = " › "
_LIST_HEIGHT = 320
_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


async def ask_category(
    parent: QWidget | None, title: str, accept: str, categories: Sequence[tuple[Id, Sequence[str]]]
) -> Id | None:
    """Asks for a category; None if the person cancels.

    Args:
        parent: Any widget of the window.
        title: What it is for.
        accept: The deed, as on the button.
        categories: Those that may be chosen, each with the names from the root down.
    """
    dialog = _CategoryDialog(parent, title, accept, categories)
    return dialog.chosen() if await open_dialog(dialog) else None


class _CategoryDialog(AskDialog):
    """A field over a list of paths; keys of the list work while typing."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        accept: str,
        categories: Sequence[tuple[Id, Sequence[str]]],
    ) -> None:
        super().__init__(parent, title)
        self._all = [(category, _BETWEEN.join(names)) for category, names in categories]
        self._found: list[Id] = []
        self._paths = QStringListModel(self)
        self._field, self._list = QLineEdit(), QListView()
        self.add_button(self.tr("Cancel"), closes=False)
        self._accept = self.add_button(accept, "primary", closes=True)
        self._build()
        self._find("")

    def _build(self) -> None:
        self._field.setPlaceholderText(self.tr("Find a category"))
        self._field.setAccessibleName(self.tr("Find a category"))
        self._list.setAccessibleName(self.tr("Categories"))
        self._list.setModel(self._paths)
        self._list.setUniformItemSizes(True)
        self._list.setMinimumHeight(_LIST_HEIGHT)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.doubleClicked.connect(self.accept)
        self._field.textChanged.connect(self._find)
        self._field.installEventFilter(self)
        self.body.addWidget(self._field)
        self.body.addWidget(self._list)
        self._field.setFocus()

    def chosen(self) -> Id | None:
        """Returns the category that is marked."""
        row = self._list.currentIndex().row()
        return self._found[row] if 0 <= row < len(self._found) else None

    def _find(self, text: str) -> None:
        words = text.casefold().split()
        hits = [(who, path) for who, path in self._all if all(word in path.casefold() for word in words)]
        self._found = [category for category, _ in hits]
        self._paths.setStringList([path for _, path in hits])
        self._list.setCurrentIndex(self._paths.index(0, 0))
        self._accept.setEnabled(bool(hits))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _TO_LIST:
            self._list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

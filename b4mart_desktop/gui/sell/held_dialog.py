"""The list of held sales, which follows what all counters do while it is open. Taking one is the asker's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget
from typing_extensions import override

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.models.held_rows import HeldRowDelegate, HeldRowsModel
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.holding import HeldRow, Holding, Obstacle

_WIDTH, _HEIGHT = 620, 460
_PICKS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class HeldDialog(AskDialog):
    """Asks which held sale to go on with.

    Attributes:
        chosen: The cart, once accepted.
    """

    def __init__(self, parent: QWidget, holding: Holding, formats: Formats) -> None:
        super().__init__(parent, self.tr("Go on with which sale?"))
        self._holding = holding
        self.chosen: Id | None = None
        self.setMinimumSize(_WIDTH, _HEIGHT)
        self._rows: dict[Id, HeldRow] = {}
        self._model = HeldRowsModel(formats)
        self._view = QListView()
        self._nothing = EmptyState()
        self._note = label("", "small", wrap=True)
        self._build(formats)
        self.refresh()
        self._view.setFocus()

    def _build(self, formats: Formats) -> None:
        self._view.setModel(self._model)
        self._view.setItemDelegate(HeldRowDelegate(formats))
        self._view.setUniformItemSizes(True)
        self._view.setMouseTracking(True)
        self._view.setProperty("kind", "clear")
        self._view.viewport().setAutoFillBackground(False)
        self._view.setAccessibleName(self.windowTitle())
        self._view.clicked.connect(self._pick)
        self._view.installEventFilter(self)
        self._nothing.show_empty(
            Icon.HOLD, self.tr("No sale is put aside"), self.tr("F4 puts the open one aside.")
        )
        for widget in (self._view, self._nothing, self._note):
            self.body.addWidget(widget)
        self.add_button(self.tr("Cancel"), closes=False)

    def refresh(self) -> None:
        """Shows the held sales as they are now, and says which went while this was open."""
        rows = {row.id: row for row in self._holding.rows()}
        gone = [row for row in self._rows.values() if row.id not in rows]
        chosen = self._view.currentIndex().data(HeldRowsModel.ROW)
        self._rows = rows
        self._model.show(tuple(rows.values()))
        self._view.setCurrentIndex(self._model.index(self._model.place_of(chosen)))
        self._view.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self._tell(gone)

    def _tell(self, gone: list[HeldRow]) -> None:
        """A sentence under the list: what just went, or what being offline means."""
        offline = {Obstacle.UNCONFIRMED, Obstacle.ELSEWHERE} & {row.obstacle for row in self._rows.values()}
        if gone:
            self._note.setText(self._farewell(gone[-1]))
        elif offline:
            self._note.setText(
                self.tr(
                    "Offline: sales put aside at other registers have to wait; one put aside here may have"
                    " been taken up elsewhere, so somebody has to approve it."
                )
            )
        self._note.setVisible(bool(self._note.text()))

    def _farewell(self, row: HeldRow) -> str:
        if row.taken is None:
            return self.tr("“{label}” was taken up just now.").format(label=row.held.label)
        text = self.tr("“{label}” was taken up at register {code}.")
        return text.format(label=row.held.label, code=row.taken.register_code)

    def _pick(self, index: QModelIndex) -> None:
        row = index.data(HeldRowsModel.ROW)
        if isinstance(row, HeldRow) and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.chosen = row.id
            self.accept()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _PICKS:
            self._pick(self._view.currentIndex())
            return True
        return super().eventFilter(watched, event)

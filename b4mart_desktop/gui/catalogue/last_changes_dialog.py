"""The last changes of many products, with a way to take one back. Taking back is done by who opened it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from b4mart_desktop.domain.catalogue_batches import BatchState, CatalogueBatch
from b4mart_desktop.gui.models.table_delegate import set_up_table
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.widgets.labels import label

_SIZE = (820, 420)
_PRODUCTS = 3
_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class LastChangesDialog(AskDialog):
    """A table of changes; accepted where the chosen one is to be taken back.

    Args:
        parent: Any widget of the window.
        batches: The changes, newest first.
        may_undo: Whether who is signed in may take one back.
        formats: How dates and numbers are written.
    """

    def __init__(
        self, parent: QWidget, batches: Sequence[CatalogueBatch], formats: Formats, *, may_undo: bool
    ) -> None:
        super().__init__(parent, QCoreApplication.translate("LastChangesDialog", "Last changes"))
        self._batches, self._formats, self._may_undo = batches, formats, may_undo
        if batches:
            self.body.addWidget(label(self.tr("What somebody changed since stays as it is."), "muted"))
        else:
            self.body.addWidget(label(self.tr("Nobody changed many products together yet."), "muted"))
        self.table = self._table()
        self.body.addWidget(self.table)
        self.table.setVisible(bool(batches))
        self.add_button(self.tr("Close"), closes=False)
        self._undo = self.add_button(self.tr("Undo"), "primary", closes=True)
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.table.selectRow(0)
        self._show_chosen()

    def chosen(self) -> CatalogueBatch | None:
        """The change that is selected."""
        row = self.table.currentRow()
        return self._batches[row] if 0 <= row < len(self._batches) else None

    def _table(self) -> QTableWidget:
        names = (self.tr("Change"), self.tr("When"), self.tr("By"), self.tr("Products"), self.tr("State"))
        table = QTableWidget(len(self._batches), len(names))
        table.setHorizontalHeaderLabels(names)
        table.horizontalHeader().setDefaultAlignment(_LEADING)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setAccessibleName(self.windowTitle())
        table.setMinimumSize(*_SIZE)
        set_up_table(table, 0)
        for row, batch in enumerate(self._batches):
            for column, text in enumerate(self._texts(batch)):
                item = QTableWidgetItem(text)
                item.setTextAlignment(_TRAILING if column == _PRODUCTS else _LEADING)
                table.setItem(row, column, item)
        return table

    def _texts(self, batch: CatalogueBatch) -> tuple[str, ...]:
        date_time = self._formats.date_time
        what = batch.what
        if batch.planned_for is not None:
            planned = self.tr("{what} on {when}")
            what = planned.format(what=what, when=date_time(batch.planned_for))
        count = self._formats.quantity(Decimal(batch.saved))
        return what, date_time(batch.started_at), batch.user_name or "–", count, self._state(batch.state)

    def _state(self, state: BatchState) -> str:
        names = {
            BatchState.RUNNING: self.tr("Under way or cut short"),
            BatchState.STOPPED: self.tr("Stopped"),
            BatchState.DONE: self.tr("Done"),
            BatchState.UNDONE: self.tr("Taken back"),
        }
        return names[state]

    def _show_chosen(self) -> None:
        batch = self.chosen()
        gone = batch is None or batch.state is BatchState.UNDONE or not batch.saved
        self._undo.setEnabled(self._may_undo and not gone)

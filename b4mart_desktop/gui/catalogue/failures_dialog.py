"""The products that a change left as they are, each with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.gui.models.table_delegate import set_up_table
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.shared.errors import describe

_SIZE = (760, 420)
_MOST_SHOWN = 300


class FailuresDialog(AskDialog):
    """A list of products and reasons.

    Args:
        parent: Any widget of the window.
        failed: The products, each with its error.
        undo: Whether the others can be put back; the dialog is accepted where they are to be.
    """

    def __init__(
        self, parent: QWidget, failed: Sequence[tuple[Product, B4MartError]], *, undo: bool = False
    ) -> None:
        super().__init__(
            parent, QCoreApplication.translate("FailuresDialog", "These products stay as they are")
        )
        shown = failed[:_MOST_SHOWN]
        table = QTableWidget(len(shown), 3)
        table.setHorizontalHeaderLabels([self.tr("Product"), self.tr("SKU"), self.tr("Reason")])
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        )
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setAccessibleName(self.windowTitle())
        table.setMinimumSize(*_SIZE)
        set_up_table(table, 2)
        for row, (product, error) in enumerate(shown):
            for column, text in enumerate((product.name, product.inventory.sku, ": ".join(describe(error)))):
                table.setItem(row, column, QTableWidgetItem(text))
        self.body.addWidget(table)
        if undo:
            self.add_button(self.tr("Undo the others"), closes=True)
        self.add_button(self.tr("Close"), "primary", closes=False)

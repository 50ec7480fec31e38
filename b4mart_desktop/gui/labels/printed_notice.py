"""The bar that asks whether labels came out well: only then they are noted as printed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.labels import LabelBatch


class PrintedNotice(QFrame):
    """Shown once a file of labels is drawn, until the person has answered.

    Signals:
        came_out_well: They did (``LabelBatch``).
    """

    came_out_well = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "warning")
        self._batch: LabelBatch | None = None
        self._label = label("", wrap=True)
        well = Button(self.tr("Mark as printed"), "", Icon.CHECK)
        not_yet = Button(self.tr("Not yet"), "quiet")
        space = tokens().space
        row = QHBoxLayout(self)
        row.setContentsMargins(space.md, space.xs, space.md, space.xs)
        row.addWidget(self._label, 1)
        row.addWidget(not_yet)
        row.addWidget(well)
        well.clicked.connect(lambda: self.came_out_well.emit(self._batch))
        not_yet.clicked.connect(self.hide)
        self.hide()

    def ask(self, batch: LabelBatch, name: str) -> None:
        """Asks about a batch that was drawn into a file of that name."""
        self._batch = batch
        text = self.tr("%n label(s) are in {file}. Did they come out well?", "", batch.order.count)
        self._label.setText(text.format(file=name))
        self.show()

"""The list of what waits on this counter's disk: what, since when, why, and a way to try again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from b4mart_desktop.domain.entries import (
    Audited,
    CashMoved,
    CustomerAdded,
    QueuedEntry,
    SaleCompleted,
    ShiftOpened,
)
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.ports import Journal

MOST_ROWS = 100


class QueueDialog(AskDialog):
    """Shows the journal's unposted entries, oldest first."""

    def __init__(
        self, journal: Journal, retry: Callable[[int], None], formats: Formats, parent: QWidget
    ) -> None:
        super().__init__(parent, self.tr("Not in the database yet"))
        self._retry = retry
        self._formats = formats
        self.setMinimumSize(620, 420)
        entries = journal.queue()
        if entries:
            self.body.addWidget(self._list(entries[:MOST_ROWS]))
        else:
            nothing = EmptyState()
            nothing.show_empty(Icon.CIRCLE_CHECK, self.tr("Everything is in the database"))
            self.body.addWidget(nothing)
        self.add_button(self.tr("Close"), "primary", closes=True)

    def _list(self, entries: Sequence[QueuedEntry]) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        holder.setProperty("kind", "clear")
        for entry in entries:
            column.addWidget(self._row(entry))
            rule = QFrame()
            rule.setProperty("kind", "line")
            column.addWidget(rule)
        column.addStretch()
        area = QScrollArea()
        area.viewport().setAutoFillBackground(False)
        area.setWidget(holder)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _row(self, queued: QueuedEntry) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, tokens().space.md, 0, tokens().space.md)
        texts = QVBoxLayout()
        texts.setSpacing(tokens().space.xs)
        texts.addWidget(label(self._name(queued), "strong"))
        texts.addWidget(label(self._why(queued), "small", wrap=True))
        line.addLayout(texts, 1)
        if queued.set_aside:
            button = Button(self.tr("Try again"))
            button.clicked.connect(lambda: self._try_again(queued.number, button))
            line.addWidget(button)
        return row

    def _try_again(self, number: int, button: Button) -> None:
        self._retry(number)
        button.setEnabled(False)
        button.setText(self.tr("Trying…"))

    def _name(self, queued: QueuedEntry) -> str:
        time = self._formats.time(queued.written_at)
        match queued.entry:
            case SaleCompleted(sale=sale):
                total = self._formats.money(sale.order.pricing.total)
                return f"{time} · {sale.order.receipt_number} · {total}"
            case CustomerAdded(customer=customer):
                return f"{time} · {customer.name}"
            case ShiftOpened():
                return f"{time} · " + self.tr("Till opened")
            case CashMoved() | Audited():
                return f"{time} · " + self.tr("Note for the audit log")
            case _:
                return f"{time} · " + self.tr("Till closed")

    def _why(self, queued: QueuedEntry) -> str:
        if queued.set_aside:
            return self.tr("Set aside after %n attempt(s)", "", queued.attempts) + f": {queued.reason}"
        if queued.reason:
            return self.tr("Waiting; last time: {reason}").format(reason=queued.reason)
        return self.tr("Waiting for its turn.")

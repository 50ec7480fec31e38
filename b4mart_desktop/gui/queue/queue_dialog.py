"""The list of what is not in the database: what, since when, why, and a way to try again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from b4mart_desktop.domain.entries import (
    Audited,
    CashMoved,
    CustomerAdded,
    DamagedEntry,
    QueuedEntry,
    SaleCompleted,
    ShiftOpened,
)
from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.gui.shared.approval import Approval, with_approval
from b4mart_desktop.gui.shared.dialogs import AskDialog, open_dialog
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.unposted import Backlog, Unposted

MOST_ROWS = 100
_SALE = "sale"


class QueueDialog(AskDialog):
    """Shows damaged entries, then those that wait, oldest first.

    Signals:
        retry_requested: Post that entry again (its number).
    """

    retry_requested = Signal(int)

    def __init__(self, backlog: Backlog, formats: Formats, parent: QWidget) -> None:
        super().__init__(parent, self.tr("Not in the database yet"))
        self._formats = formats
        self._retry_buttons: dict[int, Button] = {}
        self.setMinimumSize(620, 420)
        if backlog.is_empty:
            nothing = EmptyState()
            nothing.show_empty(Icon.CIRCLE_CHECK, self.tr("Everything is in the database"))
            self.body.addWidget(nothing)
        else:
            self.body.addWidget(self._list(backlog))
        self.add_button(self.tr("Close"), "primary", closes=True)

    def show_retrying(self, number: int) -> None:
        """Shows that the entry is posted again."""
        button = self._retry_buttons[number]
        button.setEnabled(False)
        button.setText(self.tr("Trying…"))

    def _list(self, backlog: Backlog) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        holder.setProperty("kind", "clear")
        for row in [*map(self._damaged_row, backlog.damaged), *map(self._queued_row, backlog.entries)]:
            column.addWidget(row)
            rule = QFrame()
            rule.setProperty("kind", "line")
            column.addWidget(rule)
        if backlog.more:
            column.addWidget(label(self.tr("and {count} more").format(count=backlog.more), "muted"))
        column.addStretch()
        area = QScrollArea()
        area.viewport().setAutoFillBackground(False)
        area.setWidget(holder)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _damaged_row(self, damaged: DamagedEntry) -> QWidget:
        kind = self.tr("Damaged sale") if damaged.kind == _SALE else self.tr("Damaged entry")
        name = f"{self._formats.date_time(damaged.written_at)} · {kind} {damaged.number}"
        why = self.tr("It cannot be read any more, and is not posted: {reason}. Look it up by {id}.")
        return self._row(name, why.format(reason=damaged.reason, id=damaged.id))

    def _queued_row(self, queued: QueuedEntry) -> QWidget:
        if not queued.set_aside:
            return self._row(self._name(queued), self._why(queued))
        button = Button(self.tr("Try again"))
        button.clicked.connect(lambda: self.retry_requested.emit(queued.number))
        self._retry_buttons[queued.number] = button
        return self._row(self._name(queued), self._why(queued), button)

    def _row(self, name: str, why: str, button: Button | None = None) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, tokens().space.md, 0, tokens().space.md)
        texts = QVBoxLayout()
        texts.setSpacing(tokens().space.xs)
        texts.addWidget(label(name, "strong"))
        texts.addWidget(label(why, "small", wrap=True))
        line.addLayout(texts, 1)
        if button is not None:
            line.addWidget(button)
        return row

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


async def show_queue(
    unposted: Unposted, approval: Approval, messages: Messages, formats: Formats, parent: QWidget
) -> None:
    """Shows what is not in the database, until the person has seen enough."""
    try:
        dialog = QueueDialog(await unposted.look(MOST_ROWS), formats, parent)
    except B4MartError as error:
        messages.error(error)
        return
    tasks = TaskOwner()

    async def retry(number: int) -> None:
        try:
            await with_approval(approval, lambda approver: unposted.retry(number, approver))
        except B4MartError as error:
            if error.code is not ErrorCode.CANCELLED:
                messages.error(error)
        else:
            dialog.show_retrying(number)

    dialog.retry_requested.connect(lambda number: tasks.spawn(retry(number)))
    try:
        await open_dialog(dialog)
    finally:
        await tasks.cancel_all()

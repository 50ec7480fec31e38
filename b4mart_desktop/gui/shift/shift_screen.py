"""Opening the till with a float, and closing it with a count. Figures come from services."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from b4mart_desktop.domain.entries import QueueState
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.money import minor_digits
from b4mart_desktop.domain.tills import Shift
from b4mart_desktop.gui.forms.ui_shift_screen import Ui_ShiftScreen
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.keypad import DECIMAL_KEYS, Keypad
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit
from b4mart_desktop.services.shifts import Shifts, ShiftSummary


class ShiftScreen(QWidget):
    """The till before the first and after the last sale of a shift.

    Signals:
        opened: The till is open.
        closed: The till is closed and the result was read.
        cancelled: The till stays open.
    """

    opened = Signal()
    closed = Signal()
    cancelled = Signal()

    def __init__(self, shifts: Shifts, drain: Callable[[], Awaitable[QueueState]], formats: Formats) -> None:
        """Takes the use case, and what posts all that waits and returns what is left."""
        super().__init__()
        self._shifts = shifts
        self._drain = drain
        self._formats = formats
        self.tasks = TaskOwner()
        self._ui = Ui_ShiftScreen()
        self._ui.setupUi(self)
        self._build()

    def _build(self) -> None:
        ui = self._ui
        for field, place in (
            (ui.float_edit, ui.open_keypad_layout),
            (ui.counted_edit, ui.close_keypad_layout),
        ):
            field.setProperty("kind", "amount")
            field.set_currency(self._formats.symbol, minor_digits(self._formats.currency))
            keypad = Keypad(DECIMAL_KEYS)
            keypad.key_pressed.connect(field.type_key)
            place.addWidget(keypad)
        ui.float_edit.setAccessibleName(self.tr("Float"))
        ui.counted_edit.setAccessibleName(self.tr("Counted cash"))
        ui.open_button.clicked.connect(self._on_open)
        ui.float_edit.returnPressed.connect(self._on_open)
        ui.close_button.clicked.connect(self._on_close)
        ui.counted_edit.returnPressed.connect(self._on_close)
        ui.close_cancel_button.clicked.connect(self.cancelled)
        ui.done_state.action_triggered.connect(self.closed)
        ui.open_error_label.hide()
        ui.close_error_label.hide()

    def show_opening(self) -> None:
        """Asks for the float."""
        self._ui.float_edit.set_value(None)
        self._ui.pages.setCurrentWidget(self._ui.open_page)
        self._ui.float_edit.setFocus()

    async def show_closing(self) -> None:
        """Shows what the shift came to and asks for the count."""
        ui, money = self._ui, self._formats.money
        summary = await self._shifts.summary()
        ui.sales_label.setText(str(summary.sales))
        ui.total_label.setText(money(summary.total))
        if summary.takings is not None:
            ui.cash_label.setText(money(summary.takings.cash))
            ui.expected_label.setText(money(summary.takings.expected_cash))
        for widget in (ui.cash_caption, ui.cash_label, ui.expected_caption, ui.expected_label):
            widget.setHidden(summary.takings is None)
        ui.held_label.setText(self._held_text(summary))
        for widget in (ui.held_caption, ui.held_label):
            widget.setVisible(summary.held > 0)
        waiting = summary.unposted.sales
        ui.unposted_label.setText(self.tr("%n sale(s)", "", waiting))
        for widget in (ui.unposted_caption, ui.unposted_label):
            widget.setVisible(waiting > 0)
        text = self.tr(
            "Entries of this shift that cannot be read: {count}. The figures lack them; tell a manager."
        )
        ui.close_error_label.setText(text.format(count=summary.unreadable))
        ui.close_error_label.setVisible(summary.unreadable > 0)
        ui.counted_edit.set_value(None)
        ui.pages.setCurrentWidget(ui.close_page)
        ui.counted_edit.setFocus()

    def _held_text(self, summary: ShiftSummary) -> str:
        if not summary.held_cash:
            return str(summary.held)
        text = self.tr("{count}, with {amount} of their cash in the till")
        return text.format(count=summary.held, amount=self._formats.money(summary.held_cash))

    def _on_open(self) -> None:
        ui = self._ui
        amount = self._amount(ui.float_edit, ui.open_error_label)
        if amount is not None:
            self.tasks.spawn(self._try(self._open(amount), ui.open_error_label))

    def _on_close(self) -> None:
        ui = self._ui
        amount = self._amount(ui.counted_edit, ui.close_error_label)
        if amount is not None:
            self.tasks.spawn(self._try(self._close(amount), ui.close_error_label))

    def _amount(self, field: MoneyEdit, problem: QLabel) -> Decimal | None:
        value = field.value()
        problem.setVisible(value is None)
        problem.setText(self.tr("Enter the amount; 0 if the drawer is empty."))
        return value

    async def _open(self, amount: Decimal) -> None:
        await self._shifts.open(amount)
        self.opened.emit()

    async def _close(self, amount: Decimal) -> None:
        shift = await self._shifts.close(amount)
        self._show_result(shift, self.tr("Posting what is not in the database yet…"))
        self._ui.pages.setCurrentWidget(self._ui.done_page)
        self.tasks.spawn(self._tell_what_is_left(shift))

    async def _tell_what_is_left(self, shift: Shift) -> None:
        """The till is closed either way; whoever goes home knows whether the database has everything."""
        try:
            state = await self._drain()
        except B4MartError as error:
            self._show_result(shift, describe(error)[1])
            return
        left = state.waiting + state.set_aside
        text = self.tr("Not in the database yet: {count}. They are safe on this counter's disk.")
        everything = self.tr("Everything is in the database.")
        self._show_result(shift, text.format(count=left) if left else everything)

    async def _try(self, deed: Awaitable[None], problem: QLabel) -> None:
        self.setEnabled(False)
        try:
            await deed
        except B4MartError as error:
            problem.setText(describe(error)[1])
            problem.show()
        finally:
            self.setEnabled(True)
            if self.isVisible():
                self._focus()  # being disabled took it away

    def _show_result(self, shift: Shift, posting: str) -> None:
        difference = shift.difference or Decimal(0)
        money = self._formats.money
        if difference == 0:
            text = self.tr("The count agrees to the cent.")
        elif difference > 0:
            text = self.tr("{amount} over.").format(amount=money(difference))
        else:
            text = self.tr("{amount} short.").format(amount=money(-difference))
        total = self.tr("%n sale(s)", "", shift.sales_count) + f" · {money(shift.sales_total)}"
        title = self.tr("The till is closed")
        text = f"{total}\n{text}\n{posting}"
        self._ui.done_state.show_empty(Icon.CIRCLE_CHECK, title, text, self.tr("Done"))

    def _focus(self) -> None:
        ui = self._ui
        page = ui.pages.currentWidget()
        counted = ui.counted_edit if page is ui.close_page else ui.done_state.action
        (ui.float_edit if page is ui.open_page else counted).setFocus()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._focus()

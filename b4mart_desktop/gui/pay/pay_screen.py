"""The window part of the pay screen: what is due, how it is paid, then change and receipt."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QListView, QWidget
from typing_extensions import override

from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.money import ZERO, minor_digits
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.gui.forms.ui_pay_screen import Ui_PayScreen
from b4mart_desktop.gui.models.cart_lines import CartLineDelegate, CartLinesModel
from b4mart_desktop.gui.pay.pay_presenter import PayPresenter, PayState
from b4mart_desktop.gui.shared.dialogs import confirm
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.receipt_view import ReceiptView, tender_name
from b4mart_desktop.gui.shared.totals import show_totals
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton, set_button_icon, set_button_text
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.keypad import DECIMAL_KEYS, Keypad
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.checkout import Paid
from b4mart_desktop.services.selling import Quote

_KINDS = (TenderKind.CASH, TenderKind.CARD)
_QUICK_COLUMNS = 4
_WITH_CHILDREN = Qt.ShortcutContext.WidgetWithChildrenShortcut


class PayScreen(QWidget):
    """Takes payment for the open cart.

    Signals:
        finished: The clerk goes back to selling: paid, or not yet.
    """

    finished = Signal()

    def __init__(self, presenter: PayPresenter, formats: Formats) -> None:
        super().__init__()
        self._presenter = presenter
        self._formats = formats
        self._ui = Ui_PayScreen()
        self._ui.setupUi(self)
        self._kinds = SegmentedControl([(kind, tender_name(kind)) for kind in _KINDS])
        self._lines = CartLinesModel(formats)
        self._receipt = ReceiptView(formats)
        self._build()
        self._connect()

    def _build(self) -> None:
        ui = self._ui
        ui.amount_edit.setProperty("kind", "amount")
        ui.amount_edit.setAccessibleName(self.tr("Amount handed over"))
        ui.amount_edit.set_currency(self._formats.symbol, minor_digits(self._formats.currency))
        ui.kinds_layout.addWidget(self._kinds)
        ui.lines_view.setModel(self._lines)
        ui.lines_view.setItemDelegate(CartLineDelegate(self._formats))
        ui.lines_view.setSelectionMode(QListView.SelectionMode.NoSelection)
        ui.lines_view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        keypad = Keypad(DECIMAL_KEYS)
        keypad.key_pressed.connect(ui.amount_edit.type_key)
        ui.keypad_layout.addWidget(keypad)
        ui.receipt_layout.addWidget(self._receipt)
        set_button_icon(ui.cancel_button, Icon.ARROW_LEFT)
        set_button_icon(ui.take_button, Icon.CHECK)
        set_button_icon(ui.print_button, Icon.RECEIPT_TEXT)
        ui.done_icon.set_picture(Icon.CIRCLE_CHECK, tokens().size.icon_lg, ColorRole.SUCCESS)
        ui.hint_label.setWordWrap(True)

    def _connect(self) -> None:
        ui, presenter = self._ui, self._presenter
        presenter.changed.connect(self._show_state)
        presenter.paid.connect(self._show_paid)
        presenter.refused.connect(self._show_refused)
        self._kinds.current_changed.connect(lambda kind: presenter.choose(TenderKind(str(kind))))
        ui.amount_edit.value_changed.connect(self._on_amount)
        ui.amount_edit.returnPressed.connect(self._take)
        ui.take_button.clicked.connect(self._take)
        ui.cancel_button.clicked.connect(self._go_back)
        ui.next_button.clicked.connect(self.finished)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QShortcut(key, ui.done_page, self.finished.emit, context=_WITH_CHILDREN)
        ui.print_button.clicked.connect(lambda: presenter.tasks.spawn(presenter.open_receipt()))

    @property
    def is_paid(self) -> bool:
        """Whether the sale is complete and only its receipt is shown."""
        return self._ui.pages.currentWidget() is self._ui.done_page

    async def begin(self, shown: Quote) -> bool:
        """Shows what is due for the open cart; False, with the reason told, where it cannot be paid.

        Args:
            shown: What the customer was told it costs.
        """
        return await self._presenter.begin(shown)

    # ------------------------------------------------------------ before it is paid

    def _show_state(self, state: PayState) -> None:
        ui, money = self._ui, self._formats.money
        ui.pages.setCurrentWidget(ui.pay_page)
        self._kinds.set_current(state.kind)
        ui.due_label.setText(money(state.due))
        ui.rounding_label.setVisible(bool(state.rounding))
        rounded = self.tr("rounded by {amount} to pay in cash")
        ui.rounding_label.setText(rounded.format(amount=money(state.rounding)))
        ui.error_label.hide()
        ui.amount_edit.set_value(None)
        ui.amount_edit.setPlaceholderText(self._formats.amount(state.due))
        ui.take_button.setEnabled(True)
        self._lines.show(state.cart.lines)
        show_totals(ui, state.cart, self._formats)
        self._show_hint(state.kind)
        self._show_tenders(state.tenders)
        self._show_quick(state.quick)
        self._on_amount(None)
        ui.amount_edit.setFocus()

    def _show_hint(self, kind: TenderKind) -> None:
        hints = {
            TenderKind.CASH: self.tr("Tap what the customer hands over, or type it."),
            TenderKind.CARD: self.tr("Enter the amount on the terminal; confirm here once it is approved."),
        }
        self._ui.hint_label.setText(hints.get(kind, ""))

    def _show_tenders(self, tenders: tuple[Tender, ...]) -> None:
        rows = self._ui.tenders_layout
        _clear(rows)
        for index, tender in enumerate(tenders):
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(label(tender_name(tender.kind), "strong"))
            line.addStretch()
            line.addWidget(label(self._formats.money(tender.tendered), "strong"))
            back = IconButton(Icon.X, self.tr("Take back"))
            back.clicked.connect(lambda _=False, at=index: self._take_back(at))
            line.addWidget(back)
            rows.addWidget(row)

    def _show_quick(self, amounts: tuple[Decimal, ...]) -> None:
        _clear(self._ui.quick_layout)
        for index, amount in enumerate(amounts):
            text = self._formats.money(amount)
            button = Button(self.tr("Exact\n{amount}").format(amount=text) if index == 0 else text, "tile")
            button.setAccessibleName(self.tr("Cash {amount}").format(amount=text))
            button.clicked.connect(lambda _=False, value=amount: self._take_amount(value))
            self._ui.quick_layout.addWidget(button, index // _QUICK_COLUMNS, index % _QUICK_COLUMNS)

    def _show_refused(self, error: B4MartError) -> None:
        self._ui.take_button.setEnabled(True)
        self._ui.error_label.setText(describe(error)[1])
        self._ui.error_label.show()

    def _on_amount(self, amount: Decimal | None) -> None:
        cash = self._kinds.current() == TenderKind.CASH
        self._ui.error_label.hide()
        if amount is None:
            text = self.tr("Exact cash") if cash else self.tr("Card approved")
        else:
            text = self.tr("Take {amount}").format(amount=self._formats.money(amount))
        set_button_text(self._ui.take_button, text)

    def _take(self) -> None:
        self._take_amount(self._ui.amount_edit.value())

    def _take_amount(self, amount: Decimal | None) -> None:
        if self._ui.pages.currentWidget() is self._ui.pay_page and self._ui.take_button.isEnabled():
            self._ui.take_button.setEnabled(False)
            self._presenter.tasks.spawn(self._presenter.take(amount))

    def _take_back(self, index: int) -> None:
        self._presenter.tasks.spawn_once("take back", lambda: self._presenter.take_back(index))

    def _go_back(self) -> None:
        if self._presenter.is_partly_paid:
            self._presenter.tasks.spawn_once("go back", self._ask_to_go_back)
        else:
            self.finished.emit()

    async def _ask_to_go_back(self) -> None:
        """Money was taken: whoever leaves must know that it stays with the sale."""
        title = self.tr("Part of this sale is paid")
        text = self.tr("What was taken stays with the sale until it is paid in full or taken back here.")
        accept, stay = self.tr("Back to the sale"), self.tr("Go on paying")
        if await confirm(self, title, text, accept, cancel=stay):
            self.finished.emit()

    # ------------------------------------------------------------ after it is paid

    def _show_paid(self, paid: Paid) -> None:
        ui, money = self._ui, self._formats.money
        ui.pages.setCurrentWidget(ui.done_page)
        gives_change = paid.change > ZERO
        ui.change_caption.setText(self.tr("Change") if gives_change else self.tr("Paid exactly"))
        ui.change_label.setText(money(paid.change if gives_change else paid.receipt.total))
        total = self.tr("Total {total} · receipt {number}")
        ui.detail_label.setText(
            total.format(total=money(paid.receipt.total), number=paid.receipt.receipt_number)
        )
        self._receipt.show_receipt(paid.receipt)
        ui.next_button.setFocus()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        paying = self._ui.pages.currentWidget() is self._ui.pay_page
        (self._ui.amount_edit if paying else self._ui.next_button).setFocus()


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.deleteLater()

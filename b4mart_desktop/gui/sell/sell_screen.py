"""The window part of the sell screen: shows what the presenter tells, passes on what the clerk does."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from b4mart_desktop.domain.pricing import PricedCart, PricedLine
from b4mart_desktop.gui.forms.ui_sell_screen import Ui_SellScreen
from b4mart_desktop.gui.models.cart_lines import CartLineDelegate, CartLinesModel
from b4mart_desktop.gui.sell.product_browser import ProductBrowser
from b4mart_desktop.gui.sell.sell_presenter import SellPresenter
from b4mart_desktop.gui.sell.typing_pace import TypingPace
from b4mart_desktop.gui.shared.scanner import OWNS_SCANS
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.shared.totals import show_totals
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.theme import set_variant
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.button import set_button_icon, set_button_text
from b4mart_desktop.gui.widgets.search_field import SearchField
from b4mart_desktop.services.ports import Catalogue, ProductHit

_NOTICE_MS = 12_000
_CART_WIDTH = 432
_ROOMY_CART_WIDTH = 480
_ROOMY_WIDTH = 1600


class SellScreen(QWidget):
    """The counter's main screen.

    Signals:
        pay_requested: The clerk wants to take payment for the cart.
        exact_cash_requested: The customer pays exactly what is due, in cash.
    """

    pay_requested = Signal()
    exact_cash_requested = Signal()

    def __init__(self, presenter: SellPresenter, catalogue: Catalogue, formats: Formats) -> None:
        super().__init__()
        self._presenter = presenter
        self._formats = formats
        self.tasks = TaskOwner()
        self._ui = Ui_SellScreen()
        self._ui.setupUi(self)
        self._scan = SearchField(self.tr("Scan, type a code or search"), "F2", Icon.SCAN)
        self._lines = CartLinesModel(formats)
        self._notice_timer = QTimer(self, singleShot=True, interval=_NOTICE_MS)
        self._not_found = ""
        self._pace = TypingPace(self._scan)
        self._typed_by_hand = False
        self._build()
        self.browser = ProductBrowser(self._ui, self._scan, catalogue, formats)
        self._connect()
        presenter.refresh()

    # ------------------------------------------------------------ making

    def _build(self) -> None:
        ui = self._ui
        self._scan.setProperty(OWNS_SCANS, True)
        self._scan.installEventFilter(self)
        ui.scan_layout.addWidget(self._scan)
        QWidget.setTabOrder(self._scan, ui.customer_button)
        QWidget.setTabOrder(ui.customer_button, ui.hold_button)
        QWidget.setTabOrder(ui.hold_button, ui.recall_button)
        ui.lines_view.setModel(self._lines)
        ui.lines_view.setItemDelegate(CartLineDelegate(self._formats))
        ui.lines_view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        ui.empty_state.show_empty(
            Icon.CART,
            self.tr("Ready for the next customer"),
            self.tr("Scan an item, or tap one on the left."),
        )
        pictures = {
            ui.customer_button: Icon.CUSTOMER,
            ui.hold_button: Icon.HOLD,
            ui.recall_button: Icon.RECALL,
            ui.undo_button: Icon.UNDO,
            ui.order_discount_button: Icon.DISCOUNT,
            ui.void_button: Icon.X,
            ui.minus_button: Icon.MINUS,
            ui.plus_button: Icon.PLUS,
            ui.remove_button: Icon.REMOVE,
            ui.notice_close_button: Icon.X,
            ui.pay_button: Icon.CARD,
            ui.exact_button: Icon.BANKNOTE,
        }
        for button, picture in pictures.items():
            set_button_icon(button, picture)
        ui.notice_icon.set_picture(Icon.PACKAGE_UNKNOWN, tokens().size.icon, ColorRole.ON_DANGER_SOFT)
        ui.notice_frame.hide()

    def _connect(self) -> None:
        ui, presenter = self._ui, self._presenter
        presenter.cart_changed.connect(self._show_cart)
        presenter.not_found.connect(self._show_not_found)
        presenter.search_wanted.connect(self._on_search_wanted)
        presenter.multiplier_changed.connect(self._show_multiplier)
        QShortcut(QKeySequence("F2"), self).activated.connect(self.focus_scan)
        self._scan.submitted.connect(lambda text: self._on_submitted(text, by_hand=self._pace.by_hand))
        self.browser.picked.connect(self._on_picked)
        ui.notice_search_button.clicked.connect(self._search_not_found)
        ui.notice_close_button.clicked.connect(ui.notice_frame.hide)
        self._notice_timer.timeout.connect(ui.notice_frame.hide)
        ui.customer_button.clicked.connect(lambda: self._run(presenter.choose_customer()))
        ui.hold_button.clicked.connect(presenter.hold)
        ui.recall_button.clicked.connect(lambda: self._run(presenter.recall()))
        ui.undo_button.clicked.connect(presenter.undo)
        ui.order_discount_button.clicked.connect(lambda: self._run(presenter.discount_order()))
        ui.void_button.clicked.connect(lambda: self._run(presenter.void()))
        ui.minus_button.clicked.connect(lambda: self._step(-1))
        ui.plus_button.clicked.connect(lambda: self._step(1))
        ui.quantity_button.clicked.connect(lambda: self._on_line(presenter.change_quantity))
        ui.price_button.clicked.connect(lambda: self._on_line(presenter.change_price))
        ui.discount_button.clicked.connect(lambda: self._on_line(presenter.discount_line))
        ui.remove_button.clicked.connect(self._remove)
        ui.lines_view.doubleClicked.connect(lambda: self._on_line(presenter.change_quantity))
        ui.lines_view.selectionModel().currentChanged.connect(self._on_line_selected)
        ui.pay_button.clicked.connect(self.pay_requested)
        ui.exact_button.clicked.connect(self.exact_cash_requested)

    # ------------------------------------------------------------ showing

    def focus_scan(self) -> None:
        """Brings the focus where scans go, ready to be typed over."""
        self._scan.setFocus()
        self._scan.selectAll()

    def refresh(self) -> None:
        """Shows the cart again, such as after prices changed or a sale ended."""
        self._presenter.refresh(self._selected_key())

    def _show_cart(self, priced: PricedCart, select: int) -> None:
        ui, money = self._ui, self._formats.money
        self._lines.show(priced.lines)
        ui.lines_stack.setCurrentWidget(ui.lines_page if priced.lines else ui.empty_page)
        ui.pieces_label.setText(self.tr("%n item(s)", "", priced.pieces) if priced.lines else "")
        show_totals(ui, priced, self._formats)
        pay = self.tr("Pay {amount}").format(amount=money(priced.total)) if priced.lines else self.tr("Pay")
        set_button_text(ui.pay_button, pay)
        self._select(select, len(priced.lines))
        self._show_enabled(bool(priced.lines))
        self._show_people()

    def _show_enabled(self, filled: bool) -> None:
        ui = self._ui
        for button in (
            ui.pay_button,
            ui.exact_button,
            ui.hold_button,
            ui.void_button,
            ui.order_discount_button,
        ):
            button.setEnabled(filled)
        ui.undo_button.setEnabled(self._presenter.can_undo)
        chosen = self._line() is not None
        line_buttons = (
            ui.minus_button,
            ui.plus_button,
            ui.quantity_button,
            ui.price_button,
            ui.discount_button,
            ui.remove_button,
        )
        for button in line_buttons:
            button.setEnabled(chosen)

    def _show_people(self) -> None:
        ui = self._ui
        set_button_text(ui.customer_button, self._presenter.customer_name or self.tr("Customer"))
        set_variant(ui.customer_button, "kind", "chosen" if self._presenter.customer_name else "")
        set_button_icon(ui.customer_button, Icon.CUSTOMER)
        held = self._presenter.held_count()
        set_button_text(
            ui.recall_button, self.tr("Recall ({count})").format(count=held) if held else self.tr("Recall")
        )
        ui.recall_button.setEnabled(held > 0)

    def _show_multiplier(self, quantity: int) -> None:
        waiting = self.tr("{quantity} × … now scan the item").format(quantity=quantity)
        self._scan.setPlaceholderText(waiting if quantity > 1 else self.tr("Scan, type a code or search"))

    def _show_not_found(self, code: str) -> None:
        self._not_found = code
        self._ui.notice_label.setText(self.tr("Nothing here has the code “{code}”").format(code=code))
        self._ui.notice_frame.show()
        self._notice_timer.start()

    # ------------------------------------------------------------ doing

    def _run(self, coroutine: Coroutine[Any, Any, None]) -> None:
        self.tasks.spawn(self._and_focus(coroutine))

    async def _and_focus(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Whatever was asked meanwhile, the next scan goes to the scan field."""
        await coroutine
        if self.isVisible() and not self._scan.text():
            self._scan.setFocus()

    def _on_submitted(self, text: str, *, by_hand: bool) -> None:
        self._typed_by_hand = by_hand
        # The field is cleared before the look-up, so that the next scan starts on an empty one.
        self._scan.clear()
        self._ui.notice_frame.hide()
        if text:
            self._run(self._presenter.enter(text))

    def _on_search_wanted(self, text: str) -> None:
        """Words and Return: a person takes the first result; a scanner's text is only searched for."""
        self.browser.search(text)
        if self._typed_by_hand:
            self.browser.pick_current()

    def _on_picked(self, hit: ProductHit) -> None:
        self._scan.clear()
        self._run(self._presenter.add(hit.id, hit.matched))
        self.focus_scan()

    def take_scan(self, code: str) -> None:
        """Takes a scan that was caught while the focus was elsewhere."""
        self._on_submitted(code, by_hand=False)

    def _search_not_found(self) -> None:
        self._ui.notice_frame.hide()
        self.browser.search(self._not_found)
        self.focus_scan()

    def _step(self, by: int) -> None:
        line = self._line()
        if line is not None:
            self._presenter.set_quantity(line, line.line.quantity + by)

    def _remove(self) -> None:
        line = self._line()
        if line is not None:
            self._presenter.remove(line)

    def _on_line(self, command: Callable[[PricedLine], Coroutine[Any, Any, None]]) -> None:
        line = self._line()
        if line is not None:
            self._run(command(line))

    # ------------------------------------------------------------ the chosen line

    def _line(self) -> PricedLine | None:
        return self._lines.line(self._ui.lines_view.currentIndex().row())

    def _selected_key(self) -> int:
        line = self._line()
        return 0 if line is None else line.line.key

    def _select(self, key: int, count: int) -> None:
        row = self._lines.row_of(key) if key else min(self._ui.lines_view.currentIndex().row(), count - 1)
        index = self._lines.index(row if row >= 0 else count - 1)
        self._ui.lines_view.setCurrentIndex(index)
        self._ui.lines_view.scrollTo(index)

    def _on_line_selected(self, current: QModelIndex) -> None:
        self._show_enabled(self._lines.rowCount() > 0)

    # ------------------------------------------------------------ keys

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.focus_scan()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = event.size().width() >= _ROOMY_WIDTH
        self._ui.cart_card.setFixedWidth(_ROOMY_CART_WIDTH if roomy else _CART_WIDTH)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While the scan field is empty, keys that edit text work on the cart instead."""
        if watched is not self._scan or not isinstance(event, QKeyEvent) or self._scan.text():
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.ignore()
            return True
        if event.type() == QEvent.Type.KeyPress:
            return self._cart_key(event.key())
        return False

    def _cart_key(self, key: int) -> bool:
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}
        pressed = Qt.Key(key)
        if pressed in moves:
            row = self._ui.lines_view.currentIndex().row() + moves[pressed]
            if 0 <= row < self._lines.rowCount():
                self._ui.lines_view.setCurrentIndex(self._lines.index(row))
        elif pressed in steps:
            self._step(steps[pressed])
        else:
            return False
        return True

"""The window part of the sell screen: shows what the presenter tells, passes on what the clerk does."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QListView, QWidget
from typing_extensions import override

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.forms.ui_sell_screen import Ui_SellScreen
from b4mart_desktop.gui.models.product_hits import ProductHitsModel
from b4mart_desktop.gui.sell.cart_pane import CartPane
from b4mart_desktop.gui.sell.product_browser import ProductBrowser
from b4mart_desktop.gui.sell.sell_presenter import SellPresenter
from b4mart_desktop.gui.sell.typing_pace import TypingPace
from b4mart_desktop.gui.shared.scanner import OWNS_SCANS
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.button import set_button_icon
from b4mart_desktop.gui.widgets.search_field import SearchField
from b4mart_desktop.services.bus import LastOneSold
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
        self._notice_timer = QTimer(self, singleShot=True, interval=_NOTICE_MS)
        self._not_found = ""
        self._pace = TypingPace(self._scan)
        self._typed_by_hand = False
        self._build()
        self.browser = ProductBrowser(self._ui, self._scan, catalogue, formats)
        self._cart = CartPane(self._ui, presenter, formats, self._run)
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
        ui.hold_button.clicked.connect(presenter.held.hold)
        ui.recall_button.clicked.connect(lambda: self._run(presenter.held.recall()))
        ui.pay_button.clicked.connect(self.pay_requested)
        ui.exact_button.clicked.connect(self.exact_cash_requested)

    # ------------------------------------------------------------ showing

    def focus_scan(self) -> None:
        """Brings the focus where scans go, ready to be typed over."""
        self._scan.setFocus()
        self._scan.selectAll()

    def refresh(self) -> None:
        """Shows the cart again, such as after prices changed or a sale ended."""
        self._presenter.refresh(self._cart.chosen_key())

    def follow_replica(self) -> None:
        """Shows departments, products and what lines say of stock as the replica has them now."""
        self.browser.reload_categories()
        self.browser.refresh()
        self._ui.lines_view.viewport().update()

    def tell_last_one(self, sold: LastOneSold) -> None:
        """Tells that another counter sold a product's last piece, where the clerk looks at that product."""
        self._presenter.tell_last_one(sold, shown=self._shows(sold.product))

    def _shows(self, product: Id) -> bool:
        """Whether a tile or a result on the screen is that product."""
        views = (self._ui.tiles_view, self._ui.results_view)
        return any(product in _visible_products(view) for view in views if view.isVisible())

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
        if self.isVisible() and not self._scan.text() and not self.browser.awaits_choice():
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
        self._run(self._presenter.add(hit.id, hit.matched if hit.code_kind else hit.variant))
        self.focus_scan()

    def take_scan(self, code: str) -> None:
        """Takes a scan that was caught while the focus was elsewhere."""
        self._on_submitted(code, by_hand=False)

    def _search_not_found(self) -> None:
        self._ui.notice_frame.hide()
        self.browser.search(self._not_found)
        self.focus_scan()

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
            self._cart.move(moves[pressed])
        elif pressed in steps:
            self._cart.step(steps[pressed])
        else:
            return False
        return True


def _visible_products(view: QListView) -> Iterator[Id]:
    """Yields the products of the rows in sight, from the first on."""
    index = view.indexAt(QPoint(1, 1))
    while index.isValid() and view.visualRect(index).top() < view.viewport().height():
        hit = index.data(ProductHitsModel.HIT)
        if isinstance(hit, ProductHit):
            yield hit.id
        index = index.siblingAtRow(index.row() + 1)

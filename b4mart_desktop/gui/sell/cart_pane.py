"""The right half of the sell screen: the cart's lines, the tools for the chosen one, totals. No products."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from typing_extensions import override

from b4mart_desktop.domain.priced_cart import PricedCart, PricedLine
from b4mart_desktop.gui.forms.ui_sell_screen import Ui_SellScreen
from b4mart_desktop.gui.models.cart_lines import CartLineDelegate, CartLinesModel
from b4mart_desktop.gui.sell.sell_presenter import SellPresenter
from b4mart_desktop.gui.shared.totals import show_totals
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.theme import set_variant
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.button import Button, set_button_icon, set_button_text
from b4mart_desktop.gui.widgets.flow import Flow

Command = Coroutine[Any, Any, None]


class CartPane(QObject):
    """Drives the cart side of the form.

    Args:
        ui: The form.
        presenter: Does what the buttons say.
        formats: How amounts are written.
        run: Runs a command that may ask the clerk something.
    """

    def __init__(
        self, ui: Ui_SellScreen, presenter: SellPresenter, formats: Formats, run: Callable[[Command], None]
    ) -> None:
        super().__init__()
        self._ui = ui
        self._presenter = presenter
        self._formats = formats
        self._run = run
        self._lines = CartLinesModel(formats)
        self._coupons = Flow(tokens().space.xs)
        self._build()
        self._connect()

    def _build(self) -> None:
        ui = self._ui
        ui.lines_view.setModel(self._lines)
        ui.lines_view.setItemDelegate(CartLineDelegate(self._formats, self._presenter.stock.of_line))
        ui.lines_view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        set_button_icon(ui.explain_button, Icon.HELP, ColorRole.TEXT_MUTED)
        ui.coupons_layout.addWidget(self._coupons)
        ui.total_label.setCursor(Qt.CursorShape.PointingHandCursor)
        ui.empty_state.show_empty(
            Icon.CART,
            self.tr("Ready for the next customer"),
            self.tr("Scan an item, or tap one on the left."),
        )

    def _connect(self) -> None:
        ui, presenter = self._ui, self._presenter
        presenter.cart_changed.connect(self._show_cart)
        presenter.held.changed.connect(self._show_held)
        ui.undo_button.clicked.connect(presenter.undo)
        ui.order_discount_button.clicked.connect(lambda: self._run(presenter.discount_order()))
        ui.void_button.clicked.connect(lambda: self._run(presenter.void()))
        ui.minus_button.clicked.connect(lambda: self.step(-1))
        ui.plus_button.clicked.connect(lambda: self.step(1))
        ui.quantity_button.clicked.connect(lambda: self._on_line(presenter.change_quantity))
        ui.price_button.clicked.connect(lambda: self._on_line(presenter.change_price))
        ui.discount_button.clicked.connect(lambda: self._on_line(presenter.discount_line))
        ui.remove_button.clicked.connect(self._remove)
        ui.explain_button.clicked.connect(lambda: self._run(presenter.explain(self.chosen_key())))
        ui.total_label.installEventFilter(self)
        note = QShortcut(QKeySequence("Ctrl+N"), ui.cart_card)
        note.activated.connect(lambda: self._on_line(presenter.change_note))
        ui.lines_view.doubleClicked.connect(lambda: self._on_line(presenter.change_quantity))
        ui.lines_view.selectionModel().currentChanged.connect(
            lambda: self._show_enabled(self._lines.rowCount() > 0)
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A tap on the total asks why it is so much."""
        if event.type() == QEvent.Type.MouseButtonRelease and self._lines.rowCount():
            self._run(self._presenter.explain(0))
            return True
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------ the chosen line

    def chosen_key(self) -> int:
        """Returns the key of the chosen line, 0 where none is."""
        line = self._line()
        return 0 if line is None else line.line.key

    def move(self, by: int) -> None:
        """Chooses the line that many rows further down."""
        row = self._ui.lines_view.currentIndex().row() + by
        if 0 <= row < self._lines.rowCount():
            self._ui.lines_view.setCurrentIndex(self._lines.index(row))

    def step(self, by: int) -> None:
        """Changes the number of pieces of the chosen line."""
        line = self._line()
        if line is not None:
            self._presenter.set_quantity(line, line.line.quantity + by)

    def _line(self) -> PricedLine | None:
        return self._lines.line(self._ui.lines_view.currentIndex().row())

    def _on_line(self, command: Callable[[PricedLine], Command]) -> None:
        line = self._line()
        if line is not None:
            self._run(command(line))

    def _remove(self) -> None:
        line = self._line()
        if line is not None:
            self._presenter.remove(line)

    # ------------------------------------------------------------ showing

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
        self._show_coupons({offer.code for offer in priced.used_coupons})
        self._show_people()

    def _select(self, key: int, count: int) -> None:
        row = self._lines.row_of(key) if key else min(self._ui.lines_view.currentIndex().row(), count - 1)
        index = self._lines.index(row if row >= 0 else count - 1)
        self._ui.lines_view.setCurrentIndex(index)
        self._ui.lines_view.scrollTo(index)

    def _show_enabled(self, filled: bool) -> None:
        ui = self._ui
        of_cart = (ui.pay_button, ui.exact_button, ui.hold_button, ui.void_button, ui.order_discount_button)
        ui.explain_button.setVisible(filled)
        of_line = (ui.minus_button, ui.plus_button, ui.quantity_button, ui.price_button)
        chosen = self._line() is not None
        for button in of_cart:
            button.setEnabled(filled)
        for button in (*of_line, ui.discount_button, ui.remove_button):
            button.setEnabled(chosen)
        ui.undo_button.setEnabled(self._presenter.can_undo)

    def _show_coupons(self, used: Collection[str | None]) -> None:
        """A coupon that takes nothing off is pale: the customer may want it back."""
        self._coupons.clear()
        codes = self._presenter.coupons.codes()
        for code in codes:
            chip = Button(f"{code}  ✕", "chosen" if code in used else "", Icon.DISCOUNT)
            chip.setAccessibleName(self.tr("Give coupon {code} back").format(code=code))
            idle = self.tr("Takes nothing off this sale.") if code not in used else ""
            chip.setToolTip(" ".join(part for part in (chip.accessibleName(), idle) if part))
            chip.clicked.connect(lambda _=False, each=code: self._presenter.coupons.remove(each))
            self._coupons.add(chip)
        self._coupons.setVisible(bool(codes))

    def _show_people(self) -> None:
        ui = self._ui
        set_button_text(ui.customer_button, self._presenter.customer_name or self.tr("Customer"))
        set_variant(ui.customer_button, "kind", "chosen" if self._presenter.customer_name else "")
        set_button_icon(ui.customer_button, Icon.CUSTOMER)
        self._show_held()

    def _show_held(self) -> None:
        ui, held = self._ui, self._presenter.held.count()
        recall = self.tr("Recall ({count})").format(count=held) if held else self.tr("Recall")
        set_button_text(ui.recall_button, recall)
        ui.recall_button.setEnabled(held > 0)

"""Draws every building block in both schemes and saves the pictures: `python -m tests.gui.gallery FOLDER`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.shortcuts import KeyHints
from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.theme import Theme, ThemeChoice
from b4mart_desktop.gui.style.tokens import Scheme, tokens
from b4mart_desktop.gui.widgets.avatar import Avatar
from b4mart_desktop.gui.widgets.badge import Badge, Tone
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.choices import ChipBar, SegmentedControl
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.key_cap import KeyCap
from b4mart_desktop.gui.widgets.keypad import Keypad, PinPad
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit
from b4mart_desktop.gui.widgets.search_field import SearchField
from b4mart_desktop.gui.widgets.waiting import Spinner

SIZE = (1366, 768)
DEPARTMENTS = (
    "All",
    "Bakery",
    "Beverages",
    "Breakfast",
    "Canned goods",
    "Dairy & eggs",
    "Deli",
    "Frozen",
    "Household",
)


class Card(QFrame):
    """A frame with an optional heading and a column for what is shown."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        space = tokens().space
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(space.lg, space.lg, space.lg, space.lg)
        self.body.setSpacing(space.md)
        if title:
            self.body.addWidget(label(title, "subtitle"))


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    page.setProperty("kind", "page")
    page.resize(*SIZE)
    column = QVBoxLayout(page)
    space = tokens().space
    column.setContentsMargins(space.lg, space.lg, space.lg, space.lg)
    column.setSpacing(space.lg)
    return page, column


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(tokens().space.sm)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch()
    return row


def _disabled(widget: QWidget) -> QWidget:
    widget.setEnabled(False)
    return widget


def _buttons() -> Card:
    card = Card("Buttons")
    card.body.addLayout(
        _row(
            Button("Charge", "primary", Icon.CHECK),
            Button("Hold", picture=Icon.HOLD, key="F4"),
            Button("Remove", "danger", Icon.REMOVE),
            Button("Cancel", "quiet"),
            IconButton(Icon.PRINTER, "Print"),
        )
    )
    disabled = (
        _disabled(Button("Charge", "primary", Icon.CHECK)),
        _disabled(Button("Hold", picture=Icon.HOLD)),
    )
    card.body.addLayout(_row(*disabled, _disabled(Button("Remove", "danger"))))
    card.body.addWidget(Button("Pay  $26.29", "pay", Icon.BANKNOTE, "F9"))
    card.body.addWidget(_disabled(Button("Pay", "pay")))
    card.body.addStretch()
    return card


def _inputs() -> Card:
    card = Card("Inputs")
    amount = MoneyEdit()
    amount.set_currency("$", 2)
    amount.set_value(Decimal("1250.5"))
    wrong = MoneyEdit()
    wrong.set_currency("$", 2)
    wrong.setText("12.345")
    box = QComboBox()
    box.addItems(["Standard rate", "Reduced rate"])
    card.body.addWidget(SearchField("Search or scan a product", "F2", Icon.SCAN))
    card.body.addLayout(_row(amount, wrong))
    card.body.addWidget(label("At most two decimals.", "error"))
    card.body.addLayout(_row(box))
    checked, chosen = QCheckBox("Print a receipt"), QRadioButton("Card")
    checked.setChecked(True)
    chosen.setChecked(True)
    card.body.addLayout(_row(checked, QCheckBox("Send by e-mail"), chosen, QRadioButton("Cash")))
    card.body.addWidget(_disabled(QLineEdit("Disabled")))
    card.body.addStretch()
    return card


def _statuses() -> Card:
    card = Card("Status")
    card.body.addLayout(
        _row(
            Badge("Posted", Tone.SUCCESS),
            Badge("3 waiting", Tone.WARNING, Icon.CLOUD_UPLOAD),
            Badge("Refused", Tone.DANGER),
        )
    )
    card.body.addLayout(
        _row(
            Badge("Online", Tone.INFO, Icon.WIFI), Badge("Draft", plain=True), KeyCap("F9"), KeyCap("Ctrl+K")
        )
    )
    card.body.addLayout(
        _row(
            Avatar("Ada Lovelace"), Avatar("Grace Hopper"), Avatar("Lin"), Avatar("Omar Said", 48), Spinner()
        )
    )
    card.body.addWidget(SegmentedControl((("cash", "Cash"), ("card", "Card"), ("split", "Split")), "Tender"))
    progress = QProgressBar()
    progress.setValue(64)
    card.body.addWidget(progress)
    card.body.addStretch()
    return card


def controls() -> QWidget:
    """Buttons, inputs and statuses."""
    page, column = _page()
    chips = ChipBar()
    chips.set_chips(
        [
            (name, name)
            for name in (
                *DEPARTMENTS,
                "International",
                "Meat & seafood",
                "Pantry",
                "Personal care",
                "Pets",
                "Produce",
                "Snacks",
            )
        ]
    )
    column.addWidget(chips)
    row = QHBoxLayout()
    row.setSpacing(tokens().space.lg)
    for card in (_buttons(), _inputs(), _statuses()):
        row.addWidget(card, 1)
    column.addLayout(row, 1)
    return page


def counter() -> QWidget:
    """Amounts, keypad, PIN pad and type."""
    page, column = _page()
    row = QHBoxLayout()
    row.setSpacing(tokens().space.lg)
    column.addLayout(row, 1)
    for card in (_cash(), _sign_in(), _types()):
        row.addWidget(card, 1)
    return page


def _cash() -> Card:
    card = Card("Cash")
    amount = MoneyEdit()
    amount.setProperty("kind", "amount")
    amount.set_currency("$", 2)
    amount.set_value(Decimal(1030))
    for text, role in (("Total due", "caption"), ("$1,026.29", "total"), ("$3.71", "display")):
        card.body.addWidget(label(text, role))
    card.body.addWidget(amount)
    card.body.addLayout(_row(*(Button(text, "tile") for text in ("$1,026.29", "$1,030", "$1,050"))))
    card.body.addWidget(Keypad(), 1)
    card.body.addWidget(Button("Take cash", "pay", Icon.BANKNOTE, "F12"))
    return card


def _sign_in() -> Card:
    card = Card("Who is selling?")
    pin = PinPad()
    pin.type_key("1")
    pin.type_key("2")
    card.body.addWidget(Avatar("Ada Lovelace", 64), 0, Qt.AlignmentFlag.AlignHCenter)
    card.body.addWidget(label("Ada Lovelace", "subtitle"), 0, Qt.AlignmentFlag.AlignHCenter)
    card.body.addWidget(pin, 1)
    card.body.addWidget(Button("Sign in with e-mail", "quiet", Icon.MAIL))
    return card


def _types() -> Card:
    card = Card("Type and colour")
    for role in (
        "display",
        "title",
        "subtitle",
        "lead",
        "strong",
        "",
        "small",
        "caption",
        "error",
        "success",
    ):
        card.body.addWidget(label(f"{role or 'body'} 0123456789.00", role))
    card.body.addWidget(_swatches())
    card.body.addStretch()
    return card


def _swatches() -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(4)
    for index, picture in enumerate(Icon):
        cell = QLabel()
        cell.setPixmap(icon(picture).pixmap(20, 20))
        grid.addWidget(cell, index // 14, index % 14)
    return box


def states() -> QWidget:
    """The empty states, a toast and the key hints."""
    page, column = _page()
    grid = QGridLayout()
    grid.setSpacing(tokens().space.lg)
    column.addLayout(grid, 1)
    shows: tuple[Callable[[EmptyState], None], ...] = (
        lambda s: s.show_empty(Icon.CART, "No sale yet", "Scan a product, or search with F2.", "Search"),
        lambda s: s.show_loading("Loading the catalogue…"),
        lambda s: s.show_error(
            "Orders could not be loaded", "The database did not answer. Check the network."
        ),
        lambda s: s.show_forbidden(),
        lambda s: s.show_empty(Icon.SEARCH, "No product found", "Nothing matches “oatmilk barista”."),
    )
    for index, show in enumerate(shows):
        card, state = Card(), EmptyState()
        show(state)
        card.body.addWidget(state)
        grid.addWidget(card, index // 3, index % 3)
    messages = Messages(page)
    messages.success("Receipt R1-000128 printed", "Undo", lambda: None)
    messages.error(DomainError(ErrorCode.UNKNOWN_CODE, code="4006381333931"))
    hints = KeyHints(page)
    hints.setGeometry(page.rect())
    return page


def question() -> QWidget:
    """A dialog."""
    dialog = AskDialog(
        None, "Remove 3 × Croissant?", "The line is taken from the sale. You can undo it with Ctrl+Z."
    )
    dialog.add_button("Cancel", closes=False)
    dialog.add_button("Remove line", "danger", closes=True)
    dialog.adjustSize()
    return dialog


def main(folder: Path) -> None:
    """Saves `NAME-SCHEME.png` for each page."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    theme = Theme(ThemeChoice.LIGHT)
    theme.apply(app)
    for scheme in Scheme:
        theme.choose(ThemeChoice(scheme.value))
        for make in (controls, counter, states, question):
            page = make()
            page.show()
            app.processEvents()
            page.grab().save(str(folder / f"{make.__name__}-{scheme.value}.png"))
            page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

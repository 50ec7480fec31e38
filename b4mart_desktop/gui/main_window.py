"""The main window: top bar, status, and the one screen that is shown. What screens do is theirs."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.shortcuts import KeyHints, PromptKeys
from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.theme import ThemeChoice
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.account_button import AccountButton
from b4mart_desktop.gui.widgets.badge import Badge, Tone
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.labels import label

_BAR_HEIGHT = 60
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class Place(StrEnum):
    """Where the top bar leads."""

    SELL = "sell"
    ORDERS = "orders"
    OFFICE = "office"
    REGISTERS = "registers"
    """Reached by the menu; the top bar has a button for it only while one is there."""


class Command(StrEnum):
    """What the menu under the user's name offers."""

    CLOSE_SHIFT = "close_shift"
    NO_SALE = "no_sale"
    REPRINT = "reprint"
    REGISTERS = "registers"
    LOCK = "lock"
    HELP = "help"
    QUIT = "quit"


class MainWindow(QMainWindow):
    """Shows one screen at a time under the top bar; the bar is hidden while nobody is signed in.

    Attributes:
        messages: Toasts over this window.

    Signals:
        place_chosen: Where the person wants to go (``Place``).
        command_given: What the person chose in the menu (``Command``).
        theme_chosen: The colours the person wants (``ThemeChoice``).
        status_pressed: The person wants to know more about the status.
        closing: The person closes the window; it stays open until ``close_for_good``.
    """

    place_chosen = Signal(object)
    command_given = Signal(object)
    theme_chosen = Signal(object)
    status_pressed = Signal()
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("B4Mart")
        self.setMinimumSize(QSize(1024, 640))
        self.resize(1366, 768)
        self._may_close = False
        self._stack = QStackedWidget()
        self._store = label("", "subtitle")
        self._badge = Badge("", Tone.NEUTRAL)
        self._account = AccountButton()
        self._places: dict[Place, Button] = {}
        self._theme_actions: dict[ThemeChoice, QAction] = {}
        self._bar = self._make_bar()
        self._set_content()
        self.messages = Messages(self)
        self._hints = KeyHints(self)

    # ------------------------------------------------------------ showing

    def show_screen(self, screen: QWidget, place: Place | None = None) -> None:
        """Shows ``screen``; with a place the top bar is there, too, and marks it."""
        if self._stack.indexOf(screen) < 0:
            self._stack.addWidget(screen)
            PromptKeys(screen)
        self._bar.setVisible(place is not None)
        for known, button in self._places.items():
            button.setChecked(known is place)
        self._places[Place.REGISTERS].setVisible(place is Place.REGISTERS)
        self._stack.setCurrentWidget(screen)

    def drop_screen(self, screen: QWidget) -> None:
        """Forgets a screen that was shown before."""
        self._stack.removeWidget(screen)

    def shown(self) -> QWidget | None:
        """Returns the screen that is shown."""
        return self._stack.currentWidget()

    def offer_office(self, offered: bool) -> None:
        """Has the top bar lead to the office, or not."""
        self._places[Place.OFFICE].setVisible(offered)

    def show_identity(self, store: str, register: str, user: str) -> None:
        """Names the store, the register and who is signed in."""
        self._store.setText(store)
        self._account.set_identity(user, register)

    def show_status(self, text: str, tone: Tone, picture: Icon, details: str) -> None:
        """Shows how the shop is connected and what waits; ``details`` is the tool tip."""
        self._badge.set_status(text, tone, picture)
        self._badge.setToolTip(details)

    def show_theme(self, choice: ThemeChoice) -> None:
        """Marks the colours in use in the menu."""
        self._theme_actions[choice].setChecked(True)

    def close_for_good(self) -> None:
        """Closes the window once everything else has ended."""
        self._may_close = True
        self.close()

    # ------------------------------------------------------------ making

    def _set_content(self) -> None:
        content = QWidget()
        content.setProperty("kind", "page")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(content)

    def _make_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("kind", "bar")
        bar.setFixedHeight(_BAR_HEIGHT)
        row = QHBoxLayout(bar)
        row.setContentsMargins(tokens().space.lg, 0, tokens().space.sm, 0)
        row.setSpacing(tokens().space.sm)
        row.addWidget(self._store)
        row.addSpacing(tokens().space.lg)
        names = {
            Place.SELL: (self.tr("Sell"), Icon.CART, "Alt+1"),
            Place.ORDERS: (self.tr("Orders"), Icon.RECEIPT_TEXT, "Alt+2"),
            Place.OFFICE: (self.tr("Catalogue"), Icon.PACKAGE, "Alt+3"),
            Place.REGISTERS: (self.tr("Registers"), Icon.MONITOR, ""),
        }
        for place, (name, picture, key) in names.items():
            row.addWidget(self._place_button(place, name, picture, key))
        row.addStretch()
        row.addWidget(self._badge)
        row.addSpacing(tokens().space.sm)
        row.addWidget(self._account)
        self._badge.setCursor(Qt.CursorShape.PointingHandCursor)
        self._badge.mousePressEvent = lambda event: self.status_pressed.emit()  # type: ignore[method-assign]
        self._account.setMenu(self._make_menu())
        return bar

    def _place_button(self, place: Place, name: str, picture: Icon, key: str) -> Button:
        button = Button(name, "quiet", picture, key)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.place_chosen.emit(place))
        self._places[place] = button
        return button

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        entries = (
            (Command.REPRINT, self.tr("Print the last receipt again"), Icon.PRINTER, "Ctrl+P"),
            (Command.NO_SALE, self.tr("Open the drawer without a sale"), Icon.BANKNOTE, "Ctrl+F7"),
            (Command.CLOSE_SHIFT, self.tr("Close the till"), Icon.COINS, "Ctrl+F11"),
            (Command.REGISTERS, self.tr("Registers"), Icon.MONITOR, "Ctrl+F2"),
            (Command.LOCK, self.tr("Lock"), Icon.LOCK, "Ctrl+L"),
        )
        for command, name, picture, key in entries:
            self._add_command(menu, command, name, picture, key)
        menu.addSeparator()
        self._add_themes(menu)
        menu.addSeparator()
        self._add_command(menu, Command.HELP, self.tr("Keys"), Icon.KEYBOARD, "F1")
        self._add_command(menu, Command.QUIT, self.tr("Quit"), Icon.POWER, "Ctrl+Q")
        return menu

    def _add_command(self, menu: QMenu, command: Command, name: str, picture: Icon, key: str) -> None:
        action = menu.addAction(icon(picture, ColorRole.TEXT), name)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda: self.command_given.emit(command))
        # Without being the window's own, a menu's shortcut works only while the menu is open.
        self.addAction(action)

    def _add_themes(self, menu: QMenu) -> None:
        names = {
            ThemeChoice.SYSTEM: (self.tr("Colours of the system"), Icon.MONITOR),
            ThemeChoice.LIGHT: (self.tr("Light"), Icon.SUN),
            ThemeChoice.DARK: (self.tr("Dark"), Icon.MOON),
        }
        group = QActionGroup(menu)
        for choice, (name, picture) in names.items():
            action = menu.addAction(icon(picture, ColorRole.TEXT), name)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, chosen=choice: self.theme_chosen.emit(chosen))
            group.addAction(action)
            self._theme_actions[choice] = action

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Has Enter press the button in focus, as in a dialog: outside one Qt has only Space do so."""
        focused = self.focusWidget()
        if (
            event.key() in _ENTER
            and not event.isAutoRepeat()
            and isinstance(focused, QPushButton | QToolButton)
        ):
            focused.click()
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.closing.emit()

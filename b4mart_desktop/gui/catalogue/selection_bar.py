"""The bar over chosen products: how many, and what can be done with all of them. It does nothing itself."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.labels import label


class Deed(StrEnum):
    """What can be done with many products."""

    PRICES = "prices"
    CATEGORY = "category"
    STATUS = "status"
    TAX = "tax"
    TAGS = "tags"
    VENDOR = "vendor"
    FLAGS = "flags"
    LABELS = "labels"
    EXPORT = "export"
    ARCHIVE = "archive"


_KEYS = {Deed.PRICES: "F7"}  # as on the sell screen


class SelectionBar(QFrame):
    """Shown while something is chosen.

    Signals:
        wanted: What is to be done (``Deed``).
        cleared: Nothing is to be chosen any more.
        all_wanted: All products of the list are to be chosen.
    """

    wanted = Signal(object)
    cleared = Signal()
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        space = tokens().space
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(space.sm, space.xs, space.sm, space.xs)
        self._row.setSpacing(space.sm)
        clear = IconButton(Icon.X, self.tr("Choose none"))
        clear.clicked.connect(self.cleared)
        self._count = label("", "strong")
        self._all = Button("", "quiet")
        self._all.clicked.connect(self.all_wanted)
        for widget in (clear, self._count, self._all):
            self._row.addWidget(widget)
        self._row.addStretch()
        self._menu = QMenu(self)
        self._change = self._button(self.tr("Change"), Icon.PENCIL)
        self._change.setMenu(self._menu)
        self._deeds = {deed: self._deed(deed) for deed in Deed}
        self.hide()

    def _deed(self, deed: Deed) -> Button | QAction:
        looks = {
            Deed.PRICES: (self.tr("Edit prices…"), Icon.DISCOUNT),
            Deed.CATEGORY: (self.tr("Category…"), None),
            Deed.STATUS: (self.tr("Status…"), None),
            Deed.TAX: (self.tr("Tax class…"), None),
            Deed.TAGS: (self.tr("Tags…"), None),
            Deed.VENDOR: (self.tr("Vendor…"), None),
            Deed.FLAGS: (self.tr("Featured and favourite…"), None),
            Deed.LABELS: (self.tr("Labels…"), Icon.TAG),
            Deed.EXPORT: (self.tr("Export…"), Icon.DOWNLOAD),
            Deed.ARCHIVE: (self.tr("Archive"), Icon.INBOX),
        }
        text, picture = looks[deed]
        if picture is None:
            made: Button | QAction = self._menu.addAction(text)
        else:
            made = self._button(text, picture, _KEYS.get(deed, ""))
        if deed is Deed.PRICES:
            self._row.addWidget(self._change)  # after it
        made.setObjectName(f"{deed}_deed")
        signal = made.clicked if isinstance(made, Button) else made.triggered
        signal.connect(lambda _=False: self.wanted.emit(deed))
        return made

    def _button(self, text: str, picture: Icon, key: str = "") -> Button:
        button = Button(text, "quiet", picture, key)
        self._row.addWidget(button)
        return button

    def offer(self, deeds: Collection[Deed]) -> None:
        """Offers those deeds and no others: what who is signed in may do."""
        for deed, entry in self._deeds.items():
            entry.setVisible(deed in deeds)
        self._change.setVisible(any(action.isVisible() for action in self._menu.actions()))

    def show_chosen(self, chosen: int, of: int, number: str, all_text: str) -> None:
        """Tells how many are chosen; hidden where none is.

        Args:
            chosen: How many.
            of: How many the list has.
            number: ``chosen`` as it is written.
            all_text: ``of`` as it is written.
        """
        self._count.setText(self.tr("{number} chosen").format(number=number))
        self._all.setText(self.tr("Choose all {number}").format(number=all_text))
        self._all.setVisible(chosen < of)
        self.setVisible(bool(chosen))

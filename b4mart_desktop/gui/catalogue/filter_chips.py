"""What the list is filtered by, as chips that can be taken away one by one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b4mart_desktop.domain.product_lists import ProductFilter
from b4mart_desktop.gui.catalogue.filter_words import FilterWords
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.flow import Flow


class FilterChips(QWidget):
    """Hidden where nothing is asked for.

    Signals:
        changed: What is asked for now (``ProductFilter``).
    """

    changed = Signal(object)

    def __init__(self, words: FilterWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._flow = Flow(tokens().space.sm)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._flow)
        self.hide()

    def show_filter(self, wanted: ProductFilter) -> None:
        """Shows what ``wanted`` asks for."""
        pieces = self._words.pieces(wanted)
        self._flow.clear()
        for piece in pieces:
            chip = Button(piece.text.replace("&", "&&"), "chosen", Icon.X)
            chip.setAccessibleName(self.tr("Remove filter: {text}").format(text=piece.text))
            chip.clicked.connect(lambda _=False, without=piece.without: self.changed.emit(without))
            self._flow.add(chip)
        if len(pieces) > 1:
            everything = Button(self.tr("Clear all"), "quiet")
            everything.clicked.connect(lambda: self.changed.emit(ProductFilter(text=wanted.text)))
            self._flow.add(everything)
        self.setVisible(bool(pieces))

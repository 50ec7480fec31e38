"""Asking which pack or variant of a product is meant, one step after the other. Selling it is the asker's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget
from typing_extensions import override

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.models.choice_cards import DIGIT_KEYS, ChoiceCardDelegate, ChoicesModel
from b4mart_desktop.gui.sell.typing_pace import SLOWEST_SCANNER_MS
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.choices import Choice, Choosing

_WIDTH = 624
_COLUMNS = 3
_ROWS = 4
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ChoiceDialog(AskDialog):
    """Offers what a product is sold as; an option leads to the next step, Esc and Back to the one before.

    Attributes:
        product: Whose choices they are.
        chosen: What was taken, once accepted.
    """

    def __init__(self, parent: QWidget, choosing: Choosing, formats: Formats) -> None:
        found = choosing.found
        times = f"{found.quantity} × " if found.quantity > 1 else ""
        super().__init__(parent, f"{times}{found.product.name}")
        self.product: Id = found.product.id
        self.chosen: Choice | None = None
        self._steps = [choosing.step]
        self._taken: list[str] = []
        self._has_variants = bool(found.product.inventory.variant_stock)
        self._what = label("", "strong")
        self._model = ChoicesModel(formats)
        self._cards = ChoiceCardDelegate()
        self._view = QListView()
        self._digit = 0
        self._typed_at: int | None = None
        self._lone = QTimer(self, singleShot=True, interval=SLOWEST_SCANNER_MS + 1)
        self._lone.timeout.connect(self._on_pause)
        self._build()
        self._back = self.add_button(self.tr("Back"))
        self._back.clicked.connect(self._go_back)
        self._show_step()
        self._view.setFocus()

    def _build(self) -> None:
        self.setMinimumWidth(_WIDTH + 2 * tokens().space.xl)
        view = self._view
        view.setModel(self._model)
        view.setItemDelegate(self._cards)
        view.setViewMode(QListView.ViewMode.IconMode)
        view.setMovement(QListView.Movement.Static)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setProperty("kind", "clear")
        view.viewport().setAutoFillBackground(False)
        view.clicked.connect(self._take)
        view.installEventFilter(self)
        self.body.addWidget(self._what)
        self.body.addWidget(view)

    # ------------------------------------------------------------ steps

    def _show_step(self) -> None:
        step = self._steps[-1]
        plain = self.tr("Not specified") if self._has_variants else self.tr("Single piece")
        self._model.show(step.choices, plain)
        self._what.setText(" · ".join(part for part in (*self._taken, step.title) if part))
        self._what.setVisible(bool(self._what.text()))
        self._view.setAccessibleName(self._what.text() or self.windowTitle())
        self._back.setText(self.tr("Back") if self._taken else self.tr("Cancel"))
        self._fit(len(step.choices))
        rows = range(self._model.rowCount())
        first = next((row for row in rows if self._can(self._model.index(row))), 0)
        self._view.setCurrentIndex(self._model.index(first))

    def _fit(self, count: int) -> None:
        """As wide as ever, so that nothing jumps from step to step; as high as the cards, up to some rows."""
        columns = min(max(count, 2), _COLUMNS)
        rows = -(-count // columns)
        scrolls = rows > _ROWS
        # Asked "as needed", Qt keeps the bar's room free of cards where there is no bar, too.
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._view.setVerticalScrollBarPolicy(policy)
        bar = self._view.verticalScrollBar().sizeHint().width() if scrolls else 0
        size = QSize((_WIDTH - bar - 1) // columns, ChoiceCardDelegate.HEIGHT)
        self._cards.size = size
        self._view.setGridSize(size)
        self._view.setFixedSize(_WIDTH, min(rows, _ROWS) * size.height() + 2)

    def _can(self, index: QModelIndex) -> bool:
        return bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)

    def _take(self, index: QModelIndex) -> None:
        choice = index.data(ChoicesModel.CHOICE)
        if not isinstance(choice, Choice) or not self._can(index):
            return
        if choice.below is None:
            self.chosen = choice
            self.accept()
            return
        self._taken.append(str(index.data()))
        self._steps.append(choice.below)
        self._show_step()

    def _go_back(self) -> None:
        if not self._taken:
            self.reject()
            return
        self._taken.pop()
        self._steps.pop()
        self._show_step()

    # ------------------------------------------------------------ keys

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits that stand alone take the card that bears them, Return and Space the marked one."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if self._is_scanned(event):
            return True
        digit = int(event.text()) if event.text() in tuple("123456789") else 0
        if event.key() in _TAKES:
            self._take(self._view.currentIndex())
        elif 1 <= digit <= DIGIT_KEYS:
            self._digit = digit
        elif event.key() == Qt.Key.Key_Backspace:
            self._go_back()
        else:
            return super().eventFilter(watched, event)
        return True

    def _is_scanned(self, event: QKeyEvent) -> bool:
        """Whether a key follows a character at a slow scanner's pace: of such, none takes a card."""
        before = self._typed_at
        is_quick = before is not None and event.timestamp() - before <= SLOWEST_SCANNER_MS
        if event.text().isalnum():
            self._typed_at = event.timestamp()
            self._lone.start()
        if not is_quick:
            self._take_digit()
            return self.chosen is not None
        self._digit = 0
        return event.text().isalnum() or event.key() in _TAKES

    def _on_pause(self) -> None:
        self._typed_at = None
        self._take_digit()

    def _take_digit(self) -> None:
        """Takes the card of a digit that stands alone."""
        digit, self._digit = self._digit, 0
        if digit:
            self._take(self._model.index(digit - 1))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._go_back()
        else:
            super().keyPressEvent(event)

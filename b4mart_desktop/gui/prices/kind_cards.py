"""Cards of which one is chosen, each with a name and an example. What they stand for is their owner's."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.picture import Picture

_COLUMNS = 4
_HEIGHT = 92


class KindCard(Button):
    """One card.

    Args:
        name: What it is.
        example: What it looks like in a shop.
        picture: Its icon.
    """

    def __init__(self, name: str, example: str, picture: Icon) -> None:
        super().__init__("", "tile")
        self.setCheckable(True)
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName(f"{name}: {example}")
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens().space.md, tokens().space.sm, tokens().space.md, tokens().space.sm)
        column.setSpacing(2)
        sign = Picture()
        sign.set_picture(picture, tokens().size.icon, ColorRole.ACCENT)
        for part in (sign, label(name, "strong"), label(example, "small")):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(part)


class KindCards(QWidget):
    """Exclusive cards in a grid; the arrow keys move through them.

    Signals:
        chosen: The key of the card that the person chose.
    """

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._keys: list[object] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._keys[number]))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(tokens().space.sm)

    def set_cards(self, cards: Sequence[tuple[object, KindCard]]) -> None:
        """Shows those cards, each with its key."""
        for number, (key, card) in enumerate(cards):
            self._keys.append(key)
            self._group.addButton(card, number)
            card.installEventFilter(self)
            self._grid.addWidget(card, number // _COLUMNS, number % _COLUMNS)

    def current(self) -> object | None:
        """The key of the chosen card."""
        number = self._group.checkedId()
        return self._keys[number] if number >= 0 else None

    def set_current(self, key: object) -> None:
        """Chooses a card without a signal."""
        self._group.button(self._keys.index(key)).setChecked(True)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            side = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
            steps = {
                Qt.Key.Key_Left: -side,
                Qt.Key.Key_Right: side,
                Qt.Key.Key_Up: -_COLUMNS,
                Qt.Key.Key_Down: _COLUMNS,
            }
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                self._go(step)
                return True
        return super().eventFilter(watched, event)

    def _go(self, step: int) -> None:
        wanted = self._group.checkedId() + step
        if 0 <= wanted < len(self._keys):
            button = self._group.button(wanted)
            button.setFocus(Qt.FocusReason.TabFocusReason)
            button.click()

"""Tells whether a person or a scanner ended a line, by the keys' own timestamps. It reads no text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

SLOWEST_SCANNER_MS = 60
_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class TypingPace(QObject):
    """Watches the keys of one field.

    When a key was pressed counts, not when its turn came: on a busy machine keys queue up, and a person
    would look as quick as a scanner.

    Attributes:
        by_hand: Whether the last line was ended by a person.
    """

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self.by_hand = False
        self._last = 0
        field.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if Qt.Key(event.key()) in _ENDS:
                self.by_hand = event.timestamp() - self._last > SLOWEST_SCANNER_MS
            self._last = event.timestamp()
        return False

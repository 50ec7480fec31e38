"""Shows the keys on the buttons while Alt is held. Which key does what is declared with each button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from b4mart_desktop.gui.widgets.key_cap import draw_key_cap, key_cap_size


class KeyHints(QWidget):
    """A layer over a window that draws each visible button's shortcut while Alt is down.

    Install one per window: `KeyHints(window)`. Buttons need nothing but their `shortcut`.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Alt:
            self._show(event.type() == QEvent.Type.KeyPress and self._window.isActiveWindow())
        elif event.type() in (QEvent.Type.WindowDeactivate, QEvent.Type.KeyPress):
            self._show(False)
        return False

    def _show(self, wanted: bool) -> None:
        if wanted and not self.isVisible():
            self.setGeometry(self._window.rect())
            self.raise_()
        self.setVisible(wanted)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for button, text in self.hints():
            size = key_cap_size(text)
            corner = button.mapTo(self._window, QPoint(button.width() - size.width() - 4, 4))
            draw_key_cap(painter, QRect(corner, size), text, raised=True)

    def hints(self) -> list[tuple[QAbstractButton, str]]:
        """The visible buttons of the window that have a key, and the key as text."""
        buttons = [b for b in self._window.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()]
        texts = [(b, b.shortcut().toString(QKeySequence.SequenceFormat.NativeText)) for b in buttons]
        return [(button, text) for button, text in texts if text]

"""Keys of buttons: shown while Alt is held, obeyed at once. Which key does what stands with each button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcutEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from b4mart_desktop.gui.widgets.key_cap import draw_key_cap, key_cap_size

_NATIVE = QKeySequence.SequenceFormat.NativeText


class KeyHints(QWidget):
    """A layer over a window that draws each visible button's shortcut while Alt is down.

    Install one per window: `KeyHints(window)`. Buttons need nothing but their `shortcut`, or a property
    `key` where somebody else owns the key that does the same: a key with two owners does nothing at all.
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
        with QPainter(self) as painter:
            for button, text in self.hints():
                size = key_cap_size(text)
                # On the lower edge it hides neither the label nor the icon.
                below = QPoint((button.width() - size.width()) // 2, button.height() - size.height() // 2)
                draw_key_cap(painter, QRect(button.mapTo(self._window, below), size), text, raised=True)

    def hints(self) -> list[tuple[QAbstractButton, str]]:
        """The visible buttons of the window that have a key, and the key as text."""
        buttons = [b for b in self._window.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()]
        texts = [(button, key_of(button).toString(_NATIVE)) for button in buttons]
        return [(button, text) for button, text in texts if text]


def key_of(button: QAbstractButton) -> QKeySequence:
    """Returns the key that does what ``button`` does: its own, or the one another owner has for it."""
    own = button.shortcut()
    return QKeySequence(str(button.property("key") or "")) if own.isEmpty() else own


class PromptKeys(QObject):
    """Makes the buttons of a screen obey their keys at once.

    By itself Qt shows a button pressed for 100 ms before it counts, and drops the same key meanwhile: too
    slow for a counter, where the next scan may already be on its way.
    """

    def __init__(self, screen: QWidget) -> None:
        super().__init__(screen)
        for button in screen.findChildren(QAbstractButton):
            button.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QShortcutEvent) or event.isAmbiguous():
            return False
        if isinstance(watched, QAbstractButton):
            watched.click()
        return True

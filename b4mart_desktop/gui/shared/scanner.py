"""Catches a barcode scanner's burst of keys wherever the focus is. It looks nothing up.

On the sell screen the scan field reads whole lines by itself and says so with the property `ownsScans`:
timing alone lost up to 9 of 500 scans there, reading the field on Return none.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

OWNS_SCANS = "ownsScans"
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)
_GAP_MS = 35
_SHORTEST = 6
_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
# Capitals come as Shift and a letter, from scanners, too.
_MODIFIERS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock})
_TYPING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class ScanFilter(QObject):
    """An application event filter: keys less than 35 ms apart, ended by Enter or Tab, are one scan.

    Keys are held back until the gap is over; if it was no scan they go on to the widget that has the focus.

    Signals:
        scanned: The text of one scan.
    """

    scanned = Signal(str)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._held: list[QKeyEvent] = []
        self._replaying = False
        self._timer = QTimer(self, singleShot=True, interval=_GAP_MS)
        self._timer.timeout.connect(self._on_timeout)
        app.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            self._replaying
            or event.type() not in _KEYS
            or not isinstance(event, QKeyEvent)
            or not isinstance(watched, QWidget)
        ):
            return False
        if _owns_scans(watched):
            self._replay()  # keys of a burst that began before the focus came here
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._keep_from_shortcuts(event)
        if event.type() == QEvent.Type.KeyRelease:
            return self._on_release(event)
        return self._on_key(event)

    def _keep_from_shortcuts(self, event: QKeyEvent) -> bool:
        """A character of a running burst must not trigger a shortcut on its way."""
        if self._held and self._in_time(event):
            event.accept()
            return True
        return False

    def _on_release(self, event: QKeyEvent) -> bool:
        """A release waits behind its press: the other way round a button would stay pressed."""
        if self._held:
            self._held.append(event.clone())
        return bool(self._held)

    def _on_key(self, event: QKeyEvent) -> bool:
        if Qt.Key(event.key()) in _MODIFIERS:
            return False
        if self._held and not self._in_time(event):
            self._replay()
        if Qt.Key(event.key()) in _ENDS:
            return self._finish()
        if not _is_character(event):
            self._replay()
            return False
        self._held.append(event.clone())
        self._timer.start()
        return True

    def _in_time(self, event: QKeyEvent) -> bool:
        return event.timestamp() - self._held[-1].timestamp() < _GAP_MS

    def _finish(self) -> bool:
        text = "".join(key.text() for key in self._held if key.type() == QEvent.Type.KeyPress)
        if len(text) < _SHORTEST:
            self._replay()
            return False
        self._timer.stop()
        self._held.clear()
        self.scanned.emit(text)
        return True

    def _on_timeout(self) -> None:
        """Keys that arrived while the program was busy come first: they may belong to the burst."""
        count = len(self._held)
        QTimer.singleShot(0, self, lambda: self._replay() if len(self._held) == count else None)

    def _replay(self) -> None:
        self._timer.stop()
        held, self._held = self._held, []
        self._replaying = True
        try:
            for event in held:
                target = QApplication.focusWidget() or QApplication.activeWindow()
                if target is not None:
                    QCoreApplication.sendEvent(target, event)
        finally:
            self._replaying = False


def _is_character(event: QKeyEvent) -> bool:
    return len(event.text()) == 1 and event.text().isprintable() and not event.modifiers() & ~_TYPING


def _owns_scans(widget: QWidget) -> bool:
    owner: QWidget | None = widget
    while owner is not None and not owner.property(OWNS_SCANS):
        owner = owner.parentWidget()
    return owner is not None

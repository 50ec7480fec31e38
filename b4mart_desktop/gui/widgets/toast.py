"""Short messages over a window that leave by themselves. What they say comes from `shared.messages`."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.badge import TONE_COLORS, TONE_ICONS, Tone
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.picture import Picture

_WIDTH = 400
_MOST = 3
_SHORT_MS = 4000
_LONG_MS = 9000


class Toast(QFrame):
    """One message: icon, text, at most one action and a cross.

    Signals:
        action_triggered: The action's button was pressed; the toast leaves.
        closed: The toast is gone.
    """

    action_triggered = Signal()
    closed = Signal()

    def __init__(self, text: str, tone: Tone = Tone.INFO, title: str = "", action: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "toast")
        self.setFixedWidth(_WIDTH)
        self.text = text
        self.tone = tone
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.leave)
        self._lifetime = _LONG_MS if action or tone in (Tone.WARNING, Tone.DANGER) else _SHORT_MS
        self._build(title, action)
        self.setAccessibleName(f"{title}. {text}" if title else text)

    def _build(self, title: str, action: str) -> None:
        space = tokens().space
        row = QHBoxLayout(self)
        row.setContentsMargins(space.lg, space.sm, space.xs, space.sm)
        row.setSpacing(space.md)
        picture = Picture()
        # Its soft colour is what stands out on the inverse surface.
        picture.set_picture(TONE_ICONS[self.tone], tokens().size.icon, TONE_COLORS[self.tone][0])
        row.addWidget(picture)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for line, role in ((title, "strong"), (self.text, "")):
            if line:
                texts.addWidget(label(line, role, wrap=True))
        row.addLayout(texts, 1)
        if action:
            button = Button(action, "toast")
            button.clicked.connect(self._on_action)
            row.addWidget(button)
        close = Button(kind="toast")
        close.setIcon(icon(Icon.X, ColorRole.ON_INVERSE))
        close.setAccessibleName(self.tr("Dismiss"))
        close.clicked.connect(self.leave)
        row.addWidget(close)

    def start(self) -> None:
        """Begins the time after which it leaves; it waits while the pointer is over it."""
        self._timer.start(self._lifetime)
        event = QAccessibleAnnouncementEvent(self, self.accessibleName())
        if self.tone is Tone.DANGER:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def leave(self) -> None:
        """Goes away now."""
        self._timer.stop()
        self.hide()
        self.closed.emit()
        self.deleteLater()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start(self._lifetime)

    def _on_action(self) -> None:
        self.action_triggered.emit()
        self.leave()


class ToastArea(QWidget):
    """Stacks the toasts in the lower corner where reading starts, the newest below; at most three.

    There they cover no button that completes something: those stand in the middle or at the other end.

    Args:
        window: The widget over which the toasts float.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens().space.sm)
        window.installEventFilter(self)
        self.hide()

    def add(self, toast: Toast) -> None:
        """Shows a toast; one that says the same already is replaced."""
        for shown in self.toasts():
            if shown.accessibleName() == toast.accessibleName():
                shown.leave()
        for shown in self.toasts()[: -(_MOST - 1)]:
            shown.leave()
        toast.closed.connect(lambda: self._on_closed(toast))
        self._column.addWidget(toast)
        toast.show()
        self.show()
        self._place()
        toast.start()

    def toasts(self) -> list[Toast]:
        """The toasts that are shown, the newest last."""
        items = [self._column.itemAt(index) for index in range(self._column.count())]
        return [toast for item in items if item is not None and isinstance(toast := item.widget(), Toast)]

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _on_closed(self, toast: Toast) -> None:
        self._column.removeWidget(toast)
        self.setVisible(bool(self.toasts()))
        self._place()

    def _place(self) -> None:
        self.adjustSize()
        gap = tokens().space.lg
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self._window.width() - self.width() - gap if mirrored else gap
        self.move(left, self._window.height() - self.height() - gap)
        self.raise_()

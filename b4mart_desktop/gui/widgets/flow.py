"""Widgets side by side that go on in the next line where one is full. Knows nothing of what they are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override


class Flow(QWidget):
    """A holder that places its widgets as words of a text, from the leading edge on.

    It is no ``QLayout``: one written in Python is asked for items while Qt already destroys them.
    """

    def __init__(self, gap: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[QWidget] = []
        self._gap = gap
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Adds a widget at the end."""
        widget.setParent(self)
        self._parts.append(widget)
        widget.show()
        self._follow()

    def clear(self) -> None:
        """Removes them all."""
        parts, self._parts = self._parts, []
        for widget in parts:
            widget.hide()
            widget.deleteLater()
        self._follow()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, place=False)

    @override
    def sizeHint(self) -> QSize:
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self._arrange(width, place=False))

    @override
    def minimumSizeHint(self) -> QSize:
        size = QSize()
        for widget in self._parts:
            size = size.expandedTo(widget.sizeHint())
        return size

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width(), place=True)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.LayoutDirectionChange):
            self._follow()
        return super().event(event)

    def _follow(self) -> None:
        self.updateGeometry()
        self._arrange(self.width(), place=True)

    def _arrange(self, width: int, *, place: bool) -> int:
        """Returns the height that is needed; sets the widgets where ``place``."""
        left, top, height = 0, 0, 0
        for widget in self._parts:
            size = widget.sizeHint()
            if left and left + size.width() > width:
                left, top, height = 0, top + height + self._gap, 0
            if place:
                widget.setGeometry(self._placed(width, left, top, size))
            left += size.width() + self._gap
            height = max(height, size.height())
        return top + height

    def _placed(self, width: int, left: int, top: int, size: QSize) -> QRect:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = width - left - size.width() if mirrored else left
        return QRect(x, top, min(size.width(), width), size.height())

"""The field for searching and scanning. It looks nothing up."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.key_cap import draw_key_cap, key_cap_size


class SearchField(QLineEdit):
    """A line edit with a picture, a button to clear it and the key that brings one here.

    Return hands over the whole text at once, which is how no scan is lost: a scanner types and presses
    Return.

    Args:
        placeholder: What can be searched.
        key: The shortcut shown in the empty field, e.g. `F2`.
        picture: SEARCH, or SCAN where codes are scanned.
        parent: The widget it stands in.

    Signals:
        submitted: Return was pressed; the whole text, stripped. May be empty.
        down_pressed: The person wants to go into the results.
    """

    submitted = Signal(str)
    down_pressed = Signal()

    def __init__(
        self,
        placeholder: str = "",
        key: str = "",
        picture: Icon = Icon.SEARCH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._picture = picture
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._clear = QToolButton(self)
        self._clear.setProperty("kind", "icon")
        self._clear.setIcon(icon(Icon.X, ColorRole.TEXT_MUTED))
        self._clear.setIconSize(QSize(tokens().size.icon, tokens().size.icon))
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.setAccessibleName(self.tr("Clear"))
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self.textChanged.connect(self._make_room)
        self.returnPressed.connect(lambda: self.submitted.emit(self.text().strip()))
        self._make_room("")

    def _make_room(self, text: str) -> None:
        """Keeps the text clear of the picture, and of the button or of the key."""
        self._clear.setVisible(bool(text))
        space, size = tokens().space.md, tokens().size
        trailing = size.touch
        if self._key and not text:
            trailing = max(trailing, key_cap_size(self._key).width() + 2 * space)
        margins = (size.icon + space, trailing)
        left, right = margins if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else margins[::-1]
        self.setTextMargins(left, 0, right, 0)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._make_room(self.text())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        edge = self.height() - 2
        ends_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._clear.setGeometry(1 if ends_left else self.width() - edge - 1, 1, edge, edge)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            edge, inset = tokens().size.icon, tokens().space.md
            picture = QRect(inset, (self.height() - edge) // 2, edge, edge)
            role = ColorRole.ACCENT if self.hasFocus() else ColorRole.TEXT_MUTED
            icon(self._picture, role).paint(painter, self._mirrored(picture))
            if self._key and not self.text():
                size = key_cap_size(self._key)
                left = self.width() - inset - size.width()
                cap = QRect(left, (self.height() - size.height()) // 2, size.width(), size.height())
                draw_key_cap(painter, self._mirrored(cap), self._key)

    def _mirrored(self, area: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return area
        return QRect(self.width() - area.right() - 1, area.y(), area.width(), area.height())

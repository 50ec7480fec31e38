"""Labels in a role of the type scale, at the leading edge of whatever layout. They format nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QStyle
from typing_extensions import override

from b4mart_desktop.gui.style.theme import set_variant


class Label(QLabel):
    """A label that stands where the layout begins.

    Qt's own stands where its text's language begins: an English name in a mirrored window, or a Hebrew one in
    one that is not, would stand apart from the column that it belongs to.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._wanted = self.alignment()
        self.setAlignment(self._wanted)

    @override
    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:
        self._wanted = alignment
        placed = QStyle.visualAlignment(self.layoutDirection(), alignment)
        super().setAlignment(placed | Qt.AlignmentFlag.AlignAbsolute)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.setAlignment(self._wanted)


def label(text: str, role: str = "", wrap: bool = False) -> QLabel:
    """A plain-text label in a role of `app.qss`: title, total, caption, muted and so on."""
    made = Label(text)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def set_role(target: QLabel, role: str) -> None:
    """Changes a label's role after it was shown."""
    set_variant(target, "role", role)

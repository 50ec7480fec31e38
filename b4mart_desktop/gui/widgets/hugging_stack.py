"""Pages of which the shown one alone decides how large the stack is."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override


class HuggingStack(QStackedWidget):
    """A stack in a card that hugs its content; Qt's own is as large as its largest page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return super().sizeHint() if page is None else page.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint()

    @override
    def hasHeightForWidth(self) -> bool:
        # A hidden page's wrapped text would count; the pages' size hints leave room for their own.
        return False

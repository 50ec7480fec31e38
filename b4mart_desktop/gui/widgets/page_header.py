"""The head of a screen: where one is, the way back, and the screen's own actions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import IconButton
from b4mart_desktop.gui.widgets.labels import label


class PageHeader(QWidget):
    """Title and subtitle; a back button when asked for; room for actions at the end.

    Attributes:
        action_row: The layout for the screen's buttons.

    Signals:
        back_requested: The person wants to leave the screen.
    """

    back_requested = Signal()

    def __init__(
        self, title: str, subtitle: str = "", back: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = label(title, "title")
        self._subtitle = label(subtitle, "small")
        self._subtitle.setVisible(bool(subtitle))
        self.action_row = QHBoxLayout()
        self.action_row.setSpacing(tokens().space.sm)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._subtitle)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens().space.md)
        if back:
            row.addWidget(self._back_button())
        row.addLayout(texts)
        row.addStretch()
        row.addLayout(self.action_row)

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Changes both lines; an empty subtitle takes no room."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))

    def _back_button(self) -> IconButton:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        button = IconButton(Icon.ARROW_RIGHT if mirrored else Icon.ARROW_LEFT, self.tr("Back"))
        button.clicked.connect(self.back_requested)
        return button

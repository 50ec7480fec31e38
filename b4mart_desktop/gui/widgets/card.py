"""A raised surface that holds what belongs together."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from b4mart_desktop.gui.style.tokens import tokens


class Card(QFrame):
    """A frame with a surface of its own, an optional heading and a column for its content.

    Attributes:
        body: The layout to put content in.
        action_row: The layout at the end of the heading, for small buttons.
    """

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        space = tokens().space
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(space.lg, space.lg, space.lg, space.lg)
        self.body.setSpacing(space.md)
        self.action_row = QHBoxLayout()
        self.action_row.setSpacing(space.sm)
        self._title = QLabel(title)
        self._title.setProperty("role", "subtitle")
        if title:
            self._add_heading()

    def set_title(self, title: str) -> None:
        """Changes the heading of a card that was made with one."""
        self._title.setText(title)

    def _add_heading(self) -> None:
        heading = QHBoxLayout()
        heading.addWidget(self._title, 1)
        heading.addLayout(self.action_row)
        self.body.addLayout(heading)

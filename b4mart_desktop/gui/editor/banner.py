"""A line above the form that says something of the whole product, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.picture import Picture

Action = tuple[str, Callable[[], object]]


class Banner(QFrame):
    """A sentence with up to two buttons; hidden until something is to be said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "warning")
        space = tokens().space
        row = QHBoxLayout(self)
        row.setContentsMargins(space.lg, space.xs, space.sm, space.xs)
        row.setSpacing(space.md)
        self._picture = Picture()
        self._text = label("", wrap=True)
        self._buttons = (Button("", "quiet"), Button("", "quiet"))
        self._deeds: list[Callable[[], object]] = []
        row.addWidget(self._picture)
        row.addWidget(self._text, 1)
        for place, button in enumerate(self._buttons):
            row.addWidget(button)
            button.clicked.connect(lambda _=False, place=place: self._do(place))
        self.setMinimumHeight(tokens().size.touch + 2 * space.xs)
        self.hide()

    def say(self, text: str, *actions: Action, picture: Icon = Icon.INFO) -> None:
        """Says something; a pressed button does its deed and ends it."""
        self._text.setText(text)
        self._picture.set_picture(picture, tokens().size.icon, ColorRole.ON_WARNING_SOFT)
        self._deeds = [deed for _, deed in actions]
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(actions))
            button.setText(actions[place][0] if place < len(actions) else "")
        self.show()

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def _do(self, place: int) -> None:
        self.hide()
        self._deeds[place]()

"""Parts that forms of the prices room are put together from: cards, labelled fields, rows. No content."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from b4mart_desktop.gui.style.theme import set_variant
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.labels import label


class Card(QFrame):
    """A framed part of a form with a heading.

    Args:
        title: The heading.
        hint: A sentence below it; may be empty.

    Attributes:
        body: The layout for what stands in it.
    """

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        space = tokens().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.xl, space.lg, space.xl, space.xl)
        column.setSpacing(space.xs)
        column.addWidget(label(title, "subtitle"))
        if hint:
            column.addWidget(label(hint, "muted", wrap=True))
        column.addSpacing(space.sm)
        self.body = QVBoxLayout()
        self.body.setSpacing(space.lg)
        column.addLayout(self.body)


class Field(QWidget):
    """A widget with its name above and what is wrong with it below.

    Args:
        name: What is entered here; also said by screen readers.
        widget: Where it is entered.
        hint: A sentence below the widget; may be empty.

    Attributes:
        widget: Where it is entered.
    """

    def __init__(self, name: str, widget: QWidget, hint: str = "") -> None:
        super().__init__()
        self.widget = widget
        widget.setAccessibleName(name)
        self._problem = label("", "error", wrap=True)
        self._hint = label(hint, "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.xs)
        self._name = label(name, "strong")
        self._name.setBuddy(widget)
        for part in (self._name, widget, self._hint, self._problem):
            column.addWidget(part)
        self._hint.setVisible(bool(hint))
        self._problem.hide()

    def set_name(self, name: str) -> None:
        """Changes what is entered here."""
        self._name.setText(name)
        self.widget.setAccessibleName(name)

    def set_hint(self, text: str) -> None:
        """Changes the sentence below the widget."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def set_problem(self, text: str) -> None:
        """Says what is wrong, or that nothing is where ``text`` is empty."""
        set_variant(self.widget, "invalid", bool(text))
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def problem(self) -> str:
        """What is said to be wrong."""
        return "" if self._problem.isHidden() else self._problem.text()


def row(*widgets: QWidget, stretch: bool = False, gap: int | None = None) -> QWidget:
    """Returns the widgets side by side, evenly wide or, with ``stretch``, as wide as they want to be."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(tokens().space.md if gap is None else gap)
    for widget in widgets:
        line.addWidget(widget, 0 if stretch else 1, Qt.AlignmentFlag.AlignTop)
    if stretch:
        line.addStretch()
    return holder


def scrolled(content: QWidget) -> QScrollArea:
    """Returns an area in which ``content`` scrolls up and down."""
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    content.setProperty("kind", "clear")
    area.viewport().setAutoFillBackground(False)
    return area


def page_title(text: str) -> QLabel:
    """Returns the title of a page."""
    return label(text, "title")

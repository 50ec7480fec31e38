"""What stands where content would be: nothing yet, loading, failed, not allowed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.badge import TONE_COLORS, Tone
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.waiting import Spinner

_DISC = 72
_TEXT_WIDTH = 360
_MOST_OF_IT = 1000


class EmptyState(QWidget):
    """A picture, a title, a sentence and at most one thing to do.

    Make it once and call one of the `show_…` methods as the state changes.

    Signals:
        action_triggered: The button was pressed.
    """

    action_triggered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._disc = _Disc()
        self._spinner = Spinner(tokens().size.icon_xl)
        self._title = label("", "subtitle", wrap=True)
        self._text = label("", "muted", wrap=True)
        self.action = Button()
        self.action.clicked.connect(self.action_triggered)
        self._build()
        self.show_empty(Icon.INBOX, "")

    def _build(self) -> None:
        space = tokens().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.xl, space.xl, space.xl, space.xl)
        column.setSpacing(space.sm)
        column.addStretch()
        for picture in (self._disc, self._spinner):
            column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(space.sm)
        for text in (self._title, self._text):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            text.setMaximumWidth(_TEXT_WIDTH)
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(text, _MOST_OF_IT)
            row.addStretch(1)
            column.addLayout(row)
        column.addSpacing(space.sm)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()

    def show_empty(self, picture: Icon, title: str, text: str = "", action: str = "") -> None:
        """There is nothing here, and how to change that."""
        self._show(picture, Tone.NEUTRAL, (title, text, action))

    def show_loading(self, title: str = "") -> None:
        """It is on its way."""
        self._show(Icon.LOADER, Tone.NEUTRAL, (title or self.tr("Loading…"), "", ""))
        self._disc.hide()
        self._spinner.show()

    def show_error(self, title: str, text: str, action: str = "") -> None:
        """It failed; the text says what to do."""
        self._show(Icon.CIRCLE_ALERT, Tone.DANGER, (title, text, action or self.tr("Try again")))

    def show_forbidden(self, text: str = "", action: str = "") -> None:
        """The person may not see this."""
        text = text or self.tr("Ask a manager to sign in, or to give you the right.")
        self._show(Icon.LOCK, Tone.NEUTRAL, (self.tr("Not permitted"), text, action))

    def _show(self, picture: Icon, tone: Tone, texts: tuple[str, str, str]) -> None:
        self._spinner.hide()
        self._disc.show()
        self._disc.set_look(picture, tone)
        targets: tuple[QLabel | QPushButton, ...] = (self._title, self._text, self.action)
        for target, text in zip(targets, texts, strict=True):
            target.setText(text)
            target.setVisible(bool(text))


class _Disc(QWidget):
    """An icon on a soft circle."""

    def __init__(self) -> None:
        super().__init__()
        self._picture, self._tone = Icon.INBOX, Tone.NEUTRAL
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_look(self, picture: Icon, tone: Tone) -> None:
        self._picture, self._tone = picture, tone
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(_DISC, _DISC)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        fill, ink = TONE_COLORS[self._tone]
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens().color(fill))
            painter.drawEllipse(QRectF(self.rect()))
            inset = (_DISC - 32) // 2
            ink = ColorRole.TEXT_MUTED if self._tone is Tone.NEUTRAL else ink
            icon(self._picture, ink).paint(painter, self.rect().adjusted(inset, inset, -inset, -inset))

"""The button that says who is at which register and opens a menu. What the menu holds is its owner's."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.avatar import Avatar
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.picture import Picture

_AVATAR = 32
_HEIGHT = 48


class AccountButton(Button):
    """Avatar, name over register, and an arrow that promises the menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "quiet", parent=parent)
        self._avatar = Avatar("", _AVATAR)
        self._user, self._register = label("", "strong"), label("", "small")
        space = tokens().space
        row = QHBoxLayout(self)
        row.setContentsMargins(space.sm, 0, space.sm, 0)
        row.setSpacing(space.sm)
        row.addWidget(self._avatar)
        row.addLayout(_column(self._user, self._register))
        arrow = Picture()
        arrow.set_picture(Icon.CHEVRON_DOWN, tokens().size.icon_sm, ColorRole.TEXT_MUTED)
        row.addWidget(arrow)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(_HEIGHT)

    def set_identity(self, user: str, register: str) -> None:
        """Names who is at which register."""
        self._avatar.set_name(user)
        self._user.setText(user)
        self._register.setText(register)
        self.setAccessibleName(f"{user}, {register}")
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        row = self.layout()
        return QSize(row.sizeHint().width() if row else 0, _HEIGHT)


def _column(upper: QLabel, lower: QLabel) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addStretch()
    column.addWidget(upper)
    column.addWidget(lower)
    column.addStretch()
    return column

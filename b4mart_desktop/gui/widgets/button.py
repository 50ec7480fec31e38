"""Buttons with the program's variants and icons. What a button does is its owner's business."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens

_ICON_COLORS = {
    "primary": ColorRole.ON_ACCENT,
    "pay": ColorRole.ON_SUCCESS,
    "danger": ColorRole.ON_DANGER,
    "toast": ColorRole.ON_INVERSE,
    "chosen": ColorRole.ON_ACCENT_SOFT,
}
_GAP = 6


class Button(QPushButton):
    """A push button of one kind: `primary`, `pay`, `danger`, `quiet`, `tile`, `chip`, `keypad` or plain.

    It is reached by Tab but does not take the focus when clicked, so that a scan field keeps it.

    Args:
        text: The label; for a kind without text use `IconButton`.
        kind: The variant, or empty for the plain button.
        picture: An icon before the label.
        key: A shortcut such as `F9`; `KeyHints` shows it while Alt is held.
        parent: The widget it stands in.
    """

    def __init__(
        self,
        text: str = "",
        kind: str = "",
        picture: Icon | None = None,
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("kind", kind)
        if picture is not None:
            set_button_icon(self, picture)
        if key:
            self.setShortcut(key)


class IconButton(Button):
    """A square button with an icon only; its name is said by screen readers and shown as a tool tip."""

    def __init__(self, picture: Icon, name: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", "icon", picture, key, parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        edge = tokens().size.touch
        self.setFixedSize(edge, edge)


def set_button_icon(button: QAbstractButton, picture: Icon, role: ColorRole | None = None) -> None:
    """Gives any button an icon in the colour of its kind, with a gap to its label; for forms too."""
    color = role or _ICON_COLORS.get(str(button.property("kind")), ColorRole.TEXT)
    checked = ColorRole.ON_ACCENT_SOFT if button.isCheckable() else None
    button.setIcon(icon(picture, color, checked))
    size = tokens().size
    edge = size.icon_lg if button.property("kind") == "pay" else size.icon
    button.setIconSize(QSize(edge + _GAP if button.text() else edge, edge))


def set_button_text(button: QAbstractButton, text: str) -> None:
    """Changes a label and keeps the shortcut, which `setText` would replace by the label's mnemonic."""
    shortcut = button.shortcut()
    button.setText(text)
    button.setShortcut(shortcut)

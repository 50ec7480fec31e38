"""Labels in a role of the type scale. They format nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from b4mart_desktop.gui.style.theme import set_variant


def label(text: str, role: str = "", wrap: bool = False) -> QLabel:
    """A plain-text label in a role of `app.qss`: title, total, caption, muted and so on."""
    made = QLabel(text)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def set_role(target: QLabel, role: str) -> None:
    """Changes a label's role after it was shown."""
    set_variant(target, "role", role)

"""Texts of any length in dialogs: they wrap in the room there is rather than ask for more. No wording."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from b4mart_desktop.gui.widgets.labels import label

NAME_WIDTH = 150
"""Of the column with the fields' names."""


def shrinking(text: str, role: str = "") -> QLabel:
    """Returns a label that is as wide as its place."""
    made = label(text, role, wrap=True)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    made.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    return made

"""Buttons whose label begins where a line of text would, such as those of a list. No other looks."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton


def set_leading(button: QAbstractButton) -> None:
    """Moves the label to the leading edge; Qt mirrors the style sheet's left by itself."""
    button.setProperty("side", "left")

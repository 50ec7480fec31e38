"""The words that labels print of their own accord, in the program's language. Values are put in elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from b4mart_desktop.services.ports.labels import LabelWords


def label_words() -> LabelWords:
    """Returns the words as they are now; callable from any thread."""
    return LabelWords(
        plu=QCoreApplication.translate("LabelWords", "PLU {plu}"),
        until=QCoreApplication.translate("LabelWords", "until {day}"),
        with_tax=QCoreApplication.translate("LabelWords", "incl. tax"),
        without_tax=QCoreApplication.translate("LabelWords", "plus tax"),
        measured=QCoreApplication.translate("LabelWords", "{price} / {unit}"),
    )

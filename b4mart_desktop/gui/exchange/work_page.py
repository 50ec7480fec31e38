"""An import that is going on: how far it is, how long it takes, and a way to stop it."""

from __future__ import annotations

import datetime as dt
import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.ports.exchange import ImportProgress

_WIDTH = 520
_STEPS = 1000
_SURE_ENOUGH = 0.02


class WorkPage(QWidget):
    """The room's page while it works.

    Signals:
        stop_wanted: The import is to stop.
    """

    stop_wanted = Signal()

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._began = 0.0
        self._title, self._counts = label("", "title"), label("", "muted")
        self._left = label("", "muted")
        self.bar = QProgressBar()
        self.stop = Button(self.tr("Stop"), "", Icon.X, "Esc")
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(tokens().space.md)
        column.addStretch()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_WIDTH)
        self.bar.setAccessibleName(self.tr("How far it is"))
        for part in (self._title, self.bar, self._counts, self._left, self.stop):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        self.stop.clicked.connect(self.stop_wanted)

    def begin(self, file: str, *, dry_run: bool) -> None:
        """Shows that work on a file begins."""
        self._began = time.monotonic()
        text = self.tr("Checking {file}") if dry_run else self.tr("Importing {file}")
        self._title.setText(text.format(file=file))
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        self._left.setText(self.tr("Selling goes on meanwhile."))

    def show_progress(self, progress: ImportProgress) -> None:
        """Shows how far it is."""
        counts = self.tr("{added} new · {changed} changed · {unchanged} unchanged · {refused} refused")
        numbers = (progress.added, progress.changed, progress.unchanged, progress.refused)
        names = ("added", "changed", "unchanged", "refused")
        texts = {name: f"{number:,}" for name, number in zip(names, numbers, strict=True)}
        self._counts.setText(counts.format(**texts))
        if progress.share < _SURE_ENOUGH:
            return
        self.bar.setRange(0, _STEPS)
        self.bar.setValue(int(progress.share * _STEPS))
        passed = time.monotonic() - self._began
        left = dt.timedelta(seconds=round(passed / progress.share - passed))
        self._left.setText(self.tr("About {time} left").format(time=self._formats.age(left)))

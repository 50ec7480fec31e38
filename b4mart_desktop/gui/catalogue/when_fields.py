"""The fields that say whether new prices hold at once or are planned: from when, until when."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from b4mart_desktop.gui.shared.moment_edit import MomentEdit
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.scheduled_prices import Span

_NOW, _LATER = "now", "later"


class WhenFields(QWidget):
    """Now, or at a moment and maybe only until another.

    Args:
        formats: The shop's zone.
        now: The moment by the shop's clock; plans begin with the next day.

    Signals:
        changed: Another answer.
    """

    changed = Signal()

    def __init__(self, formats: Formats, now: dt.datetime) -> None:
        super().__init__()
        name = self.tr("When")
        self._when = SegmentedControl(((_NOW, self.tr("Now")), (_LATER, self.tr("At a date"))), name)
        self._from, self._until = MomentEdit(formats.zone), MomentEdit(formats.zone, self.tr("they stay"))
        self._problem = label(self.tr("It ends before it begins."), "error", wrap=True)
        self._later = QWidget()
        tomorrow = now.astimezone(formats.zone) + dt.timedelta(days=1)
        self._from.set_moment(tomorrow.replace(hour=0, minute=0, second=0, microsecond=0))
        self._build(name)
        self._when.current_changed.connect(lambda _: self._show())
        self._from.changed.connect(self._show)
        self._until.changed.connect(self._show)
        self._show()

    def _build(self, name: str) -> None:
        text = self.tr("Reckoned from the prices of today; at the end they go back to what they were.")
        hint = label(text, "muted", wrap=True)
        later, column = QVBoxLayout(self._later), QVBoxLayout(self)
        for layout in (later, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(tokens().space.sm)
        fields = QGridLayout()
        fields.setSpacing(tokens().space.sm)
        for row, (text, field) in enumerate(((self.tr("From"), self._from), (self.tr("Until"), self._until))):
            field.setAccessibleName(text)
            fields.addWidget(label(text), row, 0)
            fields.addWidget(field, row, 1)
        later.addLayout(fields)
        later.addWidget(self._problem)
        later.addWidget(hint)
        self._when.setToolTip(name)
        column.addWidget(self._when)
        column.addWidget(self._later)

    @property
    def is_possible(self) -> bool:
        """Whether what is planned ends after it begins."""
        planned = self.planned()
        return planned is None or planned.until is None or planned.until > planned.at

    def planned(self) -> Span | None:
        """From when until when; None: at once."""
        at = self._from.moment() if self._when.current() == _LATER else None
        return None if at is None else Span(at, self._until.moment())

    def _show(self) -> None:
        self._later.setVisible(self._when.current() == _LATER)
        self._problem.setVisible(not self.is_possible)
        self.changed.emit()

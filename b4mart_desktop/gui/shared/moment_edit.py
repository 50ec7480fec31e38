"""Fields for days and times in the shop's zone; UTC in and out. They know nothing of what happens then."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QDateTime, QTime, Signal
from PySide6.QtWidgets import QCheckBox, QDateTimeEdit, QHBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import tokens

_PATTERN = "yyyy-MM-dd  HH:mm"


class MomentEdit(QWidget):
    """A moment that may be left open.

    Args:
        zone: The shop's.
        open_text: What it means that there is none; empty where there must be one.
        hour: The hour to begin with when one is wanted.

    Signals:
        changed: Another moment, or none.
    """

    changed = Signal()

    def __init__(self, zone: dt.tzinfo, open_text: str = "", hour: int = 0) -> None:
        super().__init__()
        self._zone, self._hour = zone, hour
        self._kept: dt.datetime | None = None
        self._field = QDateTimeEdit()
        self._field.setDisplayFormat(_PATTERN)
        self._field.setCalendarPopup(True)
        self._open = QCheckBox(open_text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens().space.md)
        row.addWidget(self._field, 1)
        row.addWidget(self._open)
        self._open.setVisible(bool(open_text))
        self._open.toggled.connect(self._on_open)
        self._field.dateTimeChanged.connect(lambda _: self.changed.emit())
        self.setFocusProxy(self._field)
        self.set_moment(None if open_text else dt.datetime.now(dt.UTC))

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._field.setAccessibleName(name)

    def moment(self) -> dt.datetime | None:
        """The moment in UTC, None where it is left open."""
        if self._open.isChecked():
            return None
        shown = self._field.dateTime()
        if self._kept is not None and shown == _shown(self._kept.astimezone(self._zone)):
            return self._kept  # with its seconds, and in the right one of an hour that comes twice
        day, time = shown.date(), shown.time()
        local = dt.datetime(day.year(), day.month(), day.day(), time.hour(), time.minute(), tzinfo=self._zone)
        return local.astimezone(dt.UTC)

    def set_moment(self, moment: dt.datetime | None) -> None:
        """Shows a moment, or that there is none, without a signal."""
        self._kept = moment
        self.blockSignals(True)
        self._open.setChecked(moment is None)
        self._field.setEnabled(moment is not None)
        self._field.setDateTime(_shown(self._begin() if moment is None else moment.astimezone(self._zone)))
        self.blockSignals(False)

    def _begin(self) -> dt.datetime:
        return dt.datetime.now(self._zone).replace(hour=self._hour, minute=0, second=0, microsecond=0)

    def _on_open(self, is_open: bool) -> None:
        self._field.setEnabled(not is_open)
        self.changed.emit()


def _shown(local: dt.datetime) -> QDateTime:
    """The wall clock's time without a zone: Qt must not shift it to the machine's."""
    return QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute))


def span(start: dt.datetime | None, end: dt.datetime | None, formats: Formats) -> str:
    """Returns a range of moments in the shortest words: ``Nov 3 – Nov 9``; empty where both are open."""
    parts = [_moment(each, formats) for each in (start, end)]
    if not any(parts):
        return ""
    return " – ".join(part or "…" for part in parts)


def _moment(moment: dt.datetime | None, formats: Formats) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(formats.zone)
    return formats.date(moment) if (local.hour, local.minute) == (0, 0) else formats.date_time(moment)

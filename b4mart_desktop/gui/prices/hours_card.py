"""When in the week a promotion runs: rows of days and times, and a picture of the week they make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTimeEdit, QVBoxLayout, QWidget

from b4mart_desktop.domain.promotions import HappyHours
from b4mart_desktop.gui.prices.hours_picture import DAYS, HOURS, HoursPicture
from b4mart_desktop.gui.prices.promotion_words import day_names, hours_words
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.labels import label

_MONDAY = dt.datetime(2024, 1, 1)  # noqa: DTZ001 - a week on the wall's clock, no moment
_TIME_WIDTH = 76
_USUAL = HappyHours(start=dt.time(16), end=dt.time(18))


class _HoursRow(QFrame):
    """Days and a time from and to."""

    edited = Signal()

    def __init__(self, hours: HappyHours, days: Sequence[str], remove: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("kind", "group")
        self._days = [Button(name, "chip") for name in days]
        self._start, self._end = QTimeEdit(), QTimeEdit()
        space = tokens().space
        line = QHBoxLayout(self)
        line.setContentsMargins(space.md, space.sm, space.sm, space.sm)
        line.setSpacing(space.xs)
        for number, button in enumerate(self._days, 1):
            button.setCheckable(True)
            button.setChecked(not hours.days or number in hours.days)
            button.toggled.connect(lambda _: self.edited.emit())
            line.addWidget(button)
        line.addStretch()
        for edit, time, name in (
            (self._start, hours.start, self.tr("From")),
            (self._end, hours.end, self.tr("To")),
        ):
            edit.setDisplayFormat("HH:mm")
            edit.setButtonSymbols(QTimeEdit.ButtonSymbols.NoButtons)
            edit.setFixedWidth(_TIME_WIDTH)
            edit.setTime(QTime(time.hour, time.minute))
            edit.setAccessibleName(name)
            edit.timeChanged.connect(lambda _: self.edited.emit())
            line.addSpacing(space.xs)
            line.addWidget(label(name, "muted"))
            line.addWidget(edit)
        away = IconButton(Icon.REMOVE, self.tr("Take these hours away"))
        away.clicked.connect(remove)
        line.addWidget(away)

    def hours(self) -> HappyHours:
        """What the row says; all days are named by none."""
        chosen = tuple(number for number, button in enumerate(self._days, 1) if button.isChecked())
        start, end = self._start.time(), self._end.time()
        return HappyHours(
            days=() if len(chosen) == DAYS else chosen,
            start=dt.time(start.hour(), start.minute()),
            end=dt.time(end.hour(), end.minute()),
        )


class HoursCard(QWidget):
    """All hours of a promotion.

    Signals:
        edited: They are others now.
    """

    edited = Signal()

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._rows: list[_HoursRow] = []
        self._always = label(self.tr("All day, every day within its dates."), "muted")
        self._picture = HoursPicture(day_names(formats))
        self._more = Button("", "", Icon.CLOCK)
        self._more.clicked.connect(self._on_add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens().space.sm)
        for part in (self._always, self._picture):
            self._column.addWidget(part)
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_hours(self, hours: Sequence[HappyHours]) -> None:
        """Shows those hours."""
        for old in tuple(self._rows):
            self._remove(old)
        for each in hours:
            self._add(each)
        self._show_week()

    def hours(self) -> tuple[HappyHours, ...]:
        """The hours as they are shown."""
        return tuple(each.hours() for each in self._rows)

    def _add(self, hours: HappyHours) -> None:
        made = _HoursRow(hours, day_names(self._formats), lambda: self._on_remove(made))
        made.edited.connect(self._on_edited)
        self._rows.append(made)
        self._column.insertWidget(len(self._rows), made)

    def _remove(self, hours: _HoursRow) -> None:
        self._rows.remove(hours)
        self._column.removeWidget(hours)
        hours.hide()
        hours.deleteLater()

    def _on_add(self) -> None:
        self._add(_USUAL)
        self._on_edited()

    def _on_remove(self, hours: _HoursRow) -> None:
        self._remove(hours)
        self._on_edited()

    def _on_edited(self) -> None:
        self._show_week()
        self.edited.emit()

    def _show_week(self) -> None:
        hours = self.hours()
        self._always.setVisible(not hours)
        self._more.setText(self.tr("More hours") if hours else self.tr("Only at certain hours"))
        self._picture.setVisible(bool(hours))
        words = "; ".join(hours_words(each, self._formats) for each in hours)
        self._picture.show_hours(_filled(hours), words)


def _filled(hours: Sequence[HappyHours]) -> frozenset[tuple[int, int]]:
    """The hours in which something runs, at their half: as (day, hour), Monday 0."""
    halves = [
        (day, hour, _MONDAY + dt.timedelta(days=day, hours=hour, minutes=30))
        for day in range(DAYS)
        for hour in range(HOURS)
    ]
    return frozenset(
        (day, hour) for day, hour, moment in halves if any(each.include(moment) for each in hours)
    )

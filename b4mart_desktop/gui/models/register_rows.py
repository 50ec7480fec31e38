"""The shop's registers as a table, and how its rows are painted."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QObject
from typing_extensions import override

from b4mart_desktop.gui.models.column_table import Column, RowsDelegate, RowsModel
from b4mart_desktop.gui.models.table_delegate import Index
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import ColorRole
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.services.counters import RegisterRow


class RegisterColumn(IntEnum):
    """Columns, left to right."""

    CODE = 0
    NAME = 1
    STATE = 2
    USER = 3
    WAITING = 4
    SEEN = 5
    VERSION = 6


class RegisterRowsModel(RowsModel[RegisterRow]):
    """The rows of all registers."""

    def __init__(self, formats: Formats) -> None:
        super().__init__(_Texts(formats).columns())


class _Texts(QObject):
    """Says what is known of a register."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats

    def columns(self) -> tuple[Column[RegisterRow], ...]:
        """Returns what is said, in the order of ``RegisterColumn``."""
        return (
            Column(self.tr("Code"), lambda row: row.register.code, leads=True),
            Column(self.tr("Name"), lambda row: row.register.name),
            Column(self.tr("State"), self._state, lambda row: Tone.SUCCESS if row.live else Tone.NEUTRAL),
            Column(self.tr("Signed in"), lambda row: (row.live and row.seen and row.seen.user_name) or "–"),
            Column(self.tr("Not sent yet"), self._waiting, _tone_of_unsent),
            Column(self.tr("Last seen"), self._seen),
            Column(self.tr("Version"), lambda row: row.seen.version if row.seen else "–"),
        )

    def _state(self, row: RegisterRow) -> str:
        if row.live:
            return self.tr("This one") if row.own else self.tr("Running")
        return self.tr("Off") if row.register.retired_at is None else self.tr("Retired")

    def _waiting(self, row: RegisterRow) -> str:
        if row.seen is None:
            return "–"
        waiting, aside = row.seen.waiting, row.seen.set_aside
        text = str(waiting)
        if not row.live and (waiting or aside):
            text = self.tr("{waiting} on its disk").format(waiting=waiting)
        return self.tr("{waiting}, {aside} set aside").format(waiting=text, aside=aside) if aside else text

    def _seen(self, row: RegisterRow) -> str:
        if row.live:
            return self.tr("Now")
        return "–" if row.seen is None else self._formats.date_time(row.seen.seen_at)


def _tone_of_unsent(row: RegisterRow) -> Tone | None:
    """From a register that is off nothing comes before somebody starts it."""
    seen = row.seen
    if seen is None or not (seen.waiting or seen.set_aside):
        return None
    if not row.live:
        return Tone.DANGER
    return Tone.WARNING if seen.set_aside else Tone.INFO


class RegisterDelegate(RowsDelegate):
    """Paints cells of ``RegisterRowsModel``: names stand out but for those of retired registers."""

    @override
    def color_of(self, index: Index) -> ColorRole:
        row: RegisterRow = index.data(RowsModel.ROW)
        leads = index.column() <= RegisterColumn.NAME and row.register.retired_at is None
        return ColorRole.TEXT if leads else ColorRole.TEXT_MUTED

"""The shop's registers as a table, and how its rows are painted."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from typing_extensions import override

from b4mart_desktop.domain.counters import Presence
from b4mart_desktop.gui.models.table_delegate import Index, TableDelegate
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.services.counters import RegisterRow

_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


class RegisterColumn(IntEnum):
    """Columns, left to right."""

    CODE = 0
    NAME = 1
    STATE = 2
    USER = 3
    WAITING = 4
    SEEN = 5
    VERSION = 6


class RegisterRowsModel(QAbstractTableModel):
    """The rows of all registers.

    Attributes:
        ROW: Role of the whole ``RegisterRow``.
    """

    ROW = Qt.ItemDataRole.UserRole + 1

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._rows: Sequence[RegisterRow] = ()

    def show(self, rows: Sequence[RegisterRow]) -> None:
        """Shows ``rows``."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(RegisterColumn)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEADING
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = {
            RegisterColumn.CODE: self.tr("Code"),
            RegisterColumn.NAME: self.tr("Name"),
            RegisterColumn.STATE: self.tr("State"),
            RegisterColumn.USER: self.tr("Signed in"),
            RegisterColumn.WAITING: self.tr("Not sent yet"),
            RegisterColumn.SEEN: self.tr("Last seen"),
            RegisterColumn.VERSION: self.tr("Version"),
        }
        return names[RegisterColumn(section)]

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == self.ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, RegisterColumn(index.column()))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEADING
        return None

    def _text(self, row: RegisterRow, column: RegisterColumn) -> str:
        seen = row.seen
        texts = {
            RegisterColumn.CODE: lambda: row.register.code,
            RegisterColumn.NAME: lambda: row.register.name,
            RegisterColumn.STATE: lambda: self._state(row),
            RegisterColumn.USER: lambda: (seen.user_name if seen and row.live else None) or "–",
            RegisterColumn.WAITING: lambda: self._waiting(row),
            RegisterColumn.SEEN: lambda: self._seen(row),
            RegisterColumn.VERSION: lambda: seen.version if seen else "–",
        }
        return texts[column]()

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


class RegisterDelegate(TableDelegate):
    """Paints cells of ``RegisterRowsModel``: what needs somebody stands out, the rest is pale."""

    @override
    def tone_of(self, index: Index) -> Tone | None:
        row: RegisterRow = index.data(RegisterRowsModel.ROW)
        if index.column() == RegisterColumn.STATE:
            return Tone.SUCCESS if row.live else Tone.NEUTRAL
        if index.column() == RegisterColumn.WAITING and row.seen is not None:
            return self._tone_of_unsent(row.live, row.seen)
        return None

    def _tone_of_unsent(self, live: bool, seen: Presence) -> Tone | None:
        """From a register that is off nothing comes before somebody starts it."""
        if not seen.waiting and not seen.set_aside:
            return None
        if not live:
            return Tone.DANGER
        return Tone.WARNING if seen.set_aside else Tone.INFO

    @override
    def type_of(self, index: Index) -> TypeRole:
        return TypeRole.STRONG if index.column() == RegisterColumn.CODE else TypeRole.BODY

    @override
    def color_of(self, index: Index) -> ColorRole:
        row: RegisterRow = index.data(RegisterRowsModel.ROW)
        leads = index.column() <= RegisterColumn.NAME and row.register.retired_at is None
        return ColorRole.TEXT if leads else ColorRole.TEXT_MUTED

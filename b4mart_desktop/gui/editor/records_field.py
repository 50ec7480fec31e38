"""A short list of records as a table that is edited in place: packs, specifications, combinations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from b4mart_desktop.gui.editor.fields import Field, Problem
from b4mart_desktop.gui.models.table_delegate import Index, TableDelegate, set_up_table
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.gui.widgets.button import Button, IconButton

_HEADER = 40
_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """One column of such a table.

    Attributes:
        key: The record's field, as paths of problems name it.
        name: Its heading.
        text: What a cell shows of a record.
        put: The record with what was typed; raises ValueError where that is no value. None: not editable.
        numeric: Whether figures stand there, in one column under another.
        wide: Whether it takes of the room that is left; the first one always does.
    """

    key: str
    name: str
    text: Callable[[Any], str]
    put: Callable[[Any, str], Any] | None = None
    numeric: bool = False
    wide: bool = False


class RecordsModel(QAbstractTableModel):
    """The records and what is wrong with them.

    Signals:
        changed: The person changed them (tuple).
        misread: What was typed in a cell is no value of its column.
    """

    changed = Signal(object)
    misread = Signal(str)

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = columns
        self.records: tuple[Any, ...] = ()
        self.read_only = False
        self._problems: Mapping[str, Problem] = {}

    def show_records(self, records: Sequence[Any]) -> None:
        """Shows records; where as many stand there, the table stays where it is."""
        if len(records) == len(self.records):
            self.records = tuple(records)
            self._repaint()
            return
        self.beginResetModel()
        self.records = tuple(records)
        self.endResetModel()

    def show_problems(self, problems: Mapping[str, Problem]) -> None:
        """Marks cells by ``row.key``."""
        self._problems = problems
        self._repaint()

    def problem(self, index: Index) -> Problem | None:
        """Returns what is wrong with a cell."""
        return self._problems.get(f"{index.row()}.{self.columns[index.column()].key}")

    def _repaint(self) -> None:
        if self.records:
            last = self.index(len(self.records) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.records)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _TRAILING if self.columns[section].numeric else _LEADING
        return self.columns[section].name if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.records):
            return None
        column = self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return column.text(self.records[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _TRAILING if column.numeric else _LEADING
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            problem = self.problem(index)
            return None if problem is None else problem.text
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        editable = self.columns[index.column()].put is not None and not self.read_only
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        put = self.columns[index.column()].put
        if put is None:
            return False
        record = self.records[index.row()]
        try:
            made = put(record, str(value).strip())
        except ValueError:
            self.misread.emit(str(value))
            return False
        if made != record:
            self.change((*self.records[: index.row()], made, *self.records[index.row() + 1 :]))
        return True

    def change(self, records: Sequence[Any]) -> None:
        """Makes these the records, as the person's doing."""
        self.show_records(records)
        self.changed.emit(self.records)


class RecordsDelegate(TableDelegate):
    """Paints the cells: what is wrong in red, what cannot be changed pale."""

    @override
    def tone_of(self, index: Index) -> Tone | None:
        return None

    @override
    def color_of(self, index: Index) -> ColorRole:
        model = index.model()
        assert isinstance(model, RecordsModel)
        problem = model.problem(index)
        if problem is not None:
            return ColorRole.DANGER if problem.blocks else ColorRole.WARNING
        return ColorRole.TEXT_MUTED if model.columns[index.column()].put is None else ColorRole.TEXT


class _View(QTableView):
    """A table that hands over pasted lines and the keys that change rows."""

    pasted = Signal(str)
    delete_pressed = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)


class RecordsField(Field):
    """The table with its buttons.

    Args:
        name: What the records are.
        columns: Its columns; the first one takes the room that is left.
        blank: A new record; None where rows are not added by hand.
        paste: Records from pasted lines.

    Attributes:
        buttons: The row of buttons, for more of them.
    """

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        blank: Callable[[], Any] | None = None,
        paste: Callable[[str], Sequence[Any]] | None = None,
    ) -> None:
        self.view = _View()
        self.model = RecordsModel(columns)
        self.buttons = QHBoxLayout()
        self._blank = blank
        self._paste = paste
        super().__init__("", self._framed(), "")
        self.name = name
        self.view.setAccessibleName(name)
        self._add = Button(self.tr("Add"), "", Icon.PLUS)
        self._add.setAccessibleName(self.tr("Add: {name}").format(name=name))
        self._up = IconButton(Icon.CHEVRON_UP, self.tr("Move up"))
        self._down = IconButton(Icon.CHEVRON_DOWN, self.tr("Move down"))
        self._remove = IconButton(Icon.REMOVE, self.tr("Remove the row"))
        self._set_up()

    def _framed(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.sm)
        column.addWidget(self.view)
        column.addLayout(self.buttons)
        return holder

    def _set_up(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(RecordsDelegate(view))
        set_up_table(view, 0)
        for place, column in enumerate(self.model.columns):
            if column.wide:
                view.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.buttons.setSpacing(tokens().space.xs)
        self.buttons.addWidget(self._add)
        self.buttons.addStretch()
        for button in (self._up, self._down, self._remove):
            self.buttons.addWidget(button)
        self._connect()
        self._fit()

    def _connect(self) -> None:
        self.model.changed.connect(self._on_changed)
        self.model.misread.connect(
            lambda text: self.set_problem(self.tr("“{text}” cannot be read").format(text=text))
        )
        self.model.modelReset.connect(self._fit)
        self.view.selectionModel().currentRowChanged.connect(self._fit)
        self.view.selectionModel().currentRowChanged.connect(self._reveal)
        self._add.clicked.connect(self._on_add)
        self._up.clicked.connect(lambda: self._move(-1))
        self._down.clicked.connect(lambda: self._move(1))
        self._remove.clicked.connect(self._on_remove)
        self.view.delete_pressed.connect(self._on_remove)
        self.view.pasted.connect(self._on_paste)

    # ------------------------------------------------------------ as a field

    @override
    def set_read_only(self, read_only: bool) -> None:
        self.model.read_only = read_only
        self._fit()

    @override
    def show_problems(self, own: Problem | None, inside: Mapping[str, Problem]) -> None:
        self.model.show_problems(inside)
        super().show_problems(own, inside)

    @override
    def _display(self, value: Any) -> None:
        self.model.show_records(value)

    def _on_changed(self, records: tuple[Any, ...]) -> None:
        self._fit()
        self._take(records)

    # ------------------------------------------------------------ rows

    def _row(self) -> int:
        return self.view.currentIndex().row()

    def _on_add(self) -> None:
        if self._blank is None:
            return
        self.model.change((*self.model.records, self._blank()))
        place = self.model.index(len(self.model.records) - 1, 0)
        self.view.setCurrentIndex(place)
        self.view.setFocus()
        self.view.edit(place)

    def _on_remove(self) -> None:
        row = self._row()
        if row >= 0 and not self.model.read_only and self._blank is not None:
            self.model.change((*self.model.records[:row], *self.model.records[row + 1 :]))
            self.view.selectRow(min(row, len(self.model.records) - 1))

    def _move(self, step: int) -> None:
        row, records = self._row(), list(self.model.records)
        if 0 <= row < len(records) and 0 <= row + step < len(records):
            records.insert(row + step, records.pop(row))
            self.model.change(records)
            self.view.selectRow(row + step)

    def _on_paste(self, text: str) -> None:
        if self._paste is not None and not self.model.read_only:
            self.model.change((*self.model.records, *self._paste(text)))

    def _reveal(self, index: Index) -> None:
        """All rows are there to be seen at once, so it is the form that scrolls to one of them."""
        area: QWidget | None = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        page = None if area is None else area.widget()
        if area is not None and page is not None and self.view.hasFocus():
            place = self.view.viewport().mapTo(page, self.view.visualRect(index).center())
            area.ensureVisible(place.x(), place.y(), 0, tokens().size.row)

    def _fit(self) -> None:
        """As high as its rows; what cannot be done now cannot be pressed."""
        count, row = len(self.model.records), self._row()
        self.view.setFixedHeight(_HEADER + count * tokens().size.row + 2)
        self.view.setVisible(count > 0)
        by_hand = self._blank is not None and not self.model.read_only
        self._add.setVisible(by_hand)
        for button, enabled in (
            (self._up, row > 0),
            (self._down, 0 <= row < count - 1),
            (self._remove, row >= 0),
        ):
            button.setVisible(by_hand and count > 0)
            button.setEnabled(enabled)

"""The columns of a file, one a row: first cells, what the column says, how it would be read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from b4mart_desktop.gui.exchange.text_rows import Cell, TextDelegate, TextRows, text_table
from b4mart_desktop.gui.exchange.words import column_text, fault_text
from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.table_look import ColumnLook

Index = QModelIndex | QPersistentModelIndex
MEANING = 2
_MOST_VISIBLE = 14
_MEANING_WIDTH = 220
_GAP = 8


class ColumnRows(TextRows):
    """What is shown of a file's columns; what one means can be changed.

    Signals:
        chosen: A column means something else: its place, and the ``Column`` or None.
    """

    chosen = Signal(int, object)

    def __init__(self) -> None:
        super().__init__(
            (
                self.tr("Column in the file"),
                self.tr("First cells"),
                self.tr("Is"),
                self.tr("Read as"),
                "",
            )
        )
        self._looks: Sequence[ColumnLook] = ()

    def show_looks(self, looks: Sequence[ColumnLook], guess: Sequence[Column | None]) -> None:
        """Shows columns; selection and scrolling stay where they are the same in number.

        Args:
            looks: The columns.
            guess: What they seemed to be: those that are as it says are marked. Empty where a profile knows.
        """
        fresh = len(looks) != len(self._looks)
        self._looks = looks
        guessed = [
            look.column is not None and look.column == each for look, each in zip(looks, guess, strict=False)
        ]
        marks = [Cell(self.tr("Guessed"), Tone.INFO) if each else Cell("") for each in guessed]
        marks += [Cell("")] * (len(looks) - len(marks))
        rows = [[*_cells(place, look), marks[place]] for place, look in enumerate(looks)]
        if fresh:
            self.show(rows)
        else:
            self.renew(rows)

    def meaning_of(self, row: int) -> QModelIndex:
        """The cell that says what a column means."""
        return self.index(row, MEANING)

    def column_at(self, row: int) -> Column | None:
        """What a column means."""
        return self._looks[row].column

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        known = super().flags(index)
        return known | Qt.ItemFlag.ItemIsEditable if index.column() == MEANING else known

    @override
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = Column(value) if isinstance(value, str) else None  # Qt makes a plain text of it
        if column != self.column_at(index.row()):
            self.chosen.emit(index.row(), column)
        return True


class _MeaningDelegate(TextDelegate):
    """Lets a person choose among all columns that products have."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        edge = tokens().size.icon
        place = QStyle.alignedRect(
            option.direction,
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            QSize(edge, edge),
            option.rect.adjusted(_GAP, 0, -_GAP, 0),
        )
        icon(Icon.CHEVRON_DOWN, ColorRole.TEXT_MUTED).paint(painter, place)

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        box = QComboBox(parent)
        box.setMaxVisibleItems(_MOST_VISIBLE)
        box.setAccessibleName(self.tr("What the column is"))
        for column in (None, *Column):
            box.addItem(column_text(column), column)
        box.activated.connect(lambda _: self._take(box))
        return box

    def _take(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        model = index.model()
        if isinstance(editor, QComboBox) and isinstance(model, ColumnRows):
            editor.setCurrentText(column_text(model.column_at(index.row())))

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(model.index(index.row(), index.column()), editor.currentData())


def columns_table(rows: ColumnRows, name: str) -> QTableView:
    """Returns a view of a file's columns; a click, Enter or any key on what one means opens the choices."""
    view = text_table(rows, 3, name)
    view.setItemDelegateForColumn(MEANING, _MeaningDelegate(view))
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
    view.setEditTriggers(
        QAbstractItemView.EditTrigger.SelectedClicked
        | QAbstractItemView.EditTrigger.DoubleClicked
        | QAbstractItemView.EditTrigger.EditKeyPressed
        | QAbstractItemView.EditTrigger.AnyKeyPressed
    )
    view.clicked.connect(lambda index: view.edit(index) if index.column() == MEANING else None)
    header = view.horizontalHeader()
    for column, width in ((0, 200), (1, 260), (MEANING, _MEANING_WIDTH)):
        header.setSectionResizeMode(column, header.ResizeMode.Interactive)
        header.resizeSection(column, width)
    return view


def _cells(place: int, look: ColumnLook) -> list[Cell]:
    name = look.name.replace("\n", " ") or f"#{place + 1}"
    read = Cell(look.read, is_muted=True)
    if look.fault is not None:
        read = Cell(f"{look.problems} × {fault_text(look.fault, look.detail)}", is_problem=True)
    return [
        Cell(name),
        Cell(" · ".join(look.values), is_muted=True),
        Cell(column_text(look.column), is_muted=look.column is None),
        read,
    ]

"""Keys and mouse of a list of products, shown as rows or as tiles. What the deeds lead to is the owner's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from b4mart_desktop.gui.models.listed_rows import ListedRowsModel

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_Key = Qt.Key
_TYPING_MS = 1_000
_DEEDS = (_Key.Key_Return, _Key.Key_Enter, _Key.Key_F2, _Key.Key_Space, _Key.Key_Delete)


class ListedView(QTableView):
    """A table over ``ListedRowsModel``, in which one row is the current one and any may be chosen.

    A plain click or arrow moves on and leaves what is chosen as it is; Space, Ctrl and a check box choose,
    Shift chooses up to there.

    Args:
        rows: What is shown, or what the shown tiles are made of.
        choosing: Whether rows can be chosen; else a plain click opens a product.
        parent: The widget it stands in.

    Attributes:
        rows: What is shown.
        choosing: Whether rows can be chosen.
        current: The row that keys act on, -1 for none.

    Signals:
        opened: The product of that row is to be opened.
        moved: Another row is the current one.
        typed: Letters typed one soon after another, to jump to (str).
        delete_pressed: What is chosen, or the current row, is to go.
        menu_wanted: A menu is wanted at that place of the screen (QPoint).
    """

    opened = Signal(int)
    moved = Signal(int)
    typed = Signal(str)
    delete_pressed = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(
        self, rows: ListedRowsModel, *, choosing: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.rows = rows
        self.choosing = choosing
        self.current = self._hovered = -1
        self._anchor = 0
        self._letters = _Letters(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    # ------------------------------------------------------------ to be said by each kind

    def index_of(self, row: int) -> QModelIndex:
        """Where the product of ``row`` is shown."""
        raise NotImplementedError

    def row_at(self, index: QModelIndex) -> int:
        """Which row is shown there; -1 for none."""
        raise NotImplementedError

    def is_check(self, index: QModelIndex, place: QPoint) -> bool:
        """Whether a click there chooses."""
        raise NotImplementedError

    def step(self, key: int) -> int | None:
        """How many rows a key moves; None where it moves none."""
        raise NotImplementedError

    def mark(self, row: int, hovered: int, focused: bool) -> None:
        """Has the current row and the one under the pointer painted as such."""
        raise NotImplementedError

    # ------------------------------------------------------------ moving

    def go_to(self, row: int) -> None:
        """Makes a row the current one and scrolls to it; one beyond the last is the last."""
        last = self.rows.rowCount() - 1
        self.current = self._anchor = min(max(row, 0), last)
        self._hover(-1)
        if self.current >= 0:
            index = self.index_of(self.current)
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.moved.emit(self.current)
        self.viewport().update()

    def forget_place(self) -> None:
        """No row is the current one any more, as where others are shown."""
        self.current, self._anchor = -1, 0
        self._hover(-1)

    def rows_on_page(self) -> int:
        """How many lines fit into the view."""
        return max(1, self.viewport().height() // self.verticalHeader().defaultSectionSize() - 1)

    def _target(self, key: int) -> int | None:
        last = self.rows.rowCount() - 1
        ends = {_Key.Key_Home: 0, _Key.Key_End: last}
        if key in ends:
            return ends[_Key(key)]
        step = self.step(key)
        return None if step is None else min(max(self.current + step, 0), last)

    def _move(self, row: int, *, extends: bool) -> None:
        anchor = self._anchor if self.current >= 0 else row
        self.go_to(row)
        if extends:
            self._anchor = anchor
        if extends and self.choosing:
            self.rows.chosen.choose(min(anchor, row), max(anchor, row) + 1)

    # ------------------------------------------------------------ keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        target = self._target(key) if self.rows.rowCount() else None
        if target is not None:
            self._move(target, extends=bool(held & _SHIFT))
        elif key == _Key.Key_A and held & _CTRL and self.choosing:
            self.rows.chosen.choose(0, self.rows.rowCount())
        elif key == _Key.Key_Escape and self.rows.chosen.count:
            self.rows.chosen.clear()
        elif self._letters.take(event):
            self.typed.emit(self._letters.text)
        elif key in _DEEDS and self.current >= 0:
            self._do(key)
        else:
            event.ignore()

    def _do(self, key: int) -> None:
        if key == _Key.Key_Space:
            self._toggle(self.current)
        elif key == _Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            self.opened.emit(self.current)

    def _toggle(self, row: int) -> None:
        if self.choosing:
            self._anchor = row
            self.rows.chosen.toggle(row)

    # ------------------------------------------------------------ mouse

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        index = self.indexAt(place)
        row = self.row_at(index)
        if row < 0:
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self._press(row, event.modifiers(), checks=self.is_check(index, place))
        elif row not in self.rows.chosen:
            self.go_to(row)

    def _press(self, row: int, held: Qt.KeyboardModifier, *, checks: bool) -> None:
        if held & _SHIFT:
            self._move(row, extends=True)
            return
        self.go_to(row)
        if checks or held & _CTRL:
            self._toggle(row)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers() & (_CTRL | _SHIFT)
        if plain and not self.choosing:
            self._open_at(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.choosing:
            self._open_at(event)

    def _open_at(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        index = self.indexAt(place)
        row = self.row_at(index)
        if row < 0:
            return
        if self.is_check(index, place):
            self._toggle(row)  # the second click of two, each of which counts
        elif row == self.current:
            self.opened.emit(row)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.row_at(self.indexAt(event.position().toPoint())))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def _hover(self, row: int) -> None:
        """Lights up the row under the pointer; a hand that moves along a row has nothing painted."""
        before, self._hovered = self._hovered, row
        self.mark(self.current, row, self.hasFocus())
        for each in {before, row} - {-1} if before != row else ():
            place = self.visualRect(self.index_of(each))
            self.viewport().update(0, place.y(), self.viewport().width(), place.height())

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current >= 0:
            self.menu_wanted.emit(event.globalPos())

    # ------------------------------------------------------------ focus

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current < 0 and self.rows.rowCount() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.go_to(0)
        self._hover(-1)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hover(-1)
        self.viewport().update()


class _Letters(QObject):
    """Letters typed one soon after another.

    Attributes:
        text: What was typed so far.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.text = ""
        self._timer = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._timer.timeout.connect(self._forget)

    def take(self, event: QKeyEvent) -> bool:
        """Takes a key if it is one of a word; a space only within one."""
        plain = not event.modifiers() & (_CTRL | Qt.KeyboardModifier.AltModifier)
        letter = bool(event.text()) and event.text().isprintable()
        taken = plain and letter and (event.key() != _Key.Key_Space or bool(self.text))
        if taken:
            self.text += event.text()
            self._timer.start()
        return taken

    def _forget(self) -> None:
        self.text = ""

"""Documents that cannot be read as a table: filtered by problem, and what can be done with those chosen.

Doing it belongs to ``repair_deeds``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from b4mart_desktop.gui.models.column_table import Column, RowsDelegate, RowsModel
from b4mart_desktop.gui.models.table_delegate import Index, set_up_table
from b4mart_desktop.gui.quality.misfit_words import Problem, problem_of
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.button import Button, set_button_text
from b4mart_desktop.services.ports import SkippedDocument

_PROBLEM = 2
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class UnreadableRows(RowsModel[SkippedDocument]):
    """One row for each document."""

    def __init__(self, formats: Formats) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            (
                Column(translate("UnreadableRows", "Name"), lambda each: each.name or "–", leads=True),
                Column(translate("UnreadableRows", "Document"), lambda each: f"{each.collection} {each.id}"),
                Column(
                    translate("UnreadableRows", "First problem"),
                    lambda each: problem_text(problem_of(each)),
                    tip=lambda each: each.reason,
                ),
                Column(translate("UnreadableRows", "Since"), lambda each: formats.date_time(each.since)),
            )
        )

    def document(self, row: int) -> SkippedDocument | None:
        """The document in a row."""
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def line(self, row: int) -> str:
        """A document as one line of text, for whoever looks after the data."""
        each = self.rows[row]
        return f"{each.collection}/{each.id}\t{each.name or ''}\t{each.reason}\t{each.since.isoformat()}"


def problem_text(problem: Problem) -> str:
    """The place and what is wrong there, in one line."""
    return f"{problem.place}: {problem.what}" if problem.place else problem.what


class UnreadableDelegate(RowsDelegate):
    """The name and the problem stand out, the rest is pale."""

    @override
    def color_of(self, index: Index) -> ColorRole:
        return ColorRole.TEXT if index.column() == _PROBLEM else super().color_of(index)


class UnreadableTable(QTableView):
    """The table of documents.

    Signals:
        opened: A document is to be repaired (its row).
    """

    opened = Signal(int)

    def __init__(self, rows: UnreadableRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(rows)
        self.setItemDelegate(UnreadableDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAccessibleName(self.tr("Unreadable documents"))
        self.setTabKeyNavigation(False)
        set_up_table(self, _PROBLEM)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class UnreadablePage(QWidget):
    """The table, a filter by problem, and the buttons.

    Attributes:
        rows: The documents that are shown.
        table: The table of them.
        problems: The filter.

    Signals:
        repair_requested: A document is to be repaired (its row).
        proposals_requested: The proposals of documents are to be applied (a tuple of ``SkippedDocument``).
        hiding_requested: Documents are to be hidden, or shown again (a tuple, and whether to hide).
    """

    repair_requested = Signal(int)
    proposals_requested = Signal(object)
    hiding_requested = Signal(object, bool)

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._all: Sequence[SkippedDocument] = ()
        self._may_repair = False
        self.rows = UnreadableRows(formats)
        self.table = UnreadableTable(self.rows)
        self.problems = QComboBox()
        self._with_hidden = QCheckBox("")
        self._repair = Button(self.tr("Repair…"), "primary", Icon.CHECK)
        self._proposals = Button(self.tr("Apply proposals…"))
        self._hide = Button("", "", Icon.EYE_OFF, "Ctrl+H")
        self._copy = Button(self.tr("Copy"), "", Icon.COPY, "Ctrl+C")
        self._build()
        self._connect()

    def _build(self) -> None:
        space = tokens().space
        self.problems.setAccessibleName(self.tr("Problem"))
        self._copy.setObjectName("copy_button")
        self._with_hidden.hide()
        top, bottom = QHBoxLayout(), QHBoxLayout()
        for row in (top, bottom):
            row.setContentsMargins(space.md, space.md, space.md, space.md)
            row.setSpacing(space.sm)
        top.addWidget(self.problems, 1)
        top.addWidget(self._with_hidden)
        for button in (self._copy, self._hide):
            bottom.addWidget(button)
        bottom.addStretch()
        for button in (self._proposals, self._repair):
            bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self.table.opened.connect(self.repair_requested)
        self._repair.clicked.connect(lambda: self.repair_requested.emit(self.table.currentIndex().row()))
        self._proposals.clicked.connect(lambda: self.proposals_requested.emit(self.chosen() or self.shown()))
        self._hide.clicked.connect(self._ask_hiding)
        self._copy.clicked.connect(self._put_on_clipboard)
        self.problems.activated.connect(lambda _: self._filter(keep=False))
        self._with_hidden.toggled.connect(lambda _: self._refresh())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_deeds())

    # ------------------------------------------------------------ showing

    def show_documents(self, documents: Sequence[SkippedDocument], *, may_repair: bool) -> None:
        """Shows those, at the same place as before."""
        self._all, self._may_repair = documents, may_repair
        hidden = sum(document.hidden for document in documents)
        self._with_hidden.setText(self.tr("Show hidden ({count})").format(count=hidden))
        self._with_hidden.setVisible(hidden > 0)
        self._refresh()

    def _refresh(self) -> None:
        self._list_problems()
        self._filter(keep=True)

    def _wanted(self) -> list[SkippedDocument]:
        shows_hidden = self._with_hidden.isChecked() and not self._with_hidden.isHidden()
        return [document for document in self._all if shows_hidden or not document.hidden]

    def _list_problems(self) -> None:
        """The problems there are, most frequent first; the one that is looked at stays."""
        before = self.problems.currentData()
        documents = self._wanted()
        counts = Counter(map(problem_of, documents))
        self.problems.clear()
        self.problems.addItem(self._counted(self.tr("All problems"), len(documents)), None)
        for problem, count in counts.most_common():
            text = f"{problem.collection} · {problem_text(problem)}"
            self.problems.addItem(self._counted(text, count), problem)
        places = [place for place in range(self.problems.count()) if self.problems.itemData(place) == before]
        self.problems.setCurrentIndex(places[0] if places else 0)

    def _counted(self, text: str, count: int) -> str:
        return f"{text} ({self._formats.quantity(Decimal(count))})"

    def _filter(self, *, keep: bool) -> None:
        place = max(0, self.table.currentIndex().row()) if keep else 0
        problem = self.problems.currentData()
        self.rows.show(
            [each for each in self._wanted() if problem is None or problem_of(each) == tuple(problem)]
        )
        self.go_to(min(place, self.rows.rowCount() - 1))
        self._show_deeds()

    def go_to(self, row: int) -> None:
        """Makes a row the current one, and chooses it alone."""
        model = self.table.selectionModel()
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        model.setCurrentIndex(self.rows.index(row, 0), flags)

    def _show_deeds(self) -> None:
        chosen = self.chosen()
        self._repair.setEnabled(len(chosen) == 1)
        self._proposals.setEnabled(self._may_repair and self.rows.rowCount() > 0)
        self._hide.setEnabled(self._may_repair and bool(chosen))
        are_hidden = bool(chosen) and all(document.hidden for document in chosen)
        set_button_text(self._hide, self.tr("Show again") if are_hidden else self.tr("Hide until changed"))

    # ------------------------------------------------------------ choosing

    def chosen(self) -> tuple[SkippedDocument, ...]:
        """The documents that are chosen."""
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return tuple(document for row in rows if (document := self.rows.document(row)) is not None)

    def shown(self) -> tuple[SkippedDocument, ...]:
        """All documents in the table."""
        found = (self.rows.document(row) for row in range(self.rows.rowCount()))
        return tuple(document for document in found if document is not None)

    def _ask_hiding(self) -> None:
        chosen = self.chosen()
        self.hiding_requested.emit(chosen, not all(document.hidden for document in chosen))

    def _put_on_clipboard(self) -> None:
        chosen = sorted({index.row() for index in self.table.selectedIndexes()})
        lines = (self.rows.line(row) for row in chosen or range(self.rows.rowCount()))
        QGuiApplication.clipboard().setText("\n".join(lines))

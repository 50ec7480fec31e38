"""Where imports and exports begin: a place to drop a file, what is to be exported, the last imports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.imports import GOES_ON, ImportRun, ImportState
from b4mart_desktop.domain.product_lists import ProductFilter
from b4mart_desktop.gui.exchange.text_rows import Cell, TextRows, text_table
from b4mart_desktop.gui.exchange.words import state_text
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.theme import set_variant
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.exporting import EXPORTED, USUAL

_HEAD_HEIGHT = 232


class DropPlace(QFrame):
    """Takes a file that is dropped, or asks for one.

    Signals:
        dropped: A file was dropped (``Path``).
        wanted: A file is to be chosen.
    """

    dropped = Signal(object)
    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setProperty("kind", "card")
        space = tokens().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.xl, space.lg, space.xl, space.lg)
        column.setSpacing(space.sm)
        self.button = Button(self.tr("Choose a file…"), "primary", Icon.FOLDER_OPEN, "Ctrl+O")
        self.button.clicked.connect(self.wanted)
        column.addWidget(label(self.tr("Import products"), "subtitle"))
        text = self.tr(
            "Drop a CSV, Excel (.xlsx) or XML file here, packed or not, such as a supplier's price list."
            " Nothing is written before you have seen what would change."
        )
        column.addWidget(label(text, "muted", wrap=True))
        column.addStretch()
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file_of(event) is not None:
            event.acceptProposedAction()
            set_variant(self, "kind", "sunken")

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_variant(self, "kind", "card")

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        set_variant(self, "kind", "card")
        file = _file_of(event)
        if file is not None:
            event.acceptProposedAction()
            self.dropped.emit(file)


def _file_of(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


class ExportCard(QFrame):
    """What is to be exported, and how far it is.

    Signals:
        wanted: To be exported: columns, and the filter (None for everything).
        stop_wanted: No longer.
    """

    wanted = Signal(object, object)
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.products, self.columns = QComboBox(), QComboBox()
        self.button = Button(self.tr("Export…"), "", Icon.DOWNLOAD, "Ctrl+E")
        self.stop = Button(self.tr("Stop"), "", Icon.X)
        self._bar = QProgressBar()
        self._choices: Sequence[ProductFilter | None] = (
            ProductFilter(),
            ProductFilter(statuses=(ProductStatus.ACTIVE,)),
            ProductFilter(low_stock=True),
            None,
        )
        self._view: ProductFilter | None = None
        self._build()

    def _build(self) -> None:
        space = tokens().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.xl, space.lg, space.xl, space.lg)
        column.setSpacing(space.sm)
        column.addWidget(label(self.tr("Export products"), "subtitle"))
        text = self.tr("Importing an exported file changes nothing, unless you changed something in it.")
        column.addWidget(label(text, "muted", wrap=True))
        names = (
            self.tr("All but archived ones"),
            self.tr("Active ones"),
            self.tr("Those low in stock"),
            self.tr("Everything, archived ones too"),
        )
        for name, wanted in zip(names, self._choices, strict=True):
            self.products.addItem(name, wanted)
        self.columns.addItem(self.tr("Usual columns"), USUAL)
        self.columns.addItem(self.tr("All columns"), EXPORTED)
        self.products.setAccessibleName(self.tr("Which products"))
        self.columns.setAccessibleName(self.tr("Which columns"))
        row = QHBoxLayout()
        row.addWidget(self.products, 1)
        row.addWidget(self.columns, 1)
        column.addLayout(row)
        column.addStretch()
        foot = QHBoxLayout()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How much is exported"))
        for part in (self.button, self.stop):
            foot.addWidget(part)
        foot.addWidget(self._bar, 1)
        foot.addStretch()
        column.addLayout(foot)
        self.button.clicked.connect(self._ask)
        self.stop.clicked.connect(self.stop_wanted)
        self.show_progress(None)

    def offer(self, name: str, wanted: ProductFilter) -> None:
        """Offers the products of a view, chosen."""
        if self._view is not None:
            self.products.removeItem(0)
        self._view = wanted
        self.products.insertItem(0, name, wanted)
        self.products.setCurrentIndex(0)

    def _ask(self) -> None:
        columns: Sequence[Column] = self.columns.currentData()
        self.wanted.emit(columns, self.products.currentData())

    def show_progress(self, share: float | None) -> None:
        """Shows how much is written, from 0 to 1; None where nothing is being written."""
        busy = share is not None
        for part in (self.products, self.columns, self.button):
            part.setEnabled(not busy)
        self.button.setVisible(not busy)
        self.stop.setVisible(busy)
        self._bar.setVisible(busy)
        self._bar.setRange(0, 1000 if share else 0)
        self._bar.setValue(int((share or 0) * 1000))


class HomePage(QWidget):
    """The room's first page.

    Signals:
        go_on_wanted: An import that did not come to its end is to go on (``ImportRun``).
        undo_wanted: An import is to be taken back (``ImportRun``).
    """

    go_on_wanted = Signal(object)
    undo_wanted = Signal(object)

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._runs: Sequence[ImportRun] = ()
        self.drop, self.export = DropPlace(), ExportCard()
        header = (
            self.tr("File"),
            self.tr("When"),
            self.tr("By"),
            self.tr("Added"),
            self.tr("Changed"),
            self.tr("Refused"),
            self.tr("State"),
        )
        self._rows = TextRows(header, numbers=(3, 4, 5))
        self.table = text_table(self._rows, 0, self.tr("Last imports"))
        self.state = EmptyState()
        self.undo = Button(self.tr("Undo import…"), "", Icon.UNDO)
        self.go_on = Button(self.tr("Resume…"), "", Icon.PLAY)
        self._stack = QStackedWidget()
        self._build()

    def _build(self) -> None:
        space = tokens().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.lg, space.lg, space.lg, space.lg)
        column.setSpacing(space.lg)
        top = QHBoxLayout()
        top.setSpacing(space.lg)
        for card in (self.drop, self.export):
            card.setFixedHeight(_HEAD_HEIGHT)
            top.addWidget(card, 1)
        column.addLayout(top)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Last imports"), "subtitle"))
        head.addStretch()
        head.addWidget(self.go_on)
        head.addWidget(self.undo)
        column.addLayout(head)
        frame = QFrame()
        frame.setProperty("kind", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._stack)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.state)
        column.addWidget(frame, 1)
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.undo.clicked.connect(lambda: self.undo_wanted.emit(self.chosen()))
        self.go_on.clicked.connect(lambda: self.go_on_wanted.emit(self.chosen()))
        self._show_chosen()
        reading = self.tr("Reading the last imports…")
        self.show_state(lambda state: state.show_loading(reading))

    def chosen(self) -> ImportRun | None:
        """The import that is selected."""
        row = self.table.currentIndex().row()
        return self._runs[row] if 0 <= row < len(self._runs) else None

    def show_runs(self, runs: Sequence[ImportRun]) -> None:
        """Shows the last imports."""
        self._runs = runs
        self._rows.show([self._cells(run) for run in runs])
        if runs:
            self._stack.setCurrentWidget(self.table)
            self.table.selectRow(0)
        else:
            title = self.tr("Nothing was imported yet")
            self.show_state(lambda state: state.show_empty(Icon.INBOX, title))
        self._show_chosen()

    def show_state(self, show: Callable[[EmptyState], None]) -> None:
        """Shows something in place of the imports."""
        show(self.state)
        self._stack.setCurrentWidget(self.state)

    def _cells(self, run: ImportRun) -> list[Cell]:
        numbers = (run.added, run.changed, run.refused)
        return [
            Cell(run.file),
            Cell(self._formats.date_time(run.started_at), is_muted=True),
            Cell(run.user_name or "–", is_muted=True),
            *(Cell(f"{number:,}") for number in numbers),
            Cell(*state_text(run.state)),
        ]

    def _show_chosen(self) -> None:
        run = self.chosen() if self._stack.currentWidget() is self.table else None
        self.undo.setEnabled(run is not None and run.state is not ImportState.UNDONE)
        self.go_on.setVisible(run is not None and run.state in GOES_ON)

"""The left side of the room: which products get labels, and how many. It looks nothing up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QTableView, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.gui.labels.wish_rows import WishColumn, WishDelegate, WishRows
from b4mart_desktop.gui.models.table_delegate import set_up_table
from b4mart_desktop.gui.shared.scanner import OWNS_SCANS
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.flow import Flow
from b4mart_desktop.gui.widgets.search_field import SearchField
from b4mart_desktop.services.label_sources import LabelWish
from b4mart_desktop.services.ports.labels import LabelNeeds

_WIDTH = 500


class WishPane(QFrame):
    """Sources, a field to scan into, the table.

    Signals:
        changed_wanted: Labels of products whose price changed.
        missing_wanted: Labels of products that have none.
        promotion_wanted: Labels of products of a promotion.
        packs_wanted: Labels of the packs of what is there.
        last_wanted: The labels that were printed last.
        entered: A product was scanned or typed (str).
        copies_changed: Another number of copies (all ``LabelWish``).
        copies_for_all: As many of each (int), or as many as are on hand (None).
        dropped: No labels of the products at those places.
        cleared: No labels at all.
    """

    changed_wanted = Signal()
    missing_wanted = Signal()
    promotion_wanted = Signal()
    packs_wanted = Signal()
    last_wanted = Signal()
    entered = Signal(str)
    copies_changed = Signal(object)
    copies_for_all = Signal(object)
    dropped = Signal(object)
    cleared = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setFixedWidth(_WIDTH)
        self.changed_button = Button(self.tr("Price changed"), "chip")
        self.missing_button = Button(self.tr("Without label"), "chip")
        self.promotion_button = Button(self.tr("Promotion…"), "chip")
        self.last_button = Button(self.tr("Last batch"), "chip")
        self.field = SearchField(self.tr("Scan or type a product"), "F2", Icon.SCAN)
        self.field.setProperty(OWNS_SCANS, True)
        self._formats = formats
        self.rows = WishRows(formats)
        self.view = _WishView()
        self._state = EmptyState()
        self._pages = QStackedWidget()
        self._one, self._on_hand = Button(self.tr("One each")), Button(self.tr("As on hand"))
        self._one.setToolTip(self.tr("Print one label for each product"))
        self._on_hand.setToolTip(self.tr("Print as many labels as there are pieces on hand"))
        self._packs = Button(self.tr("Packs, too"))
        self._remove = IconButton(Icon.REMOVE, self.tr("Remove from the list"))
        self._clear = Button(self.tr("Clear"), "quiet")
        self._build()
        self._connect()

    def _build(self) -> None:
        space = tokens().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.md, space.md, space.md, space.md)
        column.setSpacing(space.sm)
        column.addWidget(self.field)
        sources = Flow(space.sm)
        for button in (self.changed_button, self.missing_button, self.promotion_button, self.last_button):
            sources.add(button)
        column.addWidget(sources)
        self.view.setModel(self.rows)
        self.view.setItemDelegate(WishDelegate(self.view))
        self.view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.view.setShowGrid(False)
        self.view.setAccessibleName(self.tr("Products to print labels for"))
        set_up_table(self.view, WishColumn.NAME)
        self._state.show_empty(
            Icon.TAG,
            self.tr("No labels chosen"),
            self.tr("Scan products, take those whose price changed, or choose some in the list of products."),
        )
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._state)
        self._pages.setCurrentIndex(1)
        column.addWidget(self._pages, 1)
        self._below = Flow(space.sm)
        for button in (self._one, self._on_hand, self._packs, self._remove, self._clear):
            self._below.add(button)
        column.addWidget(self._below)
        self._below.hide()

    def _connect(self) -> None:
        self.changed_button.clicked.connect(self.changed_wanted)
        self.missing_button.clicked.connect(self.missing_wanted)
        self.promotion_button.clicked.connect(self.promotion_wanted)
        self._packs.clicked.connect(self.packs_wanted)
        self.last_button.clicked.connect(self.last_wanted)
        self.field.submitted.connect(self.entered)
        self.rows.changed.connect(lambda: self.copies_changed.emit(self.rows.wishes))
        self._one.clicked.connect(lambda: self.copies_for_all.emit(1))
        self._on_hand.clicked.connect(lambda: self.copies_for_all.emit(None))
        self._remove.clicked.connect(self._on_remove)
        self.view.delete_pressed.connect(self._on_remove)
        self._clear.clicked.connect(self.cleared)

    def show_needs(self, needs: LabelNeeds) -> None:
        """Says how many products need a label."""
        for button, text, count in (
            (self.changed_button, self.tr("Price changed"), needs.changed),
            (self.missing_button, self.tr("Without label"), needs.missing),
        ):
            button.setText(f"{text} · {self._formats.quantity(Decimal(count))}" if count else text)
            button.setEnabled(bool(count))

    def show_wishes(self, wishes: Sequence[LabelWish]) -> None:
        """Shows what is wanted; what is shown already stays where it is."""
        if wishes != self.rows.wishes:
            row = self.view.currentIndex().row()
            self.rows.show(wishes)
            if wishes:
                self.view.selectRow(min(max(row, 0), len(wishes) - 1))
        self._pages.setCurrentIndex(0 if wishes else 1)
        self._below.setVisible(bool(wishes))
        there = {wish.key for wish in wishes}
        packs = {(wish.product.id, pack.barcode) for wish in wishes for pack in wish.product.inventory.packs}
        self._packs.setVisible(any(barcode and (key, barcode) not in there for key, barcode in packs))

    def _on_remove(self) -> None:
        self.dropped.emit([index.row() for index in self.view.selectionModel().selectedRows()])


class _WishView(QTableView):
    """The table; digits typed there are a number of copies, Del removes."""

    delete_pressed = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
            return
        if event.text().isdigit() and self.currentIndex().isValid():
            self.setCurrentIndex(self.currentIndex().siblingAtColumn(WishColumn.COPIES))
        super().keyPressEvent(event)

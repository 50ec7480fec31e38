"""The line above the list: search, filters, order, table or tiles, columns, and whether the list is old."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from b4mart_desktop.domain.product_lists import ProductSort
from b4mart_desktop.gui.models.listed_columns import COLUMN_OF, column_name
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, set_button_icon, set_button_text
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.search_field import SearchField
from b4mart_desktop.gui.widgets.waiting import Spinner

_LEAST_SEARCH = 260
_SLOW_MS = 250
"""A list that is there sooner shows no sign of being made."""


class ListBar(QWidget):
    """Search field and the list's switches.

    Attributes:
        search: What words the products have.
        filters: Shows and hides the filter panel.
        spinner: Turns while another list is being made; the one before stays until then.

    Signals:
        tiles_wanted: Whether products are to be shown as tiles.
        sort_wanted: The menu of orders is wanted there (QPoint).
        columns_wanted: The menu of columns is wanted there (QPoint).
        refresh_wanted: The list is to be read anew.
    """

    tiles_wanted = Signal(bool)
    sort_wanted = Signal(QPoint)
    columns_wanted = Signal(QPoint)
    refresh_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField(self.tr("Name, SKU, barcode or PLU"), "Ctrl+F")
        self.search.setMinimumWidth(_LEAST_SEARCH)
        self.spinner = _spinner()
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(self.spinner.show)
        self.filters = Button(self.tr("Filters"))
        self.filters.setCheckable(True)
        set_button_icon(self.filters, Icon.FILTER)
        self._old = Button("", "chosen", Icon.REFRESH)
        self._old.setObjectName("refresh_button")
        self._old.hide()
        self.sort = Button("")
        self.sort.setObjectName("sort_button")
        self._looks = SegmentedControl(
            ((False, self.tr("Table")), (True, self.tr("Tiles"))), self.tr("How products are shown")
        )
        self._columns = Button(self.tr("Columns"), "", Icon.SETTINGS)
        self._columns.setObjectName("columns_button")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens().space.sm)
        row.addWidget(self.search, 1)
        for widget in (self.spinner, self.filters, self._old, self.sort, self._looks, self._columns):
            row.addWidget(widget)
        self._looks.current_changed.connect(lambda key: self.tiles_wanted.emit(bool(key)))
        self.sort.clicked.connect(lambda: self.sort_wanted.emit(_below(self.sort)))
        self._columns.clicked.connect(lambda: self.columns_wanted.emit(_below(self._columns)))
        self._old.clicked.connect(self.refresh_wanted)

    def begin_search(self) -> None:
        """Goes to the search field; what stands there is overwritten by what is typed."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_look(self, *, tiles: bool) -> None:
        """Marks how products are shown."""
        self._looks.set_current(tiles)
        self._columns.setEnabled(not tiles)

    def show_reading(self, reading: bool) -> None:
        """Tells, where that takes a while, that another list is being made."""
        if not reading:
            self._slow.stop()
            self.spinner.hide()
        elif self.spinner.isHidden() and not self._slow.isActive():
            self._slow.start()

    def show_age(self, changed: int) -> None:
        """Tells that products changed since the list was read."""
        self._old.setVisible(bool(changed))
        set_button_text(self._old, self.tr("%n changed – refresh", "", changed))

    def show_active(self, pieces: int) -> None:
        """Tells by how many things the list is filtered."""
        text = self.tr("Filters ({count})").format(count=pieces) if pieces else self.tr("Filters")
        set_button_text(self.filters, text)

    def show_sort(self, sort: ProductSort) -> None:
        """Tells in which order the products are."""
        set_button_text(self.sort, self.tr("Sort: {name}").format(name=column_name(COLUMN_OF[sort.key])))
        set_button_icon(self.sort, Icon.CHEVRON_DOWN if sort.descending else Icon.CHEVRON_UP)
        way = self.tr("descending") if sort.descending else self.tr("ascending")
        self.sort.setAccessibleDescription(way)


def _spinner() -> Spinner:
    """Hidden, its place kept: nothing beside it moves when it comes and goes."""
    spinner = Spinner(20)
    policy = spinner.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    spinner.setSizePolicy(policy)
    spinner.hide()
    return spinner


def _below(widget: QWidget) -> QPoint:
    """Where a menu opens that belongs to ``widget``."""
    return widget.mapToGlobal(QPoint(0, widget.height()))

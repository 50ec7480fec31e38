"""The list itself: table or tiles over one selection, or what stands there instead. It opens no lists."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from b4mart_desktop.domain.errors import AdapterError, B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.models.listed_chosen import Range
from b4mart_desktop.gui.models.listed_columns import ListedTexts
from b4mart_desktop.gui.models.listed_pages import NO_PAGES, Page, read_ahead
from b4mart_desktop.gui.models.listed_paint import Pictures
from b4mart_desktop.gui.models.listed_rows import ListedRowsModel
from b4mart_desktop.gui.models.listed_table import ListedTable
from b4mart_desktop.gui.models.listed_tiles import ListedTiles
from b4mart_desktop.gui.models.listed_view import ListedView
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.services.bulk_edit import Chosen
from b4mart_desktop.services.ports.listing import ProductSelection

MOST_KEPT = 1_000
"""How many chosen products are found again in a list that was read anew."""


class ProductPane(QWidget):
    """Table, tiles, or a state; what is current and chosen is the same in table and tiles.

    Attributes:
        rows: The products.
        table: As rows.
        tiles: As tiles.
        state: Stands where there are no products.

    Signals:
        opened: The product with that id is to be opened.
        moved: Another row is the current one.
        delete_pressed: What is chosen, or the current product, is to go.
        menu_wanted: A menu about the current product is wanted there (QPoint).
        failed: The list cannot be read on (``AdapterError``).
    """

    opened = Signal(str)
    moved = Signal()
    delete_pressed = Signal()
    menu_wanted = Signal(QPoint)
    failed = Signal(object)

    def __init__(
        self, texts: ListedTexts, pictures: Pictures | None, tasks: TaskOwner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.rows = ListedRowsModel(texts, tasks)
        self.table = ListedTable(self.rows, pictures)
        self.tiles = ListedTiles(self.rows, pictures)
        self.state = EmptyState()
        self._shown: ListedView = self.table
        self._card = QFrame()
        self._stack = QStackedLayout(self)
        self._build()

    def _build(self) -> None:
        self._card.setProperty("kind", "card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        for page in (self._card, self.tiles, self.state):
            self._stack.addWidget(page)
        self.table.setAccessibleName(self.tr("Products"))
        self.tiles.setAccessibleName(self.tr("Products as tiles"))
        for view in (self.table, self.tiles):
            view.opened.connect(self._open)
            view.moved.connect(lambda _: self.moved.emit())
            view.typed.connect(lambda text: self._tasks.spawn_latest("jump", self._jump(text)))
            view.delete_pressed.connect(self.delete_pressed)
            view.menu_wanted.connect(self.menu_wanted)
        self.rows.pages.failed.connect(self.failed)

    # ------------------------------------------------------------ products

    async def show_selection(self, selection: ProductSelection, *, keeps_place: bool) -> None:
        """Shows what was found.

        Args:
            selection: What was found; it is closed when another is shown.
            keeps_place: Whether it is the same list read anew: then the current product, and what is chosen
                where that is not too much, are found again.
        """
        try:
            current, chosen = (await self._place_of_before()) if keeps_place else (None, ())
            top = self._shown.verticalScrollBar().value() if keeps_place else 0
            pages = await self._read_ahead(selection, keeps_place=keeps_place)
        except BaseException:  # cancelled: another list is shown instead
            self._tasks.spawn(asyncio.to_thread(selection.close))
            raise
        self._forget_places()
        self.rows.show(selection, pages)
        if selection.count:
            self._show_products()
        self._shown.verticalScrollBar().setValue(top)
        if current is not None or chosen:
            await self._find_again(current, chosen)
        if self._shown.current < 0 and self._shown.hasFocus() and not top:
            self._shown.go_to(0)

    async def _read_ahead(self, selection: ProductSelection, *, keeps_place: bool) -> Mapping[int, Page]:
        """Reads what will be in sight first, so that one list takes the other's place without a gap."""
        row = self._shown.row_at(self._shown.indexAt(QPoint(1, 1))) if keeps_place else 0
        try:
            return await read_ahead(selection, max(0, row))
        except AdapterError:
            return NO_PAGES  # what asks for the rows next tells why

    async def _place_of_before(self) -> tuple[Id | None, tuple[Id, ...]]:
        product = self.current()
        chosen = await self.chosen_ids() if 0 < self.rows.chosen.count <= MOST_KEPT else ()
        return product, chosen

    async def _find_again(self, current: Id | None, chosen: tuple[Id, ...]) -> None:
        def places(selection: ProductSelection) -> tuple[int | None, list[Range]]:
            found = [selection.place(each) for each in chosen]
            place = None if current is None else selection.place(current)
            return place, [(row, row + 1) for row in found if row is not None]

        try:
            place, ranges = await self.rows.pages.ask(places)
        except (AdapterError, DomainError):
            return
        self.rows.chosen.choose_only(ranges)
        if place is not None:
            self._shown.go_to(place)

    def current(self) -> Id | None:
        """The product that keys act on."""
        product = self.rows.product(self._shown.current)
        return None if product is None else product.id

    def go_to_product(self, product: Id) -> None:
        """Makes a product the current one, where it was read."""
        row = self.rows.pages.place(product)
        if row is not None:
            self._shown.go_to(row)

    def neighbour(self, product: Id, step: int) -> Id | None:
        """Returns the product before (-1) or after (1) another; None at the ends and where it is unread."""
        row = self.rows.pages.place(product)
        beside = None if row is None else self.rows.product(row + step)
        return None if beside is None else beside.id

    async def chosen_ids(self) -> tuple[Id, ...]:
        """Returns the ids of what is chosen.

        Raises:
            AdapterError: As the selection.
        """
        return await self._ids(self.rows.chosen.ranges)

    async def chosen(self) -> Chosen:
        """Returns what is chosen, or the current product where nothing is; all but a few without listing it.

        Raises:
            AdapterError: As the selection.
        """
        current, rows = self.current(), self.rows.chosen
        if not rows.count:
            return Chosen(() if current is None else (current,))
        left_out = rows.gaps(self.rows.rowCount())
        if sum(end - start for start, end in left_out) > MOST_KEPT:
            return Chosen(await self.chosen_ids())
        selection = await self.rows.pages.ask(lambda found: found)
        return Chosen(selection=selection, without=frozenset(await self._ids(left_out)))

    async def _ids(self, ranges: Sequence[Range]) -> tuple[Id, ...]:
        def ids(selection: ProductSelection) -> tuple[Id, ...]:
            return tuple(each for start, end in ranges for each in selection.ids(start, end - start))

        return await self.rows.pages.ask(ids)

    def _open(self, row: int) -> None:
        product = self.rows.product(row)
        if product is not None:
            self.opened.emit(product.id)

    async def _jump(self, text: str) -> None:
        try:
            row = await self.rows.pages.ask(lambda selection: selection.first_from(text))
        except (AdapterError, DomainError):
            return
        self._shown.go_to(row)

    # ------------------------------------------------------------ looks

    @property
    def shows_tiles(self) -> bool:
        """Whether products are shown as tiles."""
        return self._shown is self.tiles

    def show_as(self, *, tiles: bool) -> None:
        """Shows products as tiles or as rows; the current one stays in sight."""
        wanted: ListedView = self.tiles if tiles else self.table
        if wanted is self._shown:
            return
        current, had_focus = self._shown.current, self._shown.hasFocus()
        self._shown = wanted
        if self.rows.rowCount():
            self._show_products()
            if current >= 0:
                wanted.go_to(current)
        if had_focus:
            wanted.setFocus()

    def focus_list(self) -> None:
        """Lets the keys go to the list."""
        self._shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Reads again what is looked at."""
        self.rows.refresh()

    def repaint_pictures(self) -> None:
        """Paints again: a picture arrived."""
        self._shown.viewport().update()

    def _show_products(self) -> None:
        self._stack.setCurrentWidget(self.tiles if self.shows_tiles else self._card)

    def _forget_places(self) -> None:
        self.table.forget_place()
        self.tiles.forget_place()

    # ------------------------------------------------------------ states

    def show_loading(self, text: str) -> None:
        """Shows that the list is on its way; products that are shown stay until then."""
        if not self.rows.rowCount():
            self.state.show_loading(text)
            self._stack.setCurrentWidget(self.state)

    def show_copying(self, done: int, total: int) -> None:
        """Shows how far the catalogue was copied to this counter."""
        part = self.rows.texts.formats.percent(Decimal(done * 100 // max(total, done, 1)) / 100)
        self.show_loading(self.tr("The catalogue is being copied to this counter: {part}").format(part=part))

    def show_empty(self, title: str, text: str, action: str, picture: Icon = Icon.SEARCH) -> None:
        """Shows that nothing was found, and what to do."""
        self.state.show_empty(picture, title, text, action)
        self._stack.setCurrentWidget(self.state)

    def show_refused(self, error: B4MartError) -> None:
        """Shows why there is no list."""
        title, text = describe(error)
        self.rows.show(None)
        if error.code in (ErrorCode.NOT_ALLOWED, ErrorCode.NOT_SIGNED_IN):
            self.state.show_forbidden(text)
        elif error.code is ErrorCode.CATALOGUE_LOADING:
            self.state.show_loading(self.tr("The catalogue is being copied to this counter…"))
        else:
            self.state.show_error(title, text)
        self._stack.setCurrentWidget(self.state)

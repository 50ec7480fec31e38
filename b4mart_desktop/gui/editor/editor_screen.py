"""The product editor as a room: bar, banners, form and summary, put together with the presenter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.edits import CatalogueChange
from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.editor.banners import Banners
from b4mart_desktop.gui.editor.change_words import ChangeWords
from b4mart_desktop.gui.editor.editor_bar import EditorBar
from b4mart_desktop.gui.editor.editor_deeds import EditorDeeds
from b4mart_desktop.gui.editor.editor_presenter import EditorPresenter
from b4mart_desktop.gui.editor.form import ProductForm
from b4mart_desktop.gui.editor.lookups import Lookups
from b4mart_desktop.gui.editor.prompts import EditorDialogs
from b4mart_desktop.gui.editor.summary import PICTURE_EDGE, Summary
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.picture_strip import PictureStrip
from b4mart_desktop.gui.shared.room import Room, RoomTools
from b4mart_desktop.gui.shared.shortcuts import PromptKeys
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.services.bus import ConnectionChanged, Event, ReplicaChanged

Neighbour = Callable[[Id, int], Id | None]
"""Returns the product before (-1) or after (1) another in the list that the editor was opened from."""
Known = Callable[[], Awaitable[tuple[Sequence[str], Sequence[Id]]]]
"""Returns tags and vendors that other products have."""


class EditorRoom(Room):
    """Edits one product.

    Args:
        presenter: What it does.
        lookups: What the form looks up.
        read_known: Reads what is completed while typing.
        strip: Shows pictures and takes new ones.
        dialogs: Its questions.
        tools: What every room needs.

    Attributes:
        opened: The product that is edited.

    Signals:
        finished: The person has done with the product (the id of the one that was shown last).
    """

    finished = Signal(str)

    def __init__(
        self,
        presenter: EditorPresenter,
        lookups: Lookups,
        read_known: Known,
        strip: PictureStrip,
        dialogs: EditorDialogs,
        tools: RoomTools,
    ) -> None:
        super().__init__()
        self.tasks = presenter.tasks
        self._presenter = presenter
        self._strip = strip
        self.opened = presenter.opened
        self._lookups = lookups
        self._read_known = read_known
        self._pictures = tools.pictures
        self._neighbour: Neighbour = _alone
        self._field = ""
        self._last: CatalogueChange | None = None
        self._open_again: Callable[[], None] = _nothing
        self._is_cut_off = False
        self._facts_of: Product | None = None
        words = ChangeWords(tools.formats, lookups)
        self.bar = EditorBar()
        self.banners = Banners(tools.formats)
        self.form = ProductForm(tools.formats, lookups, strip, tools.pictures)
        self.summary = Summary(tools.formats, lookups)
        self._deeds = EditorDeeds(presenter, self.form, dialogs, words, tools)
        self._page, self._state, self._stack = QWidget(), EmptyState(), QStackedWidget()
        self._build()
        self._connect_bar()
        self._connect_form()
        self._connect_presenter()
        PromptKeys(self)

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        space = tokens().space
        self.setProperty("kind", "page")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self._stack.addWidget(self._page)
        self._stack.addWidget(self._state)
        page = QVBoxLayout(self._page)
        page.setContentsMargins(space.lg, space.md, space.lg, 0)
        page.setSpacing(space.md)
        page.addWidget(self.banners)
        row = QHBoxLayout()
        row.setSpacing(space.md)
        row.addStretch()
        row.addWidget(self.form, 1)
        row.addWidget(self.summary.scrolling())
        row.addStretch()
        page.addLayout(row, 1)

    def _connect_bar(self) -> None:
        bar, opened, deeds, once = self.bar, self.opened, self._deeds, self.tasks.spawn_once
        bar.back.clicked.connect(lambda: once("leave", self._leave))
        bar.save.clicked.connect(lambda: once("save", deeds.save))
        bar.undo.clicked.connect(opened.undo)
        bar.redo.clicked.connect(opened.redo)
        bar.revert_chosen.connect(opened.revert)
        bar.history.clicked.connect(lambda: once("history", deeds.show_history))
        bar.duplicate_chosen.connect(lambda: once("leave", deeds.duplicate))
        bar.archive_chosen.connect(lambda: once("save", deeds.archive))
        bar.previous.clicked.connect(lambda: once("leave", lambda: self._step(-1)))
        bar.next.clicked.connect(lambda: once("leave", lambda: self._step(1)))

    def _connect_form(self) -> None:
        form, deeds, once = self.form, self._deeds, self.tasks.spawn_once
        form.edited.connect(self.opened.edit)
        self.summary.status.edited.connect(self.opened.edit)
        self.summary.troubles.chosen.connect(form.go_to_field)
        form.stock.correction_requested.connect(lambda: once("stock", deeds.correct_stock))
        form.sorting.picking.connect(lambda: once("category", deeds.pick_category))
        form.variants.removal_requested.connect(lambda: once("prune", deeds.prune))

    def _connect_presenter(self) -> None:
        presenter, banners, once = self._presenter, self.banners, self.tasks.spawn_once
        self.opened.shown.connect(lambda product: self._show_product(product, fresh=True))
        self.opened.followed.connect(lambda product: self._show_product(product, fresh=False))
        self.opened.state_changed.connect(self._show_state)
        presenter.troubles_changed.connect(self._show_troubles)
        presenter.refused.connect(self._show_refused)
        presenter.told.connect(banners.show_news)
        presenter.draft_found.connect(banners.show_draft)
        banners.draft_taken.connect(lambda draft: once("draft", lambda: presenter.take_draft(draft)))
        banners.draft_dropped.connect(lambda draft: presenter.drafts.drop(draft.mine.id))
        banners.compare_wanted.connect(lambda: once("save", presenter.compare))
        banners.history_wanted.connect(lambda: once("history", self._deeds.show_history))
        banners.restore_wanted.connect(lambda: once("save", self._deeds.archive))
        self._pictures.arrived.connect(self._show_picture)
        self._state.action_triggered.connect(lambda: self._open_again())

    # ------------------------------------------------------------ opening

    def open(self, product: Id, neighbour: Neighbour | None = None, field: str = "") -> None:
        """Opens a product.

        Args:
            product: Which one.
            neighbour: Those beside it, to go on with after saving.
            field: Where the cursor is to stand, here and in those beside it; the top without one.
        """
        self._neighbour, self._field = neighbour or _alone, field
        self._open_again = lambda: self.open(product, neighbour, field)
        self._read(lambda: self._presenter.open(product))

    def open_new(self, category: Id | None) -> None:
        """Opens a new product."""
        self._neighbour, self._field = _alone, ""
        self._prepare()
        self._presenter.open_new(category)
        self.tasks.spawn_latest("open", self._show_known())
        self.form.go_to_top()

    def open_copy(self, product: Id) -> None:
        """Opens a new product like another."""
        self._neighbour, self._field = _alone, ""
        self._open_again = lambda: self.open_copy(product)
        self._read(lambda: self._presenter.open_copy(product))

    def _read(self, opening: Callable[[], Awaitable[None]]) -> None:
        """Shows that a product is being read, in place of the one before."""

        async def read() -> None:
            await opening()
            if self.opened.is_open:
                if self._field:
                    self.form.go_to_field(self._field)
                else:
                    self.form.area.setFocus()
                await self._show_known()

        self.opened.close()
        self._prepare()
        self._state.show_loading(self.tr("Reading the product…"))
        self._stack.setCurrentWidget(self._state)
        self.tasks.spawn_latest("open", read())

    def _prepare(self) -> None:
        self._last = self._facts_of = None
        self._is_cut_off = False
        self.banners.clear()
        self.form.read_known()

    async def _show_known(self) -> None:
        """Offers tags and vendors; without them the form works as well."""
        try:
            self._lookups.tags, self._lookups.vendors = await self._read_known()
        except B4MartError:
            return
        self.form.read_known()

    # ------------------------------------------------------------ showing

    def _show_product(self, product: Product, *, fresh: bool) -> None:
        opened, rights = self.opened, self._presenter.rights
        self.form.show_saved(not opened.is_new)
        self.form.show_product(product, fresh=fresh)
        self.summary.status.show_product(product, fresh=fresh)
        self.bar.show_product(product, is_new=opened.is_new)
        self.banners.show_state(product, rights)
        if fresh:
            self.form.show_rights(rights)
            self.summary.status.show_rights(rights)
            self._stack.setCurrentWidget(self._page)
        self._show_facts()
        self._show_picture()

    def _show_state(self) -> None:
        rights, opened = self._presenter.rights, self.opened
        self.bar.show_state(opened, may_change=rights.edit or rights.prices)
        product = opened.product.id if opened.is_open else None
        before, after = (
            product is not None and self._neighbour(product, step) is not None for step in (-1, 1)
        )
        listed = product is not None and self._neighbour is not _alone
        self.bar.show_neighbours(listed=listed, before=before, after=after)

    def _show_troubles(self) -> None:
        troubles = self._presenter.troubles()
        self.form.show_troubles(troubles)
        self.summary.troubles.show_troubles(troubles)

    def _show_facts(self) -> None:
        base = self.opened.base if self.opened.is_open else None
        self.summary.facts.setVisible(base is not None)
        if base is None:
            return
        self.summary.facts.show_product(base, self._last)
        if base is not self._facts_of:  # another one, or this one was saved meanwhile, by whomever
            self._facts_of = base
            self.banners.news.hide()
            self.tasks.spawn_latest("facts", self._read_last(base))

    async def _read_last(self, base: Product) -> None:
        self._last = await self._presenter.history.last(base.id)
        self._show_facts()

    def _show_picture(self) -> None:
        if self.opened.is_open:
            images = self.opened.product.images
            first = next((image for image in images if image.is_primary), images[0] if images else None)
            url = first.url if first is not None else None
            self.summary.status.show_picture(self._pictures.pixmap(url, PICTURE_EDGE) if url else None)

    def _show_refused(self, error: B4MartError) -> None:
        title, text = describe(error)
        self._is_cut_off = error.code is ErrorCode.DATABASE_UNREACHABLE
        if error.code in (ErrorCode.NOT_ALLOWED, ErrorCode.NOT_SIGNED_IN):
            self._state.show_forbidden(text)
        elif self._is_cut_off:
            self._state.show_empty(Icon.CLOUD_OFF, title, text, self.tr("Try again"))
        else:
            self._state.show_error(title, text, self.tr("Try again"))
        self._stack.setCurrentWidget(self._state)

    # ------------------------------------------------------------ as a room

    @override
    def on_event(self, event: Event) -> None:
        if isinstance(event, ReplicaChanged) and event.collection == "products":
            self._presenter.look_again(event.ids)
        elif isinstance(event, ConnectionChanged) and event.online and self._is_cut_off:
            self._open_again()

    @override
    def take_scan(self, code: str) -> bool:
        takes = self.opened.is_open and self._presenter.rights.edit
        if takes:
            self.form.codes.barcodes.add(code)
        return takes

    @override
    def pause(self) -> None:
        self._presenter.drafts.keep()

    @override
    async def close_room(self) -> None:
        await self._strip.tasks.cancel_all()
        await self._presenter.close()

    @override
    async def may_leave(self) -> bool:
        return await self._deeds.may_leave()

    async def _leave(self) -> None:
        if await self.may_leave():
            product = self.opened.product.id if self.opened.is_open else ""
            self.opened.close()
            self.finished.emit(product)

    async def _step(self, step: int) -> None:
        """Saves, and goes to the product before or after this one; from the last one back to the list."""
        if not self.opened.is_open:
            return
        product = self.opened.product.id
        beside = self._neighbour(product, step)
        if self.opened.is_dirty and not await self._deeds.save():
            return
        beside = beside or self._neighbour(product, step)  # it may have been read meanwhile
        if beside is not None:
            self.open(beside, self._neighbour, self._field)
        elif step > 0:
            self._deeds.tell_last()
            await self._leave()


def _nothing() -> None:
    """Nothing was asked for yet that could be asked for again."""


def _alone(product: Id, step: int) -> Id | None:
    """A product that was opened by itself has none beside it."""
    return None

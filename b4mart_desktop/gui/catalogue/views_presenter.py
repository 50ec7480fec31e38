"""Saved views of the list: which there are, which one is looked at, keeping and deleting them. No looks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import msgspec
from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.product_lists import ProductFilter, ProductSort, SavedView
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.gui.shared.backstage import OnBackstage
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.services.saved_views import SavedViews


class ListLook(msgspec.Struct, frozen=True, kw_only=True):
    """What a view keeps of the screen."""

    filter: ProductFilter = ProductFilter()
    sort: ProductSort = ProductSort()
    columns: tuple[str, ...] = ()
    tiles: bool = False

    def of(self, view: SavedView) -> SavedView:
        """The view with this look."""
        return msgspec.structs.replace(view, **msgspec.structs.asdict(self))


class ViewsPresenter(QObject):
    """The commands about views.

    Args:
        views: The use case.
        run: Runs a coroutine in the background thread.
        messages: Where errors are told.

    Attributes:
        known: The views there are.
        current: The one that is looked at, changed since or not; None for all products.

    Signals:
        changed: There are other views, or another one is the current one.
    """

    changed = Signal()

    def __init__(self, views: SavedViews, run: OnBackstage, messages: Messages) -> None:
        super().__init__()
        self._views = views
        self._run = run
        self._messages = messages
        self.known: Sequence[SavedView] = ()
        self.current: SavedView | None = None

    async def load(self) -> None:
        """Reads the views; without the database those known before stay."""
        try:
            self.known = await self._run(self._views.views())
        except B4MartError as error:
            if error.code is not ErrorCode.DATABASE_UNREACHABLE:
                self.known = ()
        current = self.current
        if current is not None:
            self.current = next((view for view in self.known if view.id == current.id), None)
        self.changed.emit()

    def look_at(self, view: SavedView | None) -> None:
        """Makes a view the current one."""
        self.current = view
        self.changed.emit()

    def may_change(self) -> bool:
        """Whether who is signed in may change the current view."""
        return self.current is not None and self._views.may_change(self.current)

    async def keep(self, name: str, look: ListLook) -> None:
        """Keeps a look as a new view and looks at it."""
        now = utc_now()
        fresh = SavedView(id=new_id(), name=name, owner=new_id(), created_at=now, updated_at=now)
        await self._do(lambda: self._run(self._views.save(look.of(fresh))))

    async def update(self, look: ListLook) -> None:
        """Keeps a look as the current view."""
        old = self.current
        if old is not None:
            await self._do(lambda: self._run(self._views.change(old, look.of(old))))

    async def alter(self, *, name: str | None = None, shared: bool | None = None) -> None:
        """Gives the current view another name, or shares it, or keeps it to oneself."""
        old = self.current
        if old is not None:
            wanted = msgspec.structs.replace(
                old, name=name or old.name, shared=old.shared if shared is None else shared
            )
            await self._do(lambda: self._run(self._views.change(old, wanted)))

    async def delete(self) -> None:
        """Deletes the current view; the list stays as it is."""
        old = self.current
        if old is not None:
            await self._do(lambda: self._run(self._views.delete(old)))

    async def _do(self, deed: Callable[[], Awaitable[SavedView | None]]) -> None:
        """Does it, looks at what came of it, and reads the views again."""
        try:
            self.current = await deed()
        except B4MartError as error:
            self._messages.error(error)
        await self.load()

"""What the list of products does: asks for lists, the last one wins; counts what changed since. No looks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import AdapterError, B4MartError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.product_lists import ProductFilter, ProductSort
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.services.product_list import ProductList

_TYPING_SECONDS = 0.08
_SLOW_SECONDS = 0.06
"""A list that is not there by then begins with its first rows; smaller shops never see that."""

FIRST = 200
"""So many rows, a few windows full."""

_MOST_COUNTED = 1_000


class ProductsPresenter(QObject):
    """The list's commands.

    Args:
        lists: The use case.
        tasks: Owns what is under way.

    Attributes:
        wanted: Which products are asked for.
        sort: In which order.

    Signals:
        asked: Other products, or another order, are asked for.
        begun: Their first rows were found (``ProductSelection``); all of them are still to come.
        opened: They were found (``ProductSelection``, and whether it is the same list read anew).
        refused: There is no list (``B4MartError``).
        reading: Whether a list is being made (bool).
        aged: So many products changed since the list was read (int); 0 where it is fresh.
    """

    asked = Signal()
    begun = Signal(object)
    opened = Signal(object, bool)
    refused = Signal(object)
    reading = Signal(bool)
    aged = Signal(int)

    def __init__(self, lists: ProductList, tasks: TaskOwner) -> None:
        super().__init__()
        self._lists = lists
        self._tasks = tasks
        self._changed: set[Id] = set()
        self._has_begun = False
        self.wanted = ProductFilter()
        self.sort = ProductSort()

    # ------------------------------------------------------------ asking

    def ask(self, wanted: ProductFilter, sort: ProductSort | None = None) -> None:
        """Asks for other products."""
        self.wanted, self.sort = wanted, sort or self.sort
        self.asked.emit()
        self._open(same=False)

    def ask_text(self, text: str) -> None:
        """Asks for products with those words, in a moment: letters come one soon after another."""
        if text.strip() != self.wanted.text:
            self.wanted = msgspec.structs.replace(self.wanted, text=text.strip())
            self.asked.emit()
            self._open(same=False, wait=_TYPING_SECONDS)

    def order(self, sort: ProductSort) -> None:
        """Asks for the same products in another order."""
        self.ask(self.wanted, sort)

    def reload(self) -> None:
        """Reads the same list anew."""
        self._open(same=True)

    def _open(self, *, same: bool, wait: float = 0.0) -> None:
        self.reading.emit(True)
        self._has_begun = False
        self._tasks.cancel("first")
        self._tasks.spawn_latest("list", self._read(same, wait))
        if not same:
            self._tasks.spawn_latest("first", self._begin(wait + _SLOW_SECONDS))

    async def _begin(self, wait: float) -> None:
        await asyncio.sleep(wait)
        try:
            selection = await self._lists.open(self.wanted, self.sort, FIRST)
        except B4MartError:
            return  # whoever reads the whole list tells why
        if selection.count:
            self._has_begun = True
            self.begun.emit(selection)
        else:
            await asyncio.to_thread(selection.close)

    async def _read(self, same: bool, wait: float) -> None:
        await asyncio.sleep(wait)
        self._changed.clear()
        try:
            selection = await self._opened()
        except B4MartError as error:
            self._tasks.cancel("first")
            self.reading.emit(False)
            if error.code is not ErrorCode.CANCELLED:
                self.refused.emit(error)
        else:
            self._tasks.cancel("first")
            self.reading.emit(False)
            self.opened.emit(selection, same or self._has_begun)
            self.aged.emit(len(self._changed))

    async def _opened(self) -> object:
        """A replica that was renewed meanwhile is asked once more."""
        try:
            return await self._lists.open(self.wanted, self.sort)
        except AdapterError as error:
            if error.code is not ErrorCode.REPLICA_RENEWED:
                raise
            return await self._lists.open(self.wanted, self.sort)

    # ------------------------------------------------------------ age

    def note_changed(self, products: Sequence[Id]) -> None:
        """Notes that those products changed, so that the list may hold others or in another order by now."""
        room = _MOST_COUNTED - len(self._changed)
        self._changed.update(products[: max(0, room)])
        self.aged.emit(len(self._changed))

    # ------------------------------------------------------------ what is in use

    async def tags(self, prefix: str) -> Sequence[str]:
        """Returns tags in use that begin so; none where they cannot be read."""
        try:
            return await self._lists.tags(prefix)
        except B4MartError:
            return ()

    async def vendors(self) -> Sequence[tuple[Id, int]]:
        """Returns the vendors of products and how many each has; none where they cannot be read."""
        try:
            return await self._lists.vendors()
        except B4MartError:
            return ()

"""Pages of a long list of products, read in a thread when they are wanted. Knows no rows of any view."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.ports.listing import ListedProduct, ProductSelection

T = TypeVar("T")
Page = Sequence[ListedProduct | None]
PAGE = 100
PAGES_KEPT = 9
"""Beyond 1,000 objects the garbage collector's rounds would be felt while scrolling."""
_MOST_WANTED = 3
_READ_AHEAD = 2
"""Pages read before a list is shown; what a window shows may lie on two."""

NO_PAGES: Mapping[int, Page] = {}


async def read_ahead(selection: ProductSelection, row: int) -> Mapping[int, Page]:
    """Returns the pages around a row, to show a selection with: its rows are never blank at first.

    Raises:
        AdapterError: What the selection raises.
    """
    first = row // PAGE

    def read() -> Mapping[int, Page]:
        numbers = [number for number in range(first, first + _READ_AHEAD) if number * PAGE < selection.count]
        return {number: selection.rows(number * PAGE, PAGE) for number in numbers}

    return await asyncio.to_thread(read)


class Owner(Protocol):
    """Owns coroutines, as ``gui.shared.tasks`` does."""

    def spawn(self, coroutine: Coroutine[Any, Any, Any]) -> object:
        """Starts one."""

    def spawn_once(self, key: str, start: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        """Starts one unless the one before under the same key still runs."""


class ListedPages(QObject):
    """The products of one selection: those that are here at once, others as soon as they were read.

    What was wanted last is read first, and what was scrolled past meanwhile is not read at all.

    Args:
        tasks: Owns the reading.

    Signals:
        arrived: A page was read (its number).
        failed: A page cannot be read (``AdapterError``); nothing is tried again by itself.
    """

    arrived = Signal(int)
    failed = Signal(object)

    def __init__(self, tasks: Owner) -> None:
        super().__init__()
        self._tasks = tasks
        self._key = f"pages {id(self)}"
        self._selection: ProductSelection | None = None
        self._pages: OrderedDict[int, Page] = OrderedDict()
        self._stale: set[int] = set()
        self._wanted: list[int] = []

    def show(self, selection: ProductSelection | None, pages: Mapping[int, Page] = NO_PAGES) -> None:
        """Reads from another selection from now on, of which ``pages`` are here; the one before is closed."""
        before, self._selection = self._selection, selection
        self._pages.clear()
        self._pages.update(pages)
        self._stale.clear()
        self._wanted.clear()
        if before is not None:
            self._tasks.spawn(asyncio.to_thread(before.close))

    @property
    def count(self) -> int:
        """How many products there are."""
        return 0 if self._selection is None else self._selection.count

    def is_here(self, row: int) -> bool:
        """Whether the row was read, so that ``product`` None means that it is gone."""
        return row // PAGE in self._pages

    def product(self, row: int) -> ListedProduct | None:
        """Returns the product of a row; None where it is gone, and where it is still being read."""
        number = row // PAGE
        page = self._pages.get(number)
        if page is None or number in self._stale:
            self._want(number)
        if page is None:
            return None
        self._pages.move_to_end(number)
        place = row % PAGE
        return page[place] if place < len(page) else None

    def place(self, product: Id) -> int | None:
        """Returns the row of a product that was read; None for others."""
        for number, page in self._pages.items():
            for place, each in enumerate(page):
                if each is not None and each.id == product:
                    return number * PAGE + place
        return None

    def refresh(self) -> None:
        """Reads again what is looked at; until then what was read before is there."""
        self._stale.update(self._pages)

    async def ask(self, question: Callable[[ProductSelection], T]) -> T:
        """Asks the selection something in the thread.

        Raises:
            DomainError: CANCELLED where there is none.
            AdapterError: What the selection raises.
        """
        selection = self._selection
        if selection is None:
            raise DomainError(ErrorCode.CANCELLED)
        return await asyncio.to_thread(question, selection)

    def _want(self, number: int) -> None:
        if number in self._wanted:
            self._wanted.remove(number)
        self._wanted.append(number)
        del self._wanted[:-_MOST_WANTED]
        self._tasks.spawn_once(self._key, self._read_on)

    async def _read_on(self) -> None:
        try:
            while self._wanted:
                await self._read(self._wanted[-1])
        except AdapterError as error:
            self._wanted.clear()
            self.failed.emit(error)

    async def _read(self, number: int) -> None:
        selection = self._selection
        if selection is None:
            self._wanted.clear()
            return
        try:
            rows = await asyncio.to_thread(selection.rows, number * PAGE, PAGE)
        except AdapterError:
            if selection is self._selection:
                raise
            return  # another list is shown by now; this one was closed under the reading
        if selection is not self._selection:
            return
        if number in self._wanted:
            self._wanted.remove(number)
        self._stale.discard(number)
        self._pages[number] = rows
        self._pages.move_to_end(number)
        if len(self._pages) > PAGES_KEPT:
            self._stale.discard(self._pages.popitem(last=False)[0])
        self.arrived.emit(number)

"""Products in pages from the local replica, for tiles and result lists. Looks nothing up by itself."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.domain.words import Alternatives
from b4mart_desktop.services.ports import ProductHit, SearchResults

_log = logging.getLogger(__name__)

Source = Callable[[int, int], Sequence[ProductHit]]
PAGE = 100
PAGES_KEPT = 8


class ProductHitsModel(QAbstractListModel):
    """Rows are read by page when they are painted; at most ``PAGE × PAGES_KEPT`` are kept.

    Attributes:
        HIT: Role of the whole ``ProductHit``.
        WORDS: Role of the words that were searched for, for ``domain.words.spans``.
        GUESS: Role of whether the row is only what was probably meant.
    """

    HIT = Qt.ItemDataRole.UserRole + 1
    WORDS = Qt.ItemDataRole.UserRole + 2
    GUESS = Qt.ItemDataRole.UserRole + 3

    def __init__(self) -> None:
        super().__init__()
        self._source: Source = lambda offset, limit: ()
        self._total = 0
        self._words: Sequence[Alternatives] = ()
        self._sure = 0
        self._pages: OrderedDict[int, Sequence[ProductHit]] = OrderedDict()

    def show(self, source: Source, total: int) -> None:
        """Shows ``total`` rows of ``source``, which returns those from an offset, up to a limit."""
        self._show(source, total, (), total)

    def show_results(self, found: SearchResults) -> None:
        """Shows what a search found."""
        hits = found.hits
        self._show(lambda offset, limit: hits[offset : offset + limit], len(hits), found.words, found.exact)

    def _show(self, source: Source, total: int, words: Sequence[Alternatives], sure: int) -> None:
        self.beginResetModel()
        self._source, self._total, self._words, self._sure = source, total, words, sure
        self._pages.clear()
        self.endResetModel()

    def refresh(self) -> None:
        """Reads what is visible again, such as after a change of stock or price; rows stay where they are."""
        self._pages.clear()
        if self._total:
            self.dataChanged.emit(self.index(0), self.index(self._total - 1))

    def hit(self, row: int) -> ProductHit | None:
        """Returns the product of ``row``; None where it is gone since the rows were counted."""
        if not 0 <= row < self._total:
            return None
        page = self._page(row // PAGE)
        return page[row % PAGE] if row % PAGE < len(page) else None

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._total

    @override
    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        hit = self.hit(index.row())
        if hit is None:
            return None
        if role == self.HIT:
            return hit
        if role == self.WORDS:
            return self._words
        if role == self.GUESS:
            return index.row() >= self._sure
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return hit.name
        return None

    def _page(self, number: int) -> Sequence[ProductHit]:
        page = self._pages.get(number)
        if page is None:
            page = self._read(number)
            self._pages[number] = page
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return page

    def _read(self, number: int) -> Sequence[ProductHit]:
        """Reads a page; of one that cannot be read now, nothing is shown until the next refresh.

        Asked while rows are painted, from where no error finds its way to anybody.
        """
        try:
            return self._source(number * PAGE, PAGE)
        except AdapterError as error:
            _log.error("products cannot be shown: %s", error)
            return ()

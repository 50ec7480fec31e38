"""What the room of things to mend does: counts them, and finds those of one kind. No looks."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.product_lists import Flaw, ProductFilter, ProductSort
from b4mart_desktop.gui.quality.trouble import ABOUT_COSTS, TROUBLES, Trouble, Unreadable
from b4mart_desktop.services.product_list import ProductList


class QualityPresenter(QObject):
    """Its commands.

    Args:
        lists: The use case.

    Attributes:
        chosen: The kind that is looked at.
        sort: In which order products are listed.

    Signals:
        counted: How many there are of each kind.
        found: The products with the flaw (``ProductSelection``, and whether it is the same list read anew).
        twins_found: Shared barcodes with their products.
        unreadable_found: Documents that cannot be read.
        refused: Nothing can be told (``B4MartError``).
    """

    counted = Signal(object)
    found = Signal(object, bool)
    twins_found = Signal(object)
    unreadable_found = Signal(object)
    refused = Signal(object)

    def __init__(self, lists: ProductList) -> None:
        super().__init__()
        self._lists = lists
        self.chosen: Trouble | None = None
        self.sort = ProductSort()

    def troubles(self) -> tuple[Trouble, ...]:
        """The kinds that who is signed in may see, what hurts a sale most first."""
        shown = self._lists.shows_costs
        return tuple(each for each in TROUBLES if shown or each not in ABOUT_COSTS)

    async def count(self) -> None:
        """Counts all kinds."""
        try:
            quality = await self._lists.quality()
        except B4MartError as error:
            self._refuse(error)
            return
        counts: dict[Trouble, int] = {flaw: quality.flaws[flaw] for flaw in quality.flaws}
        counts[Unreadable.DOCUMENTS] = quality.unreadable
        self.counted.emit(counts)

    async def choose(self, trouble: Trouble) -> None:
        """Finds what is of that kind."""
        same, self.chosen = trouble is self.chosen, trouble
        try:
            await self._find(trouble, same)
        except B4MartError as error:
            self._refuse(error)

    async def _find(self, trouble: Trouble, same: bool) -> None:
        if trouble is Unreadable.DOCUMENTS:
            self.unreadable_found.emit(self._lists.unreadable())
        elif trouble is Flaw.DUPLICATE_BARCODE:
            self.twins_found.emit(await self._lists.shared_barcodes())
        elif isinstance(trouble, Flaw):
            wanted = ProductFilter(flaws=(trouble,))
            self.found.emit(await self._lists.open(wanted, self.sort), same)

    def _refuse(self, error: B4MartError) -> None:
        if error.code is not ErrorCode.CANCELLED:
            self.refused.emit(error)

"""What the data-quality room does: counts what is wrong, and finds what is of one kind. No looks."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.product_lists import Flaw, ProductFilter, ProductSort
from b4mart_desktop.domain.shared_codes import without_barcode
from b4mart_desktop.gui.quality.trouble import ABOUT_COSTS, TROUBLES, Trouble, Unreadable
from b4mart_desktop.gui.shared.backstage import OnBackstage
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.ports.catalogue import Collided
from b4mart_desktop.services.product_list import ProductList
from b4mart_desktop.services.repairing import Repairing


@dataclass(frozen=True, slots=True)
class QualityUse:
    """The use cases of the room."""

    counter: Counter
    lists: ProductList
    editing: Editing
    repairing: Repairing


class QualityPresenter(QObject):
    """Its commands.

    Args:
        use: The use cases.
        run: Runs a coroutine in the background thread.

    Attributes:
        chosen: The kind that is looked at.
        sort: In which order products are listed.

    Signals:
        counted: How many there are of each kind.
        found: The products with the flaw (``ProductSelection``, and whether it is the same list read anew).
        twins_found: Shared barcodes with their products (and whether they are read anew).
        unreadable_found: Documents that cannot be read, hidden ones included.
        refused: Nothing can be told (``B4MartError``).
    """

    counted = Signal(object)
    found = Signal(object, bool)
    twins_found = Signal(object, bool)
    unreadable_found = Signal(object)
    refused = Signal(object)

    def __init__(self, use: QualityUse, run: OnBackstage) -> None:
        super().__init__()
        self._use = use
        self._lists = use.lists
        self._run = run
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
            self.twins_found.emit(await self._lists.shared_barcodes(), same)
        elif isinstance(trouble, Flaw):
            wanted = ProductFilter(flaws=(trouble,))
            self.found.emit(await self._lists.open(wanted, self.sort), same)

    @property
    def may_edit(self) -> bool:
        """Whether who is signed in may repair documents and change products."""
        return self._use.counter.may(Action.EDIT_CATALOGUE)

    async def remove_barcode(self, product: Id, code: str) -> None:
        """Takes a barcode away from a product.

        Raises:
            DomainError: NOT_ALLOWED; CHANGED_MEANWHILE where somebody else changed its codes.
            AdapterError: As ``Editing.save``.
        """
        base = await self._run(self._use.editing.product(product))
        saved = await self._run(self._use.editing.save(base, without_barcode(base, code)))
        if isinstance(saved, Collided):
            raise DomainError(ErrorCode.CHANGED_MEANWHILE, collection="products", id=product)

    def _refuse(self, error: B4MartError) -> None:
        if error.code is not ErrorCode.CANCELLED:
            self.refused.emit(error)

"""Looks who else has the codes and the address of the product that is open, a moment after each change."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.product_check import codes_of
from b4mart_desktop.gui.editor.troubles import Outside, Trouble
from b4mart_desktop.gui.shared.backstage import OnBackstage
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.services.editing import Editing

_DELAY_MS = 300
_SKU = "inventory.sku"


class CodeWatch(QObject):
    """Who else has the codes.

    Attributes:
        troubles: What was found; a SKU and an address belong to one product only, other codes had better.

    Signals:
        changed: Something else was found.
    """

    changed = Signal()

    def __init__(self, editing: Editing, run: OnBackstage, tasks: TaskOwner) -> None:
        super().__init__()
        self._editing = editing
        self._run = run
        self._tasks = tasks
        self._product: Product | None = None
        self.troubles: tuple[Trouble, ...] = ()
        self._timer = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._timer.timeout.connect(lambda: self._tasks.spawn_latest("codes", self._look()))

    def watch(self, product: Product) -> None:
        """Looks soon, if the codes are others than before."""
        before, self._product = self._product, product
        if before is None or _unique(before) != _unique(product):
            self._timer.start()

    def forget(self) -> None:
        """Forgets what was found: another product is open."""
        self._product, self.troubles = None, ()

    def close(self) -> None:
        """Looks no more."""
        self._timer.stop()
        self._product = None

    def refused(self, trouble: Trouble) -> None:
        """Takes what the database said while saving."""
        self.troubles = (trouble,)
        self.changed.emit()

    async def _look(self) -> None:
        """Without the database the question waits for saving."""
        product = self._product
        if product is None:
            return
        try:
            taken = await self._run(self._editing.taken_codes(product))
            address_taken = bool(product.slug) and await self._run(self._editing.slug_taken(product))
        except B4MartError:
            return
        names = {each.code: each.name for each in taken}
        found = [
            Trouble(field, Outside.TAKEN, field == _SKU, {"name": names[code]})
            for field, code in codes_of(product)
            if code in names
        ]
        if address_taken:
            found.append(Trouble("slug", Outside.ADDRESS_TAKEN))
        self.troubles = tuple(found)
        self.changed.emit()


def _unique(product: Product) -> tuple[object, ...]:
    return (product.id, product.slug, codes_of(product))

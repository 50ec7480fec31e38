"""What the sell screen does with carts put aside: holding, recalling, counting them. No widgets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.gui.sell.interaction import Interaction
from b4mart_desktop.gui.shared.approval import with_approval
from b4mart_desktop.services.holding import Holding


class HeldPresenter(QObject):
    """The commands about held carts.

    Signals:
        changed: Other carts are put aside than before.
    """

    changed = Signal()

    def __init__(self, holding: Holding, interaction: Interaction, refresh: Callable[[], None]) -> None:
        """Takes the use case, the way to the person, and what shows the open cart as it is now."""
        super().__init__()
        self._holding = holding
        self._with = interaction
        self._refresh = refresh
        self._count: int | None = None

    def count(self) -> int:
        """Returns how many carts are put aside, at all counters."""
        if self._count is None:  # asked at each scan, changed seldom
            self._count = len(self._holding.rows())
        return self._count

    def note_change(self) -> None:
        """Shows held carts as they are now: here or elsewhere one came, went, or can be had by now."""
        self._count = None
        self._with.prompts.held_changed()
        self.changed.emit()

    def hold(self) -> None:
        """Puts the cart aside."""
        try:
            self._holding.hold()
        except B4MartError as error:
            self._with.refuse(error)
        else:
            self._with.messages.info(self.tr("Sale put aside"))
            self._show()

    async def recall(self) -> None:
        """Asks which cart put aside to go on with, and for somebody's leave where that takes it."""
        if not self._holding.rows():
            self._with.messages.info(self.tr("No sale is put aside"))
            return
        cart = await self._with.prompts.held()
        if cart is None:
            return
        try:
            await with_approval(self._with.approval, lambda who: self._holding.recall(cart, who))
        except B4MartError as error:
            self._with.refuse(error)
        self._show()

    def _show(self) -> None:
        self._refresh()
        self.note_change()

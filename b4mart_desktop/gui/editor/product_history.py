"""A product's history as the editor needs it: pages of it, the last change, taking one back. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from b4mart_desktop.domain.edits import CatalogueChange
from b4mart_desktop.domain.errors import B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.shared.backstage import OnBackstage
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.ports.catalogue import Collided

PAGE = 50


class ProductHistory:
    """Who changed what.

    Args:
        editing: The use case.
        run: Runs a coroutine in the background thread.
        messages: Where errors are told.
    """

    def __init__(self, editing: Editing, run: OnBackstage, messages: Messages) -> None:
        self._editing = editing
        self._run = run
        self._messages = messages

    async def page(self, product: Id, before: CatalogueChange | None) -> Sequence[CatalogueChange]:
        """Returns the last changes, or those before one of them.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        end = None if before is None else before.at
        changes: Sequence[CatalogueChange] = await self._run(self._editing.history(product, end, PAGE))
        return changes

    async def last(self, product: Id) -> CatalogueChange | None:
        """Returns the last change, None where there is none or nobody can tell."""
        try:
            changes: Sequence[CatalogueChange] = await self._run(self._editing.history(product, None, 1))
        except B4MartError:
            return None
        return changes[0] if changes else None

    async def take_back(self, change: CatalogueChange) -> bool:
        """Takes a change back as far as nobody changed the same since; returns whether it did."""
        try:
            outcome = await self._run(self._editing.undo(change))
            if isinstance(outcome, Collided):
                raise DomainError(ErrorCode.CHANGED_MEANWHILE, collection="products", id=change.product)
        except B4MartError as error:
            self._messages.error(error)
            return False
        return True

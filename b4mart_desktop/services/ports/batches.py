"""Where changes of many products are remembered."""

from collections.abc import Sequence
from typing import Protocol

from b4mart_desktop.domain.catalogue_batches import CatalogueBatch
from b4mart_desktop.domain.ids import Id


class BatchBook(Protocol):
    """The shop's memory of them. Everything raises AdapterError DATABASE_UNREACHABLE."""

    async def last(self, limit: int) -> Sequence[CatalogueBatch]:
        """Returns the last ones, newest first."""

    async def keep(self, batch: CatalogueBatch) -> None:
        """Keeps how far a change is."""

    async def mark_undone(self, batch: Id) -> None:
        """Notes that a change was taken back; one that is not known is no error."""

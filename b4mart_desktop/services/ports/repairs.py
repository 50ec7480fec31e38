"""Documents that cannot be read, as the database holds them, for who puts them right."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

import msgspec

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.edits import CatalogueChange
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.misfits import Change, Path, Plain
from b4mart_desktop.domain.stock import StockMovement
from b4mart_desktop.services.ports.local import SkippedDocument


class StockRepair(msgspec.Struct, frozen=True, kw_only=True):
    """What a repair does to a product's stock.

    Attributes:
        ledger: The sum of its movements as it was read, None where it had none; where it is another by now,
            nothing is written. The document gets what this says.
        movement: What then makes of it what somebody decided.
        audit: Its entry for the audit log.
    """

    ledger: Decimal | None
    movement: StockMovement | None = None
    audit: AuditEntry | None = None


class Repair(msgspec.Struct, frozen=True, kw_only=True):
    """What one document gets.

    Attributes:
        id: The document's ``_id`` as text.
        seen: What the wrong places and those of the changes held; where one is not so any more, nothing is
            written.
        changes: What is written.
        history: The product's change, for its history; its ``version`` is set by whoever writes.
        audit: The entry for the audit log.
        stock: Where what a product has on hand is written.
    """

    id: str
    seen: Mapping[Path, Any]
    changes: tuple[Change, ...]
    history: CatalogueChange | None = None
    audit: AuditEntry | None = None
    stock: StockRepair | None = None


class DocumentRepairs(Protocol):
    """Unreadable documents of the database."""

    async def documents(self, collection: str, ids: Collection[str]) -> Mapping[str, Plain]:
        """Returns those documents that are there, as plain values by ``_id`` as text.

        Raises:
            AdapterError: DATABASE_UNREACHABLE.
        """

    async def ledgers(self, products: Collection[str]) -> Mapping[str, Decimal]:
        """Returns what is on hand by the movements of those products that have any, by ``_id`` as text.

        Raises:
            AdapterError: DATABASE_UNREACHABLE.
        """

    async def repair(self, collection: str, repairs: Sequence[Repair]) -> Sequence[B4MartError | None]:
        """Writes changes with their history, all in one transaction as far as they can be.

        Returns:
            For each why it was not written: CHANGED_MEANWHILE, NOT_FOUND, UNREADABLE_DOCUMENT where it could
            not be read afterwards either, DUPLICATE, DATABASE_REFUSED; None where it was.

        Raises:
            AdapterError: DATABASE_UNREACHABLE; then nothing was written.
        """


class Hiding(Protocol):
    """What this counter is not told of until it changes."""

    def hide(self, documents: Collection[SkippedDocument], *, hidden: bool) -> None:
        """Hides unreadable documents, or shows them again.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """

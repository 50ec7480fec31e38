"""Documents that cannot be read, as the database holds them, for who puts them right."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import msgspec

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.edits import CatalogueChange
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.misfits import Change, Misfit, Plain
from b4mart_desktop.services.ports.local import SkippedDocument


class Repair(msgspec.Struct, frozen=True, kw_only=True):
    """What one document gets.

    Attributes:
        id: The document's ``_id`` as text.
        wrong: The places as they were read; where one is not so any more, nothing is written.
        changes: What is written.
        history: The product's change, for its history; its ``version`` is set by whoever writes.
        audit: The entry for the audit log.
    """

    id: str
    wrong: tuple[Misfit, ...]
    changes: tuple[Change, ...]
    history: CatalogueChange | None = None
    audit: AuditEntry | None = None


class DocumentRepairs(Protocol):
    """Unreadable documents of the database."""

    async def documents(self, collection: str, ids: Collection[str]) -> Mapping[str, Plain]:
        """Returns those documents that are there, as plain values by ``_id`` as text.

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

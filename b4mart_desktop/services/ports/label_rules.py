"""What the rules for weight and price labels need of the outside world."""

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.label_rules import LabelRule
from b4mart_desktop.domain.store import Store
from b4mart_desktop.services.ports.devices import CodeReader

ReaderOf = Callable[[str | None, Sequence[LabelRule]], CodeReader]
"""Makes what understands codes by a country's and the shop's own rules."""

PresetsOf = Callable[[str], Sequence[LabelRule]]
"""Returns the rules that a country has of its own."""


class CodeInUse(msgspec.Struct, frozen=True, kw_only=True):
    """A barcode that a product has."""

    code: str
    product: Id
    name: str


class CodesInUse(Protocol):
    """The barcodes of this counter's copy of the catalogue."""

    def beginning(self, digits: str, limit: int) -> Sequence[CodeInUse]:
        """Returns barcodes of products at the till that begin so, in order."""


class StoreBook(Protocol):
    """The store's settings in MongoDB."""

    async def change(self, old: Store, new: Store, audit: AuditEntry) -> Store:
        """Writes what differs and the audit entry, if the document is still as ``old`` (``updatedAt``).

        Returns the settings as they are then.

        Raises:
            AdapterError: CHANGED_MEANWHILE.
        """

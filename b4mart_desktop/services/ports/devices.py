"""Hashes, codes, paper and this device's programs."""

import enum
from decimal import Decimal
from pathlib import Path
from typing import Protocol

import msgspec

from b4mart_desktop.domain.orders import Measure
from b4mart_desktop.domain.receipt import Receipt


class PasswordHasher(Protocol):
    """Hashes as the web store makes them (bcrypt). Slow by intent: off the UI thread."""

    async def matches(self, text: str, hashed: str) -> bool:
        """Whether ``text`` is what was hashed; False for a hash that cannot be read."""

    async def hash(self, text: str) -> str:
        """Returns a new hash."""


class LabelKind(enum.StrEnum):
    """What a weight or price label carries."""

    WEIGHT = "weight"
    PRICE = "price"


class DecodedCode(msgspec.Struct, frozen=True, kw_only=True):
    """A scanned text, understood.

    Attributes:
        lookups: Codes to look up, most likely first (the text itself, GTIN forms, an item number).
        measure: Weight from a label or GS1 element string.
        price: Price of the piece from a label.
        pieces: How many pieces a label stands for.
    """

    lookups: tuple[str, ...]
    measure: Measure | None = None
    price: Decimal | None = None
    pieces: int | None = None


class CodeReader(Protocol):
    """Understands barcodes: GTIN forms, GS1 element strings, weight and price labels."""

    def read(self, text: str) -> DecodedCode:
        """Returns what ``text`` means; a text it does not know is its own only look-up."""


class ReceiptPrinter(Protocol):
    """Draws receipts on 80 mm paper."""

    async def pdf(self, receipt: Receipt, copy: bool) -> bytes:
        """Returns the receipt as a PDF page 80 mm wide; ``copy`` marks a reprint."""


class InvoicePrinter(Protocol):
    """Draws A4 invoices."""

    async def pdf(self, receipt: Receipt) -> bytes:
        """Returns the invoice as a PDF of A4 pages."""


class Output(Protocol):
    """This device's folders and programs for finished documents."""

    async def save(self, name: str, content: bytes) -> Path:
        """Writes a document to the user's documents of this program and returns where."""

    async def open(self, path: Path) -> None:
        """Shows a document with the system's own program."""

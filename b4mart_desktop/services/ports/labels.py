"""What printing labels needs of the outside world."""

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.label_layout import LabelLayout, Outline, Weight
from b4mart_desktop.domain.labels import LabelFacts, LabelOrder, LabelPrint, LabelTemplate


class TextShapes(Protocol):
    """Makes shapes of texts in any script, in their right order. Callable from any thread."""

    def outline(self, text: str, weight: Weight) -> Outline:
        """Returns the shape of ``text``."""


class LabelPress(Protocol):
    """Words, places and draws labels. Everything here takes a while: not for the GUI thread."""

    def layouts(
        self, items: Sequence[LabelFacts], template: LabelTemplate, currency: str, resolution: int = 0
    ) -> Sequence[LabelLayout]:
        """Returns the label of each item.

        Args:
            items: What the labels can say.
            template: What they shall say, and their size.
            currency: ISO 4217 code.
            resolution: Dots per inch on which bars must fall; 0 where any width can be printed.
        """

    async def pdf(
        self, order: LabelOrder, layouts: Sequence[LabelLayout], report: Callable[[int], None]
    ) -> bytes:
        """Returns the pages; many labels are drawn in a process of its own. Cancelling it ends it.

        Args:
            order: Whose labels these are.
            layouts: Of each item.
            report: Called with the number of labels drawn so far.

        Raises:
            AdapterError: DOCUMENT_FAILED.
        """

    def commands(self, order: LabelOrder, layouts: Sequence[LabelLayout], resolution: int) -> bytes:
        """Returns what a label printer of that resolution takes (ZPL)."""


class LabelPrinter(Protocol):
    """A label printer in the network."""

    async def send(self, address: str, commands: bytes) -> None:
        """Hands it ``commands``.

        Raises:
            AdapterError: PRINTING_FAILED.
        """


class PrinterChoice(msgspec.Struct, frozen=True, kw_only=True):
    """Which label printer this counter uses.

    Attributes:
        address: Empty where none was used yet.
        resolution: In dots per inch.
    """

    address: str = ""
    resolution: int = 203


class PrinterMemory(Protocol):
    """Remembers this counter's label printer."""

    def recall(self) -> PrinterChoice:
        """Returns what was used last."""

    def remember(self, choice: PrinterChoice) -> None:
        """Keeps ``choice``.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """


class LabelBook(Protocol):
    """Templates, and what was printed, in MongoDB."""

    async def templates(self) -> Sequence[LabelTemplate]:
        """Returns the shop's own templates by name."""

    async def add(self, template: LabelTemplate) -> None:
        """Keeps a new template."""

    async def change(self, old: LabelTemplate, new: LabelTemplate) -> LabelTemplate:
        """Writes what differs if the document is still as ``old`` (``updatedAt``); returns it as it is then.

        Raises:
            AdapterError: CHANGED_MEANWHILE.
        """

    async def remove(self, template: Id) -> None:
        """Forgets a template."""

    async def note(self, prints: Sequence[LabelPrint]) -> None:
        """Keeps what was printed, in place of what was noted of the same products before."""

    async def last_batch(self) -> Sequence[LabelPrint]:
        """Returns what was printed last, together."""


class LabelNeeds(msgspec.Struct, frozen=True, kw_only=True):
    """How many products on sale need a label.

    Attributes:
        changed: Their price is another one than on their label.
        missing: None was ever printed for them.
    """

    changed: int
    missing: int


class LabelState(Protocol):
    """What this counter's copy of the catalogue knows of labels. May take a second: not for the GUI."""

    def needs(self) -> LabelNeeds:
        """Returns how many products need a label."""

    def changed(self, limit: int) -> Sequence[Id]:
        """Returns active products whose price is another one than on their label, by name."""

    def missing(self, limit: int) -> Sequence[Id]:
        """Returns active products for which no label was printed yet, by name."""

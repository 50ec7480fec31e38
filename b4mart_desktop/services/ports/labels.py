"""What printing labels needs of the outside world."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.label_layout import LabelLayout, Outline, Weight
from b4mart_desktop.domain.labels import LabelFacts, LabelKey, LabelOrder, LabelPrint, LabelTemplate


class TextShapes(Protocol):
    """Makes shapes of texts in any script, in their right order. Callable from any thread."""

    def outline(self, text: str, weight: Weight) -> Outline:
        """Returns the shape of ``text``."""


class LabelWords(msgspec.Struct, frozen=True, kw_only=True):
    """Every text that labels print of their own accord, in English; a translation is another instance."""

    plu: str = "PLU {plu}"
    until: str = "until {day}"
    with_tax: str = "incl. tax"
    without_tax: str = "plus tax"
    measured: str = "{price} / {unit}"


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

    async def send(self, address: str, commands: bytes, report: Callable[[float], None]) -> None:
        """Hands it ``commands``. Cancelling it hangs up.

        Args:
            address: Host name or address, with ``:port`` where it is not the usual one.
            commands: In its own language.
            report: Called with the part of them that it took, up to 1.

        Raises:
            AdapterError: LABEL_PRINTER_UNREACHABLE, LABEL_PRINTER_STOPPED.
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


class OfferGoods(msgspec.Struct, frozen=True, kw_only=True):
    """What a promotion or price list is for; a list's own prices say it, too.

    Attributes:
        since: When it began.
        changed: When it was written last.
        categories: Those below them are meant, too.
        excluded: Products it is not for.
        everything: Whether it is for all products.
    """

    id: Id
    since: dt.datetime
    changed: dt.datetime
    products: tuple[Id, ...] = ()
    categories: tuple[Id, ...] = ()
    excluded: tuple[Id, ...] = ()
    everything: bool = False


class RunningOffers(msgspec.Struct, frozen=True, kw_only=True):
    """The promotions and price lists that labels may promise.

    Attributes:
        running: Those that hold now.
        promised: Those that have not ended, upcoming ones included.
    """

    running: Sequence[OfferGoods] = ()
    promised: Sequence[Id] = ()


class LabelState(Protocol):
    """What this counter's copy of the catalogue knows of labels. May take a second: not for the GUI."""

    def needs(self, offers: RunningOffers) -> LabelNeeds:
        """Returns how many products need a label."""

    def changed(self, offers: RunningOffers, limit: int) -> Sequence[Id]:
        """Returns active products whose label says another price, list price or offer, by name.

        Of offers: it promises one that is over, or one that began or was changed since may hold.
        """

    def changed_packs(self, limit: int) -> Sequence[LabelKey]:
        """Returns packs of active products whose price is another one than on their label."""

    def goods(self, offer: OfferGoods, limit: int) -> Sequence[Id]:
        """Returns active products that an offer is for, by name."""

    def missing(self, limit: int) -> Sequence[Id]:
        """Returns active products for which no label was printed yet, by name."""

"""Printing shelf and product labels: for which products, by which template, and what was printed already.

A product's label is noted as printed only when somebody says that it came out well, or the printer took it.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import msgspec

from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.label_layout import LabelLayout
from b4mart_desktop.domain.label_stocks import BUILT_IN
from b4mart_desktop.domain.labels import (
    LabelFacts,
    LabelOrder,
    LabelPrint,
    LabelTemplate,
    StoreFacts,
    facts_of,
    fault_of,
    print_id,
)
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.shelf_prices import ShelfPrice
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.label_prices import LabelPrices
from b4mart_desktop.services.label_sources import LabelSources, LabelWish
from b4mart_desktop.services.ports import Output
from b4mart_desktop.services.ports.labels import (
    LabelBook,
    LabelPress,
    LabelPrinter,
    LabelState,
    PrinterChoice,
    PrinterMemory,
)

MOST_COPIES = 999
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class LabelBatch:
    """What is printed together.

    Attributes:
        order: The labels as they are drawn.
        layouts: Of each item.
        list_prices: Of each item, to be noted beside what the label says.
        prices: Of each item, how it came about.
    """

    id: Id
    order: LabelOrder
    layouts: Sequence[LabelLayout]
    list_prices: Sequence[Decimal]
    prices: Sequence[ShelfPrice]


@dataclass(frozen=True, slots=True)
class LabelTools:
    """The outside world as printing labels needs it."""

    book: LabelBook
    state: LabelState
    press: LabelPress
    printer: LabelPrinter
    output: Output
    memory: PrinterMemory


class Labels:
    """Shelf and product labels of the shop.

    Args:
        counter: This counter.
        tools: The outside world.
        web_address: Of products' pages in the web store, before their slug; None where it has none.

    Attributes:
        sources: For which products labels are wanted.
    """

    def __init__(self, counter: Counter, tools: LabelTools, web_address: str | None = None) -> None:
        self._counter = counter
        self._tools = tools
        self._web_address = web_address
        self.sources = LabelSources(counter, tools.state)

    async def last_batch(self) -> tuple[LabelTemplate | None, Sequence[LabelWish]]:
        """Returns what was printed last, with its template where that is still there.

        Raises:
            DomainError: NOT_ALLOWED or NOT_SIGNED_IN.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.PRINT_LABELS)
        prints = await self._tools.book.last_batch()
        copies = {(each.product or each.id, each.pack): each.copies for each in prints}
        wishes = [replace(wish, copies=copies[wish.key]) for wish in self.sources.of_keys(list(copies))]
        wishes.sort(key=lambda wish: wish.product.name.casefold())
        templates = {template.id: template for template in await self.templates()}
        return (templates.get(prints[0].template) if prints else None), wishes

    # ------------------------------------------------------------ templates

    def built_in(self) -> Sequence[LabelTemplate]:
        """Returns the templates that come with the program."""
        return BUILT_IN

    async def templates(self) -> Sequence[LabelTemplate]:
        """Returns the shop's own templates and those that come with the program.

        Raises:
            AdapterError: DATABASE_UNREACHABLE.
        """
        return (*await self._tools.book.templates(), *BUILT_IN)

    def copy_of(self, template: LabelTemplate, name: str) -> LabelTemplate:
        """Returns an own template like another one, not yet kept."""
        now = self._counter.clock()
        return msgspec.structs.replace(
            template,
            id=new_id(),
            name=name,
            code=None,
            based_on=template.code or template.based_on,
            created_at=now,
            updated_at=now,
        )

    async def keep(self, template: LabelTemplate, before: LabelTemplate | None) -> LabelTemplate:
        """Keeps an own template.

        Args:
            template: As it shall be.
            before: As it was when it was read; None for a new one.

        Raises:
            DomainError: NOT_ALLOWED or NOT_SIGNED_IN; FIELD_REQUIRED or FIELD_INVALID with the ``field``.
            AdapterError: CHANGED_MEANWHILE, DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.PRINT_LABELS)
        check_template(template)
        if before is not None:
            return await self._tools.book.change(before, template)
        await self._tools.book.add(template)
        return template

    async def forget(self, template: LabelTemplate) -> None:
        """Removes an own template; labels printed by it stay noted.

        Raises:
            DomainError: NOT_ALLOWED or NOT_SIGNED_IN.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.PRINT_LABELS)
        await self._tools.book.remove(template.id)

    # ------------------------------------------------------------ printing

    def batch(
        self, wishes: Sequence[LabelWish], template: LabelTemplate, start: int = 0, resolution: int = 0
    ) -> LabelBatch:
        """Returns the labels as they will be; takes a moment.

        Args:
            wishes: Which, and how many of each.
            template: What they say, and their size.
            start: How many cells of the first sheet are used up.
            resolution: Of the label printer in dots per inch; 0 for paper.

        Raises:
            DomainError: NOT_ALLOWED or NOT_SIGNED_IN; CATALOGUE_LOADING.
            AdapterError: DOCUMENT_FAILED.
        """
        self._counter.permit(Action.PRINT_LABELS)
        wanted = [wish for wish in wishes if wish.copies > 0]
        reckoned = LabelPrices(self._counter)
        prices = [reckoned.of(wish.product, wish.pack, wish.at) for wish in wanted]
        facts = self._facts(wanted, prices, template)
        copies = [min(wish.copies, MOST_COPIES) for wish in wanted]
        order = LabelOrder(
            template=template, items=tuple(zip(facts, copies, strict=True)), start=max(0, start)
        )
        currency = self._counter.store().currency
        layouts = self._tools.press.layouts(facts, template, currency, resolution)
        listed = [wish.product.pricing.base_price for wish in wanted]
        return LabelBatch(new_id(), order, layouts, listed, prices)

    def _facts(
        self, wishes: Sequence[LabelWish], prices: Sequence[ShelfPrice], template: LabelTemplate
    ) -> Sequence[LabelFacts]:
        store = self._counter.store()
        told = StoreFacts(
            name=store.name,
            prices_include_tax=store.prices_include_tax,
            zone=store.zone,
            day=self._counter.clock().astimezone(store.zone).date(),
            web_address=self._web_address,
        )
        return [
            facts_of(wish.product, wish.pack, priced, told, template.unit_prices)
            for wish, priced in zip(wishes, prices, strict=True)
        ]

    async def pdf(self, batch: LabelBatch, report: Callable[[int], None]) -> Path:
        """Draws the sheets, saves and shows them. Cancelling it leaves nothing.

        Args:
            batch: What to draw.
            report: Called with the number of labels drawn so far.

        Raises:
            DomainError: NOT_ALLOWED or NOT_SIGNED_IN.
            AdapterError: DOCUMENT_FAILED, DISK_WRITE_FAILED or PRINTING_FAILED.
        """
        self._counter.permit(Action.PRINT_LABELS)
        content = await self._tools.press.pdf(batch.order, batch.layouts, report)
        path = await self._tools.output.save(f"{self._name()}.pdf", content)
        await self._tools.output.open(path)
        return path

    def printer(self) -> PrinterChoice:
        """Returns which label printer this counter used last."""
        return self._tools.memory.recall()

    async def save_commands(self, batch: LabelBatch, resolution: int) -> Path:
        """Saves what a label printer takes, to be handed to one that is not in the network.

        Raises:
            DomainError: NOT_ALLOWED or NOT_SIGNED_IN.
            AdapterError: DISK_WRITE_FAILED.
        """
        return await self._tools.output.save(f"{self._name()}.zpl", await self._commands(batch, resolution))

    async def send(
        self, batch: LabelBatch, resolution: int, address: str, report: Callable[[int], None]
    ) -> None:
        """Hands the labels to a label printer in the network, and notes them as printed.

        Cancelling it ends it: the printer prints what it took, and nothing is noted.

        Args:
            batch: What to print.
            resolution: Of the printer in dots per inch.
            address: Of the printer.
            report: Called with the number of labels that it took so far, about.

        Raises:
            DomainError: NOT_ALLOWED or NOT_SIGNED_IN; FIELD_REQUIRED without an address.
            AdapterError: LABEL_PRINTER_UNREACHABLE or LABEL_PRINTER_STOPPED, and nothing is noted;
                DATABASE_UNREACHABLE where that failed.
        """
        if not address.strip():
            raise DomainError(ErrorCode.FIELD_REQUIRED, field="address")
        count, commands = batch.order.count, await self._commands(batch, resolution)
        await self._tools.printer.send(address, commands, lambda part: report(int(part * count)))
        choice = PrinterChoice(address=address.strip(), resolution=resolution)
        await asyncio.to_thread(self._tools.memory.remember, choice)
        await self.note_printed(batch)

    async def _commands(self, batch: LabelBatch, resolution: int) -> bytes:
        self._counter.permit(Action.PRINT_LABELS)
        press = self._tools.press
        return await asyncio.to_thread(press.commands, batch.order, batch.layouts, resolution)

    def _name(self) -> str:
        zone = self._counter.store().zone
        return f"labels-{self._counter.clock().astimezone(zone):%Y-%m-%d-%H%M%S}"

    async def note_printed(self, batch: LabelBatch) -> None:
        """Notes that these labels came out well: they need none until their price changes.

        Raises:
            DomainError: NOT_ALLOWED or NOT_SIGNED_IN.
            AdapterError: DATABASE_UNREACHABLE.
        """
        permit = self._counter.permit(Action.PRINT_LABELS)
        now = self._counter.clock()
        prints = [
            LabelPrint(
                id=print_id(*facts.key),
                product=None if facts.pack is None else facts.product,
                pack=facts.pack,
                price=facts.price,
                list_price=list_price,
                own_price=priced.own,
                offers=priced.offers,
                template=batch.order.template.id,
                batch=batch.id,
                copies=copies,
                at=now,
                by=permit.user.id,
            )
            for (facts, copies), list_price, priced in zip(
                batch.order.items, batch.list_prices, batch.prices, strict=True
            )
        ]
        await self._tools.book.note(prints)


def check_template(template: LabelTemplate) -> None:
    """Raises DomainError FIELD_REQUIRED or FIELD_INVALID with the ``field`` of what cannot be kept."""
    if not template.name.strip() or not template.fields:
        raise DomainError(ErrorCode.FIELD_REQUIRED, field="fields" if template.name.strip() else "name")
    if len(template.name) > LONGEST_NAME:
        raise DomainError(ErrorCode.FIELD_INVALID, field="name", value=template.name)
    field = fault_of(template.stock)
    if field is not None:
        raise DomainError(ErrorCode.FIELD_INVALID, field=field, value=template.stock.width)

"""What the room of labels does: gathers products, has labels laid out, printed and noted. No widgets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.labels import LabelTemplate
from b4mart_desktop.domain.promotions import Promotion
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.services.bulk_edit import Chosen
from b4mart_desktop.services.label_sources import LabelWish
from b4mart_desktop.services.labels import MOST_COPIES, LabelBatch, Labels


class Target(StrEnum):
    """Where labels go."""

    PDF = "pdf"
    PRINTER = "printer"
    FILE = "file"


class LabelsPresenter(QObject):
    """The labels that are wanted, and how they will look.

    Signals:
        refused: Labels may not be printed (``B4MartError``).
        needs_found: How many products need one (``LabelNeeds``).
        wishes_changed: Other products, or other numbers of copies.
        templates_changed: Other templates, or another one is chosen.
        batch_made: The labels as they will be (``LabelBatch``, None where none are wanted).
        progress: So many of so many are drawn (int, int).
        finished: Drawing ended, well or not.
        to_confirm: They are drawn; whether they came out well only people know (``LabelBatch``, file name).
        noted: They are noted as printed.
    """

    refused = Signal(object)
    needs_found = Signal(object)
    wishes_changed = Signal()
    templates_changed = Signal()
    batch_made = Signal(object)
    progress = Signal(int, int)
    finished = Signal()
    to_confirm = Signal(object, str)
    noted = Signal()

    def __init__(self, labels: Labels, tools: RoomTools) -> None:
        super().__init__()
        self._labels = labels
        self._tools = tools
        self.wishes: list[LabelWish] = []
        self.templates: Sequence[LabelTemplate] = labels.built_in()
        self.template: LabelTemplate = self.templates[0]
        self.start = 0
        self.target = Target.PDF
        printer = labels.printer()
        self.resolution, self.address = printer.resolution, printer.address

    # ------------------------------------------------------------ reading

    async def read_needs(self) -> None:
        """Finds out how many products need a label."""
        try:
            self.needs_found.emit(await asyncio.to_thread(self._labels.sources.needs))
        except B4MartError as error:
            self.refused.emit(error)

    async def read_templates(self) -> None:
        """Finds out which templates there are."""
        try:
            self.templates = await self._tools.run(self._labels.templates())
        except B4MartError:
            self.templates = self._labels.built_in()  # those that come with the program need no database
        known = {template.id: template for template in self.templates}
        self.template = known.get(self.template.id, self.templates[0])
        self.templates_changed.emit()

    async def lay_out(self) -> None:
        """Has the labels laid out as they will be printed."""
        wishes, template = tuple(self.wishes), self.template
        start = 0 if template.stock.is_roll else min(self.start, template.stock.per_page - 1)
        resolution = 0 if self.target is Target.PDF else self.resolution
        if not any(wish.copies for wish in wishes):
            self.batch_made.emit(None)
            return
        try:
            batch = await asyncio.to_thread(self._labels.batch, wishes, template, start, resolution)
        except B4MartError as error:
            self._tools.messages.error(error)
        else:
            self.batch_made.emit(batch)

    # ------------------------------------------------------------ which products

    def take(self, wishes: Sequence[LabelWish]) -> None:
        """Wants labels of those products, too; of one that is there already, one more."""
        for wish in wishes:
            places = [place for place, old in enumerate(self.wishes) if old.key == wish.key]
            if places:
                old = self.wishes[places[0]]
                self.wishes[places[0]] = replace(old, copies=min(old.copies + wish.copies, MOST_COPIES))
            else:
                self.wishes.append(wish)
        self.wishes_changed.emit()

    async def take_changed(self) -> None:
        """Wants labels of products whose price changed since theirs was printed."""
        await self._take_found(self._labels.sources.changed)

    async def take_missing(self) -> None:
        """Wants labels of products that never had one."""
        await self._take_found(self._labels.sources.missing)

    def promotions(self) -> Sequence[Promotion]:
        """The promotions that run or are to come."""
        try:
            return self._labels.sources.promotions()
        except B4MartError as error:
            self._tools.messages.error(error)
            return ()

    async def take_promotion(self, promotion: Promotion) -> None:
        """Wants labels of a promotion's products, with their prices while it runs."""
        await self._take_found(lambda: self._labels.sources.of_promotion(promotion))

    async def take_packs(self) -> None:
        """Wants labels of the packs of the products that are there."""
        wishes = tuple(self.wishes)
        await self._take_found(lambda: self._labels.sources.packs(wishes))

    async def take_chosen(self, chosen: Chosen) -> None:
        """Wants labels of those products, and of no others."""
        self.wishes.clear()
        await self._take_found(lambda: self._labels.sources.chosen(chosen))

    async def _take_found(self, find: Callable[[], Sequence[LabelWish]]) -> None:
        try:
            found = await asyncio.to_thread(find)
        except B4MartError as error:
            self._tools.messages.error(error)
        else:
            there = {wish.key for wish in self.wishes}
            self.take([wish for wish in found if wish.key not in there])

    async def take_last_batch(self) -> None:
        """Wants the labels again that were printed last, by the same template."""
        try:
            template, wishes = await self._tools.run(self._labels.last_batch())
        except B4MartError as error:
            self._tools.messages.error(error)
            return
        if template is not None:
            self.choose(template)
        self.wishes = list(wishes)
        self.wishes_changed.emit()

    async def enter(self, text: str) -> bool:
        """Wants a label of what was scanned or typed; returns whether there is such a product."""
        if not text:
            return False
        found = await asyncio.to_thread(self._labels.sources.find, text)
        if not found:
            self._tools.messages.error(DomainError(ErrorCode.UNKNOWN_CODE, code=text))
            return False
        self.take(found[:1])
        return True

    def set_copies(self, wishes: Sequence[LabelWish]) -> None:
        """Wants other numbers of copies."""
        self.wishes = list(wishes)
        self.wishes_changed.emit()

    def copies_for_all(self, copies: int | None) -> None:
        """Wants the same number of each; None: as many as are on hand."""
        self.wishes = [
            replace(wish, copies=_on_hand(wish) if copies is None else copies) for wish in self.wishes
        ]
        self.wishes_changed.emit()

    def drop(self, places: Sequence[int]) -> None:
        """Wants no labels of the products at those places."""
        self.wishes = [wish for place, wish in enumerate(self.wishes) if place not in places]
        self.wishes_changed.emit()

    def clear(self) -> None:
        """Wants none."""
        self.wishes = []
        self.wishes_changed.emit()

    # ------------------------------------------------------------ templates

    def choose(self, template: LabelTemplate) -> None:
        """Prints by another template."""
        self.template = template
        self.templates_changed.emit()

    def copy_of(self, template: LabelTemplate, name: str) -> LabelTemplate:
        """Returns an own template like another one, not yet kept."""
        return self._labels.copy_of(template, name)

    async def keep(self, template: LabelTemplate, before: LabelTemplate | None) -> None:
        """Keeps an own template and prints by it."""
        try:
            self.template = await self._tools.run(self._labels.keep(template, before))
        except B4MartError as error:
            self._tools.messages.error(error)
        await self.read_templates()

    async def forget(self, template: LabelTemplate) -> None:
        """Removes an own template."""
        try:
            await self._tools.run(self._labels.forget(template))
        except B4MartError as error:
            self._tools.messages.error(error)
        await self.read_templates()

    # ------------------------------------------------------------ printing

    async def print(self, batch: LabelBatch) -> None:
        """Draws the labels and shows or sends them; cancelling it leaves nothing."""
        count, place = batch.order.count, (self.resolution, self.address)

        def report(done: int) -> None:
            self.progress.emit(done, count)

        try:
            if self.target is Target.PRINTER:
                await self._tools.run(self._labels.send(batch, *place, report))
                self._on_noted()
            elif self.target is Target.FILE:
                path = await self._tools.run(self._labels.save_commands(batch, self.resolution))
                self.to_confirm.emit(batch, path.name)
            else:
                path = await self._tools.run(self._labels.pdf(batch, report))
                self.to_confirm.emit(batch, path.name)
        except B4MartError as error:
            self._tools.messages.error(error)
        except asyncio.CancelledError:
            self._tools.messages.info(self.tr("Stopped. Nothing is noted as printed."))
            raise
        finally:
            self.finished.emit()

    async def confirm(self, batch: LabelBatch) -> None:
        """Notes that the labels came out well."""
        try:
            await self._tools.run(self._labels.note_printed(batch))
        except B4MartError as error:
            self._tools.messages.error(error)
        else:
            self._on_noted()

    def _on_noted(self) -> None:
        self.wishes = []
        self.wishes_changed.emit()
        self.noted.emit()


def _on_hand(wish: LabelWish) -> int:
    return min(max(int(wish.product.inventory.on_hand), 0), MOST_COPIES)

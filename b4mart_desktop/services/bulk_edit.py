"""Changing many products together: seen before it is done, done batch by batch, taken back together.

What a change makes of one product is ``domain.bulk_changes``; saving and undoing are ``editing``'s.
"""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field

import msgspec

from b4mart_desktop.domain.bulk_changes import BulkChange, Changed, apply_change
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.catalogue_batches import BatchState, CatalogueBatch
from b4mart_desktop.domain.edits import EditKind
from b4mart_desktop.domain.errors import B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.bulk_preview import Preview
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.editing import BatchOutcome, Editing, Progress
from b4mart_desktop.services.ports.batches import BatchBook
from b4mart_desktop.services.ports.listing import ProductListing, ProductSelection
from b4mart_desktop.services.scheduled_prices import NewPrices, ScheduledPrices, Span

BATCH = 500
"""Products of one transaction."""

MOST_FAILURES = 1_000
"""So many are kept with their reason, the others only counted."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The products that a change is for: those named, or all of a selection but some.

    Attributes:
        ids: Those named, where there is no selection.
        selection: Must stay open until the work ends.
        without: Those of the selection that were left out.
    """

    ids: Sequence[Id] = ()
    selection: ProductSelection | None = None
    without: frozenset[Id] = frozenset()

    @property
    def count(self) -> int:
        """How many products are chosen, gone ones included."""
        return len(self.ids) if self.selection is None else self.selection.count - len(self.without)

    @property
    def places(self) -> int:
        """How many places there are to read."""
        return len(self.ids) if self.selection is None else self.selection.count

    def read(self, listing: ProductListing, start: int) -> Sequence[Product]:
        """Returns the products at a batch of places from ``start`` on, as far as they are still there."""
        if self.selection is None:
            return listing.products(self.ids[start : start + BATCH])
        found = self.selection.products(start, BATCH)
        return [product for product in found if product.id not in self.without]


@dataclass(slots=True)
class BulkOutcome:
    """What became of the chosen products so far.

    Attributes:
        batch: Under which the changes stand in the history, or the plans, for ``undo`` and ``call_off``.
        planned: When the prices are to hold, where they were planned; ``saved`` counts the plans.
        unchanged: Were so already, or cannot be changed.
        failures: How many were left as they are because of an error.
        failed: The first of them, each with its error.
        stopped: Whether somebody stopped it.
    """

    batch: Id
    planned: Span | None = None
    saved: int = 0
    unchanged: int = 0
    gone: int = 0
    failures: int = 0
    failed: list[tuple[Product, B4MartError]] = field(default_factory=list)
    stopped: bool = False

    @property
    def done(self) -> int:
        """How many products are done with."""
        return self.saved + self.unchanged + self.gone + self.failures

    def add(self, saved: BatchOutcome) -> None:
        """Counts a batch in."""
        self.saved += saved.saved
        self.failures += len(saved.failed)
        self.failed += saved.failed[: MOST_FAILURES - len(self.failed)]


class BulkRun:
    """One change under way.

    Attributes:
        outcome: What came of it so far, also after an error or a stop.
    """

    def __init__(
        self,
        edit: "BulkEdit",
        change: BulkChange,
        chosen: Chosen,
        planned: Span | None = None,
        what: str = "",
    ) -> None:
        self.outcome = BulkOutcome(new_id(), planned)
        self._what = what
        self._begun: CatalogueBatch | None = None
        self._edit = edit
        self._change = change
        self._chosen = chosen
        self._place = 0
        self._wants_stop = False

    async def go(self, progress: Progress | None = None) -> BulkOutcome:
        """Changes the products and returns what became of them.

        Called again after an error or a stop it goes on where it was, and changes nothing twice: what was
        written without this counter hearing of it is found to be as it should be.

        Args:
            progress: Called after each batch with how many products are done with.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; as ``BulkEdit.check``.
            AdapterError: DATABASE_UNREACHABLE, REPLICA_RENEWED; what was saved until then stays.
        """
        self._wants_stop = self.outcome.stopped = False
        self._edit.check(self._change, self.outcome.planned)
        await self._remember(BatchState.RUNNING)
        try:
            await self._go_on(progress)
        except BaseException:
            with contextlib.suppress(B4MartError):  # what was to be told is why it ended
                await self._remember(BatchState.STOPPED)
            raise
        await self._remember(BatchState.STOPPED if self.outcome.stopped else BatchState.DONE)
        return self.outcome

    async def _go_on(self, progress: Progress | None) -> None:
        while self._place < self._chosen.places:
            if self._wants_stop:
                self.outcome.stopped = True
                break
            await self._batch()
            if progress is not None:
                progress(self.outcome.done)

    async def _remember(self, state: BatchState) -> None:
        begun = self._begun or self._edit.begun(self.outcome, self._what, self._chosen.count)
        self._begun = msgspec.structs.replace(
            begun, state=state, saved=self.outcome.saved, updated_at=self._edit.now
        )
        await self._edit.book.keep(self._begun)

    def stop(self) -> None:
        """Ends it after the batch that is under way; callable from any thread."""
        self._wants_stop = True

    async def _batch(self) -> None:
        found = await self._edit.changed(self._change, self._chosen, self._place)
        pairs = [(old, new.product) for old, new in found.pairs if old != new.product]
        saved = await self._edit.write(pairs, self.outcome)
        self._place += BATCH
        self.outcome.add(saved)
        self.outcome.unchanged += len(found.pairs) - len(pairs)
        self.outcome.gone += found.gone


@dataclass(frozen=True, slots=True)
class ChangedBatch:
    """Products of some places, each before and after; how many of those places had none any more."""

    pairs: Sequence[tuple[Product, Changed]]
    gone: int


class BulkEdit:
    """One change for many products. The async methods are for the background's loop.

    Attributes:
        book: Remembers what was changed together.
    """

    def __init__(
        self,
        counter: Counter,
        listing: ProductListing,
        editing: Editing,
        schedule: ScheduledPrices,
        book: BatchBook,
    ) -> None:
        self.book = book
        self._counter = counter
        self._listing = listing
        self._editing = editing
        self._schedule = schedule

    @property
    def now(self) -> dt.datetime:
        """The moment by the shop's clock (UTC)."""
        return self._counter.clock()

    def check(self, change: BulkChange, planned: Span | None = None) -> None:
        """Makes sure that who is signed in may make ``change``, and that it can be made.

        Args:
            change: What is to be done.
            planned: When, where it is not to be done at once; only prices can be planned.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; FIELD_REQUIRED where nothing is to be changed;
                FIELD_INVALID where a rule makes no sense; NOT_FOUND for a category or tax class.
        """
        if change.price is not None:
            self._counter.permit(Action.CHANGE_CATALOGUE_PRICES)
        if not change.is_of_prices_alone:
            self._counter.permit(Action.EDIT_CATALOGUE)
        if change.is_empty:
            raise DomainError(ErrorCode.FIELD_REQUIRED, field="change")
        if planned is not None and not change.is_of_prices_alone:
            raise DomainError(ErrorCode.FIELD_INVALID, field="at", value=planned.at)
        if change.price is not None and not change.price.is_possible:
            raise DomainError(ErrorCode.FIELD_INVALID, field="value", value=change.price.value)
        catalogue = self._counter.catalogue
        if change.category is not None and catalogue.category(change.category) is None:
            raise DomainError(ErrorCode.NOT_FOUND, what="category")
        if change.tax_class not in (None, *(tax.code for tax in catalogue.taxes())):
            raise DomainError(ErrorCode.NOT_FOUND, what="tax")

    async def preview(
        self, change: BulkChange, chosen: Chosen, limit: int = 100, progress: Progress | None = None
    ) -> Preview:
        """Returns what ``change`` would do, without doing it; cancelling the task ends it.

        Args:
            change: What is to be done.
            chosen: To which products; all of them are counted.
            limit: How many rows are kept.
            progress: Called after each batch with how many products were looked at.

        Raises:
            DomainError: as ``check``.
            AdapterError: REPLICA_RENEWED.
        """
        self.check(change)
        preview = Preview()
        async for batch in self.batches(change, chosen):
            for before, changed in batch.pairs:
                preview.take(before, changed, limit)
            preview.gone += batch.gone
            if progress is not None:
                progress(preview.changed + preview.unchanged + preview.prevented + preview.gone)
        return preview

    async def batches(self, change: BulkChange, chosen: Chosen) -> AsyncGenerator[ChangedBatch]:
        """Yields all chosen products before and after ``change``; nothing is written.

        Raises:
            AdapterError: REPLICA_RENEWED.
        """
        for start in range(0, chosen.places, BATCH):
            yield await self.changed(change, chosen, start)

    async def changed(self, change: BulkChange, chosen: Chosen, start: int) -> ChangedBatch:
        """Returns a batch of the chosen products before and after ``change``.

        Raises:
            AdapterError: REPLICA_RENEWED.
        """
        return await asyncio.to_thread(self._changed, change, chosen, start)

    def run(self, change: BulkChange, chosen: Chosen, planned: Span | None = None, what: str = "") -> BulkRun:
        """Returns the run that makes ``change``; nothing happens before its ``go``.

        Args:
            change: What is to be done.
            chosen: To which products.
            planned: When; None: at once. Prices that are planned are reckoned from those of today.
            what: In words, for ``last_changes``.
        """
        return BulkRun(self, change, chosen, planned, what)

    def begun(self, outcome: BulkOutcome, what: str, chosen: int) -> CatalogueBatch:
        """Returns what is to be remembered of a change that begins.

        Raises:
            DomainError: NOT_SIGNED_IN.
        """
        user, now = self._counter.session.require_user(), self.now
        return CatalogueBatch(
            id=outcome.batch,
            what=what or "–",
            chosen=chosen,
            planned_for=None if outcome.planned is None else outcome.planned.at,
            user=user.id,
            user_name=user.name,
            started_at=now,
            updated_at=now,
        )

    async def last_changes(self, limit: int = 50) -> Sequence[CatalogueBatch]:
        """Returns the last changes of many products, everybody's, newest first.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        return await self.book.last(limit)

    async def write(self, pairs: Sequence[tuple[Product, Product]], outcome: BulkOutcome) -> BatchOutcome:
        """Saves products as they are to be, or plans their prices; they join the outcome's batch."""
        span = outcome.planned
        if span is None:
            return await self._editing.save_many(pairs, outcome.batch, EditKind.BULK)
        if pairs:
            prices = [_new_prices(before, after) for before, after in pairs]
            await self._schedule.schedule(prices, span.at, span.until, batch=outcome.batch)
        return BatchOutcome(saved=len(pairs))

    async def undo(self, batch: Id, progress: Progress | None = None) -> BatchOutcome:
        """Takes a run back; what somebody changed since stays as it is and is told.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE; what was taken back until then stays so.
        """
        undone = await self._editing.undo_batch(batch, progress)
        await self.book.mark_undone(batch)
        return undone

    async def call_off(self, batch: Id) -> int:
        """Calls off prices that a run planned; returns how many were still to come.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        count = await self._schedule.cancel_batch(batch)
        await self.book.mark_undone(batch)
        return count

    def _changed(self, change: BulkChange, chosen: Chosen, start: int) -> ChangedBatch:
        products = chosen.read(self._listing, start)
        expected = min(BATCH, chosen.places - start)
        if chosen.selection is not None and chosen.without:
            ids = chosen.selection.ids(start, BATCH)
            expected -= sum(product in chosen.without for product in ids)
        pairs = [(product, apply_change(change, product)) for product in products]
        return ChangedBatch(pairs, expected - len(pairs))


def _new_prices(before: Product, after: Product) -> NewPrices:
    """What is to be planned so that a product has the prices it has in ``after``."""
    old, new = before.pricing, after.pricing
    return NewPrices(
        product=before,
        base_price=None if old.base_price == new.base_price else new.base_price,
        sale_price=None if old.sale_price == new.sale_price else new.sale_price,
        ends_sale=new.sale_price is None and old.sale_price is not None,
    )

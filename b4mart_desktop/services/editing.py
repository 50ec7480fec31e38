"""Changing products one by one or many together: checking, saving, drafts, history, undo, stock.

Which products, and how a price is computed for many of them, belongs to ``bulk_edit`` and ``importing``.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import msgspec

from b4mart_desktop.domain import edits
from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.edits import CatalogueChange, EditKind
from b4mart_desktop.domain.errors import AdapterError, B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.gtin import fault, forms
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.product_check import FieldProblem, codes_of, problems
from b4mart_desktop.domain.stock import MAX_ON_HAND, MovementReason, StockMovement
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.new_products import blank_product, product_like
from b4mart_desktop.services.ports.catalogue import (
    Author,
    Collided,
    Draft,
    DraftStore,
    ProductEdits,
    Saved,
    TakenCode,
)

UNDONE_AT_ONCE = 200
_PRICES = "pricing."

Progress = Callable[[int], None]
"""Called with how many products are done."""


@dataclass(slots=True)
class BatchOutcome:
    """What became of many changes.

    Attributes:
        failed: Products that were left as they are, and why.
    """

    saved: int = 0
    failed: list[tuple[Product, B4MartError]] = field(default_factory=list)


class Editing:
    """What managers do to products. Async methods go to the database, the others answer at once."""

    def __init__(self, counter: Counter, archive: ProductEdits, drafts: DraftStore) -> None:
        self._counter = counter
        self._archive = archive
        self._drafts = drafts

    # ------------------------------------------------------------ beginning

    async def product(self, product: Id) -> Product:
        """Returns a product as it is in the database.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: NOT_FOUND, UNREADABLE_DOCUMENT, DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        return await self._archive.product(product)

    def blank(self, category: Id) -> Product:
        """Returns a new product that is not saved yet: a draft without name, price and codes."""
        return blank_product(category, self._counter.store().currency, self._counter.clock())

    def copy_of(self, product: Product) -> Product:
        """Returns a new product like ``product`` that is not saved yet; what only one can have is empty."""
        return product_like(product, self._counter.clock())

    # ------------------------------------------------------------ checking

    def problems(self, product: Product, base: Product | None = None) -> Sequence[FieldProblem]:
        """Returns what is wrong with ``product`` by itself; what ``base`` had already does not block."""
        return problems(product, base)

    async def taken_codes(self, product: Product) -> Sequence[TakenCode]:
        """Returns which of the product's codes other products have, a GTIN in any of its lengths."""
        codes = {code for _, code in codes_of(product)}
        every_form = {form for code in codes for form in (forms(code) if fault(code) is None else (code,))}
        return await self._archive.codes_taken(every_form, product.id)

    async def slug_taken(self, product: Product) -> bool:
        """Whether another product has its slug."""
        return await self._archive.slug_taken(product.slug, product.id)

    # ------------------------------------------------------------ saving

    async def save(self, base: Product | None, mine: Product) -> Saved | Collided:
        """Saves what a person changed.

        Args:
            base: The product as it was before; None for a new one.
            mine: As the person wants it. Stock and ratings are no matter of this, but what a new product has
                on hand is its opening stock.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; FIELD_INVALID with the ``field`` where something is
                wrong with the product by itself.
            AdapterError: NOT_FOUND, DUPLICATE with ``field``, DATABASE_REFUSED, DATABASE_UNREACHABLE.
        """
        author = self._author([(base, mine)], EditKind.CREATED if base is None else EditKind.EDITED)
        for problem in problems(mine, base):
            if problem.blocks:
                raise DomainError(ErrorCode.FIELD_INVALID, field=problem.field, value=problem.fault)
        if base is None:
            return Saved(product=await self._archive.add(mine, author))
        return await self._archive.save(base, mine, author)

    async def save_many(
        self, pairs: Sequence[tuple[Product, Product]], batch: Id, kind: EditKind
    ) -> BatchOutcome:
        """Saves many changes that belong together; those that cannot be written do not keep the others.

        Some hundreds at a time are best.

        Args:
            pairs: Each product before and after.
            batch: What they belong to, for history and undo.
            kind: How they came about.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE; then none of them was written.
        """
        if not pairs:
            return BatchOutcome()
        author = msgspec.structs.replace(self._author(pairs, kind), batch=batch)
        return _outcome(pairs, await self._archive.save_many(pairs, author))

    async def change_many(
        self, products: Sequence[Id], change: Callable[[Product], Product], batch: Id, kind: EditKind
    ) -> BatchOutcome:
        """Saves what ``change`` makes of products as they are, as ``save_many`` does.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        found = await self._archive.products(products)
        pairs = [(product, change(product)) for product in found.values()]
        return await self.save_many([pair for pair in pairs if pair[0] != pair[1]], batch, kind)

    async def set_status(self, products: Sequence[Id], status: ProductStatus) -> BatchOutcome:
        """Archives products, or takes them back from there; nothing is ever deleted.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: NOT_FOUND where none of them is there; DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.EDIT_CATALOGUE)
        found = await self._archive.products(products)
        if not found:
            raise AdapterError(ErrorCode.NOT_FOUND, what="product", id=products[0] if products else None)
        pairs = [
            (product, msgspec.structs.replace(product, status=status))
            for product in found.values()
            if product.status is not status
        ]
        return await self.save_many(pairs, new_id(), EditKind.EDITED if len(pairs) == 1 else EditKind.BULK)

    async def set_on_hand(
        self, product: Product, wanted: Decimal, reason: str, approver: User | None = None
    ) -> Product:
        """Corrects what is on hand by a movement, and returns the product after it.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; QUANTITY_OUT_OF_RANGE; FIELD_REQUIRED without a reason.
            AdapterError: NOT_FOUND, DATABASE_UNREACHABLE.
        """
        permit = self._counter.permit(Action.ADJUST_STOCK, approver)
        if not reason.strip():
            raise DomainError(ErrorCode.FIELD_REQUIRED, field="reason")
        if not (wanted.is_finite() and abs(wanted) <= MAX_ON_HAND):
            raise DomainError(
                ErrorCode.QUANTITY_OUT_OF_RANGE, quantity=wanted, least=-MAX_ON_HAND, most=MAX_ON_HAND
            )

        def correct(now: Product) -> tuple[StockMovement, AuditEntry]:
            before = now.inventory.on_hand
            movement = StockMovement(
                id=new_id(),
                product=now.id,
                delta=wanted - before,
                reason=MovementReason.ADJUSTMENT,
                register=self._counter.register().id,
                user=permit.user.id,
                at=self._counter.clock(),
            )
            details = {"product": now.name, "before": before, "after": wanted, "reason": reason.strip()}
            return movement, self._counter.audit(permit, now.id, **details)

        return await self._archive.adjust(product.id, correct)

    # ------------------------------------------------------------ history

    async def history(
        self, product: Id, before: dt.datetime | None = None, limit: int = 50
    ) -> Sequence[CatalogueChange]:
        """Returns a product's last changes, newest first; costs are left out for who may not see them.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        found = await self._archive.history(product, before, limit)
        return found if self._counter.may(Action.SEE_COSTS) else [_without_costs(change) for change in found]

    async def undo(self, change: CatalogueChange) -> Saved | Collided:
        """Takes one change back, as far as nobody changed the same since; a new product is archived.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; CHANGED_MEANWHILE where all of it changed since.
            AdapterError: As ``save``.
        """
        product = await self.product(change.product)
        undone = edits.taken_back(product, change)
        if undone is None:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE, collection="products", id=product.id)
        await self._check_codes_free(product, undone)
        return await self._archive.save(product, undone, self._author([(product, undone)], EditKind.UNDONE))

    async def undo_batch(self, batch: Id, progress: Progress | None = None) -> BatchOutcome:
        """Takes back what was changed together; what somebody changed since stays and is told.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE; what was taken back until then stays so.
        """
        self._counter.permit(Action.EDIT_CATALOGUE)
        outcome, undo = BatchOutcome(), new_id()
        changes: list[CatalogueChange] = []
        async for change in self._archive.batch(batch):
            changes.append(change)
            if len(changes) == UNDONE_AT_ONCE:
                await self._undo_some(changes, undo, outcome, progress)
                changes = []
        await self._undo_some(changes, undo, outcome, progress)
        return outcome

    async def _undo_some(
        self, changes: Sequence[CatalogueChange], undo: Id, outcome: BatchOutcome, progress: Progress | None
    ) -> None:
        products = await self._archive.products([change.product for change in changes])
        pairs: list[tuple[Product, Product]] = []
        for change in changes:
            product = products.get(change.product)
            undone = None if product is None else edits.taken_back(product, change)
            if product is not None and undone is not None:
                pairs.append((product, undone))
            elif product is not None:
                error = AdapterError(ErrorCode.CHANGED_MEANWHILE, collection="products", id=product.id)
                outcome.failed.append((product, error))
        done = await self.save_many(pairs, undo, EditKind.UNDONE)
        outcome.saved += done.saved
        outcome.failed += done.failed
        if progress is not None:
            progress(outcome.saved + len(outcome.failed))

    async def _check_codes_free(self, product: Product, undone: Product) -> None:
        """A code that comes back may belong to another product by now."""
        own = {code for _, code in codes_of(product)}
        for taken in await self.taken_codes(undone):
            if taken.code not in own and not taken.archived:
                raise DomainError(
                    ErrorCode.DUPLICATE, collection="products", field="inventory.barcodes", value=taken.code
                )

    # ------------------------------------------------------------ drafts

    @property
    def person(self) -> Id | None:
        """Who is signed in, and so whose drafts are kept."""
        user = self._counter.session.user
        return None if user is None else user.id

    def draft(self, product: Id) -> Draft | None:
        """Returns what who is signed in has not saved yet of a product."""
        return self._drafts.draft(self._counter.session.require_user().id, product)

    def drafts(self) -> Sequence[Draft]:
        """Returns all that who is signed in has not saved yet, newest first."""
        return self._drafts.drafts(self._counter.session.require_user().id)

    def keep_draft(self, base: Product | None, mine: Product) -> None:
        """Keeps unsaved changes on this counter's disk.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """
        draft = Draft(base=base, mine=mine, at=self._counter.clock())
        self._drafts.keep(self._counter.session.require_user().id, draft)

    def drop_draft(self, product: Id) -> None:
        """Forgets unsaved changes.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """
        self._drafts.drop(self._counter.session.require_user().id, product)

    # ------------------------------------------------------------ inside

    def _author(self, pairs: Sequence[tuple[Product | None, Product]], kind: EditKind) -> Author:
        user = self._permit(pairs)
        return Author(kind=kind, user=user.id, user_name=user.name, register=self._counter.register().id)

    def _permit(self, pairs: Sequence[tuple[Product | None, Product]]) -> User:
        """Asks for leave to change prices only where nothing else changes; once for all, as asking reads."""
        user = self._counter.permit(Action.SEE_CATALOGUE).user
        changes_prices = changes_others = False
        for base, mine in pairs:
            changed = [] if base is None else [change.field for change in edits.differences(base, mine)]
            prices = sum(name.startswith(_PRICES) for name in changed)
            changes_prices |= bool(prices or (base is None and mine.pricing.base_price))
            changes_others |= prices < len(changed) or base is None
        if changes_prices:
            self._counter.permit(Action.CHANGE_CATALOGUE_PRICES)
        if changes_others:
            self._counter.permit(Action.EDIT_CATALOGUE)
        return user


def _outcome(pairs: Sequence[tuple[Product, Product]], errors: Sequence[B4MartError | None]) -> BatchOutcome:
    outcome = BatchOutcome()
    for (_, mine), error in zip(pairs, errors, strict=True):
        if error is None:
            outcome.saved += 1
        else:
            outcome.failed.append((mine, error))
    return outcome


def _without_costs(change: CatalogueChange) -> CatalogueChange:
    fields = tuple(each for each in change.fields if each.field != "pricing.costPrice")
    return msgspec.structs.replace(change, fields=fields)

"""Planning prices: what is to change when, what became of it, calling it off. A keeper carries it out."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from b4mart_desktop.domain.cart import check_price
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.scheduled_prices import ScheduledPrice
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports.scheduled_prices import PriceSchedule

PAGE = 200


class NewPrices(NamedTuple):
    """Prices that are planned for a product; None leaves the one it has.

    Attributes:
        ends_sale: Whether its sale price is taken away.
    """

    product: Product
    base_price: Decimal | None = None
    sale_price: Decimal | None = None
    ends_sale: bool = False


class Span(NamedTuple):
    """From when prices hold, and until when if they go back."""

    at: dt.datetime
    until: dt.datetime | None


class ScheduledPrices:
    """Plans of prices; all asynchronous methods need the database and run in the background thread."""

    def __init__(self, counter: Counter, schedule: PriceSchedule) -> None:
        self._counter = counter
        self._schedule = schedule

    @property
    def may_change(self) -> bool:
        """Whether who is signed in may plan prices and call them off."""
        return self._counter.may(Action.CHANGE_CATALOGUE_PRICES)

    async def schedule(
        self,
        prices: Iterable[NewPrices],
        at: dt.datetime,
        until: dt.datetime | None = None,
        note: str | None = None,
        batch: Id | None = None,
    ) -> Id:
        """Plans prices from ``at`` on, or from ``at`` until ``until``; returns the batch they are in.

        Args:
            prices: Of which products, and which.
            at: UTC.
            until: When they go back to what they were then; None: they stay.
            note: For those who look at the plans.
            batch: One that has plans already, which these belong to.

        Raises:
            DomainError: NOT_SIGNED_IN, NOT_ALLOWED; FIELD_REQUIRED with ``field`` where nothing would change;
                FIELD_INVALID with ``field`` ``until`` where that is not after ``at``; AMOUNT_OUT_OF_RANGE.
            AdapterError: DATABASE_UNREACHABLE or DATABASE_REFUSED; then nothing is planned.
        """
        permit = self._counter.permit(Action.CHANGE_CATALOGUE_PRICES)
        if until is not None and until <= at:
            raise DomainError(ErrorCode.FIELD_INVALID, field="until")
        batch = batch or new_id()
        span = Span(at, until)
        plans = [self._plan(each, span, note, batch, permit.user) for each in prices]
        if not plans:
            raise DomainError(ErrorCode.FIELD_REQUIRED, field="products")
        audit = self._counter.audit(permit, batch, planned=len(plans), at=at, until=until, note=note)
        await self._schedule.add(plans, audit)
        return batch

    async def upcoming(self, limit: int = PAGE) -> Sequence[ScheduledPrice]:
        """Returns plans with something still to be done, what is due first.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE or DATABASE_REFUSED.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        return await self._schedule.open(limit)

    async def past(self, before: dt.datetime | None = None, limit: int = PAGE) -> Sequence[ScheduledPrice]:
        """Returns plans that were done, called off or skipped, newest first; raises as ``upcoming``."""
        self._counter.permit(Action.SEE_CATALOGUE)
        return await self._schedule.ended(before, limit)

    async def of_product(self, product: Id) -> Sequence[ScheduledPrice]:
        """Returns all plans of a product, newest first; raises as ``upcoming``."""
        self._counter.permit(Action.SEE_CATALOGUE)
        return await self._schedule.of_product(product)

    async def cancel(self, plans: Sequence[Id]) -> int:
        """Calls plans off and returns how many still could be; prices that are in force stay.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE or DATABASE_REFUSED.
        """
        permit = self._counter.permit(Action.CHANGE_CATALOGUE_PRICES)
        audit = self._counter.audit(permit, None, called_off=len(plans))
        return await self._schedule.cancel(plans, audit)

    async def cancel_batch(self, batch: Id) -> int:
        """Calls off what was planned together; returns and raises as ``cancel``."""
        permit = self._counter.permit(Action.CHANGE_CATALOGUE_PRICES)
        audit = self._counter.audit(permit, batch, called_off="all that were planned together")
        return await self._schedule.cancel_batch(batch, audit)

    def _plan(self, prices: NewPrices, span: Span, note: str | None, batch: Id, user: User) -> ScheduledPrice:
        check_price(prices.base_price)
        check_price(prices.sale_price)
        if prices.base_price is None and prices.sale_price is None and not prices.ends_sale:
            raise DomainError(ErrorCode.FIELD_REQUIRED, field="basePrice")
        now, register = self._counter.clock(), self._counter.desk.register()
        return ScheduledPrice(
            id=new_id(),
            product=prices.product.id,
            product_name=prices.product.name,
            base_price=prices.base_price,
            sale_price=prices.sale_price,
            ends_sale=prices.ends_sale,
            at=span.at,
            until=span.until,
            due_at=span.at,
            note=note,
            batch=batch,
            user=user.id,
            user_name=user.name,
            register=None if register is None else register.id,
            created_at=now,
            updated_at=now,
        )

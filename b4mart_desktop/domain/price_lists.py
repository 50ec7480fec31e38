"""Price lists: other prices for some customers, channels, registers or dates. Choosing is ``pricing``'s."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.money import HUNDRED, ZERO
from b4mart_desktop.domain.promotions import Channel
from b4mart_desktop.domain.record import NotNegative, Positive, Record, Text


class PriceRounding(Record, frozen=True, kw_only=True):
    """Prices as shops write them: to the nearest ``step``, then less ``less``.

    A step of 0.10 less 0.01 makes 2.39 of 2.374; a step of 1 makes 2. What would be free stays as it is.

    Attributes:
        step: Prices are whole multiples of it, before ``less``.
        less: What is taken off afterwards, smaller than ``step``.
    """

    step: Positive
    less: NotNegative = ZERO

    def of(self, price: Decimal) -> Decimal:
        """Returns the nearest such price, half up; never below zero."""
        steps = ((price + self.less) / self.step).quantize(Decimal(1), ROUND_HALF_UP)
        rounded = max(steps * self.step - self.less, ZERO)
        return price if rounded == ZERO else rounded


class ListRule(Record, frozen=True, kw_only=True):
    """What a list makes of the list price of products it has no price of its own for.

    Attributes:
        percent: Added to the list price; below zero taken off.
    """

    percent: Decimal
    rounding: PriceRounding | None = None

    def of(self, price: Decimal) -> Decimal:
        """Returns the list's price for a product of that list price; never below zero."""
        exact = max(price * (HUNDRED + self.percent) / HUNDRED, ZERO)
        return exact if self.rounding is None else self.rounding.of(exact)


class PriceList(Record, frozen=True, kw_only=True):
    """A document of ``pricelists``. Its own prices are documents of ``prices``.

    Of the lists that apply, and the product's own shelf price, the customer gets the lowest price. A list
    that ``overrides`` wins over lower prices, the shelf price included; of several such the one of the
    highest ``priority``, of equals the lower price.

    Attributes:
        rule: For all products without a price of the list's own; None: those are not in the list.
        customer_groups: For whom, by ``User.customer_group``; for everybody where none is named.
        channels: Where; everywhere where none is named.
        registers: At which registers; at all where none is named.
    """

    id: Id = msgspec.field(name="_id")
    name: Text
    rule: ListRule | None = None
    customer_groups: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    registers: tuple[Id, ...] = ()
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    overrides: bool = False
    priority: int = 0
    is_active: bool = True
    created_at: dt.datetime
    updated_at: dt.datetime

    def runs_at(self, moment: dt.datetime) -> bool:
        """Whether the list holds at ``moment``, by its dates."""
        started = self.starts_at is None or self.starts_at <= moment
        ended = self.ends_at is not None and self.ends_at <= moment
        return self.is_active and started and not ended


class PriceTier(Record, frozen=True, kw_only=True):
    """A price per piece, or per unit of measure, from so much of the product in the cart."""

    quantity: Positive = Decimal(1)
    price: NotNegative


class ListPrice(Record, frozen=True, kw_only=True):
    """A document of ``prices``: what one product costs in one list.

    Attributes:
        list: The price list; one document for each list and product.
        tiers: In any order; below the least ``quantity`` of them the list has no price for the product.
    """

    id: Id = msgspec.field(name="_id")
    list: Id
    product: Id
    tiers: tuple[PriceTier, ...]
    created_at: dt.datetime
    updated_at: dt.datetime


def price_at(tiers: tuple[PriceTier, ...], quantity: Decimal) -> Decimal | None:
    """Returns the price that holds for ``quantity``; None where it is below the first tier."""
    reached = [tier for tier in tiers if tier.quantity <= quantity]
    return max(reached, key=lambda tier: tier.quantity).price if reached else None

"""What is earned on a product: margin and markup of a price without tax. No prices are made here."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Margin:
    """What a price leaves over the cost.

    Attributes:
        amount: Price − cost; negative below cost.
        rate: Of the price, 0.25 for a quarter.
        markup: Of the cost, None where it costs nothing.
    """

    amount: Decimal
    rate: Decimal
    markup: Decimal | None


def margin(net_price: Decimal, cost: Decimal | None) -> Margin | None:
    """Returns what ``net_price`` leaves over ``cost``; None without a cost or without a price."""
    if cost is None or net_price <= 0:
        return None
    amount = net_price - cost
    return Margin(amount, amount / net_price, amount / cost if cost else None)

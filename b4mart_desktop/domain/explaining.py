"""Explain a price: every step of one cart to the cent, as data. Wording it is the screen's matter."""

from decimal import Decimal

from b4mart_desktop.domain.conditions import WhyNot
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.piece_prices import ListChoice
from b4mart_desktop.domain.pricing import PricedCart, PricedLine, TaxTotal
from b4mart_desktop.domain.promotions import PromotionKind
from b4mart_desktop.domain.record import Record


class PromotionChoice(Record, frozen=True, kw_only=True):
    """A promotion beside the others, for one line or for the order.

    Attributes:
        amount: What it takes off; zero where it lost.
        pieces: How many pieces of the line are in it.
        alone: What it would take off if it were the only one.
        code: The coupon by which it runs.
        why_not: None where it takes something off.
    """

    promotion: Id
    name: str
    kind: PromotionKind
    amount: Decimal = Decimal(0)
    pieces: int = 0
    alone: Decimal = Decimal(0)
    code: str | None = None
    why_not: WhyNot | None = None


class LineExplanation(Record, frozen=True, kw_only=True):
    """How a line came to its price, in the order of the fields.

    ``priced`` has the amounts: ``piece_price`` × quantity = ``gross``; − promotions − staff's discount =
    ``shown``; − shares of discounts on the order = ``net``; tax on that.

    Attributes:
        list_price: Of one piece, pack or unit of measure, before everything else.
        sale_price: The product's own lower (or other) price, None where it has none.
        lists: Price lists, each with why it lost; the chosen one has no ``why_not``.
        by_hand: Whether staff entered the price or a label said it, so that no list or sale price counts.
        promotions: All that are about this line.
        tax_class: What is taxed together with this line.
    """

    priced: PricedLine
    list_price: Decimal
    sale_price: Decimal | None = None
    lists: tuple[ListChoice, ...] = ()
    by_hand: bool = False
    promotions: tuple[PromotionChoice, ...] = ()
    tax_class: TaxTotal


class Explanation(Record, frozen=True, kw_only=True):
    """How a cart came to its total.

    Attributes:
        priced: The cart with its amounts, exactly as it is charged.
        promotions: Those on the order.
        order_staff_discount: What staff took off the order after them.
        cash_rounding: What is added (or taken off, negative) where all of it is paid in cash.
    """

    priced: PricedCart
    lines: tuple[LineExplanation, ...]
    promotions: tuple[PromotionChoice, ...] = ()
    order_staff_discount: Decimal = Decimal(0)
    cash_rounding: Decimal = Decimal(0)

    def line(self, key: int) -> LineExplanation | None:
        """Returns how the line with that key in the cart came to its price."""
        return next((each for each in self.lines if each.priced.line.key == key), None)

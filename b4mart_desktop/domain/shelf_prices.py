"""What one piece costs whoever comes in: shelf price, price lists and promotions that a label may promise."""

import datetime as dt
from decimal import Decimal

import msgspec

from b4mart_desktop.domain import cart as carts
from b4mart_desktop.domain.cart import Cart, CartProduct
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.orders import Measure
from b4mart_desktop.domain.price_lists import PriceList
from b4mart_desktop.domain.pricing import PriceRules, Reckoning
from b4mart_desktop.domain.promotions import Channel, Promotion, PromotionKind
from b4mart_desktop.domain.record import Record

_OF_ONE_PIECE = frozenset({PromotionKind.PERCENT_OFF, PromotionKind.AMOUNT_OFF, PromotionKind.FIXED_PRICE})
_MOMENT = dt.timedelta(microseconds=1)


class ShelfPrice(Record, frozen=True, kw_only=True):
    """The price of one piece, pack or unit of measure.

    Attributes:
        was: The list price where a lower one holds.
        own: The price without lists and promotions.
        offers: The price list and promotions it is by.
        ends_at: When the first of them ends, where one does.
    """

    price: Decimal
    was: Decimal | None = None
    own: Decimal
    offers: tuple[Id, ...] = ()
    ends_at: dt.datetime | None = None

    def last_day(self, zone: dt.tzinfo) -> dt.date | None:
        """Returns the last day on which the offer holds in that zone; None without an end."""
        return None if self.ends_at is None else (self.ends_at - _MOMENT).astimezone(zone).date()


def is_for_all(rule: Promotion | PriceList) -> bool:
    """Whether a label may promise it: for everybody, at every register and hour, for a single piece."""
    if rule.customer_groups or rule.registers or (rule.channels and Channel.COUNTER not in rule.channels):
        return False
    if isinstance(rule, PriceList):
        return True
    return rule.kind in _OF_ONE_PIECE and not rule.codes and not rule.hours and rule.min_quantity <= 1


def shelf_rules(rules: PriceRules) -> PriceRules:
    """Returns the rules with only those lists and promotions that labels may promise."""
    return msgspec.structs.replace(
        rules,
        promotions=tuple(filter(is_for_all, rules.promotions)),
        price_lists=tuple(filter(is_for_all, rules.price_lists)),
    )


def shelf_price(goods: CartProduct, rules: PriceRules, moment: dt.datetime) -> ShelfPrice:
    """Returns what one piece of ``goods`` costs at ``moment`` by ``shelf_rules``, reckoned as at the till."""
    measure = Measure(value=Decimal(1), unit=goods.unit) if goods.weighed else None
    cart, _ = carts.add(Cart(id=new_id(), started_at=moment), goods, 1, measure)
    run = Reckoning(cart, rules, moment)
    (line,), chosen = run.priced.lines, run.pieces[0].chosen
    taken = {each.promotion for each in line.promotions}
    offers: list[Promotion | PriceList] = [each for each in rules.promotions if each.id in taken]
    if chosen is not None:
        offers.append(chosen)
    price = line.gross - line.promotion_discount
    return ShelfPrice(
        price=price,
        was=goods.list_price if goods.list_price > price else None,
        own=goods.price,
        offers=tuple(each.id for each in offers),
        ends_at=min((each.ends_at for each in offers if each.ends_at is not None), default=None),
    )

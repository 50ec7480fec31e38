"""What baskets would cost: at another time, for other customers, with a promotion that is not saved yet.

Everything here reads the local replica and prices with the counter's own engine.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from b4mart_desktop.domain import cart as carts
from b4mart_desktop.domain.cart import Cart
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.explaining import Explanation, explain
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.orders import Measure
from b4mart_desktop.domain.promotions import Promotion, PromotionKind
from b4mart_desktop.services.cart_products import cart_product
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.customer_groups import groups_in_use
from b4mart_desktop.services.quoting import rules_of

_MOST_TIMES = 20
_SAMPLES = 3
_WEEK_HOURS = 7 * 24
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class SampleItem:
    """So many pieces of a product in a sample basket; of a weighed one, as many units of measure."""

    product: Product
    quantity: int


class PricePreview:
    """Prices baskets that nobody has bought."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def now(self) -> dt.datetime:
        """Returns the moment by the shop's clock."""
        return self._counter.clock()

    # ------------------------------------------------------------ samples

    def moment_of(self, promotion: Promotion) -> dt.datetime:
        """Returns a moment when ``promotion`` runs: as soon as it does, within a week of its beginning."""
        zone, now = self._counter.store().zone, self.now()
        start = now if promotion.starts_at is None else max(now, promotion.starts_at)
        if promotion.ends_at is not None and promotion.ends_at <= start:
            start = promotion.starts_at or promotion.ends_at - dt.timedelta(hours=1)
        hours = (start + dt.timedelta(hours=hour) for hour in range(_WEEK_HOURS))
        return next((hour for hour in hours if promotion.in_hours(hour, zone)), start)

    def sample(self, promotion: Promotion) -> list[SampleItem]:
        """Returns a small basket that ``promotion`` is about; of what it is for, a few products."""
        if promotion.kind is PromotionKind.BUNDLE:
            parts = [(part.products, part.categories, part.quantity) for part in promotion.parts]
            return [
                SampleItem(product, quantity)
                for products, categories, quantity in parts
                for product in self._goods(products, categories, 1)
            ]
        sets = max(promotion.buy + promotion.get, promotion.min_quantity, 1)
        goods = self._goods(promotion.products, promotion.categories, _SAMPLES)
        across = promotion.across or promotion.kind is PromotionKind.MIX_AND_MATCH
        each = -(-sets // len(goods)) if across and goods else sets
        return [SampleItem(product, each * _times(promotion, goods, each)) for product in goods]

    def _goods(self, products: Sequence[Id], categories: Sequence[Id], count: int) -> list[Product]:
        catalogue = self._counter.catalogue
        found = [product for key in products[:count] if (product := catalogue.product(key)) is not None]
        sources: Sequence[Id | None] = categories
        if not products and not categories:
            sources = (None, *(each.id for each in catalogue.categories()[:_SAMPLES]))
        for category in sources:
            for hit in catalogue.tiles(category, 0, count):
                product = catalogue.product(hit.id)
                if product is not None and product not in found and not product.pos.open_price:
                    found.append(product)
        return found[:count]

    # ------------------------------------------------------------ prices

    def with_promotion(
        self, promotion: Promotion, items: Sequence[SampleItem], moment: dt.datetime | None
    ) -> Explanation:
        """Returns what a basket costs with ``promotion`` as it is, saved or not, beside all others.

        Its coupon counts as entered, and the customer as one of its groups.

        Raises:
            DomainError: CATALOGUE_LOADING; QUANTITY_OUT_OF_RANGE.
        """
        group = promotion.customer_groups[0] if promotion.customer_groups else None
        rules = rules_of(self._counter)
        others = tuple(each for each in rules.promotions if each.id != promotion.id)
        cart = self._cart(items, group, promotion.codes[:1])
        wanted = msgspec.structs.replace(rules, promotions=(*others, promotion))
        return explain(cart, wanted, moment or self.now())

    def taken_by(self, promotion: Promotion, explained: Explanation) -> Decimal:
        """Returns what ``promotion`` takes off in an explained basket."""
        choices = [*explained.promotions, *(each for line in explained.lines for each in line.promotions)]
        return sum((each.amount for each in choices if each.promotion == promotion.id), Decimal(0))

    def cart(self, cart: Cart) -> Explanation:
        """Returns how ``cart`` comes to its total now.

        Raises:
            DomainError: CATALOGUE_LOADING.
        """
        return explain(cart, rules_of(self._counter), self.now())

    def groups(self) -> Sequence[str]:
        """Returns the customer groups in use, by name."""
        return groups_in_use(self._counter.catalogue)

    def product(
        self, product: Product, quantity: Decimal, group: str | None, moment: dt.datetime | None
    ) -> Explanation:
        """Returns what a customer of that group pays for so much of a product alone.

        Raises:
            DomainError: CATALOGUE_LOADING; QUANTITY_OUT_OF_RANGE.
        """
        weighed = product.pos.weighed
        measure = Measure(value=quantity, unit=product.inventory.unit) if weighed else None
        cart = carts.set_customer(carts.new_cart(), None, None, group)
        goods = cart_product(product, None, None, self._counter.catalogue)
        cart, _ = carts.add(cart, goods, 1 if weighed else int(quantity), measure)
        return explain(cart, rules_of(self._counter), moment or self.now())

    def _cart(self, items: Sequence[SampleItem], group: str | None, codes: Sequence[str]) -> Cart:
        cart = carts.set_customer(carts.new_cart(), None, None, group)
        for code in codes:
            cart = carts.add_coupon(cart, code)
        for item in items:
            weighed = item.product.pos.weighed
            measure = Measure(value=_ONE, unit=item.product.inventory.unit) if weighed else None
            goods = cart_product(item.product, None, None, self._counter.catalogue)
            cart, _ = carts.add(cart, goods, item.quantity, measure)
        return cart


def _times(promotion: Promotion, goods: Sequence[Product], each: int) -> int:
    """Returns how often so much of the goods reaches the promotion's least amount, within reason."""
    amount = sum((product.shelf_price for product in goods), Decimal(0)) * each
    return 1 if amount <= 0 else min(max(math.ceil(promotion.threshold / amount), 1), _MOST_TIMES)

"""Price lists as managers keep them, with the prices of their own, of which a list may have thousands.

Which list wins for a cart belongs to ``domain.pricing``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.money import minor_digits
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.price_lists import ListPrice, PriceList, PriceTier
from b4mart_desktop.domain.rule_check import list_problems, tier_problems
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.pasted_prices import PastedLine, read_line
from b4mart_desktop.services.ports.price_rules import PriceRuleBook
from b4mart_desktop.services.price_rules import RuleState, refuse_problems, state_of

WRITTEN_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PriceListRow:
    """A price list as a list shows it.

    Attributes:
        prices: How many prices of its own it has.
    """

    price_list: PriceList
    state: RuleState
    prices: int = 0


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """A price of a list beside its product; None where that is not in the replica."""

    price: ListPrice
    product: Product | None


@dataclass(slots=True)
class PastedPrices:
    """Lines of code and price that somebody pasted.

    Attributes:
        prices: What can be taken over, by product; of several lines for one product and quantity the last.
        names: Names of those products.
        bad: Lines that cannot be read or name no product.
    """

    prices: dict[Id, tuple[PriceTier, ...]] = field(default_factory=dict)
    names: dict[Id, str] = field(default_factory=dict)
    bad: list[PastedLine] = field(default_factory=list)


class PriceListRules:
    """All price lists of the shop."""

    def __init__(self, counter: Counter, book: PriceRuleBook) -> None:
        self._counter = counter
        self._book = book

    async def all(self) -> Sequence[PriceListRow]:
        """Returns all price lists, those that run first.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        counts, lists = await self._book.count_prices(), await self._book.price_lists()
        now = self._counter.clock()
        rows = [
            PriceListRow(
                each, state_of(each.is_active, each.starts_at, each.ends_at, now), counts.get(each.id, 0)
            )
            for each in lists
        ]
        return sorted(rows, key=lambda row: list(RuleState).index(row.state))

    @property
    def may_change(self) -> bool:
        """Whether who is signed in may change price lists."""
        return self._counter.may(Action.CHANGE_CATALOGUE_PRICES)

    def blank(self) -> PriceList:
        """Returns a new price list that is not saved yet."""
        now = self._counter.clock()
        return PriceList(id=new_id(), name="", created_at=now, updated_at=now)

    async def save(self, old: PriceList | None, new: PriceList, approver: User | None = None) -> PriceList:
        """Adds a price list where there is no ``old``, else writes what differs.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; FIELD_INVALID with the first ``field`` that is wrong.
            AdapterError: CHANGED_MEANWHILE, DATABASE_UNREACHABLE.
        """
        permit = self._counter.permit(Action.CHANGE_CATALOGUE_PRICES, approver)
        refuse_problems(list_problems(new))
        percent = None if new.rule is None else new.rule.percent
        audit = self._counter.audit(permit, new.id, name=new.name, percent=percent, active=new.is_active)
        return await self._book.save(old, msgspec.structs.replace(new, name=new.name.strip()), audit)

    async def remove(self, price_list: PriceList, approver: User | None = None) -> None:
        """Removes a price list and its prices for good.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: CHANGED_MEANWHILE, DATABASE_UNREACHABLE.
        """
        permit = self._counter.permit(Action.CHANGE_CATALOGUE_PRICES, approver)
        audit = self._counter.audit(permit, price_list.id, name=price_list.name, removed=True)
        await self._book.remove(price_list, audit)

    # ------------------------------------------------------------ prices of a list

    async def prices(self, price_list: Id, after: Id | None, limit: int = 100) -> Sequence[ListedPrice]:
        """Returns a page of a list's own prices with their products, from behind the product ``after``."""
        self._counter.permit(Action.SEE_CATALOGUE)
        find = self._counter.catalogue.product
        page = await self._book.list_prices(price_list, after, limit)
        return [ListedPrice(price, find(price.product)) for price in page]

    async def found(self, price_list: Id, text: str, limit: int = 100) -> Sequence[ListedPrice]:
        """Returns a list's own prices of products that a search for ``text`` finds."""
        self._counter.permit(Action.SEE_CATALOGUE)
        hits = self._counter.catalogue.search(text, limit).hits
        prices = await self._book.prices_for(price_list, [hit.id for hit in hits])
        find = self._counter.catalogue.product
        return [ListedPrice(prices[hit.id], find(hit.id)) for hit in hits if hit.id in prices]

    async def put_prices(
        self,
        price_list: PriceList,
        prices: Mapping[Id, tuple[PriceTier, ...]],
        approver: User | None = None,
    ) -> int:
        """Gives products prices of their own in the list, in place of those they have; returns how many.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; FIELD_INVALID.
            AdapterError: DATABASE_UNREACHABLE; then those before are written.
        """
        permit = self._counter.permit(Action.CHANGE_CATALOGUE_PRICES, approver)
        for tiers in prices.values():
            refuse_problems(tier_problems(tiers))
        made = [self._price(price_list, product, tiers) for product, tiers in prices.items()]
        for start in range(0, len(made), WRITTEN_AT_ONCE):
            part = made[start : start + WRITTEN_AT_ONCE]
            audit = self._counter.audit(permit, price_list.id, name=price_list.name, **_few(part))
            await self._book.put_prices(price_list.id, part, audit)
        return len(made)

    async def drop_prices(
        self, price_list: PriceList, products: Collection[Id], approver: User | None = None
    ) -> None:
        """Takes the list's own prices of those products away; the list's rule holds for them then.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        permit = self._counter.permit(Action.CHANGE_CATALOGUE_PRICES, approver)
        audit = self._counter.audit(permit, price_list.id, name=price_list.name, dropped=len(products))
        await self._book.drop_prices(price_list.id, products, audit)

    def read_pasted(self, text: str) -> PastedPrices:
        """Reads lines of SKU or barcode and price, and perhaps a quantity it is from. Reads the replica only.

        A line may be separated by tabs, semicolons or commas, or by spaces before the price.
        """
        pasted = PastedPrices()
        digits = minor_digits(self._counter.store().currency)
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                self._take_line(read_line(number, line, digits), pasted)
        return pasted

    def _take_line(self, line: PastedLine, pasted: PastedPrices) -> None:
        found = self._counter.catalogue.find_code(line.code) if line.price is not None else ()
        products = {product.id: product for _, product in found}
        if line.price is None or len(products) != 1:
            pasted.bad.append(msgspec.structs.replace(line, matches=len(products)))
            return
        ((key, product),) = products.items()
        others = [tier for tier in pasted.prices.get(key, ()) if tier.quantity != line.quantity]
        tiers = [*others, PriceTier(quantity=line.quantity, price=line.price)]
        pasted.prices[key] = tuple(sorted(tiers, key=lambda tier: tier.quantity))
        pasted.names[key] = product.name

    def _price(self, price_list: PriceList, product: Id, tiers: tuple[PriceTier, ...]) -> ListPrice:
        now = self._counter.clock()
        return ListPrice(
            id=new_id(), list=price_list.id, product=product, tiers=tiers, created_at=now, updated_at=now
        )


def _few(prices: Sequence[ListPrice]) -> dict[str, object]:
    """What an audit entry says of prices: of one product which, of many how many."""
    if len(prices) > 1:
        return {"prices": len(prices)}
    texts = [f"{tier.quantity}: {tier.price}" for price in prices for tier in price.tiers]
    return {"product": prices[0].product, "tiers": ", ".join(texts)} if prices else {"prices": 0}

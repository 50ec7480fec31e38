"""Rules of prices in MongoDB as managers change them: promotions, price lists with their prices, taxes."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol, TypeVar

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.price_lists import ListPrice, PriceList
from b4mart_desktop.domain.promotions import Promotion, Tax

Rule = TypeVar("Rule", Promotion, PriceList, Tax)


class PriceRuleBook(Protocol):
    """All rules of the shop. Whatever is written is written together with its audit entry, or not at all."""

    async def promotions(self) -> Sequence[Promotion]:
        """Returns all promotions that can be read, the newest first."""

    async def price_lists(self) -> Sequence[PriceList]:
        """Returns all price lists that can be read, the newest first."""

    async def taxes(self) -> Sequence[Tax]:
        """Returns all taxes that can be read, by code."""

    async def save(self, old: Rule | None, new: Rule, audit: AuditEntry) -> Rule:
        """Adds ``new`` where there is no ``old``, else writes what differs from ``old``.

        Returns:
            The rule as it is in the database.

        Raises:
            AdapterError: CHANGED_MEANWHILE; DUPLICATE with ``field``; DATABASE_UNREACHABLE.
        """

    async def remove(self, old: Rule, audit: AuditEntry) -> None:
        """Removes a rule for good if it is still as ``old``; a price list goes with its prices.

        Raises:
            AdapterError: CHANGED_MEANWHILE, DATABASE_UNREACHABLE.
        """

    async def coupon_uses(self) -> Mapping[Id, int]:
        """Returns how often coupons of each promotion were used; those never used are left out."""

    async def is_taxed(self, code: str) -> bool:
        """Whether a product names that tax class."""

    async def list_prices(self, price_list: Id, after: Id | None, limit: int) -> Sequence[ListPrice]:
        """Returns a page of a price list's own prices by product, from behind the product ``after``."""

    async def prices_for(self, price_list: Id, products: Collection[Id]) -> Mapping[Id, ListPrice]:
        """Returns those of a price list's own prices that those products have, by product."""

    async def count_prices(self) -> Mapping[Id, int]:
        """Returns how many prices of its own each price list has."""

    async def put_prices(self, price_list: Id, prices: Sequence[ListPrice], audit: AuditEntry) -> None:
        """Adds or replaces prices of a list, each known by its product.

        Raises:
            AdapterError: DATABASE_REFUSED, DATABASE_UNREACHABLE.
        """

    async def drop_prices(self, price_list: Id, products: Collection[Id], audit: AuditEntry) -> None:
        """Takes a list's own prices of those products away."""

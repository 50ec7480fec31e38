"""What the form looks up by id or code: categories, taxes, people. From this counter's copy, so at once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from b4mart_desktop.domain.catalog import STANDARD_TAX, Category, Product, lineage
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.money import minor_digits, quantise
from b4mart_desktop.domain.promotions import Tax
from b4mart_desktop.services.counter import Counter

_HUNDRED = Decimal(100)
_BETWEEN = " › "


class Lookups:
    """Names and rates that a product mentions only by their keys.

    Attributes:
        tags: Tags that other products have, to complete what is typed.
        vendors: Vendors of other products.
    """

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self.tags: Sequence[str] = ()
        self.vendors: Sequence[Id] = ()

    @property
    def currency(self) -> str:
        """The shop's currency."""
        return self._counter.store().currency

    @property
    def digits(self) -> int:
        """How many decimals its amounts have."""
        return minor_digits(self.currency)

    @property
    def prices_include_tax(self) -> bool:
        """Whether prices are written gross of tax."""
        return self._counter.store().prices_include_tax

    def categories(self) -> Sequence[Category]:
        """Returns all categories in use."""
        return self._counter.catalogue.categories()

    def category_names(self, category: Id) -> Sequence[str]:
        """Returns the names from the top down to a category, none where it is missing."""
        find = self._counter.catalogue.category
        found = [find(step) for step in lineage(category, find)]
        return [each.name for each in reversed(found) if each is not None]

    def category_path(self, category: Id) -> str | None:
        """Returns where a category is, from the top down; None where it is missing."""
        return _BETWEEN.join(self.category_names(category)) or None

    def person(self, person: Id) -> str:
        """Returns somebody's name, the end of the id where this counter does not know it."""
        for member in self._counter.catalogue.staff():
            if member.id == person:
                return member.name
        customer = self._counter.catalogue.customer(person)
        return f"…{person[-6:]}" if customer is None else customer.name

    def taxes(self) -> Sequence[Tax]:
        """Returns all classes of tax."""
        return self._counter.catalogue.taxes()

    def tax_rate(self, tax_class: str) -> Decimal:
        """Returns a class's rate in percent; the standard one's where there is no such class."""
        rates = {tax.code: tax.rate for tax in self.taxes()}
        return rates.get(tax_class, rates.get(STANDARD_TAX, Decimal(0)))

    def net_and_gross(self, product: Product, price: Decimal) -> tuple[Decimal, Decimal]:
        """Returns a price of the product without and with its tax, to the minor unit."""
        factor = 1 + self.tax_rate(product.tax_class) / _HUNDRED
        if self.prices_include_tax:
            return quantise(price / factor, self.currency), price
        return price, quantise(price * factor, self.currency)

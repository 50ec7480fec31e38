"""An active filter in words, piece by piece, each with what the filter is without it. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QObject

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.product_lists import ProductFilter
from b4mart_desktop.gui.models.listed_columns import flaw_name, status_name
from b4mart_desktop.gui.style.formats import Formats


class Piece(NamedTuple):
    """One thing that a filter asks for.

    Attributes:
        text: In words.
        without: The filter that asks for all but this.
    """

    text: str
    without: ProductFilter


class FilterWords(QObject):
    """Says what filters ask for.

    Args:
        formats: How amounts are written.
        category: The name of a category.
        vendor: The name of a vendor.
    """

    def __init__(
        self, formats: Formats, category: Callable[[Id], str], vendor: Callable[[Id | None], str]
    ) -> None:
        super().__init__()
        self._formats = formats
        self._category = category
        self._vendor = vendor

    def pieces(self, wanted: ProductFilter) -> tuple[Piece, ...]:
        """Returns all that ``wanted`` asks for but its text, which stands in the search field."""
        makers = (self._of_place, self._of_price, self._of_stock, self._of_lists, self._of_products)
        return tuple(piece for maker in makers for piece in maker(wanted))

    def _of_place(self, wanted: ProductFilter) -> Iterator[Piece]:
        if wanted.category is not None:
            text = self.tr("Category: {name}").format(name=self._category(wanted.category))
            yield Piece(text, _with(wanted, category=None))
        if wanted.statuses:
            names = self.tr(" or ").join(status_name(status) for status in wanted.statuses)
            yield Piece(self.tr("Status: {names}").format(names=names), _with(wanted, statuses=()))
        if wanted.vendor is not None:
            text = self.tr("Vendor: {name}").format(name=self._vendor(wanted.vendor))
            yield Piece(text, _with(wanted, vendor=None))

    def _of_price(self, wanted: ProductFilter) -> Iterator[Piece]:
        if wanted.price_from is None and wanted.price_to is None:
            return
        without = _with(wanted, price_from=None, price_to=None)
        yield Piece(self._range(wanted.price_from, wanted.price_to), without)

    def _range(self, least: Decimal | None, most: Decimal | None) -> str:
        if least is None and most is not None:
            return self.tr("Price up to {most}").format(most=self._formats.money(most))
        if most is None and least is not None:
            return self.tr("Price from {least}").format(least=self._formats.money(least))
        amounts = {
            "least": self._formats.money(least or Decimal(0)),
            "most": self._formats.money(most or Decimal(0)),
        }
        return self.tr("Price {least} to {most}").format(**amounts)

    def _of_stock(self, wanted: ProductFilter) -> Iterator[Piece]:
        texts = {
            "low_stock": (self.tr("Low stock"), self.tr("Stock not low")),
            "featured": (self.tr("Featured"), self.tr("Not featured")),
            "favourite": (self.tr("Favourite"), self.tr("No favourite")),
        }
        for name, (yes, no) in texts.items():
            value = getattr(wanted, name)
            if value is not None:
                yield Piece(yes if value else no, _with(wanted, **{name: None}))

    def _of_lists(self, wanted: ProductFilter) -> Iterator[Piece]:
        for tag in wanted.tags:
            tags = tuple(each for each in wanted.tags if each != tag)
            yield Piece(self.tr("Tag: {tag}").format(tag=tag), _with(wanted, tags=tags))
        for flaw in wanted.flaws:
            flaws = tuple(each for each in wanted.flaws if each is not flaw)
            yield Piece(flaw_name(flaw), _with(wanted, flaws=flaws))

    def _of_products(self, wanted: ProductFilter) -> Iterator[Piece]:
        if wanted.products:
            text = self.tr("%n picked product(s)", "", len(wanted.products))
            yield Piece(text, _with(wanted, products=()))


def _with(wanted: ProductFilter, **fields: object) -> ProductFilter:
    return msgspec.structs.replace(wanted, **fields)

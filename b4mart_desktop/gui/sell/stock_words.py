"""What a clerk is told about stock: sentences only. Selling what the figures deny stays possible."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from b4mart_desktop.domain.cart import CartProduct
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.services.bus import LastOneSold
from b4mart_desktop.services.last_ones import LastOnes
from b4mart_desktop.services.ports import Catalogue


class StockWords:
    """Words about products of which nothing is on hand.

    Args:
        last_ones: Who sold the last pieces.
        catalogue: What is on hand by now.
        formats: How times are written.
    """

    def __init__(self, last_ones: LastOnes, catalogue: Catalogue, formats: Formats) -> None:
        self._last_ones = last_ones
        self._catalogue = catalogue
        self._formats = formats

    def none_on_hand(self, product: Product, taken: CartProduct) -> str:
        """What to say when the product is sold; empty where some is on hand, or nobody counts it.

        Args:
            product: Whose stock it is.
            taken: What the cart has of it; a variant has stock of its own.
        """
        left = [each.quantity for each in product.inventory.variant_stock if each.sku == taken.variant]
        if not product.inventory.track_quantity or (left or [product.inventory.quantity])[0] > 0:
            return ""
        sold = None if left else self._last_ones.of(product.id)
        if sold is None:
            text = QCoreApplication.translate("StockWords", "None on hand of {name}")
        else:
            text = QCoreApplication.translate(
                "StockWords", "None on hand of {name}; the last one went to register {code} at {time}"
            )
        return self._fill(text, taken.name, sold)

    def just_sold(self, sold: LastOneSold, *, in_cart: bool) -> str:
        """What to say when another counter sells the last piece; empty where the product is unknown."""
        product = self._catalogue.product(sold.product)
        if product is None:
            return ""
        text = QCoreApplication.translate("StockWords", "The last {name} went to register {code} at {time}")
        if in_cart:
            text = QCoreApplication.translate(
                "StockWords",
                "The last {name} went to register {code} at {time}. Sell it if the customer has it in hand.",
            )
        return self._fill(text, product.name, sold)

    def of_line(self, product: Id) -> str:
        """What a line of the cart says of its product; empty where nothing need be said."""
        sold = self._last_ones.of(product)
        if sold is None or any(hit.on_hand > 0 for hit in self._catalogue.hits([product])):
            return ""
        text = QCoreApplication.translate("StockWords", "last one went to register {code} at {time}")
        return self._fill(text, "", sold)

    def _fill(self, text: str, name: str, sold: LastOneSold | None) -> str:
        time = "" if sold is None else self._formats.time(sold.at)
        return text.format(name=name, code="" if sold is None else sold.register_code, time=time)

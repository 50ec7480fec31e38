"""What is wrong with a product by itself that somebody should mend. What takes other records is not here."""

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.money import ZERO
from b4mart_desktop.domain.product_lists import Flaw


def own_flaws(product: Product) -> frozenset[Flaw]:
    """Returns the flaws that show without looking at other products or at the categories.

    Prices and costs are compared as they are stored, taxes left aside.
    """
    pos, pricing, price = product.pos, product.pricing, product.shelf_price
    found: list[Flaw] = []  # made of each product that is copied to the counter: no dict, no generator
    if price <= ZERO and not pos.open_price:
        found.append(Flaw.NO_PRICE)
    if not (_has_barcode(product) or pos.weighed or pos.plu):
        found.append(Flaw.NO_BARCODE)
    if not any(image.url for image in product.images):
        found.append(Flaw.NO_PICTURE)
    if pricing.cost_price is None:
        found.append(Flaw.NO_COST)
    elif ZERO < min(pricing.base_price, price) < pricing.cost_price:
        found.append(Flaw.BELOW_COST)
    if pricing.sale_price is not None and pricing.sale_price >= pricing.base_price:
        found.append(Flaw.SALE_NOT_BELOW)
    return frozenset(found)


def is_low(product: Product) -> bool:
    """Whether tracked stock is at or below its threshold."""
    stock = product.inventory
    return stock.track_quantity and stock.on_hand <= stock.low_stock_threshold


def _has_barcode(product: Product) -> bool:
    stock = product.inventory
    return any(stock.barcodes) or any(variant.barcode for variant in stock.variant_stock)

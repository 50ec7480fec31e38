"""What is wrong with a product by itself that somebody should mend. What takes other records is not here."""

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.money import ZERO
from b4mart_desktop.domain.product_lists import Flaw


def own_flaws(product: Product) -> frozenset[Flaw]:
    """Returns the flaws that show without looking at other products or at the categories.

    Prices and costs are compared as they are stored, taxes left aside.
    """
    pos, pricing = product.pos, product.pricing
    lowest = min(pricing.base_price, product.shelf_price)
    found = {
        Flaw.NO_PRICE: product.shelf_price <= ZERO and not pos.open_price,
        Flaw.NO_BARCODE: not (_has_barcode(product) or pos.weighed or pos.plu),
        Flaw.NO_PICTURE: not any(image.url for image in product.images),
        Flaw.NO_COST: pricing.cost_price is None,
        Flaw.BELOW_COST: pricing.cost_price is not None and ZERO < lowest < pricing.cost_price,
        Flaw.SALE_NOT_BELOW: pricing.sale_price is not None and pricing.sale_price >= pricing.base_price,
    }
    return frozenset(flaw for flaw, is_there in found.items() if is_there)


def is_low(product: Product) -> bool:
    """Whether tracked stock is at or below its threshold."""
    stock = product.inventory
    return stock.track_quantity and stock.on_hand <= stock.low_stock_threshold


def _has_barcode(product: Product) -> bool:
    stock = product.inventory
    return any(stock.barcodes) or any(variant.barcode for variant in stock.variant_stock)

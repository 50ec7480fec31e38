"""What of a product is sold: the product as it is, a pack or a variant; its price. No carts, no choosing."""

from collections.abc import Collection
from decimal import Decimal

from b4mart_desktop.domain.catalog import Inventory, Pack, Product, VariantStock
from b4mart_desktop.domain.money import ZERO

Portion = Pack | VariantStock | None
"""A pack, a combination of variant options, or the product as it is."""


def portion_of(product: Product, codes: Collection[str]) -> Portion:
    """Returns which of the product's packs or variants has one of ``codes``; None where none has."""
    for pack in product.inventory.packs:
        if pack.barcode in codes:
            return pack
    for variant in product.inventory.variant_stock:
        if variant.sku in codes or variant.barcode in codes:
            return variant
    return None


def price_of(portion: Portion, of_piece: Decimal) -> Decimal:
    """Returns what a portion costs where a single piece of the product costs ``of_piece``."""
    match portion:
        case Pack():
            return of_piece * portion.quantity if portion.price is None else portion.price
        case VariantStock():
            return max(of_piece + portion.price_delta, ZERO)
        case None:
            return of_piece


def on_hand(portion: Portion, inventory: Inventory) -> Decimal:
    """Returns how many of the portion are on hand; of packs only whole ones."""
    match portion:
        case Pack():
            return max(inventory.on_hand, ZERO) // portion.quantity
        case VariantStock():
            return portion.quantity
        case None:
            return inventory.on_hand


def variant_name(variant: VariantStock) -> str:
    """Returns the options of a combination as people say them: "Red, M"."""
    return ", ".join(variant.options.values())

"""Products that do not exist yet: empty ones, and ones like another. Saving them belongs to ``editing``."""

import datetime as dt
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.catalog import Inventory, Product, ProductPricing, ProductStatus, Ratings
from b4mart_desktop.domain.ids import Id, new_id


def blank_product(category: Id, currency: str, now: dt.datetime) -> Product:
    """Returns a draft without name, price and codes."""
    return Product(
        id=new_id(),
        name="",
        slug="",
        description="",
        pricing=ProductPricing(base_price=Decimal(0), currency=currency),
        inventory=Inventory(sku="", quantity=Decimal(0)),
        category=category,
        created_at=now,
        updated_at=now,
    )


def product_like(product: Product, now: dt.datetime) -> Product:
    """Returns a draft like ``product``; what only one product can have is empty."""
    replace = msgspec.structs.replace
    packs = tuple(replace(pack, barcode=None) for pack in product.inventory.packs)
    inventory = replace(
        product.inventory,
        sku="",
        quantity=Decimal(0),
        shortage=Decimal(0),
        barcodes=(),
        variant_stock=(),
        packs=packs,
    )
    return replace(
        product,
        id=new_id(),
        slug="",
        status=ProductStatus.DRAFT,
        inventory=inventory,
        pos=replace(product.pos, plu=None),
        ratings=Ratings(),
        created_at=now,
        updated_at=now,
    )

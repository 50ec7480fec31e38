"""What an imported row makes of a product, new or known. Pure; reading and writing belong elsewhere."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from b4mart_desktop.domain.catalog import (
    CounterFields,
    Dimensions,
    Inventory,
    Product,
    ProductPricing,
    ProductShipping,
    ProductStatus,
    Seo,
)
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.product_rows import ProductRow

DEFAULT_CATEGORY = ("Imported",)

_PRICING = {
    Column.PRICE: "base_price",
    Column.SALE_PRICE: "sale_price",
    Column.COST: "cost_price",
    Column.CURRENCY: "currency",
}
_INVENTORY = {
    Column.LOW_STOCK: "low_stock_threshold",
    Column.UNIT: "unit",
    Column.TRACKED: "track_quantity",
    Column.BACKORDERS: "allow_backorders",
    Column.PACKS: "packs",
    Column.VARIANT_STOCK: "variant_stock",
}
_COUNTER = {
    Column.PLU: "plu",
    Column.WEIGHED: "weighed",
    Column.OPEN_PRICE: "open_price",
    Column.AGE: "age_restricted",
    Column.COLOR: "color",
    Column.FAVOURITE: "favourite",
}
_PRODUCT = {
    Column.DESCRIPTION: "description",
    Column.SHORT_DESCRIPTION: "short_description",
    Column.TAX_CLASS: "tax_class",
    Column.STATUS: "status",
    Column.SLUG: "slug",
    Column.VENDOR: "vendor",
    Column.TAGS: "tags",
    Column.FEATURED: "featured",
    Column.IMAGES: "images",
    Column.SPECIFICATIONS: "specifications",
    Column.VARIANTS: "variants",
}
_SEO = {
    Column.SEO_TITLE: "meta_title",
    Column.SEO_DESCRIPTION: "meta_description",
    Column.SEO_KEYWORDS: "keywords",
}
_SHIPPING = {Column.WEIGHT: "weight", Column.SHIPPING_CLASS: "shipping_class"}
_SIZE = {Column.LENGTH: "length", Column.WIDTH: "width", Column.HEIGHT: "height"}

CLEARED: Mapping[Column, object] = {
    Column.SALE_PRICE: None,
    Column.COST: None,
    Column.AGE: None,
    Column.PLU: None,
    Column.COLOR: None,
    Column.VENDOR: None,
    Column.TAGS: (),
    Column.PACKS: (),
    Column.IMAGES: (),
    Column.SPECIFICATIONS: (),
    Column.VARIANTS: (),
    Column.VARIANT_STOCK: (),
    Column.SHORT_DESCRIPTION: None,
    Column.SEO_TITLE: None,
    Column.SEO_DESCRIPTION: None,
    Column.SEO_KEYWORDS: (),
    Column.WEIGHT: None,
    Column.LENGTH: None,
    Column.WIDTH: None,
    Column.HEIGHT: None,
    Column.SHIPPING_CLASS: None,
}
"""What an empty cell makes of a column where empty cells clear; others cannot be without a value."""


def category_path(row: ProductRow) -> tuple[str, ...]:
    """Returns the names of the category that a new product of ``row`` goes to."""
    path = row.values.get(Column.CATEGORY, DEFAULT_CATEGORY)
    return path if isinstance(path, tuple) and path else DEFAULT_CATEGORY


def new_product(row: ProductRow, slug: str, category: Id, currency: str, now: dt.datetime) -> Product:
    """Returns the active product that ``row`` describes; its price is open where the row has none."""
    open_price = row.values.get(Column.OPEN_PRICE, Column.PRICE not in row.values)
    blank = Product(
        id=new_id(),
        name=row.name,
        slug=slug,
        description=row.name,
        pricing=ProductPricing(base_price=Decimal(0), currency=currency),
        inventory=Inventory(sku=row.sku, quantity=_decimal(row, Column.QUANTITY)),
        category=category,
        status=ProductStatus.ACTIVE,
        pos=CounterFields(open_price=bool(open_price)),
        created_at=now,
        updated_at=now,
    )
    values: dict[Column, object] = {
        column: value for column, value in row.values.items() if column is not Column.SLUG
    }
    return changed_product(blank, row._replace(values=values), category)


def changed_product(product: Product, row: ProductRow, category: Id | None) -> Product:
    """Returns ``product`` with everything that ``row`` says; what is on hand stays.

    Args:
        product: As it is.
        row: What is said; the values alone count, not the faults.
        category: The one that the row names; None where it names none.
    """
    changes = _said(row, _PRODUCT)
    if category is not None:
        changes["category"] = category
    return msgspec.structs.replace(
        product,
        name=row.name or product.name,
        pricing=msgspec.structs.replace(product.pricing, **_said(row, _PRICING)),
        inventory=_inventory(product.inventory, row),
        pos=_counter_fields(product, row),
        seo=_part(product.seo, Seo(), _said(row, _SEO)),
        shipping=_shipping(product.shipping, row),
        **changes,
    )


def _inventory(inventory: Inventory, row: ProductRow) -> Inventory:
    changes = _said(row, _INVENTORY)
    if row.is_sku_given:
        changes["sku"] = row.sku
    if row.values.get(Column.WEIGHED) is True and Column.UNIT not in row.values and inventory.unit == "pcs":
        changes["unit"] = "kg"
    return msgspec.structs.replace(inventory, barcodes=_barcodes(inventory.barcodes, row.barcodes), **changes)


def _counter_fields(product: Product, row: ProductRow) -> CounterFields:
    changes = _said(row, _COUNTER)
    was_open_for_want = product.pos.open_price and not product.pricing.base_price
    if Column.PRICE in row.values and was_open_for_want and Column.OPEN_PRICE not in row.values:
        changes["open_price"] = False
    return msgspec.structs.replace(product.pos, **changes)


def _shipping(shipping: ProductShipping | None, row: ProductRow) -> ProductShipping | None:
    changes = _said(row, _SHIPPING)
    size = _part(None if shipping is None else shipping.dimensions, Dimensions(), _said(row, _SIZE))
    if size is not None:
        changes["dimensions"] = size
    changed: ProductShipping | None = _part(shipping, ProductShipping(), changes)
    return changed


def _part(known: Any, blank: Any, changes: Mapping[str, object]) -> Any:
    """Returns a part of the document with ``changes``; none is made only to be blank."""
    if not changes:
        return known
    changed = msgspec.structs.replace(known or blank, **changes)
    return known if known is None and changed == blank else changed


def _barcodes(known: tuple[str, ...], said: Sequence[str]) -> tuple[str, ...]:
    """Adds barcodes that are not there in any form: zeros in front make no other barcode."""
    there = set(map(_without_zeros, known))
    return known + tuple(code for code in said if _without_zeros(code) not in there)


def _without_zeros(code: str) -> str:
    return code.lstrip("0") if code.isdigit() else code


def _said(row: ProductRow, names: Mapping[Column, str]) -> dict[str, Any]:
    return {name: row.values[column] for column, name in names.items() if column in row.values}


def _decimal(row: ProductRow, column: Column) -> Decimal:
    value = row.values.get(column, Decimal(0))
    return value if isinstance(value, Decimal) else Decimal(0)

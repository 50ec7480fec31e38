"""What an imported row makes of a product, new or known. Pure; reading and writing belong elsewhere."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from b4mart_desktop.domain.catalog import CounterFields, Inventory, Product, ProductPricing, ProductStatus
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.services.product_rows import Column, ProductRow, barcode_forms

DEFAULT_CATEGORY = "Imported"

_PRICING = {Column.PRICE: "base_price", Column.SALE_PRICE: "sale_price", Column.COST: "cost_price"}
_INVENTORY = {Column.LOW_STOCK: "low_stock_threshold", Column.UNIT: "unit"}
_COUNTER = {Column.PLU: "plu", Column.WEIGHED: "weighed", Column.AGE: "age_restricted"}
_PRODUCT = {Column.DESCRIPTION: "description", Column.TAX_CLASS: "tax_class", Column.STATUS: "status"}


def category_name(row: ProductRow) -> str:
    """Returns the category that a new product of ``row`` goes to."""
    return str(row.values.get(Column.CATEGORY, DEFAULT_CATEGORY))


def new_product(
    row: ProductRow, slug: str, categories: Mapping[str, Id], currency: str, now: dt.datetime
) -> Product:
    """Returns the product that ``row`` describes; its price is open where the row has none."""
    blank = Product(
        id=new_id(),
        name=row.name,
        slug=slug,
        description=row.name,
        pricing=ProductPricing(base_price=Decimal(0), currency=currency),
        inventory=Inventory(sku=row.sku, quantity=_decimal(row, Column.QUANTITY)),
        category=categories[category_name(row)],
        status=ProductStatus.ACTIVE,
        pos=CounterFields(open_price=Column.PRICE not in row.values),
        created_at=now,
        updated_at=now,
    )
    return changed_product(blank, row, categories)


def changed_product(product: Product, row: ProductRow, categories: Mapping[str, Id]) -> Product:
    """Returns ``product`` with everything that ``row`` says; what is on hand stays."""
    changes = _said(row, _PRODUCT)
    if Column.CATEGORY in row.values:
        changes["category"] = categories[category_name(row)]
    return msgspec.structs.replace(
        product,
        name=row.name,
        pricing=msgspec.structs.replace(product.pricing, **_said(row, _PRICING)),
        inventory=_inventory(product.inventory, row),
        pos=_counter_fields(product, row),
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
    if Column.AGE in changes:
        changes["age_restricted"] = int(changes["age_restricted"]) or None
    if Column.PRICE in row.values and product.pos.open_price and not product.pricing.base_price:
        changes["open_price"] = False  # it was open for want of a price
    return msgspec.structs.replace(product.pos, **changes)


def _barcodes(known: tuple[str, ...], said: Sequence[str]) -> tuple[str, ...]:
    """Adds barcodes that are not there in any form."""
    return known + tuple(code for code in said if not set(barcode_forms(code)) & set(known))


def _said(row: ProductRow, names: Mapping[Column, str]) -> dict[str, Any]:
    return {name: row.values[column] for column, name in names.items() if column in row.values}


def _decimal(row: ProductRow, column: Column) -> Decimal:
    value = row.values.get(column, Decimal(0))
    return value if isinstance(value, Decimal) else Decimal(0)

"""What is wrong with a product somebody is about to save: faults by field. Other products are not asked."""

import enum
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from b4mart_desktop.domain import gtin
from b4mart_desktop.domain.cart import MAX_PRICE
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.money import quantise
from b4mart_desktop.domain.stock import MAX_ON_HAND

LONGEST_NAME = 200
LONGEST_TEXT = 20_000
OLDEST_AGE = 99

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PLU = re.compile(r"\d{4,5}")
_CODE = re.compile(r"[!-~]{1,48}")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


class ProductFault(enum.StrEnum):
    """What may be wrong with a field."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    SLUG = "slug"
    """Not lower-case letters, digits and single hyphens."""
    OUT_OF_RANGE = "out_of_range"
    TOO_PRECISE = "too_precise"
    """More decimals than the currency has."""
    CHECK_DIGIT = "check_digit"
    """``right`` is the digit that belongs there."""
    CODE = "code"
    """No scanner reads such a code."""
    PLU = "plu"
    REPEATED = "repeated"
    """``value`` stands there twice."""
    COLOR = "color"
    UNKNOWN_OPTION = "unknown_option"
    """A combination names a choice that the variants do not offer."""

    # To think about: these do not keep a product from being saved.
    NO_PRICE = "no_price"
    BELOW_COST = "below_cost"
    SALE_NOT_BELOW = "sale_not_below"
    """The sale price is not below the list price."""
    NO_CODE = "no_code"


WARNINGS = frozenset(
    {ProductFault.NO_PRICE, ProductFault.BELOW_COST, ProductFault.SALE_NOT_BELOW, ProductFault.NO_CODE}
)


class FieldProblem(msgspec.Struct, frozen=True, kw_only=True):
    """A fault and where it is.

    Attributes:
        field: Dotted path of the document, list elements by position: ``inventory.barcodes.1``.
        data: Values for the sentence, by name.
        known: Whether the product had it before the edit: others write products, too, by other rules.
    """

    field: str
    fault: ProductFault
    data: Mapping[str, object] = {}
    known: bool = False

    @property
    def blocks(self) -> bool:
        """Whether the edit cannot be saved with it."""
        return self.fault not in WARNINGS and not self.known


def problems(product: Product, base: Product | None = None) -> tuple[FieldProblem, ...]:
    """Returns everything that is wrong with ``product`` by itself, in the order of the form.

    Args:
        product: As it is to be.
        base: As it was before the edit; None for a new one.
    """
    before = set() if base is None else {(each.field, each.fault) for each in _problems(base)}
    return tuple(
        msgspec.structs.replace(each, known=(each.field, each.fault) in before) for each in _problems(product)
    )


def _problems(product: Product) -> tuple[FieldProblem, ...]:
    return (
        *_texts(product),
        *_prices(product),
        *_codes(product),
        *_stock(product),
        *_counter_fields(product),
        *_variants(product),
        *_shipping(product),
    )


def codes_of(product: Product) -> tuple[tuple[str, str], ...]:
    """Returns every code of the product with its field: SKU, barcodes, packs', variants' and PLU."""
    stock = product.inventory
    found = [("inventory.sku", stock.sku)]
    found += [(f"inventory.barcodes.{place}", code) for place, code in enumerate(stock.barcodes)]
    found += [
        (f"inventory.packs.{place}.barcode", pack.barcode or "") for place, pack in enumerate(stock.packs)
    ]
    for place, variant in enumerate(stock.variant_stock):
        found.append((f"inventory.variantStock.{place}.sku", variant.sku))
        found.append((f"inventory.variantStock.{place}.barcode", variant.barcode or ""))
    found.append(("pos.plu", product.pos.plu or ""))
    return tuple((field, code) for field, code in found if code)


def _texts(product: Product) -> Iterator[FieldProblem]:
    texts = {
        "name": (product.name, LONGEST_NAME),
        "slug": (product.slug, LONGEST_NAME),
        "description": (product.description, LONGEST_TEXT),
        "inventory.sku": (product.inventory.sku, LONGEST_NAME),
        "inventory.unit": (product.inventory.unit, LONGEST_NAME),
    }
    for field, (text, longest) in texts.items():
        if not text.strip():
            yield FieldProblem(field=field, fault=ProductFault.MISSING)
        elif len(text) > longest:
            yield FieldProblem(field=field, fault=ProductFault.TOO_LONG, data={"most": longest})
    if product.slug and not _SLUG.fullmatch(product.slug):
        yield FieldProblem(field="slug", fault=ProductFault.SLUG)


def _prices(product: Product) -> Iterator[FieldProblem]:
    pricing = product.pricing
    amounts = {
        "pricing.basePrice": pricing.base_price,
        "pricing.salePrice": pricing.sale_price,
        "pricing.costPrice": pricing.cost_price,
    }
    amounts |= {f"inventory.packs.{n}.price": pack.price for n, pack in enumerate(product.inventory.packs)}
    for field, amount in amounts.items():
        if amount is None:
            continue
        if not (amount.is_finite() and 0 <= amount <= MAX_PRICE):
            yield _out_of_range(field, Decimal(0), MAX_PRICE)
        elif field != "pricing.costPrice" and amount != quantise(amount, pricing.currency):
            yield FieldProblem(field=field, fault=ProductFault.TOO_PRECISE)
    yield from _sense_of_prices(product)


def _sense_of_prices(product: Product) -> Iterator[FieldProblem]:
    pricing = product.pricing
    if not product.pos.open_price and product.shelf_price == 0:
        yield FieldProblem(field="pricing.basePrice", fault=ProductFault.NO_PRICE)
    if pricing.sale_price is not None and pricing.sale_price >= pricing.base_price:
        yield FieldProblem(field="pricing.salePrice", fault=ProductFault.SALE_NOT_BELOW)
    cost = pricing.cost_price
    if cost is not None and 0 < product.shelf_price < cost:
        field = "pricing.basePrice" if pricing.sale_price is None else "pricing.salePrice"
        yield FieldProblem(field=field, fault=ProductFault.BELOW_COST, data={"cost": cost})


def _codes(product: Product) -> Iterator[FieldProblem]:
    codes = codes_of(product)
    times = Counter(_one_form(code) for _, code in codes)
    for field, code in codes:
        if field == "pos.plu":
            if not _PLU.fullmatch(code):
                yield FieldProblem(field=field, fault=ProductFault.PLU)
        elif not field.endswith("sku"):
            yield from _barcode(field, code)
        if times[_one_form(code)] > 1 and field != "inventory.sku":
            yield FieldProblem(field=field, fault=ProductFault.REPEATED, data={"value": code})
    scannable = product.inventory.barcodes or product.pos.plu or product.pos.weighed
    if not scannable and not product.inventory.variant_stock:
        yield FieldProblem(field="inventory.barcodes", fault=ProductFault.NO_CODE)


def _barcode(field: str, code: str) -> Iterator[FieldProblem]:
    if not _CODE.fullmatch(code):
        yield FieldProblem(field=field, fault=ProductFault.CODE)
    elif gtin.fault(code) is gtin.GtinFault.CHECK_DIGIT:
        right = gtin.check_digit(code[:-1])
        yield FieldProblem(field=field, fault=ProductFault.CHECK_DIGIT, data={"right": right})


def _one_form(code: str) -> str:
    return gtin.normal_form(code) if gtin.fault(code) is None else code


def _stock(product: Product) -> Iterator[FieldProblem]:
    stock = product.inventory
    amounts = {"inventory.lowStockThreshold": stock.low_stock_threshold}
    amounts |= {
        f"inventory.variantStock.{n}.quantity": each.quantity for n, each in enumerate(stock.variant_stock)
    }
    for field, amount in amounts.items():
        if not (amount.is_finite() and abs(amount) <= MAX_ON_HAND):
            yield _out_of_range(field, -MAX_ON_HAND, MAX_ON_HAND)
    for place, pack in enumerate(stock.packs):
        if not pack.name.strip():
            yield FieldProblem(field=f"inventory.packs.{place}.name", fault=ProductFault.MISSING)
        if not (pack.quantity.is_finite() and 0 < pack.quantity <= MAX_ON_HAND):
            yield _out_of_range(f"inventory.packs.{place}.quantity", Decimal(0), MAX_ON_HAND)


def _counter_fields(product: Product) -> Iterator[FieldProblem]:
    age, color = product.pos.age_restricted, product.pos.color
    if age is not None and not 0 <= age <= OLDEST_AGE:
        yield _out_of_range("pos.ageRestricted", Decimal(0), Decimal(OLDEST_AGE))
    if color is not None and not _COLOR.fullmatch(color):
        yield FieldProblem(field="pos.color", fault=ProductFault.COLOR)


def _variants(product: Product) -> Iterator[FieldProblem]:
    offered: dict[str, tuple[str, ...]] = {}
    for place, variant in enumerate(product.variants):
        name = variant.name or ""
        if not name.strip():
            yield FieldProblem(field=f"variants.{place}.name", fault=ProductFault.MISSING)
        elif name in offered:
            yield FieldProblem(
                field=f"variants.{place}.name", fault=ProductFault.REPEATED, data={"value": name}
            )
        for option, times in Counter(variant.options).items():
            if times > 1:
                yield FieldProblem(
                    field=f"variants.{place}.options", fault=ProductFault.REPEATED, data={"value": option}
                )
        offered[name] = variant.options
    for place, combination in enumerate(product.inventory.variant_stock):
        if not combination.sku.strip():
            yield FieldProblem(field=f"inventory.variantStock.{place}.sku", fault=ProductFault.MISSING)
        for name, option in combination.options.items():
            if option not in offered.get(name, ()):
                yield FieldProblem(
                    field=f"inventory.variantStock.{place}.options",
                    fault=ProductFault.UNKNOWN_OPTION,
                    data={"value": f"{name}: {option}"},
                )


def _shipping(product: Product) -> Iterator[FieldProblem]:
    shipping = product.shipping
    if shipping is None:
        return
    amounts = {"shipping.weight": shipping.weight}
    if shipping.dimensions is not None:
        sides = shipping.dimensions
        amounts |= {
            "shipping.dimensions.length": sides.length,
            "shipping.dimensions.width": sides.width,
            "shipping.dimensions.height": sides.height,
        }
    for field, amount in amounts.items():
        if amount is not None and not (amount.is_finite() and 0 <= amount <= MAX_ON_HAND):
            yield _out_of_range(field, Decimal(0), MAX_ON_HAND)


def _out_of_range(field: str, least: Decimal, most: Decimal) -> FieldProblem:
    return FieldProblem(field=field, fault=ProductFault.OUT_OF_RANGE, data={"least": least, "most": most})

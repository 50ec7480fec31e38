"""Writing products as texts, one a column, so that ``product_cells`` reads the same again."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

import msgspec

from b4mart_desktop.domain.catalog import Dimensions, Product, ProductImage, ProductShipping, Seo
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.cell_lists import split_items, split_path, split_words
from b4mart_desktop.services.column_names import Column, cleaned

_FORMULA = re.compile(r"[=+\-@]|'(?=[=+\-@'])")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_NO_SEO, _NO_SHIPPING, _NO_SIZE = Seo(), ProductShipping(), Dimensions()

NUMBERS = frozenset(
    {
        Column.PRICE,
        Column.SALE_PRICE,
        Column.COST,
        Column.QUANTITY,
        Column.LOW_STOCK,
        Column.AGE,
        Column.WEIGHT,
        Column.LENGTH,
        Column.WIDTH,
        Column.HEIGHT,
    }
)
"""Columns that a spreadsheet may calculate with."""


class Names(Protocol):
    """What stands for an identity in a table."""

    def category_path(self, category: Id) -> tuple[str, ...]:
        """Returns the names from the root down; empty where there is no such category."""

    def vendor_name(self, vendor: Id) -> str:
        """Returns the vendor's e-mail address; empty where there is no such vendor."""


def texts_of(product: Product, columns: Sequence[Column], names: Names) -> list[str]:
    """Returns what each of ``columns`` says of ``product``; empty where it says nothing."""
    return [_WRITERS[column](product, names) for column in columns]


def text_of(product: Product, column: Column, names: Names) -> str:
    """Returns what ``column`` says of ``product``."""
    return _WRITERS[column](product, names)


def guarded(text: str) -> str:
    """Returns what of ``text`` files keep, so that no spreadsheet takes it for a formula.

    It stands behind an apostrophe where one would; ``unguarded`` takes that away.
    """
    text = _kept(text)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def guarded_code(text: str) -> str:
    """Returns a code as files keep it: with the spaces around it, without which it is another code."""
    return text if text[:1].isspace() else guarded(text) + text[len(text.rstrip()) :]


def unguarded(cell: str) -> str:
    """Returns what ``guarded`` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def is_same_text(one: str, other: str) -> bool:
    """Whether two texts are the same but for what files do not keep: line ends, and white space around."""
    return one == other or _kept(one) == _kept(other)


def _kept(text: str) -> str:
    return cleaned(text.replace("\r\n", "\n").replace("\r", "\n"))


def _number(value: Decimal | int | None) -> str:
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


def _joined(items: Sequence[str], mark: str, split: Callable[[str], Sequence[str]]) -> str:
    """Returns the items with ``mark`` between them, or as a JSON list where they could not be told apart."""
    text = mark.join(items)
    plain = tuple(split(text)) == tuple(items) and not text.startswith("[") and cleaned(text) == text
    return text if plain or not items else json.dumps(list(items), ensure_ascii=False)


def _pairs(items: Sequence[Any], pairs: Sequence[tuple[str, str]], *, plain: bool) -> str:
    """Returns ``Name: value; Name: value`` where that says all of the items, else a JSON list of them."""
    if not items:
        return ""
    texts = [f"{name}: {value}" for name, value in pairs]
    text = "; ".join(texts)
    clear = all(
        name and value and ":" not in name and cleaned(part) == part
        for name, value in pairs
        for part in (name, value)
    )
    if plain and clear and split_items(text) == tuple(texts) and not text.startswith("["):
        return text
    return msgspec.json.encode(items, enc_hook=str).decode()


def _images(images: Sequence[ProductImage]) -> str:
    urls = [image.url or "" for image in images]
    usual = tuple(ProductImage(url=url, is_primary=not place) for place, url in enumerate(urls))
    if tuple(images) == usual and not any(re.search(r"[\s,]", url) for url in urls):
        return _joined(urls, "; ", split_items)
    return msgspec.json.encode(images).decode()


def _specifications(product: Product) -> str:
    found = product.specifications
    pairs = [(each.name or "", each.value or "") for each in found]
    return _pairs(found, pairs, plain=all(each.unit is None for each in found))


def _variants(product: Product) -> str:
    found = product.variants
    plain = all(
        not each.required
        and each.options
        and not any("," in option or cleaned(option) != option or not option for option in each.options)
        for each in found
    )
    return _pairs(found, [(each.name or "", ", ".join(each.options)) for each in found], plain=plain)


def _structs(items: Sequence[Any]) -> str:
    return msgspec.json.encode(items).decode() if items else ""


def _category(product: Product, names: Names) -> str:
    return _joined(names.category_path(product.category), " > ", split_path)


def _seo(product: Product) -> Seo:
    return product.seo or _NO_SEO


def _shipping(product: Product) -> ProductShipping:
    return product.shipping or _NO_SHIPPING


def _size(product: Product) -> Dimensions:
    return _shipping(product).dimensions or _NO_SIZE


_WRITERS: Mapping[Column, Callable[[Product, Names], str]] = {
    Column.SKU: lambda product, _: product.inventory.sku,
    Column.GTIN: lambda product, _: _joined(product.inventory.barcodes, "; ", split_words),
    Column.BARCODE: lambda product, _: _joined(product.inventory.barcodes, "; ", split_words),
    Column.CODE: lambda product, _: (
        _joined(product.inventory.barcodes, "; ", split_words) or product.inventory.sku
    ),
    Column.NAME: lambda product, _: product.name,
    Column.CATEGORY: _category,
    Column.PRICE: lambda product, _: _price(product),
    Column.SALE_PRICE: lambda product, _: _number(product.pricing.sale_price),
    Column.COST: lambda product, _: _number(product.pricing.cost_price),
    Column.CURRENCY: lambda product, _: product.pricing.currency,
    Column.TAX_CLASS: lambda product, _: product.tax_class,
    Column.STATUS: lambda product, _: product.status.value,
    Column.UNIT: lambda product, _: product.inventory.unit,
    Column.PLU: lambda product, _: product.pos.plu or "",
    Column.WEIGHED: lambda product, _: _yes_no(product.pos.weighed),
    Column.OPEN_PRICE: lambda product, _: _yes_no(product.pos.open_price),
    Column.AGE: lambda product, _: _number(product.pos.age_restricted),
    Column.QUANTITY: lambda product, _: _number(product.inventory.on_hand),
    Column.LOW_STOCK: lambda product, _: _number(product.inventory.low_stock_threshold),
    Column.TRACKED: lambda product, _: _yes_no(product.inventory.track_quantity),
    Column.BACKORDERS: lambda product, _: _yes_no(product.inventory.allow_backorders),
    Column.PACKS: lambda product, _: _structs(product.inventory.packs),
    Column.VENDOR: lambda product, names: names.vendor_name(product.vendor) if product.vendor else "",
    Column.TAGS: lambda product, _: _joined(product.tags, "; ", split_words),
    Column.FEATURED: lambda product, _: _yes_no(product.featured),
    Column.FAVOURITE: lambda product, _: _yes_no(product.pos.favourite),
    Column.COLOR: lambda product, _: product.pos.color or "",
    Column.DESCRIPTION: lambda product, _: product.description,
    Column.SHORT_DESCRIPTION: lambda product, _: product.short_description or "",
    Column.SPECIFICATIONS: lambda product, _: _specifications(product),
    Column.IMAGES: lambda product, _: _images(product.images),
    Column.VARIANTS: lambda product, _: _variants(product),
    Column.VARIANT_STOCK: lambda product, _: _structs(product.inventory.variant_stock),
    Column.WEIGHT: lambda product, _: _number(_shipping(product).weight),
    Column.LENGTH: lambda product, _: _number(_size(product).length),
    Column.WIDTH: lambda product, _: _number(_size(product).width),
    Column.HEIGHT: lambda product, _: _number(_size(product).height),
    Column.SHIPPING_CLASS: lambda product, _: _shipping(product).shipping_class or "",
    Column.SLUG: lambda product, _: product.slug,
    Column.SEO_TITLE: lambda product, _: _seo(product).meta_title or "",
    Column.SEO_DESCRIPTION: lambda product, _: _seo(product).meta_description or "",
    Column.SEO_KEYWORDS: lambda product, _: _joined(_seo(product).keywords, "; ", split_words),
}


def _price(product: Product) -> str:
    """The price; none where it is open for want of one, so that reading it again leaves it open."""
    price = product.pricing.base_price
    return "" if product.pos.open_price and not price else _number(price)

"""Fields of a product and their values in words, for histories, comparisons and lists of problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from b4mart_desktop.domain.edits import value_of
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.editor.lookups import Lookups
from b4mart_desktop.gui.style.formats import Formats

_CONTEXT = "FieldWords"
_NOTHING = "–"
_LONGEST = 160

_NAMES = {
    "name": QT_TRANSLATE_NOOP("FieldWords", "Name"),
    "slug": QT_TRANSLATE_NOOP("FieldWords", "URL handle"),
    "description": QT_TRANSLATE_NOOP("FieldWords", "Description"),
    "shortDescription": QT_TRANSLATE_NOOP("FieldWords", "Short description"),
    "pricing.basePrice": QT_TRANSLATE_NOOP("FieldWords", "Price"),
    "pricing.salePrice": QT_TRANSLATE_NOOP("FieldWords", "Sale price"),
    "pricing.costPrice": QT_TRANSLATE_NOOP("FieldWords", "Cost"),
    "pricing.currency": QT_TRANSLATE_NOOP("FieldWords", "Currency"),
    "inventory.sku": QT_TRANSLATE_NOOP("FieldWords", "SKU"),
    "inventory.quantity": QT_TRANSLATE_NOOP("FieldWords", "On hand"),
    "inventory.barcodes": QT_TRANSLATE_NOOP("FieldWords", "Barcodes"),
    "inventory.packs": QT_TRANSLATE_NOOP("FieldWords", "Packs"),
    "inventory.unit": QT_TRANSLATE_NOOP("FieldWords", "Unit"),
    "inventory.lowStockThreshold": QT_TRANSLATE_NOOP("FieldWords", "Low stock threshold"),
    "inventory.trackQuantity": QT_TRANSLATE_NOOP("FieldWords", "Track quantity"),
    "inventory.allowBackorders": QT_TRANSLATE_NOOP("FieldWords", "Backorders"),
    "inventory.variantStock": QT_TRANSLATE_NOOP("FieldWords", "Variants"),
    "variants": QT_TRANSLATE_NOOP("FieldWords", "Options"),
    "category": QT_TRANSLATE_NOOP("FieldWords", "Category"),
    "vendor": QT_TRANSLATE_NOOP("FieldWords", "Vendor"),
    "tags": QT_TRANSLATE_NOOP("FieldWords", "Tags"),
    "featured": QT_TRANSLATE_NOOP("FieldWords", "Featured"),
    "images": QT_TRANSLATE_NOOP("FieldWords", "Pictures"),
    "specifications": QT_TRANSLATE_NOOP("FieldWords", "Specifications"),
    "seo": QT_TRANSLATE_NOOP("FieldWords", "Search engine listing"),
    "seo.metaTitle": QT_TRANSLATE_NOOP("FieldWords", "Page title"),
    "seo.metaDescription": QT_TRANSLATE_NOOP("FieldWords", "Meta description"),
    "seo.keywords": QT_TRANSLATE_NOOP("FieldWords", "Keywords"),
    "shipping.weight": QT_TRANSLATE_NOOP("FieldWords", "Weight"),
    "shipping.dimensions": QT_TRANSLATE_NOOP("FieldWords", "Package dimensions"),
    "shipping.shippingClass": QT_TRANSLATE_NOOP("FieldWords", "Shipping class"),
    "status": QT_TRANSLATE_NOOP("FieldWords", "Status"),
    "taxClass": QT_TRANSLATE_NOOP("FieldWords", "Tax"),
    "pos.plu": QT_TRANSLATE_NOOP("FieldWords", "PLU"),
    "pos.weighed": QT_TRANSLATE_NOOP("FieldWords", "Sold by weight or measure"),
    "pos.openPrice": QT_TRANSLATE_NOOP("FieldWords", "Price entered at the counter"),
    "pos.ageRestricted": QT_TRANSLATE_NOOP("FieldWords", "Minimum age"),
    "pos.color": QT_TRANSLATE_NOOP("FieldWords", "Tile colour"),
    "pos.favourite": QT_TRANSLATE_NOOP("FieldWords", "First page of the sell screen"),
}
_WORDS = {
    "active": QT_TRANSLATE_NOOP("FieldWords", "Active"),
    "inactive": QT_TRANSLATE_NOOP("FieldWords", "Inactive"),
    "draft": QT_TRANSLATE_NOOP("FieldWords", "Draft"),
    "archived": QT_TRANSLATE_NOOP("FieldWords", "Archived"),
}
_TEXTS = frozenset({"name", "slug", "description", "shortDescription"})


def field_name(path: str) -> str:
    """Returns what a field is called; elements of lists are called as their list, the unknown by its path."""
    steps = path.split(".")
    for length in range(len(steps), 0, -1):
        name = _NAMES.get(".".join(steps[:length]))
        if name is not None:
            return _translate(name)
    return path


def status_word(status: str) -> str:
    """Returns what a status is called."""
    return _translate(_WORDS.get(status, status))


class FieldWords:
    """Writes values of fields for people."""

    def __init__(self, formats: Formats, lookups: Lookups) -> None:
        self._formats = formats
        self._lookups = lookups
        self._by_field: Mapping[str, Callable[[Any], str]] = {
            "category": lambda value: self._lookups.category_path(Id(value)) or str(value),
            "vendor": lambda value: self._lookups.person(Id(value)),
            "status": status_word,
            "taxClass": self._tax,
            "inventory.packs": self._packs,
            "inventory.variantStock": self._combinations,
            "variants": _variants,
            "images": lambda images: _listed(image.get("url", "").rpartition("/")[2] for image in images),
            "specifications": _specifications,
        }

    def value(self, path: str, text: str | None) -> str:
        """Returns the value that a change's text holds."""
        value = value_of(text)
        if value is None or value in ("", [], {}):
            return _NOTHING
        write = self._by_field.get(path)
        try:
            words = self._plain(path, value) if write is None else write(value)
        except (ArithmeticError, AttributeError, TypeError, ValueError):
            words = str(value)  # what was repaired may have been anything
        return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"

    def _plain(self, path: str, value: Any) -> str:
        if isinstance(value, bool):
            return _translate(_YES if value else _NO)
        if isinstance(value, list):
            return _listed(str(each) for each in value)
        if isinstance(value, dict):
            return _listed(f"{name}: {each}" for name, each in value.items() if each not in (None, [], ""))
        if path.startswith("pricing.") and path != "pricing.currency":
            return self._formats.money(Decimal(str(value)))
        return str(value) if path in _TEXTS else self._number(value)

    def _number(self, value: Any) -> str:
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            return str(value)
        return self._formats.quantity(number) if isinstance(value, str) and "." in value else str(value)

    def _tax(self, code: str) -> str:
        return next((tax.name for tax in self._lookups.taxes() if tax.code == code), code)

    def _packs(self, packs: Any) -> str:
        return _listed(
            f"{pack.get('name', '')} × {self._formats.quantity(Decimal(str(pack.get('quantity', 0))))}"
            for pack in packs
        )

    def _combinations(self, stock: Any) -> str:
        return _listed(" · ".join(each.get("options", {}).values()) or each.get("sku", "") for each in stock)


_YES = QT_TRANSLATE_NOOP("FieldWords", "Yes")
_NO = QT_TRANSLATE_NOOP("FieldWords", "No")


def _variants(variants: Any) -> str:
    return _listed(f"{each.get('name') or ''}: {'/'.join(each.get('options', ()))}" for each in variants)


def _specifications(lines: Any) -> str:
    return _listed(
        f"{each.get('name') or ''}: {each.get('value') or ''} {each.get('unit') or ''}".strip()
        for each in lines
    )


def _listed(words: Any) -> str:
    return ", ".join(words)


def _translate(text: object) -> str:
    return QCoreApplication.translate(_CONTEXT, str(text))

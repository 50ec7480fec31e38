"""How much is in a product, and its price per kilogram, litre or other base unit.

Sources: Directive 98/6/EC, article 2 (kilogram, litre, metre, square metre; one piece has no unit price);
NIST Handbook 130, Uniform Unit Pricing Regulation (ounce, pound, fluid ounce, quart); NIST Handbook 44,
appendix C (the liquid pint, quart and gallon of the United States, and their litres).
"""

import enum
import re
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.catalog import Product


class PriceBase(enum.StrEnum):
    """Per how much unit prices are told."""

    METRIC = "metric"
    """Per kilogram, litre or metre."""
    HUNDRED = "hundred"
    """Per 100 g or 100 ml; metres as metric."""
    US = "us"
    """Per ounce or fluid ounce."""


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """A measure in a base unit: kg, l, m or m²."""

    value: Decimal
    unit: str


class UnitPrice(msgspec.Struct, frozen=True, kw_only=True):
    """An amount per ``per`` of ``unit``, not rounded."""

    amount: Decimal
    per: Decimal
    unit: str


_ONE, _HUNDRED = Decimal(1), Decimal(100)
_BASE: dict[str, tuple[Decimal, str]] = {
    "kg": (_ONE, "kg"),
    "g": (Decimal("0.001"), "kg"),
    "lb": (Decimal("0.45359237"), "kg"),
    "oz": (Decimal("0.028349523125"), "kg"),
    "l": (_ONE, "l"),
    "dl": (Decimal("0.1"), "l"),
    "cl": (Decimal("0.01"), "l"),
    "ml": (Decimal("0.001"), "l"),
    "floz": (Decimal("0.0295735295625"), "l"),
    "pt": (Decimal("0.473176473"), "l"),
    "qt": (Decimal("0.946352946"), "l"),
    "gal": (Decimal("3.785411784"), "l"),
    "m": (_ONE, "m"),
    "cm": (Decimal("0.01"), "m"),
    "m²": (_ONE, "m²"),
}
_OUNCE, _FLUID_OUNCE = _BASE["oz"][0], _BASE["floz"][0]
_SPELLINGS = {
    "kilo": "kg",
    "kgs": "kg",
    "gr": "g",
    "gram": "g",
    "grams": "g",
    "lbs": "lb",
    "pint": "pt",
    "pints": "pt",
    "quart": "qt",
    "quarts": "qt",
    "gallon": "gal",
    "gallons": "gal",
    "liter": "l",
    "litre": "l",
    "lt": "l",
    "ltr": "l",
    "m2": "m²",
    "qm": "m²",
    "קג": "kg",
    'ק"ג': "kg",
    "גרם": "g",
    "ליטר": "l",
    'מ"ל': "ml",
    "мл": "ml",
    "л": "l",
    "г": "g",
    "кг": "kg",
}
_SPECIFICATIONS = frozenset(
    {
        *("content", "contents", "net content", "net contents", "net weight", "net quantity", "net volume"),
        *("weight", "volume", "quantity", "size"),
        *("inhalt", "füllmenge", "nettofüllmenge", "nettogewicht", "contenu", "contenance", "poids net"),
        *("contenido", "peso neto", "contenuto", "peso netto", "conteúdo", "תכולה", "משקל", "נפח"),
    }
)
_UNIT = "|".join(sorted(map(re.escape, {*_BASE, *_SPELLINGS, "fl oz", "fl. oz"}), key=len, reverse=True))
_GENERATIONS = ("3", "4", "5", "6")
_NUMBER = r"\d+(?:[.,]\d+)?"
_MEASURED = re.compile(
    rf"(?<![\d.,])(?:(?P<times>\d{{1,3}})\s*[x×*]\s*)?(?P<value>{_NUMBER})\s*(?P<unit>{_UNIT})(?!\w)",
    re.IGNORECASE,
)


def content_of(product: Product) -> Content | None:
    """Returns how much of a base unit one piece of ``product`` holds; None where it does not say.

    Weighed goods and those sold by the metre hold one unit. Otherwise a line of the data sheet says it, such
    as "Net weight: 500 g", else the name's last measure: "Water 6 x 1.5 l".
    """
    unit = _plain(product.inventory.unit)
    if unit in _BASE:
        factor, base = _BASE[unit]
        return Content(value=factor, unit=base)
    for line in product.specifications:
        if (line.name or "").strip().casefold() in _SPECIFICATIONS:
            found = parse_content(f"{line.value or ''} {line.unit or ''}")
            if found is not None:
                return found
    return parse_content(product.name)


def parse_content(text: str) -> Content | None:
    """Returns the last measure that ``text`` names, such as ``500 g`` or ``6 x 330 ml``; None for none."""
    measures = [found for found in _MEASURED.finditer(text) if not _is_generation(found)]
    if not measures:
        return None
    found = measures[-1]
    factor, base = _BASE[_plain(found["unit"])]
    value = Decimal(found["value"].replace(",", ".")) * factor * int(found["times"] or 1)
    return Content(value=value, unit=base) if value > 0 else None


def unit_price(price: Decimal, content: Content, base: PriceBase) -> UnitPrice:
    """Returns what the base unit of a ``content`` costs that costs ``price``."""
    each = price / content.value
    if base is PriceBase.METRIC or content.unit not in ("kg", "l"):
        return UnitPrice(amount=each, per=_ONE, unit=content.unit)
    if base is PriceBase.HUNDRED:
        unit = "g" if content.unit == "kg" else "ml"
        return UnitPrice(amount=each / 10, per=_HUNDRED, unit=unit)
    ounce, unit = (_OUNCE, "oz") if content.unit == "kg" else (_FLUID_OUNCE, "fl oz")
    return UnitPrice(amount=each * ounce, per=_ONE, unit=unit)


def _is_generation(found: re.Match[str]) -> bool:
    """Whether it is a generation of mobile networks: a telephone with 5G has no weight of five grams."""
    return found["unit"] == "G" and found["value"] in _GENERATIONS


def _plain(unit: str) -> str:
    bare = unit.strip().casefold().replace(".", "").replace(" ", "")
    return _SPELLINGS.get(bare, bare)

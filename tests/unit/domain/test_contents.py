"""How much is in a product, and what a kilogram or litre of it costs."""

import datetime as dt
from decimal import Decimal

import pytest

from b4mart_desktop.domain.catalog import Inventory, Product, ProductPricing, Specification
from b4mart_desktop.domain.contents import Content, PriceBase, content_of, parse_content, unit_price
from b4mart_desktop.domain.ids import new_id

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def product(name: str, unit: str = "pcs", *specifications: Specification) -> Product:
    return Product(
        id=new_id(),
        name=name,
        slug="x",
        description="x",
        pricing=ProductPricing(base_price=Decimal(1)),
        inventory=Inventory(sku="x", quantity=Decimal(0), unit=unit),
        category=new_id(),
        specifications=specifications,
        created_at=NOW,
        updated_at=NOW,
    )


def of(value: str, unit: str) -> Content:
    return Content(value=Decimal(value), unit=unit)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Whole Milk 1 l", of("1", "l")),
        ("Milch 1,5L", of("1.5", "l")),
        ("Cola 6 x 330 ml", of("1.980", "l")),
        ("Cola 24×0,5 l Kiste", of("12.0", "l")),
        ("Butter 250g", of("0.250", "kg")),
        ("Chips 8 oz.", of("0.226796185000", "kg")),
        ("Juice 12 fl oz", of("0.3548823547500", "l")),
        ("Milk 1 gal", of("3.785411784", "l")),
        ("Half & Half 1 Pint", of("0.473176473", "l")),
        ("Broth 2 qt.", of("1.892705892", "l")),
        ("Wein 75 cl", of("0.75", "l")),
        ("חלב 1 ליטר", of("1", "l")),
        ("גבינה 200 גרם", of("0.200", "kg")),
        ("Curtain 2.5 m", of("2.5", "m")),
        ("100 g in a box of 20 x 5 g", of("0.100", "kg")),
        ("Vitamin C 500 mg", None),
        ("Pack of 6", None),
        ("Mineral water 0 l", None),
        ("Version 1.2.3 l", None),
        ("A4 paper", None),
        ("Telephone 5G", None),
        ("BUTTER 250G", of("0.250", "kg")),
    ],
)
def test_measure_in_a_name(text: str, content: Content | None) -> None:
    assert parse_content(text) == content


@pytest.mark.parametrize(
    ("goods", "content"),
    [
        (product("Apples", "kg"), of("1", "kg")),
        (product("Spice", "g"), of("0.001", "kg")),
        (product("Apples 1 kg", "lb"), of("0.45359237", "kg")),
        (
            product("Soap 90 g", "pcs", Specification(name="Net weight", value="100", unit="g")),
            of("0.100", "kg"),
        ),
        (product("Soap 90 g", "pcs", Specification(name="Colour", value="5 kg")), of("0.090", "kg")),
        (product("Pen"), None),
    ],
)
def test_unit_comes_first_then_the_data_sheet_then_the_name(goods: Product, content: Content | None) -> None:
    assert content_of(goods) == content


@pytest.mark.parametrize(
    ("price", "content", "base", "amount", "per", "unit"),
    [
        ("1.29", of("0.5", "kg"), PriceBase.METRIC, "2.58", 1, "kg"),
        ("1.29", of("0.5", "kg"), PriceBase.HUNDRED, "0.258", 100, "g"),
        ("1.00", of("2", "l"), PriceBase.HUNDRED, "0.05", 100, "ml"),
        ("4.00", of("0.45359237", "kg"), PriceBase.US, "0.25", 1, "oz"),
        ("3.00", of("0.3548823547500", "l"), PriceBase.US, "0.25", 1, "fl oz"),
        ("5.00", of("2.5", "m"), PriceBase.US, "2", 1, "m"),
    ],
)
def test_price_of_the_base_unit(
    price: str, content: Content, base: PriceBase, amount: str, per: int, unit: str
) -> None:
    told = unit_price(Decimal(price), content, base)
    assert (round(told.amount, 6), told.per, told.unit) == (Decimal(amount), Decimal(per), unit)

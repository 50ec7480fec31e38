"""Combinations of variants: all there can be, those missing, those no longer offered."""

from decimal import Decimal

from b4mart_desktop.domain import combinations
from b4mart_desktop.domain.catalog import Variant, VariantStock

SIZE = Variant(name="Size", options=("M", "L"))
COLOUR = Variant(name="Colour", options=("Red", "Blue"))


def test_every_option_meets_every_other() -> None:
    found = combinations.combinations((SIZE, COLOUR))
    assert found == [
        {"Size": "M", "Colour": "Red"},
        {"Size": "M", "Colour": "Blue"},
        {"Size": "L", "Colour": "Red"},
        {"Size": "L", "Colour": "Blue"},
    ]
    assert combinations.count((SIZE, COLOUR)) == len(found)


def test_a_choice_without_name_or_options_makes_none() -> None:
    assert combinations.combinations((Variant(name="Size"), Variant(options=("M",)))) == []
    assert combinations.count((Variant(name="Size"),)) == 0
    assert combinations.count((Variant(name="Size"), SIZE)) == 2


def test_what_is_there_stays_as_it_is_and_the_rest_comes_after_it() -> None:
    there = VariantStock(options={"Colour": "Blue", "Size": "L"}, sku="OWN", quantity=Decimal(4))
    made = combinations.completed((SIZE, COLOUR), (there,), "SHIRT")
    assert made[0] is there
    assert [each.sku for each in made[1:]] == ["SHIRT-M-RED", "SHIRT-M-BLUE", "SHIRT-L-RED"]


def test_no_sku_is_given_twice() -> None:
    there = VariantStock(options={"Size": "XL"}, sku="SHIRT-M")
    made = combinations.completed((SIZE,), (there,), "SHIRT")
    assert [each.sku for each in made] == ["SHIRT-M", "SHIRT-M-2", "SHIRT-L"]


def test_what_the_variants_do_not_offer() -> None:
    made = combinations.completed((SIZE, COLOUR), (), "SHIRT")
    fewer = Variant(name="Colour", options=("Red",))
    assert [each.options["Colour"] for each in combinations.unoffered((SIZE, fewer), made)] == [
        "Blue",
        "Blue",
    ]
    assert combinations.unoffered((), made) == made

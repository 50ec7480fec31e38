"""What is wrong with a product by itself: the field, the fault, and whether it keeps from saving."""

from decimal import Decimal
from typing import Any

import pytest

from b4mart_desktop.domain.catalog import (
    Dimensions,
    Pack,
    ProductShipping,
    Variant,
    VariantStock,
)
from b4mart_desktop.domain.product_check import FieldProblem, ProductFault, codes_of, problems
from tests.unit.domain.test_edits import TEA, but

EAN = "4006381333931"
GOOD = but(TEA, inventory__barcodes=(EAN,))
COLOURS = (Variant(name="Colour", options=("Red", "Blue")),)
RED = VariantStock(options={"Colour": "Red"}, sku="T1-R", barcode="96385074")


def test_a_good_product_has_no_problems() -> None:
    assert problems(GOOD) == ()
    assert problems(but(GOOD, variants=COLOURS, inventory__variant_stock=(RED,))) == ()


@pytest.mark.parametrize(
    ("fields", "field", "fault"),
    [
        ({"name": " "}, "name", ProductFault.MISSING),
        ({"name": "x" * 201}, "name", ProductFault.TOO_LONG),
        ({"slug": "Green Tea"}, "slug", ProductFault.SLUG),
        ({"inventory__sku": ""}, "inventory.sku", ProductFault.MISSING),
        ({"pricing__base_price": Decimal("-1")}, "pricing.basePrice", ProductFault.OUT_OF_RANGE),
        ({"pricing__base_price": Decimal("NaN")}, "pricing.basePrice", ProductFault.OUT_OF_RANGE),
        ({"pricing__base_price": Decimal("1.505")}, "pricing.basePrice", ProductFault.TOO_PRECISE),
        ({"inventory__barcodes": ("4006381333932",)}, "inventory.barcodes.0", ProductFault.CHECK_DIGIT),
        ({"inventory__barcodes": ("with space",)}, "inventory.barcodes.0", ProductFault.CODE),
        ({"inventory__barcodes": (EAN, f"0{EAN}")}, "inventory.barcodes.1", ProductFault.REPEATED),
        ({"pos__plu": "12"}, "pos.plu", ProductFault.PLU),
        ({"pos__color": "red"}, "pos.color", ProductFault.COLOR),
        ({"pos__age_restricted": 120}, "pos.ageRestricted", ProductFault.OUT_OF_RANGE),
        (
            {"inventory__packs": (Pack(name="Crate", quantity=Decimal(0)),)},
            "inventory.packs.0.quantity",
            ProductFault.OUT_OF_RANGE,
        ),
        ({"variants": (*COLOURS, *COLOURS)}, "variants.1.name", ProductFault.REPEATED),
        ({"variants": (Variant(name="S", options=("1", "1")),)}, "variants.0.options", ProductFault.REPEATED),
        (
            {"inventory__variant_stock": (RED,)},
            "inventory.variantStock.0.options",
            ProductFault.UNKNOWN_OPTION,
        ),
        (
            {"shipping": ProductShipping(dimensions=Dimensions(width=Decimal(-1)))},
            "shipping.dimensions.width",
            ProductFault.OUT_OF_RANGE,
        ),
    ],
)
def test_a_fault_names_its_field_and_blocks(fields: dict[str, Any], field: str, fault: ProductFault) -> None:
    found = [problem for problem in problems(but(GOOD, **fields)) if problem.field == field]
    assert [(problem.fault, problem.blocks) for problem in found] == [(fault, True)]


@pytest.mark.parametrize(
    ("fields", "field", "fault"),
    [
        ({"pricing__base_price": Decimal(0)}, "pricing.basePrice", ProductFault.NO_PRICE),
        ({"pricing__sale_price": Decimal(2)}, "pricing.salePrice", ProductFault.SALE_NOT_BELOW),
        ({"pricing__cost_price": Decimal(2)}, "pricing.basePrice", ProductFault.BELOW_COST),
        ({"inventory__barcodes": ()}, "inventory.barcodes", ProductFault.NO_CODE),
    ],
)
def test_a_warning_does_not_block(fields: dict[str, Any], field: str, fault: ProductFault) -> None:
    (problem,) = problems(but(GOOD, **fields))
    assert (problem.field, problem.fault, problem.blocks) == (field, fault, False)


def test_the_right_check_digit_is_told() -> None:
    (problem,) = problems(but(GOOD, inventory__barcodes=("4006381333932",)))
    assert problem == FieldProblem(
        field="inventory.barcodes.0", fault=ProductFault.CHECK_DIGIT, data={"right": "1"}
    )


def test_all_codes_with_their_fields() -> None:
    product = but(
        GOOD,
        pos__plu="4011",
        inventory__packs=(Pack(name="Crate", quantity=Decimal(12), barcode="P"),),
        inventory__variant_stock=(RED,),
    )
    assert dict(codes_of(product)) == {
        "inventory.sku": "T1",
        "inventory.barcodes.0": EAN,
        "inventory.packs.0.barcode": "P",
        "inventory.variantStock.0.sku": "T1-R",
        "inventory.variantStock.0.barcode": "96385074",
        "pos.plu": "4011",
    }

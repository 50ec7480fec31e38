"""What the demo store sells in several ways: packs of its drinks, and goods in sizes and colours."""

import itertools
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from b4mart_desktop.adapters.demo.groceries import Aisle
from b4mart_desktop.adapters.demo.ids import DEMO_MOMENT, Kind, demo_id
from b4mart_desktop.domain.catalog import (
    CounterFields,
    Inventory,
    Pack,
    Product,
    ProductPricing,
    ProductStatus,
    Variant,
    VariantStock,
)
from b4mart_desktop.services.slugs import slug

Barcode = Callable[[int], str]
"""Returns the EAN-13 of a number; one number, one code."""

_PACK_NUMBERS = 1_000_000
_VARIANT_NUMBERS = 100

_PACKS = {
    33_254: (("Six-pack", 6, "10.49"), ("Crate of 12", 12, "18.99")),
    19_660: (("Six-pack", 6, "4.99"), ("Crate of 24", 24, "17.99")),
}


class Varied(NamedTuple):
    """Goods in several kinds.

    Attributes:
        dearer: By how much an option costs more.
        left: What is on hand of the first combinations; of all others there are a dozen.
    """

    name: str
    aisle: int
    price: str
    cost: str
    variants: dict[str, tuple[str, ...]]
    dearer: dict[str, str]
    left: tuple[int, ...]


VARIED = {
    90_101: Varied(
        name="B4Mart T-Shirt",
        aisle=87,
        price="14.99",
        cost="6.20",
        variants={"Colour": ("Black", "White", "Green"), "Size": ("S", "M", "L", "XL")},
        dearer={"XL": "2.00"},
        left=(4, 9, 0, 2),
    ),
    90_102: Varied(
        name="Canvas Tote Bag",
        aisle=87,
        price="7.99",
        cost="2.90",
        variants={"Colour": ("Natural", "Navy", "Red")},
        dearer={"Navy": "1.00"},
        left=(25, 3),
    ),
}
"""Our own goods by their number; their names are in no list of groceries."""

_A_DOZEN = 12


def packs_of(number: int, barcode: Barcode) -> tuple[Pack, ...]:
    """Returns the packs of the product with that number."""
    return tuple(
        Pack(
            name=name,
            quantity=Decimal(pieces),
            barcode=barcode(number + place * _PACK_NUMBERS),
            price=Decimal(price),
        )
        for place, (name, pieces, price) in enumerate(_PACKS.get(number, ()), 1)
    )


def varied_product(number: int, aisle: Aisle, barcode: Barcode) -> Product:
    """Returns one of ``VARIED``; on hand is what all its combinations have."""
    varied = VARIED[number]
    stock = tuple(_stock(number, varied, barcode))
    return Product(
        id=demo_id(Kind.PRODUCT, number),
        name=varied.name,
        slug=slug(varied.name, str(number)),
        description=varied.name,
        pricing=ProductPricing(base_price=Decimal(varied.price), cost_price=Decimal(varied.cost)),
        inventory=Inventory(
            sku=_sku(number, ()),
            quantity=sum((each.quantity for each in stock), Decimal(0)),
            barcodes=(barcode(number),),
            variant_stock=stock,
        ),
        category=demo_id(Kind.AISLE, aisle.number),
        variants=tuple(
            Variant(name=name, options=options, required=True) for name, options in varied.variants.items()
        ),
        status=ProductStatus.ACTIVE,
        tax_class=aisle.tax_class,
        pos=CounterFields(color=aisle.department.color, favourite=True),
        created_at=DEMO_MOMENT,
        updated_at=DEMO_MOMENT,
    )


def _stock(number: int, varied: Varied, barcode: Barcode) -> list[VariantStock]:
    found = []
    for place, options in enumerate(itertools.product(*varied.variants.values())):
        deltas = (Decimal(varied.dearer.get(option, "0")) for option in options)
        left = varied.left[place] if place < len(varied.left) else _A_DOZEN
        found.append(
            VariantStock(
                options=dict(zip(varied.variants, options, strict=True)),
                sku=_sku(number, options),
                barcode=barcode(number * _VARIANT_NUMBERS + place),
                quantity=Decimal(left),
                price_delta=sum(deltas, Decimal(0)),
            )
        )
    return found


def _sku(number: int, options: tuple[str, ...]) -> str:
    return "-".join([f"OWN-{number}", *(option.upper() for option in options)])

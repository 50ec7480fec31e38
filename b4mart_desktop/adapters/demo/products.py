"""Makes the demo store's products with plausible prices, costs, stock and codes.

What differs between products is drawn from a hash of number and name: no random numbers, and no product
changes when another is added.
"""

import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from b4mart_desktop.adapters.demo.choices import VARIED, packs_of, varied_product
from b4mart_desktop.adapters.demo.groceries import Aisle, Featured, Groceries, Grocery
from b4mart_desktop.adapters.demo.ids import DEMO_MOMENT, Kind, demo_id
from b4mart_desktop.domain.catalog import (
    CounterFields,
    Inventory,
    Product,
    ProductImage,
    ProductPricing,
    ProductStatus,
)
from b4mart_desktop.domain.gtin import check_digit, measure_check_digit
from b4mart_desktop.domain.stock import MovementReason, StockMovement
from b4mart_desktop.services.slugs import slug

GS1_DEMO_PREFIX = "952"  # GS1 keeps this prefix for demonstrations: no real product has it
LABEL_PREFIX = "28"  # weight labels by the rules of GS1 Germany: 28 PPPP C WWWWW K, grams
FIRST_OWN_PLU = 5001  # real PLUs of produce are 3000-4999
OPEN_PRICE_NUMBERS = {90_001: "Open Item, Food", 90_002: "Open Item, Non-Food"}

_CENT = Decimal("0.01")
_ORGANIC_SURCHARGE = Decimal("1.15")
# Loose goods are weighed; what is packed, bundled or organic (packed to be told apart) is sold by the piece.
_PACKED = re.compile(
    r"\b(bags?|box(es|ed)?|bunch|cello|chips?|container|cups?|diced|frozen|juice|kits?|medley|mix(ed)?|organic|og"
    r"|packs?|package|packed|sauce|sliced|snack|spirals?|steamables|trays?|water|oz|lbs?|ct|crackers|ravioli)\b"
    r"|\d",
    re.IGNORECASE,
)


def demo_products(
    groceries: Groceries, limit: int | None = None
) -> Iterator[tuple[Product, StockMovement | None]]:
    """Yields each product with its opening movement, None where nothing is on hand.

    Args:
        groceries: What ``read_groceries`` returned.
        limit: About how many products, evenly spread; the featured ones are always among them.
    """
    plus = _plus(groceries)
    for row in _selected(groceries, limit):
        product = _product(row, groceries.featured.get(row.number), plus.get(row.number))
        yield _pictured(product, row, groceries), _opening(row.number, product)
    for number, varied in VARIED.items():
        row = Grocery(number, varied.name, groceries.aisles[varied.aisle])
        product = varied_product(number, row.aisle, ean13)
        yield _pictured(product, row, groceries), _opening(number, product)
    for number, name in OPEN_PRICE_NUMBERS.items():
        yield _open_price_item(Grocery(number, name, groceries.aisles[6])), None


def count_products(groceries: Groceries, limit: int | None = None) -> int:
    """Returns how many products ``demo_products`` yields."""
    return sum(1 for _ in _selected(groceries, limit)) + len(VARIED) + len(OPEN_PRICE_NUMBERS)


def ean13(number: int) -> str:
    """Returns the EAN-13 of the product with that number: one number, one code, and back."""
    payload = f"{GS1_DEMO_PREFIX}{number:09d}"
    return payload + check_digit(payload)


def label_code(plu: str, grams: int = 0) -> str:
    """Returns the EAN-13 on the weight label of the goods with that four-digit PLU.

    Source: GS1 Germany's rules for prefix 28, as `biip` decodes them. Without a weight it is the number
    that all labels of the goods share.
    """
    weight = f"{grams:05d}"
    payload = f"{LABEL_PREFIX}{plu}{measure_check_digit(weight)}{weight}"
    return payload + check_digit(payload)


def _selected(groceries: Groceries, limit: int | None) -> Iterator[Grocery]:
    step = 1 if limit is None else max(1, len(groceries.rows) // limit)
    for index, row in enumerate(groceries.rows):
        if index % step == 0 or row.number in groceries.featured:
            yield row


def _plus(groceries: Groceries) -> dict[int, str]:
    """Returns the PLU of each weighed product: the real one of well-known goods, else the next of ours."""
    weighed = [row.number for row in groceries.rows if _is_weighed(row)]
    own = {number: str(FIRST_OWN_PLU + place) for place, number in enumerate(weighed)}
    real = {number: item.plu for number, item in groceries.featured.items() if item.plu}
    return own | real


def _is_weighed(row: Grocery) -> bool:
    return row.aisle.unit == "kg" and _PACKED.search(row.name) is None


def _pictured(product: Product, row: Grocery, groceries: Groceries) -> Product:
    address = groceries.pictures.of_product(row.name, row.aisle.number)
    if address is None:
        return product
    return msgspec.structs.replace(
        product, images=(ProductImage(url=address, alt=row.name, is_primary=True),)
    )


def _product(row: Grocery, featured: Featured | None, plu: str | None) -> Product:
    draw = hashlib.blake2b(f"{row.number}:{row.name}".encode(), digest_size=8).digest()
    price = featured.price if featured else _price(row, draw)
    code = ean13(row.number)
    return Product(
        id=demo_id(Kind.PRODUCT, row.number),
        name=row.name,
        slug=slug(row.name, str(row.number)),
        description=row.name,
        pricing=ProductPricing(base_price=price, cost_price=_cost(price, row.aisle, draw)),
        inventory=Inventory(
            sku=f"{row.aisle.number:03d}-{row.number:05d}",
            quantity=_quantity(draw, featured is not None, weighed=plu is not None),
            barcodes=(code,) if plu is None else (code, label_code(plu)),
            unit="pcs" if plu is None else "kg",
            packs=packs_of(row.number, ean13),
        ),
        category=demo_id(Kind.AISLE, row.aisle.number),
        status=ProductStatus.ACTIVE,
        tax_class=row.aisle.tax_class,
        pos=CounterFields(
            plu=plu,
            weighed=plu is not None,
            age_restricted=row.aisle.min_age,
            color=row.aisle.department.color,
            favourite=featured is not None,
        ),
        created_at=DEMO_MOMENT,
        updated_at=DEMO_MOMENT,
    )


def _open_price_item(row: Grocery) -> Product:
    """Returns what a clerk rings up by amount alone; nobody counts its stock."""
    return Product(
        id=demo_id(Kind.PRODUCT, row.number),
        name=row.name,
        slug=slug(row.name, str(row.number)),
        description=row.name,
        pricing=ProductPricing(base_price=Decimal(0)),
        inventory=Inventory(
            sku=f"OPEN-{row.number}",
            quantity=Decimal(0),
            track_quantity=False,
            barcodes=(ean13(row.number),),
        ),
        category=demo_id(Kind.AISLE, row.aisle.number),
        status=ProductStatus.ACTIVE,
        tax_class="reduced" if row.number == min(OPEN_PRICE_NUMBERS) else "standard",
        pos=CounterFields(open_price=True, color=row.aisle.department.color),
        created_at=DEMO_MOMENT,
        updated_at=DEMO_MOMENT,
    )


def _opening(number: int, product: Product) -> StockMovement | None:
    quantity = product.inventory.quantity
    if not quantity:
        return None
    return StockMovement(
        id=demo_id(Kind.OPENING_MOVEMENT, number),
        product=product.id,
        delta=quantity,
        reason=MovementReason.OPENING,
        at=DEMO_MOMENT,
        quantity_after=quantity,
    )


def _price(row: Grocery, draw: bytes) -> Decimal:
    """Returns a price within the aisle's range, more often low than high, with a shop's usual ending."""
    share = Decimal(int.from_bytes(draw[0:2], "big")) / 0xFFFF
    amount = row.aisle.low + (row.aisle.high - row.aisle.low) * share**2
    if "organic" in row.name.lower():
        amount *= _ORGANIC_SURCHARGE
    units, cents = divmod(int(amount * 100), 100)
    if draw[2] < 128:
        ending = 99
    elif draw[2] < 180:
        ending = 49
    else:
        ending = cents // 10 * 10 + 9
    return max(row.aisle.low, units + ending * _CENT)


def _cost(price: Decimal, aisle: Aisle, draw: bytes) -> Decimal:
    """Returns the cost at the department's margin, give or take eight points."""
    margin = aisle.department.margin + draw[3] % 17 - 8
    return (price * (100 - margin) / 100).quantize(_CENT)


def _quantity(draw: bytes, featured: bool, weighed: bool) -> Decimal:
    """Returns what is on hand at the start: plenty of the featured, a few products low, a few sold out."""
    if featured:
        pieces = 400 + draw[4]
    elif draw[4] < 4:
        pieces = 0
    elif draw[4] < 16:
        pieces = 1 + draw[5] % 8
    else:
        pieces = 12 + draw[5] % 120
    return Decimal(pieces) / 2 if weighed else Decimal(pieces)

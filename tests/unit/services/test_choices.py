"""Choosing among packs and variants: what is offered, what a tap asks, what goes into the cart."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.catalog import Inventory, Pack, Product, Variant, VariantStock
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.services.choices import Choice, Choosing, choice_step
from b4mart_desktop.services.selling import Added, Asked
from tests.unit.services.shop import BREAD, D, Shop, goods

COLOUR = Variant(name="Colour", options=("Red", "Blue", "Green"))
SIZE = Variant(name="Size", options=("M", "L"))


def combination(sku: str, *, left: int = 5, dearer: str = "0", **options: str) -> VariantStock:
    delta = Decimal(dearer)
    return VariantStock(
        options=options, sku=sku, quantity=Decimal(left), price_delta=delta, barcode=f"9{sku}"
    )


RED_M = combination("RM", Colour="Red", Size="M", left=3)
RED_L = combination("RL", Colour="Red", Size="L", left=0, dearer="2")
BLUE_M = combination("BM", Colour="Blue", Size="M", left=4)
SIX, CRATE = (
    Pack(name="Six", quantity=Decimal(6), barcode="666"),
    Pack(name="Crate of 12", quantity=Decimal(12), barcode="1212", price=Decimal("10.99")),
)


def stocked(name: str, price: str, *codes: str, fields: dict[str, Any], **product: Any) -> Product:
    inventory = Inventory(sku=f"SKU-{name}", quantity=Decimal(30), barcodes=codes, **fields)
    return msgspec.structs.replace(goods(name, price, **product), inventory=inventory)


SHIRT = stocked(
    "Shirt", "10.00", "100200300", fields={"variant_stock": (RED_M, RED_L, BLUE_M)}, variants=(COLOUR, SIZE)
)
COLA = stocked("Soda", "1.00", "400500600", fields={"packs": (SIX, CRATE)})


def but(product: Product, **changes: Any) -> Product:
    return msgspec.structs.replace(product, **changes)


def offered(product: Product, *names: str) -> list[Choice]:
    """Returns the choices of a product after those names were chosen."""
    step = choice_step(product)
    for name in names:
        assert step is not None
        step = next(choice for choice in step.choices if choice.name == name).below
    assert step is not None
    return list(step.choices)


def titles(product: Product) -> list[str]:
    step, found = choice_step(product), []
    while step is not None:
        found.append(step.title)
        step = next((choice.below for choice in step.choices if choice.below), None)
    return found


# ------------------------------------------------------------ what is offered


def test_a_product_without_packs_and_variants_offers_nothing() -> None:
    assert choice_step(BREAD) is None
    assert choice_step(but(BREAD, variants=(COLOUR,))) is None, "options without stock of their own"


def test_packs_come_after_the_single_piece_with_price_and_whole_packs_on_hand() -> None:
    found = [(each.name, each.price, each.on_hand, each.portion) for each in offered(COLA)]
    assert found == [
        ("", D("1.00"), D(30), None),
        ("Six", D("6.00"), D(5), SIX),
        ("Crate of 12", D("10.99"), D(2), CRATE),
    ]


def test_options_come_one_variant_after_the_other_in_the_stores_order() -> None:
    assert titles(SHIRT) == ["Colour", "Size"]
    found = [(each.name, each.price, each.dearer, each.on_hand) for each in offered(SHIRT)]
    assert found == [
        ("Red", D("10.00"), True, D(3)),
        ("Blue", D("10.00"), False, D(4)),
        ("Green", None, False, None),
        ("", D("10.00"), False, D(30)),
    ]
    sizes = [(each.name, each.price, each.on_hand, each.portion) for each in offered(SHIRT, "Red")]
    assert sizes == [("M", D("10.00"), D(3), RED_M), ("L", D("12.00"), D(0), RED_L)]
    assert [each.price for each in offered(SHIRT, "Blue")] == [D("10.00"), None]


def test_where_a_variant_must_be_chosen_the_product_as_it_is_is_not_offered() -> None:
    must = but(SHIRT, variants=(msgspec.structs.replace(COLOUR, required=True), SIZE))
    assert [each.name for each in offered(must)] == ["Red", "Blue", "Green"]


def test_a_variant_with_one_option_is_no_question() -> None:
    inventory = msgspec.structs.replace(SHIRT.inventory, variant_stock=(RED_M, RED_L))
    red = but(SHIRT, inventory=inventory, variants=(msgspec.structs.replace(COLOUR, options=("Red",)), SIZE))
    assert titles(red) == ["Size"]
    one = msgspec.structs.replace(inventory, variant_stock=(RED_M,))
    assert titles(but(red, inventory=one, variants=())) == ["Colour"], "the last one stays to be chosen"


def test_stock_that_the_product_does_not_name_is_offered_all_the_same() -> None:
    odd = combination("OD", Colour="Pink")
    inventory = msgspec.structs.replace(SHIRT.inventory, variant_stock=(RED_M, odd))
    found = offered(but(SHIRT, inventory=inventory, variants=()), "Pink")
    assert [(each.name, each.portion) for each in found] == [("M", None), ("", odd)]


def test_what_nobody_counts_has_no_number_on_hand() -> None:
    inventory = msgspec.structs.replace(SHIRT.inventory, track_quantity=False)
    uncounted = but(SHIRT, inventory=inventory)
    assert {each.on_hand for each in (*offered(uncounted), *offered(uncounted, "Red"))} == {None}


# ------------------------------------------------------------ what a tap and a scan do


def put(shop: Shop, product: Product) -> None:
    shop.replica.change("products", to_document(product))


def asked_what(outcome: object) -> Choosing:
    assert isinstance(outcome, Choosing)
    return outcome


def test_a_tap_asks_and_the_choice_is_a_line_of_its_own(shop: Shop) -> None:
    put(shop, SHIRT)
    shop.selling.enter("3*")
    asked = asked_what(shop.selling.add(SHIRT.id))
    assert (asked.found.quantity, shop.selling.multiplier, shop.lines()) == (3, 1, [])
    assert isinstance(shop.selling.choose(asked, RED_L), Added)
    shop.selling.choose(asked_what(shop.selling.add(SHIRT.id)), None)
    shop.scan(RED_L.barcode or "")
    assert shop.lines() == [("Shirt · Red, L", 4), ("Shirt", 1)]
    dear, plain = shop.selling.cart.lines
    assert (dear.unit_price, dear.product.variant, dear.product.options) == (D("12.00"), "RL", RED_L.options)
    assert (plain.unit_price, plain.product.variant) == (D("10.00"), None)


def test_a_pack_without_a_barcode_can_be_chosen(shop: Shop) -> None:
    crate = msgspec.structs.replace(CRATE, barcode=None)
    put(shop, but(COLA, inventory=msgspec.structs.replace(COLA.inventory, packs=(crate,))))
    shop.selling.choose(asked_what(shop.selling.add(COLA.id)), crate)
    [line] = shop.selling.cart.lines
    assert (line.product.name, line.unit_price, line.units) == ("Soda · Crate of 12", D("10.99"), D(12))


@pytest.mark.parametrize(
    ("code", "name"),
    [("100200300", "Shirt"), ("9BM", "Shirt · Blue, M"), ("RM", "Shirt · Red, M"), ("666", "Soda · Six")],
)
def test_a_scan_never_asks(shop: Shop, code: str, name: str) -> None:
    put(shop, SHIRT)
    put(shop, COLA)
    shop.scan(code)
    assert shop.lines() == [(name, 1)]


def test_a_scan_asks_where_one_must_be_chosen_and_the_code_does_not_say_which(shop: Shop) -> None:
    put(shop, but(SHIRT, variants=(COLOUR, msgspec.structs.replace(SIZE, required=True))))
    asked = asked_what(shop.selling.enter("2*100200300"))
    shop.selling.choose(asked, BLUE_M)
    shop.scan("RM")
    assert shop.lines() == [("Shirt · Blue, M", 2), ("Shirt · Red, M", 1)]
    assert shop.selling.cart.lines[0].product.code == "100200300"


def test_a_found_row_asks_unless_its_code_says_which(shop: Shop) -> None:
    put(shop, SHIRT)
    asked_what(shop.selling.add(SHIRT.id, code="100200300"))
    shop.selling.add(SHIRT.id, code="BM")
    assert shop.lines() == [("Shirt · Blue, M", 1)]


def test_age_weight_and_price_are_asked_after_the_choice(shop: Shop) -> None:
    pos = msgspec.structs.replace(SHIRT.pos, age_restricted=18, weighed=True, open_price=True)
    put(shop, but(SHIRT, pos=pos))
    asked = shop.selling.choose(asked_what(shop.selling.add(SHIRT.id)), RED_M)
    assert isinstance(asked, Asked)
    assert (asked.age, asked.measure, asked.price, shop.lines()) == (18, True, True, [])
    shop.selling.complete(asked, D("4.00"), D("0.500"))
    [line] = shop.selling.priced().lines
    assert (line.line.product.variant, line.gross) == ("RM", D("2.00"))


def test_what_is_not_for_sale_is_refused_before_anything_is_asked(shop: Shop) -> None:
    put(shop, but(SHIRT, status="inactive"))
    with pytest.raises(DomainError) as caught:
        shop.selling.add(SHIRT.id)
    assert caught.value.code is ErrorCode.PRODUCT_NOT_FOR_SALE

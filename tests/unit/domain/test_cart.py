"""The cart's own operations: lines join or stay apart, keys are never used again, bounds hold."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.domain import cart as carts
from b4mart_desktop.domain.cart import MAX_PRICE, MAX_QUANTITY, Discount, DiscountKind, new_cart
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.orders import Measure
from tests.unit.domain.carts import CUSTOMER, D, amount, cart_of, percent, product

KILO = Measure(value=D("1.000"), unit="kg")


def test_carts_have_identities_of_their_own() -> None:
    assert new_cart().id != new_cart().id


def test_plain_pieces_of_a_product_are_counted_onto_one_line() -> None:
    milk, bread = product(), product()
    cart = cart_of((milk, 2), (bread, 1), (milk, 3))
    assert [(line.product.id, line.quantity) for line in cart.lines] == [(milk.id, 5), (bread.id, 1)]


@pytest.mark.parametrize(
    "special",
    [{"measure": KILO}, {"piece_price": D("0.99")}, {"price": D("0.99")}],
    ids=lambda special: next(iter(special)),
)
def test_pieces_with_a_measure_or_price_of_their_own_stay_apart(special: dict[str, object]) -> None:
    milk = product()
    cart, first = carts.add(cart_of((milk, 1)), milk, 1, **special)  # type: ignore[arg-type]
    cart, second = carts.add(cart, milk, 1, **special)  # type: ignore[arg-type]
    assert [line.key for line in cart.lines] == [1, first, second]
    assert len({1, first, second}) == 3


def test_pieces_stay_apart_from_a_line_with_discount_note_or_older_price() -> None:
    milk = product()
    discounted = carts.discount_line(cart_of((milk, 1)), 1, percent("10"))
    noted = carts.set_note(cart_of((milk, 1)), 1, "dented")
    dearer = product("1.10", id=milk.id)
    for cart, goods in ((discounted, milk), (noted, milk), (cart_of((milk, 1)), dearer)):
        assert [line.quantity for line in carts.add(cart, goods)[0].lines] == [1, 1]


def test_keys_are_never_used_again() -> None:
    cart = carts.remove(cart_of((product(), 1), (product(), 1)), 2)
    cart, third = carts.add(cart, product())
    cart, fourth = carts.add(carts.remove(cart, third), product())
    assert (third, fourth) == (3, 4)
    assert [line.key for line in cart.lines] == [1, 4]


def test_an_operation_leaves_the_cart_before_as_it_was() -> None:
    before = cart_of((product(), 1))
    carts.set_quantity(before, 1, 5)
    carts.remove(before, 1)
    carts.discount_order(before, percent("5"))
    assert (before.lines[0].quantity, before.discount) == (1, None)


def test_changes_reach_their_line_only() -> None:
    cart = cart_of((product(), 1), (product(), 1))
    cart = carts.set_quantity(cart, 2, 7)
    cart = carts.set_price(cart, 2, D("0.50"))
    cart = carts.discount_line(cart, 2, amount("0.10"))
    cart = carts.set_note(cart, 2, "last one")
    first, second = cart.lines
    assert first.is_plain
    assert (second.quantity, second.unit_price, second.discount, second.note) == (
        7,
        D("0.50"),
        amount("0.10"),
        "last one",
    )
    assert carts.set_note(cart, 2, "").line(2).note is None
    assert carts.set_price(cart, 2, None).line(2).unit_price == D("1.00")


def test_an_entered_price_takes_the_place_of_the_labels() -> None:
    cart, key = carts.add(new_cart(), product(), piece_price=D("4.99"))
    assert carts.set_price(cart, key, D("3.00")).line(key).piece_price is None


def test_a_customer_is_set_and_taken_away() -> None:
    cart = carts.set_customer(new_cart(), CUSTOMER, "Ada Lovelace")
    assert (cart.customer, cart.customer_name) == (CUSTOMER, "Ada Lovelace")
    assert carts.set_customer(cart, None, None).customer is None


@pytest.mark.parametrize("quantity", [0, -1, MAX_QUANTITY + 1])
def test_quantity_out_of_range(quantity: int) -> None:
    cart = cart_of((product(), 1))
    for attempt in (
        lambda: carts.add(cart, product(), quantity),
        lambda: carts.set_quantity(cart, 1, quantity),
    ):
        with pytest.raises(DomainError) as caught:
            attempt()
        assert caught.value.code is ErrorCode.QUANTITY_OUT_OF_RANGE
        assert caught.value.data["quantity"] == quantity


def test_pieces_counted_onto_a_line_may_not_exceed_it_either() -> None:
    milk = product()
    with pytest.raises(DomainError) as caught:
        carts.add(cart_of((milk, MAX_QUANTITY)), milk)
    assert caught.value.code is ErrorCode.QUANTITY_OUT_OF_RANGE


@pytest.mark.parametrize("price", [D("-0.01"), MAX_PRICE + 1, D("NaN"), D("Infinity")])
def test_price_out_of_range(price: Decimal) -> None:
    with pytest.raises(DomainError) as caught:
        carts.set_price(cart_of((product(), 1)), 1, price)
    assert caught.value.code is ErrorCode.AMOUNT_OUT_OF_RANGE


@pytest.mark.parametrize(
    "discount",
    [percent("0"), percent("100.01"), amount("0"), amount("-1"), percent("NaN"), amount("Infinity")],
)
def test_discount_out_of_range(discount: Discount) -> None:
    cart = cart_of((product(), 1))
    attempts: tuple[Callable[[], object], ...] = (
        lambda: carts.discount_line(cart, 1, discount),
        lambda: carts.discount_order(cart, discount),
    )
    for attempt in attempts:
        with pytest.raises(DomainError) as caught:
            attempt()
        assert caught.value.code is ErrorCode.AMOUNT_OUT_OF_RANGE


@given(st.sampled_from(DiscountKind), st.decimals(min_value=D("0.01"), max_value=100, places=2))
def test_every_discount_in_range_is_taken_and_taken_away(kind: DiscountKind, value: Decimal) -> None:
    cart = carts.discount_order(cart_of((product(), 1)), Discount(kind=kind, value=value))
    assert cart.discount is not None
    assert carts.discount_order(cart, None).discount is None


def test_a_line_that_is_not_there() -> None:
    cart = cart_of((product(), 1))
    attempts: tuple[Callable[[], object], ...] = (
        lambda: cart.line(9),
        lambda: carts.remove(cart, 9),
        lambda: carts.set_quantity(cart, 9, 1),
        lambda: carts.set_note(cart, 9, "?"),
    )
    for attempt in attempts:
        with pytest.raises(DomainError) as caught:
            attempt()
        assert caught.value.code is ErrorCode.LINE_NOT_FOUND

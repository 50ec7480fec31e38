"""Filling the cart: what each scan, key and tap does, and what it must never do."""

from decimal import Decimal

import pytest

from b4mart_desktop.domain.cart import MAX_QUANTITY
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.orders import Measure
from b4mart_desktop.services.selling import Added, Ambiguous, Asked, Multiplied
from tests.unit.services.shop import (
    APPLES,
    BREAD,
    BREAD_CODE,
    COLA,
    COLA_SHELF,
    CRATE,
    CRATE_CODE,
    DRINKS,
    FLOWERS,
    LAMB_CODE,
    MILK,
    MILK_CODE,
    RETIRED,
    TWIN_A,
    TWIN_B,
    TWIN_CODE,
    TWIN_HAM,
    TWIN_JAM,
    WHISKY,
    WINE,
    D,
    Shop,
    label,
)


def refused(shop: Shop, text: str) -> DomainError:
    """Enters ``text``, which must be refused and change nothing: cart, undo, multiplier, desk."""
    selling = shop.selling
    before = (selling.cart, selling.can_undo, selling.multiplier, shop.desk.cart())
    with pytest.raises(DomainError) as caught:
        selling.enter(text)
    assert (selling.cart, selling.can_undo, selling.multiplier, shop.desk.cart()) == before
    return caught.value


def asked(outcome: object) -> Asked:
    assert isinstance(outcome, Asked)
    return outcome


# ------------------------------------------------------------ codes


def test_a_scan_adds_the_product_with_its_snapshot(shop: Shop) -> None:
    outcome = shop.selling.enter(f" {MILK_CODE}\r\n")
    assert outcome == Added(1, MILK, 1)
    [line] = shop.selling.cart.lines
    assert (line.product.name, line.product.sku, line.product.price) == ("Milk", "SKU-Milk", D("1.29"))
    assert (line.product.code, line.product.tax_class) == (MILK_CODE, "reduced")


def test_the_same_scan_again_counts_onto_the_line(shop: Shop) -> None:
    shop.scan(MILK_CODE, BREAD_CODE, MILK_CODE)
    assert shop.lines() == [("Milk", 2), ("Bread", 1)]


@pytest.mark.parametrize("code", ["SKU-Bread", BREAD_CODE, f"0{BREAD_CODE}"])
def test_a_product_is_found_by_each_of_its_codes(shop: Shop, code: str) -> None:
    assert shop.selling.enter(code) == Added(1, BREAD, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9521234567899", ErrorCode.UNKNOWN_CODE),
        ("nonsense", ErrorCode.UNKNOWN_CODE),
        ("3*nonsense", ErrorCode.UNKNOWN_CODE),
        ("12", ErrorCode.CODE_TOO_SHORT),
        ("", ErrorCode.CODE_TOO_SHORT),
        ("999", ErrorCode.PRODUCT_NOT_FOR_SALE),
        (f"0*{MILK_CODE}", ErrorCode.QUANTITY_OUT_OF_RANGE),
        ("0*", ErrorCode.QUANTITY_OUT_OF_RANGE),
        (label("28", "4299", "00450"), ErrorCode.UNKNOWN_CODE),
    ],
)
def test_what_is_refused_changes_nothing(shop: Shop, text: str, code: ErrorCode) -> None:
    shop.scan(BREAD_CODE)
    shop.selling.enter("5*")
    assert refused(shop, text).code is code


def test_the_error_says_what_was_scanned(shop: Shop) -> None:
    assert refused(shop, " 3*nonsense ").data["code"] == "nonsense"
    assert refused(shop, "999").data["name"] == RETIRED.name


def test_a_product_taken_off_sale_is_refused_at_once(shop: Shop) -> None:
    with pytest.raises(DomainError) as caught:
        shop.selling.add(RETIRED.id)
    assert caught.value.code is ErrorCode.PRODUCT_NOT_FOR_SALE


def test_a_tap_on_what_is_gone(shop: Shop) -> None:
    with pytest.raises(DomainError) as caught:
        shop.selling.add(new_id())
    assert caught.value.code is ErrorCode.NOT_FOUND


def test_several_products_with_one_code_are_offered(shop: Shop) -> None:
    outcome = shop.selling.enter(f"2*{TWIN_CODE}")
    assert isinstance(outcome, Ambiguous)
    assert (outcome.code, outcome.quantity, set(outcome.products)) == (TWIN_CODE, 2, {TWIN_A, TWIN_B})
    assert shop.lines() == []
    shop.selling.add(TWIN_B.id, outcome.quantity, outcome.code)
    assert shop.lines() == [("Twin B", 2)]
    assert shop.selling.cart.lines[0].product.code == TWIN_CODE


# ------------------------------------------------------------ multiplying


@pytest.mark.parametrize("text", ["3*", "3 *", "3×", "3* ", "0003*"])
def test_a_multiplier_holds_for_the_next_product_only(shop: Shop, text: str) -> None:
    assert shop.selling.enter(text) == Multiplied(3)
    assert shop.selling.multiplier == 3
    shop.scan(MILK_CODE, BREAD_CODE)
    assert shop.lines() == [("Milk", 3), ("Bread", 1)]


@pytest.mark.parametrize("text", [f"3*{MILK_CODE}", f"3 × {MILK_CODE}", f"3*\n{MILK_CODE}"])
def test_a_multiplier_before_its_code(shop: Shop, text: str) -> None:
    assert shop.selling.enter(text) == Added(1, MILK, 3)
    assert shop.selling.multiplier == 1


def test_a_later_multiplier_takes_the_place_of_the_earlier(shop: Shop) -> None:
    shop.selling.enter("3*")
    shop.selling.enter(f"2*{MILK_CODE}")
    assert shop.lines() == [("Milk", 2)]
    assert shop.selling.multiplier == 1


def test_a_multiplier_reaches_a_tapped_tile(shop: Shop) -> None:
    shop.selling.enter("3*")
    assert shop.selling.add(BREAD.id) == Added(1, BREAD, 3)


def test_a_multiplier_reaches_a_weighed_tile_its_question_and_its_line(shop: Shop) -> None:
    shop.selling.enter("3*")
    question = asked(shop.selling.add(APPLES.id))
    assert (question.quantity, question.measure) == (3, True)
    assert shop.selling.complete(question, measure=D("0.500")).quantity == 3
    [line] = shop.selling.priced().lines
    assert (line.line.quantity, line.piece_price, line.gross) == (3, D("1.50"), D("4.50"))
    assert shop.selling.multiplier == 1


def test_a_multiplier_survives_an_unknown_code(shop: Shop) -> None:
    shop.selling.enter("3*")
    refused(shop, "nonsense")
    shop.scan(MILK_CODE)
    assert shop.lines() == [("Milk", 3)]


@pytest.mark.parametrize("quantity", [0, -1, MAX_QUANTITY + 1])
def test_quantities_out_of_range_are_not_mistaken_for_none(shop: Shop, quantity: int) -> None:
    with pytest.raises(DomainError) as caught:
        shop.selling.add(BREAD.id, quantity)
    assert caught.value.code is ErrorCode.QUANTITY_OUT_OF_RANGE


# ------------------------------------------------------------ questions


def test_a_weighed_product_asks_for_its_weight(shop: Shop) -> None:
    question = asked(shop.selling.enter("4011"))
    assert (question.product, question.measure, question.price, question.age) == (APPLES, True, False, None)
    assert shop.lines() == []
    shop.selling.complete(question, measure=D("0.450"))
    [line] = shop.selling.priced().lines
    assert line.line.measure == Measure(value=D("0.450"), unit="kg")
    assert line.gross == D("1.35")


@pytest.mark.parametrize(
    ("measure", "code"),
    [
        (None, ErrorCode.FIELD_REQUIRED),
        (D(0), ErrorCode.FIELD_REQUIRED),
        (D("-0.5"), ErrorCode.QUANTITY_OUT_OF_RANGE),
        (D("NaN"), ErrorCode.QUANTITY_OUT_OF_RANGE),
        (D("Infinity"), ErrorCode.QUANTITY_OUT_OF_RANGE),
        (D(MAX_QUANTITY + 1), ErrorCode.QUANTITY_OUT_OF_RANGE),
    ],
)
def test_a_weight_that_cannot_be(shop: Shop, measure: Decimal | None, code: ErrorCode) -> None:
    question = asked(shop.selling.enter("4011"))
    with pytest.raises(DomainError) as caught:
        shop.selling.complete(question, measure=measure)
    assert caught.value.code is code
    assert shop.lines() == []


def test_an_open_price_is_asked_for(shop: Shop) -> None:
    question = asked(shop.selling.enter("2*SKU-Flowers"))
    assert (question.price, question.measure, question.quantity) == (True, False, 2)
    with pytest.raises(DomainError) as caught:
        shop.selling.complete(question)
    assert (caught.value.code, caught.value.data) == (ErrorCode.PRICE_MISSING, {"name": "Flowers"})
    shop.selling.complete(question, price=D("4.50"))
    assert shop.selling.priced().subtotal == D("9.00")


def test_an_open_price_out_of_range(shop: Shop) -> None:
    with pytest.raises(DomainError) as caught:
        shop.selling.complete(asked(shop.selling.add(FLOWERS.id)), price=D("-1"))
    assert caught.value.code is ErrorCode.AMOUNT_OUT_OF_RANGE


def test_an_answer_to_what_was_not_asked_changes_no_price(shop: Shop) -> None:
    """Else a question for a weight would be a way around the leave that a price takes."""
    question = asked(shop.selling.add(APPLES.id))
    shop.selling.complete(question, price=D("0.01"), measure=D("1"))
    assert shop.selling.priced().subtotal == D("3.00")


def test_age_is_asked_once_a_customer_and_again_for_more(shop: Shop) -> None:
    first = asked(shop.selling.enter("500"))
    assert first.age == 18
    shop.selling.complete(first)
    assert isinstance(shop.selling.add(WINE.id), Added)
    older = asked(shop.selling.add(WHISKY.id))
    assert older.age == 21
    shop.selling.complete(older)
    assert isinstance(shop.selling.add(WHISKY.id), Added)
    shop.selling.start_new()
    assert asked(shop.selling.add(WINE.id)).age == 18


def test_an_age_that_was_not_confirmed_is_asked_again(shop: Shop) -> None:
    shop.selling.add(WINE.id)
    assert asked(shop.selling.add(WINE.id)).age == 18


# ------------------------------------------------------------ labels


def test_count_label_takes_as_many_pieces(shop: Shop) -> None:
    shop.selling.enter("2*")
    question = asked(shop.selling.enter(label("25", "0500", "00003")))
    assert (question.product.name, question.quantity) == ("Wine", 6)


def test_a_weight_label_is_sold_by_its_weight(shop: Shop) -> None:
    code = label("28", "4011", "00450")
    assert isinstance(shop.selling.enter(code), Added)
    [line] = shop.selling.priced().lines
    assert line.line.measure == Measure(value=D("0.450"), unit="kg")
    assert (line.gross, line.line.product.code) == (D("1.35"), code)


def test_a_price_label_is_sold_at_its_price_and_weighs_what_it_buys(shop: Shop) -> None:
    """Stock is kept in kilograms: a label of 1.00 takes a third of one, not a whole one."""
    shop.scan(label("22", "4011", "00100"))
    [line] = shop.selling.priced().lines
    assert (line.gross, line.line.measure) == (D("1.00"), Measure(value=D("0.333"), unit="kg"))


def test_labels_of_one_product_stay_apart(shop: Shop) -> None:
    shop.scan(label("28", "4011", "00450"), label("28", "4011", "00450"), label("22", "4011", "00100"))
    assert shop.lines() == [("Apples", 1)] * 3


def test_a_label_keeps_its_weight_through_a_question_of_age(shop: Shop) -> None:
    question = asked(shop.selling.enter(label("28", "4200", "00250")))
    assert (question.age, question.measure) == (18, False)
    shop.selling.complete(question)
    assert shop.selling.priced().subtotal == D("5.00")


def test_a_label_keeps_its_price_through_a_question_of_age(shop: Shop) -> None:
    shop.selling.complete(asked(shop.selling.enter(label("22", "4200", "00499"))))
    assert shop.selling.priced().subtotal == D("4.99")


def test_a_label_keeps_its_value_when_its_product_is_picked(shop: Shop) -> None:
    for code, subtotal in ((label("28", "4300", "00500"), "4.00"), (label("22", "4300", "00777"), "7.77")):
        outcome = shop.selling.enter(code)
        assert isinstance(outcome, Ambiguous)
        assert set(outcome.products) == {TWIN_HAM, TWIN_JAM}
        assert isinstance(shop.selling.add(TWIN_JAM.id, outcome.quantity, outcome.code), Added)
        assert shop.selling.priced().subtotal == D(subtotal)
        shop.selling.start_new()


def test_the_weight_on_a_crate_sold_by_the_piece_says_nothing_about_its_price(shop: Shop) -> None:
    shop.scan(f"01{CRATE_CODE}3103001250")
    [line] = shop.selling.priced().lines
    assert (line.line.measure, line.gross) == (None, CRATE.shelf_price)


def test_a_weight_in_kilograms_sells_and_one_in_pounds_is_asked_for(shop: Shop) -> None:
    """The price is per kilogram: it says nothing about pounds."""
    shop.scan(f"010{LAMB_CODE}3103001250")
    assert shop.selling.priced().subtotal == D("15.00")
    assert asked(shop.selling.enter(f"010{LAMB_CODE}3203001250")).measure


# ------------------------------------------------------------ prices


def test_a_promotion_of_a_department_reaches_its_shelves(shop: Shop) -> None:
    """Also where whoever wrote the categories did not keep their path."""
    assert COLA_SHELF.path == ()
    shop.selling.enter("3*")
    shop.selling.add(COLA.id)
    [line] = shop.selling.priced().lines
    assert line.line.product.categories == (COLA_SHELF.id, DRINKS.id)
    assert (line.promotion, line.discount) == ("Cola week", D("1.00"))


def test_amounts_follow_the_stores_taxes(shop: Shop) -> None:
    shop.scan(MILK_CODE, BREAD_CODE)
    priced = shop.selling.priced()
    assert (priced.subtotal, priced.tax, priced.total) == (D("3.79"), D("0.24"), D("4.03"))
    assert shop.selling.quote().cash_step == D("0.05")


def test_a_line_keeps_its_price_whatever_changes_in_the_catalogue(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    shop.replica.load()  # everything is gone
    assert shop.selling.cart.lines[0].product.price == MILK.shelf_price

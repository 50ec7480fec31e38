"""The receipt: which discounts stand with their line, and which once with the order."""

from decimal import Decimal

import msgspec
import pytest

from b4mart_desktop.domain import cart as carts
from b4mart_desktop.domain.cart import Cart
from b4mart_desktop.domain.payments import PaymentMethod, PaymentType, Tender, TenderKind
from b4mart_desktop.domain.promotions import Promotion, PromotionKind
from b4mart_desktop.domain.receipt import Receipt, make_receipt
from b4mart_desktop.domain.sale import Sale, make_sale
from b4mart_desktop.domain.settlement import settle
from tests.unit.domain.carts import NOW, SELLER, STORE, D, cart_of, percent, priced, product, promotion

ZERO = Decimal(0)
FIVE_OFF = promotion(
    PromotionKind.ORDER_PERCENT_OFF, "5% off orders over $100", value=Decimal(5), threshold=Decimal(100)
)


def sale_of(cart: Cart, *promotions: Promotion) -> Sale:
    amounts = priced(cart, *promotions)
    paid = settle(amounts.total, [Tender(kind=TenderKind.CASH, tendered=amounts.total)], ZERO)
    return make_sale(cart, amounts, paid, STORE, SELLER, NOW)


def receipt_of(cart: Cart, *promotions: Promotion) -> Receipt:
    sale = sale_of(cart, *promotions)
    return make_receipt(sale.order, sale.payments, STORE)


def test_a_discount_on_the_order_stands_on_no_line() -> None:
    cart = cart_of((product("80.00"), 1), (product("120.00"), 1))
    cart = carts.discount_line(cart, cart.lines[0].key, percent("25"))

    receipt = receipt_of(cart, FIVE_OFF)

    assert [line.discount for line in receipt.lines] == [D("20.00"), ZERO]
    assert (receipt.line_discount, receipt.order_discount) == (D("20.00"), D("9.00"))
    assert receipt.order_promotion == "5% off orders over $100"
    assert receipt.total == D("171.00")


def test_a_discount_by_staff_on_the_order_has_no_name() -> None:
    receipt = receipt_of(carts.discount_order(cart_of((product("10.00"), 1)), percent("10")))

    assert (receipt.order_discount, receipt.order_promotion) == (D("1.00"), None)
    assert receipt.line_discount == ZERO


def test_promotion_and_staff_take_off_the_order_together() -> None:
    cart = carts.discount_order(cart_of((product("200.00"), 1)), percent("10"))

    receipt = receipt_of(cart, FIVE_OFF)

    assert receipt.order_discount == D("10.00") + D("19.00")
    assert receipt.total == D("171.00")


@pytest.mark.parametrize(
    ("paid_by", "kind"),
    [
        (PaymentType.CARD, TenderKind.CARD),
        (PaymentType.STRIPE, TenderKind.CARD),
        (PaymentType.PAYPAL, TenderKind.PAYPAL),
        (PaymentType.BANK_TRANSFER, TenderKind.BANK_TRANSFER),
        (PaymentType.WALLET, TenderKind.STORE_CREDIT),
    ],
)
def test_an_order_of_the_web_store_says_how_it_was_paid(paid_by: PaymentType, kind: TenderKind) -> None:
    sale = sale_of(cart_of((product("5.00"), 1)))
    payment = msgspec.structs.replace(
        sale.payments[0], tender=None, payment_method=PaymentMethod(type=paid_by)
    )
    assert make_receipt(sale.order, [payment], STORE).tenders[0].kind is kind

"""The documents of a sale: their amounts agree with each other, with the payments and with the receipt."""

import re
from decimal import Decimal

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from b4mart_desktop.domain import cart as carts
from b4mart_desktop.domain.cart import Cart, new_cart
from b4mart_desktop.domain.jobs import JobKind
from b4mart_desktop.domain.orders import Measure, OrderPaymentMethod, OrderStatus
from b4mart_desktop.domain.payments import (
    Payment,
    PaymentMethod,
    PaymentStatus,
    PaymentType,
    Tender,
    TenderKind,
)
from b4mart_desktop.domain.pricing import PriceRules, price
from b4mart_desktop.domain.receipt import make_receipt
from b4mart_desktop.domain.sale import Sale, make_sale, order_number, with_receipt_number
from b4mart_desktop.domain.settlement import MAX_TENDERED, settle, still_due
from tests.unit.domain.carts import (
    CUSTOMER,
    NOW,
    SELLER,
    STORE,
    D,
    any_carts,
    any_rules,
    cart_of,
    product,
    rules,
    tax,
)

ZERO = Decimal(0)
THOROUGH = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sell(cart: Cart, *tenders: tuple[TenderKind, str], by: PriceRules | None = None) -> Sale:
    """The sale of ``cart``; in exact cash, unless ``tenders`` say otherwise."""
    by = by or rules()
    priced = price(cart, by, NOW)
    paid = [Tender(kind=kind, tendered=D(value)) for kind, value in tenders]
    exact = Tender(kind=TenderKind.CASH, tendered=still_due(priced.total, (), by.cash_step, in_cash=True))
    settlement = settle(priced.total, paid or [exact], by.cash_step)
    return make_sale(cart, priced, settlement, STORE, SELLER, NOW)


@st.composite
def sales(draw: st.DrawFn) -> tuple[Sale, PriceRules]:
    by = draw(any_rules())
    cart = draw(any_carts(by.currency, least=1))
    total = price(cart, by, NOW).total
    assume(total < MAX_TENDERED - 1_000)
    part = (total * draw(st.integers(0, 100)) / 100).quantize(total, "ROUND_DOWN")
    others = [] if not part else [Tender(kind=draw(st.sampled_from(TenderKind)), tendered=part)]
    others = [each for each in others if each.kind is not TenderKind.CASH]
    due = still_due(total, others, by.cash_step, in_cash=True)
    cash = Tender(kind=TenderKind.CASH, tendered=due + draw(st.integers(0, 100)))
    settlement = settle(total, [*others, cash], by.cash_step)
    return make_sale(cart, price(cart, by, NOW), settlement, STORE, SELLER, NOW), by


@THOROUGH
@given(sales())
def test_the_amounts_of_an_order_obey_what_its_module_says_and_payments_pay_them(
    drawn: tuple[Sale, PriceRules],
) -> None:
    sale, by = drawn
    order = sale.order
    amounts = order.pricing
    assert all(item.total_price == item.quantity * item.price_at_time for item in order.items)
    assert amounts.subtotal == sum((item.total_price for item in order.items), ZERO)
    assert amounts.discount == sum((item.discount for item in order.items), ZERO)
    assert amounts.tax == sum((item.tax for item in order.items), ZERO)
    added = ZERO if by.prices_include_tax else amounts.tax
    assert amounts.total == amounts.subtotal - amounts.discount + amounts.shipping + amounts.rounding + added
    assert (amounts.currency, amounts.tax_included) == (by.currency, by.prices_include_tax)
    assert sum((payment.amount for payment in sale.payments), ZERO) == amounts.total
    for payment in sale.payments:
        assert payment.tendered is not None
        assert payment.amount == payment.tendered - payment.change
        assert (payment.order, payment.currency) == (order.id, amounts.currency)


@THOROUGH
@given(sales())
def test_receipt_and_stock_say_what_the_order_says(drawn: tuple[Sale, PriceRules]) -> None:
    sale = with_receipt_number(drawn[0], "R1", 7)
    receipt, amounts = make_receipt(sale.order, sale.payments, STORE), sale.order.pricing
    for field in ("subtotal", "discount", "tax", "rounding", "total", "shipping", "currency", "tax_included"):
        assert getattr(receipt, field) == getattr(amounts, field), field
    assert [line.total for line in receipt.lines] == [item.total_price for item in sale.order.items]
    own = [item.discount - item.order_discount for item in sale.order.items]
    assert [line.discount for line in receipt.lines] == own
    assert receipt.discount == sum(own, ZERO) + receipt.order_discount
    assert sum((each.tax for each in receipt.taxes), ZERO) == receipt.tax
    assert sum((each.base for each in receipt.taxes), ZERO) == receipt.subtotal - receipt.discount
    assert sum((each.tendered - each.change for each in receipt.tenders), ZERO) == receipt.total
    assert receipt.change == sum((payment.change for payment in sale.payments), ZERO)
    unit = Decimal(1).scaleb(-{"USD": 2, "JPY": 0, "KWD": 3}[receipt.currency])
    for line in receipt.lines:
        piece = line.unit_price * (1 if line.measure is None else line.measure.value)
        assert piece.quantize(unit, "ROUND_HALF_UP") * line.quantity == line.total
    for item, movement in zip(sale.order.items, sale.movements, strict=True):
        each = 1 if item.measure is None else item.measure.value
        assert (movement.product, movement.delta) == (item.product, -each * item.quantity)


def test_goods_that_are_not_tracked_move_no_stock() -> None:
    sale = sell(cart_of((product(track_quantity=False), 2), (product(), 1)))
    assert [movement.product for movement in sale.movements] == [sale.order.items[1].product]


def test_the_order_is_delivered_by_its_whole_history_and_knows_who_sold_it() -> None:
    order = sell(cart_of((product(), 1))).order
    assert [change.status for change in order.status_history] == [
        "pending",
        "confirmed",
        "processing",
        "delivered",
    ]
    assert order.status is OrderStatus.DELIVERED
    assert (order.channel, order.register, order.shift) == ("pos", SELLER.register, SELLER.shift)
    assert (order.cashier, order.cashier_name) == (SELLER.cashier, SELLER.cashier_name)


def test_the_cart_becomes_the_order_by_identity() -> None:
    cart = carts.set_customer(cart_of((product(), 1)), CUSTOMER, "Ada King Lovelace")
    order = sell(cart).order
    assert (order.id, order.customer) == (cart.id, CUSTOMER)
    assert (order.shipping_address.first_name, order.shipping_address.last_name) == ("Ada", "King Lovelace")
    receipt = make_receipt(order, (), STORE)
    assert (receipt.customer, receipt.address) == ("Ada King Lovelace", None)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        (None, "Walk-in", "Customer"),
        ("", "Walk-in", "Customer"),
        ("   ", "Walk-in", "Customer"),
        ("Madonna", "Madonna", "Madonna"),
        ("  Smith", "Smith", "Smith"),
    ],
)
def test_names_are_never_empty_texts(name: str | None, first: str, last: str) -> None:
    """The web store's models refuse empty required texts."""
    address = sell(carts.set_customer(cart_of((product(), 1)), None, name)).order.shipping_address
    assert (address.first_name, address.last_name) == (first, last)


def test_a_walk_in_is_the_stores_own_and_unnamed_on_the_receipt() -> None:
    order = sell(cart_of((product(), 1))).order
    assert order.customer == STORE.walk_in_customer
    assert make_receipt(order, (), STORE).customer is None


@pytest.mark.parametrize(
    ("kind", "method", "type_", "provider"),
    [
        (TenderKind.CASH, OrderPaymentMethod.CASH_ON_DELIVERY, PaymentType.WALLET, "cash"),
        (TenderKind.CARD, OrderPaymentMethod.CARD, PaymentType.CARD, "terminal"),
        (TenderKind.PAYPAL, OrderPaymentMethod.PAYPAL, PaymentType.PAYPAL, "paypal"),
        (
            TenderKind.BANK_TRANSFER,
            OrderPaymentMethod.BANK_TRANSFER,
            PaymentType.BANK_TRANSFER,
            "bank_transfer",
        ),
        (TenderKind.GIFT_CARD, OrderPaymentMethod.CASH_ON_DELIVERY, PaymentType.WALLET, "gift_card"),
        (TenderKind.STORE_CREDIT, OrderPaymentMethod.CASH_ON_DELIVERY, PaymentType.WALLET, "store_credit"),
        (TenderKind.ON_ACCOUNT, OrderPaymentMethod.BANK_TRANSFER, PaymentType.WALLET, "on_account"),
    ],
)
def test_each_tender_in_the_seeds_terms(
    kind: TenderKind, method: OrderPaymentMethod, type_: PaymentType, provider: str
) -> None:
    sale = sell(cart_of((product("5.00"), 1)), (kind, "5.00"))
    [payment] = sale.payments
    assert (sale.order.tender, sale.order.payment.method) == (kind.value, method)
    assert (payment.payment_method.type, payment.payment_method.provider) == (type_, provider)
    assert (payment.tender, payment.status) == (kind, PaymentStatus.COMPLETED)


def test_a_split_sale_is_mixed_by_the_method_of_its_largest_part() -> None:
    order = sell(cart_of((product("5.00"), 1)), (TenderKind.CARD, "3.00"), (TenderKind.CASH, "2.00")).order
    assert (order.tender, order.payment.method) == ("mixed", OrderPaymentMethod.CARD)


def test_the_invoice_is_asked_for_once() -> None:
    cart = cart_of((product(), 1))
    [first], [again] = sell(cart).jobs, sell(cart).jobs
    assert (first.kind, first.ref) == (JobKind.INVOICE, cart.id)
    assert first.dedupe == again.dedupe


def test_a_receipt_number_is_the_registers_code_and_a_counter() -> None:
    sale = with_receipt_number(sell(cart_of((product(), 1))), "KASSE-2", 41)
    assert sale.order.receipt_number == "KASSE-2-000041"
    receipt = make_receipt(sale.order, sale.payments, STORE)
    assert (receipt.receipt_number, receipt.register) == ("KASSE-2-000041", "KASSE-2")


def test_order_numbers_are_as_the_web_stores_and_differ() -> None:
    numbers = {order_number(NOW) for _ in range(100)}
    assert len(numbers) == 100
    assert all(re.fullmatch(r"ORD-1795467900000-[0-9a-z]{9}", number) for number in numbers)


def test_receipt_taxes_are_by_rate() -> None:
    by = rules(taxes=(tax("standard", "10"), tax("reduced", "5"), tax("luxury", "10")))
    goods = (product("1.00"), 1), (product("2.00", "reduced"), 1), (product("3.00", "luxury"), 1)
    taxes = make_receipt(sell(cart_of(*goods), by=by).order, (), STORE).taxes
    assert [(each.rate, each.base, each.tax) for each in taxes] == [
        (D(5), D("2.00"), D("0.10")),
        (D(10), D("4.00"), D("0.40")),
    ]


def test_a_labels_price_is_shown_instead_of_a_weight_that_comes_to_another() -> None:
    cheese, kilo = product("20.00", unit="kg"), Measure(value=D("0.334"), unit="kg")
    cart, _ = carts.add(new_cart(), cheese, 1, kilo, D("6.67"))
    cart, _ = carts.add(cart, cheese, 1, kilo, D("6.68"))
    off, agreeing = make_receipt(sell(cart).order, (), STORE).lines
    assert (off.measure, off.unit_price, off.total) == (None, D("6.67"), D("6.67"))
    assert (agreeing.measure, agreeing.unit_price) == (kilo, D("20.00"))


def test_a_web_order_gets_a_receipt_from_what_it_has() -> None:
    order = sell(cart_of((product("5.00"), 1))).order
    bare = [msgspec.structs.replace(item, name=None, unit_price=None) for item in order.items]
    web = msgspec.structs.replace(
        order, channel=None, cashier_name=None, receipt_number=None, items=tuple(bare), customer=CUSTOMER
    )
    payment = sell(cart_of((product("5.00"), 1))).payments[0]
    by_card = PaymentMethod(type=PaymentType.CARD, provider="stripe")
    plain: Payment = msgspec.structs.replace(payment, tender=None, tendered=None, payment_method=by_card)
    receipt = make_receipt(web, [plain], STORE)
    assert (receipt.receipt_number, receipt.register, receipt.cashier) == (order.order_number, None, "")
    assert (receipt.lines[0].name, receipt.lines[0].unit_price) == ("SKU-1", D("5.00"))
    assert receipt.address == order.shipping_address
    assert (receipt.tenders[0].kind, receipt.tenders[0].tendered) == (TenderKind.CARD, D("5.00"))

"""A thousand random customers at one counter: to the cent, what they paid is what everything says they did.

Through the real use cases on the real local files. The documents drawn of a sale are compared with its
receipt by ``tests/adapters/documents/test_amounts.py``; a sample of this day's is drawn here.
"""

import random
from collections import Counter as Tally
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from b4mart_desktop.adapters.documents.invoice_pdf import InvoicePdf
from b4mart_desktop.adapters.documents.receipt_pdf import ReceiptPdf
from b4mart_desktop.domain.cart import Discount, DiscountKind
from b4mart_desktop.domain.entries import SaleCompleted
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.money import quantise
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.promotions import Promotion, PromotionKind
from b4mart_desktop.domain.receipt import Receipt
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.services.checkout import Paid
from b4mart_desktop.services.selling import Asked
from tests.adapters.documents.reading import amount_of, rows_of, texts_of
from tests.unit.services.shop import (
    APPLES,
    BREAD,
    BREAD_CODE,
    COLA,
    COLA_WEEK,
    FLOWERS,
    GROCERIES,
    MILK_CODE,
    NOON,
    STORE,
    SUPERVISOR,
    WINE,
    Shop,
    label,
    open_shop,
)

ZERO = Decimal(0)
CUSTOMERS = 1_000
DRAWN = 10
OTHERS = tuple(kind for kind in TenderKind if kind is not TenderKind.CASH)


def offer(name: str, kind: PromotionKind, **fields: object) -> Promotion:
    return msgspec.structs.replace(
        COLA_WEEK, id=new_id(), name=name, kind=kind, **{"categories": (), "buy": 0, "get": 0, **fields}
    )


OFFERS = (
    COLA_WEEK,
    offer("Bread day", PromotionKind.AMOUNT_OFF, value=Decimal("0.30"), products=(BREAD.id,)),
    offer("Groceries 7 % off", PromotionKind.PERCENT_OFF, value=Decimal(7), categories=(GROCERIES.id,)),
    offer("Big shop", PromotionKind.ORDER_PERCENT_OFF, value=Decimal(3), threshold=Decimal(40)),
    offer("Over", PromotionKind.PERCENT_OFF, value=Decimal(99), ends_at=NOON),
)


class Customer:
    """One random customer and what the clerk does for them; the same numbers give the same customer."""

    def __init__(self, shop: Shop, number: int) -> None:
        self._shop, self._random = shop, random.Random(number)

    def fill_cart(self) -> None:
        chance = self._random
        for _ in range(chance.randint(1, 7)):
            self._take_one()
        for line in self._shop.selling.cart.lines:
            if chance.random() < 0.15:
                self._shop.selling.discount_line(line.key, self._discount())
            if chance.random() < 0.05:
                self._shop.selling.set_price(line.key, Decimal(chance.randint(0, 999)) / 100)
        if chance.random() < 0.2:
            self._shop.selling.discount_order(self._discount())
        for regret in (self._shop.selling.undo, self._remove_first):
            if chance.random() < 0.1 and len(self._shop.selling.cart.lines) > 1:
                regret()

    def _remove_first(self) -> None:
        self._shop.selling.remove(self._shop.selling.cart.lines[0].key)

    def _take_one(self) -> None:
        chance, selling = self._random, self._shop.selling
        grams, cents = f"{chance.randint(1, 9_999):05}", f"{chance.randint(1, 9_999):05}"
        outcome = chance.choice(
            (
                lambda: selling.enter(MILK_CODE),
                lambda: selling.enter(f"{chance.randint(1, 12)}*{BREAD_CODE}"),
                lambda: selling.enter(label("28", "4011", grams)),
                lambda: selling.enter(label("22", "4011", cents)),
                lambda: selling.add(COLA.id, chance.randint(1, 9)),
                lambda: selling.add(APPLES.id, chance.randint(1, 3)),
                lambda: selling.add(FLOWERS.id),
                lambda: selling.add(WINE.id),
            )
        )()
        if isinstance(outcome, Asked):
            measure, price = Decimal(chance.randint(1, 4_000)) / 1000, Decimal(chance.randint(0, 3_000)) / 100
            selling.complete(outcome, price, measure)

    def _discount(self) -> Discount:
        chance = self._random
        if chance.random() < 0.1:
            return Discount(kind=DiscountKind.PERCENT, value=Decimal(100))
        kind = chance.choice(tuple(DiscountKind))
        return Discount(kind=kind, value=Decimal(chance.randint(1, 9_900)) / 100)

    def tenders(self) -> list[Tender]:
        """Parts by anything but cash, and the rest in cash with something to give back, or exactly."""
        chance, tenders = self._random, list[Tender]()
        for kind in chance.sample(OTHERS, chance.choice((0, 0, 1, 2))):
            left = self._shop.checkout.due(tenders, in_cash=False)
            part = left if chance.random() < 0.3 else quantise(left * chance.randint(0, 100) / 100, "USD")
            tenders.append(Tender(kind=kind, tendered=min(part, left)))
        if self._shop.checkout.due(tenders, in_cash=False) or not tenders:
            due = self._shop.checkout.due(tenders, in_cash=True)
            more = chance.choice((0, 0, 5, 20)) * Decimal("0.35")
            tenders.append(Tender(kind=TenderKind.CASH, tendered=due + more))
        return tenders


@pytest.fixture(params=[False, True], ids=["tax added", "tax included"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    store = msgspec.structs.replace(STORE, prices_include_tax=request.param)
    with open_shop(tmp_path, *OFFERS, store=store) as opened:
        opened.sign_in(SUPERVISOR)
        yield opened


@pytest.mark.slow
async def test_a_thousand_carts_agree_to_the_cent_everywhere(shop: Shop) -> None:
    included = shop.counter.store().prices_include_tax
    numbers = range(int(included), CUSTOMERS, 2)  # half of the thousand with either kind of prices
    await shop.open("100.00")
    paid = [await buy(shop, number) for number in numbers]

    assert len(paid) == CUSTOMERS // 2
    for each in paid:
        check_order(each.sale, included=included)
        check_receipt(each.sale, each.receipt)
    assert_every_rule_took_part(paid)
    await assert_the_journal_and_the_till_agree(shop, [each.sale for each in paid])
    for each in random.Random(0).sample(paid, DRAWN):
        await check_drawn(each.receipt)


async def buy(shop: Shop, number: int) -> Paid:
    customer = Customer(shop, number)
    customer.fill_cart()
    shown, tenders = shop.selling.priced(), customer.tenders()
    paid = await shop.checkout.pay(tenders)
    amounts = paid.sale.order.pricing
    assert (amounts.subtotal, amounts.discount, amounts.tax) == (shown.subtotal, shown.discount, shown.tax)
    assert amounts.total == shown.total + amounts.rounding
    assert sum((tender.tendered for tender in tenders), ZERO) - paid.change == amounts.total
    return paid


def check_order(sale: Sale, *, included: bool) -> None:
    """The order adds up by its lines, and the payments pay it."""
    order, amounts = sale.order, sale.order.pricing
    gross = sum((item.quantity * item.price_at_time for item in order.items), ZERO)
    discounts = sum((item.discount for item in order.items), ZERO)
    taxes = sum((item.tax for item in order.items), ZERO)
    assert (amounts.subtotal, amounts.discount, amounts.tax) == (gross, discounts, taxes)
    assert amounts.total == gross - discounts + amounts.rounding + (ZERO if included else taxes)
    assert amounts.total == sum((payment.amount for payment in sale.payments), ZERO)
    assert abs(amounts.rounding) <= STORE.cash_step / 2
    for amount in (amounts.total, *(part for item in order.items for part in (item.discount, item.tax))):
        assert amount >= 0
        assert amount == quantise(amount, "USD")
    for item, movement in zip(order.items, sale.movements, strict=True):
        assert movement.delta == -item.quantity * (item.measure.value if item.measure else 1)


def check_receipt(sale: Sale, receipt: Receipt) -> None:
    """The receipt says what the order says, and adds up as it is read."""
    amounts = sale.order.pricing
    for name in ("subtotal", "discount", "tax", "rounding", "total", "tax_included"):
        assert getattr(receipt, name) == getattr(amounts, name), name
    assert sum((line.total for line in receipt.lines), ZERO) == receipt.subtotal
    assert sum((line.discount for line in receipt.lines), ZERO) + receipt.order_discount == receipt.discount
    assert sum((tax.tax for tax in receipt.taxes), ZERO) == receipt.tax
    assert sum((tax.base for tax in receipt.taxes), ZERO) == receipt.subtotal - receipt.discount
    assert sum((tender.tendered - tender.change for tender in receipt.tenders), ZERO) == receipt.total
    for line in receipt.lines:
        piece = line.unit_price * (line.measure.value if line.measure else 1)
        assert quantise(piece, "USD") * line.quantity == line.total


def assert_every_rule_took_part(paid: list[Paid]) -> None:
    """Else a thousand carts prove less than they seem to."""
    items = [item for each in paid for item in each.sale.order.items]
    orders = [each.sale.order for each in paid]
    promotions = Tally(item.promotion for item in items if item.promotion)
    assert set(promotions) == {"Cola week", "Bread day", "Groceries 7 % off"}
    assert any(order.order_promotion == "Big shop" for order in orders)
    assert any(item.measure for item in items)
    assert any(order.pricing.total == 0 for order in orders)
    assert {order.pricing.rounding < 0 for order in orders} == {True, False}
    assert {order.tender for order in orders} == {"mixed", *TenderKind}
    assert any(each.change for each in paid)


async def assert_the_journal_and_the_till_agree(shop: Shop, sales: list[Sale]) -> None:
    """What waits to be posted is what was receipted, each once, and the till holds what was paid in cash."""
    entries = [queued.entry for queued in shop.journal.queue()]
    assert [entry.sale for entry in entries if isinstance(entry, SaleCompleted)] == sales
    counters = [sale.order.receipt_number for sale in sales]
    assert counters == [f"R1-{number:06}" for number in range(1, len(sales) + 1)]
    payments = [payment for sale in sales for payment in sale.payments]
    cash = sum((each.amount for each in payments if each.tender is TenderKind.CASH), ZERO)
    closed = await shop.shifts.close(100 + cash)
    assert (closed.sales_count, closed.difference) == (len(sales), ZERO)
    assert closed.sales_total == sum((sale.order.pricing.total for sale in sales), ZERO)


async def check_drawn(receipt: Receipt) -> None:
    """The total on paper, of the receipt and of the invoice."""
    strip = texts_of(await ReceiptPdf("en-US").pdf(receipt, copy=False))
    [total] = [amount_of(row[1]) for row in strip if row[0] == "TOTAL"]
    sheet = [[cell.text for cell in row] for row in rows_of(await InvoicePdf("en-US").pdf(receipt))]
    [invoiced] = [amount_of(row[-1]) for row in sheet if len(row) > 1 and row[-2] == "Total"]
    assert total == invoiced == receipt.total

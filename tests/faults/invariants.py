"""What must be true of the database after any fault, read with pymongo alone."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pymongo.database import Database

from tests.faults.messages import Printed
from tests.ledger import stock_disagreements

Document = dict[str, Any]


@dataclass
class Said:
    """What the counters have said to their customers.

    Attributes:
        receipts: All that were printed.
        cards: References of the cards that were charged.
        put_aside: Marks of the carts that were put aside, and sold since.
    """

    receipts: list[Printed] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    put_aside: list[str] = field(default_factory=list)


def violations(database: Database[Document], said: Said) -> list[str]:
    """Returns what is wrong, in words; nothing where all that was said is there once and all agrees.

    To be called while nothing waits at any counter.
    """
    orders = list(database.orders.find({"channel": "pos"}))
    payments = list(database.payments.find())
    return [
        *_receipts(orders, said.receipts),
        *_numbers(orders),
        *_payments(orders, payments),
        *_movements(database, orders),
        *_shifts(database, orders, payments),
        *_jobs(database, orders),
        *_cards(payments, said.cards),
        *_put_aside(orders, said.put_aside),
        *(f"stock and ledger of {product['name']} differ" for product in stock_disagreements(database)),
    ]


def _receipts(orders: Sequence[Document], printed: Sequence[Printed]) -> Iterator[str]:
    totals: dict[str, list[int]] = {}
    for order in orders:
        totals.setdefault(order["receiptNumber"], []).append(_cents(order["pricing"]["total"]))
    for receipt in printed:
        found = totals.get(receipt.number, [])
        if found != [_cents(receipt.total)]:
            yield f"{receipt.number} was printed with {receipt.total} and is there {len(found)}×: {found}"
    for number, times in Counter(receipt.number for receipt in printed).items():
        if times > 1:
            yield f"{number} was printed {times} times"


def _numbers(orders: Sequence[Document]) -> Iterator[str]:
    """The numbers of each register are 1, 2, 3 … without a gap, each once."""
    counters: dict[str, list[int]] = {}
    for order in orders:
        number = re.fullmatch(r"(.+)-(\d+)", order["receiptNumber"])
        if number is None:
            yield f"{order['receiptNumber']} is no receipt number"
        else:
            counters.setdefault(number[1], []).append(int(number[2]))
    for register, numbers in counters.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            missing = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
            yield f"register {register} has {len(numbers)} numbers up to {max(numbers)}, not {missing[:5]}"


def _payments(orders: Sequence[Document], payments: Sequence[Document]) -> Iterator[str]:
    paid: Counter[Any] = Counter()
    for payment in payments:
        paid[payment["order"]] += _cents(payment["amount"])
    for order in orders:
        if paid.pop(order["_id"], None) != _cents(order["pricing"]["total"]):
            yield f"{order['receiptNumber']} is not paid as it should be"
    yield from (f"a payment is for {order}, which is not there" for order in paid)


def _movements(database: Database[Document], orders: Sequence[Document]) -> Iterator[str]:
    moved: Counter[Any] = Counter()
    for movement in database.stockmovements.find({"reason": "sale"}):
        moved[movement["ref"], movement["product"], movement.get("variant")] -= round(movement["delta"])
    sold: Counter[Any] = Counter()
    for order in orders:
        for item in order["items"]:
            in_each = round(item.get("pack", {}).get("quantity", 1))
            sold[order["_id"], item["product"], item.get("variant")] += item["quantity"] * in_each
    for goods in moved.keys() | sold.keys():
        if moved[goods] != sold[goods]:
            order, product, variant = goods
            what = f"{product} {variant or ''}".strip()
            yield f"{order} sold {sold[goods]} of {what} and moved {moved[goods]}"


def _shifts(
    database: Database[Document], orders: Sequence[Document], payments: Sequence[Document]
) -> Iterator[str]:
    sales, totals = Counter(order.get("shift") for order in orders), _sums(orders)
    cash: Counter[Any] = Counter()
    for document in (*payments, *database.cashmovements.find()):
        if document.get("tender", "cash") == "cash":
            cash[document["shift"]] += _cents(document["amount"])
    shifts = {shift["_id"]: shift for shift in database.shifts.find()}
    yield from (f"shift {shift} of a sale is not there" for shift in sales.keys() - shifts.keys())
    for identity, shift in shifts.items():
        if shift["status"] != "closed":
            continue
        told = (shift["salesCount"], _cents(shift["salesTotal"]), _cents(shift["expectedCash"]))
        found = (sales[identity], totals[identity], cash[identity])
        if told != found:
            yield f"shift {identity} was closed with {told} (sales, total, cash) and has {found}"


def _sums(orders: Iterable[Document]) -> Counter[Any]:
    totals: Counter[Any] = Counter()
    for order in orders:
        totals[order.get("shift")] += _cents(order["pricing"]["total"])
    return totals


def _jobs(database: Database[Document], orders: Sequence[Document]) -> Iterator[str]:
    jobs = Counter(job["ref"] for job in database.jobs.find())
    for order in orders:
        if jobs[order["_id"]] != 1:
            yield f"{order['receiptNumber']} has {jobs[order['_id']]} jobs"


def _cards(payments: Sequence[Document], charged: Sequence[str]) -> Iterator[str]:
    """A card that was charged pays for one sale, whatever died in between."""
    found = Counter(payment.get("transactionId") for payment in payments)
    for reference in charged:
        if found[reference] != 1:
            yield f"{reference} was charged and pays {found[reference]} sales"


def _put_aside(orders: Sequence[Document], told: Sequence[str]) -> Iterator[str]:
    """A cart that was put aside was taken, and sold, by one counter."""
    notes = (item.get("note") or "" for order in orders for item in order["items"])
    sold = Counter(mark for note in notes for mark in note.split() if mark.startswith("held-"))
    for mark in sold.keys() | set(told):
        if sold[mark] != 1:
            yield f"the cart {mark} was sold {sold[mark]} times"


def _cents(amount: float | Decimal) -> int:
    return round(amount * 100)

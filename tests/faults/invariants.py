"""What must be true of the database after any fault, read with pymongo alone."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pymongo.database import Database

from tests.ledger import stock_disagreements

Document = dict[str, Any]


def violations(database: Database[Document], printed: Sequence[str]) -> list[str]:
    """Returns what is wrong, in words; nothing where every printed receipt is there once and all agrees."""
    orders = list(database.orders.find({"channel": "pos"}))
    problems = [*_receipts(orders, printed), *_payments(database, orders), *_movements(database, orders)]
    problems += [f"stock and ledger of {product['name']} differ" for product in stock_disagreements(database)]
    jobs = Counter(job["ref"] for job in database.jobs.find())
    problems += [f"{order['receiptNumber']} has no job" for order in orders if jobs[order["_id"]] != 1]
    return problems


def _receipts(orders: Sequence[Document], printed: Sequence[str]) -> list[str]:
    numbers = Counter(order["receiptNumber"] for order in orders)
    problems = [
        f"{number} was printed and is there {numbers[number]}×" for number in printed if numbers[number] != 1
    ]
    problems += [f"{number} was printed twice" for number, times in Counter(printed).items() if times > 1]
    gapless = {f"K-{counter:06d}" for counter in range(1, len(orders) + 1)}
    return problems + [f"the numbers have a gap at {number}" for number in sorted(gapless - set(numbers))]


def _payments(database: Database[Document], orders: Sequence[Document]) -> list[str]:
    paid: Counter[Any] = Counter()
    for payment in database.payments.find():
        paid[payment["order"]] += round(payment["amount"] * 100)
    wanted = {order["_id"]: round(order["pricing"]["total"] * 100) for order in orders}
    return [] if dict(paid) == wanted else ["payments and orders differ"]


def _movements(database: Database[Document], orders: Sequence[Document]) -> list[str]:
    moved: Counter[Any] = Counter()
    for movement in database.stockmovements.find({"reason": "sale"}):
        moved[movement["ref"], movement["product"]] -= round(movement["delta"])
    sold: Counter[Any] = Counter()
    for order in orders:
        for item in order["items"]:
            sold[order["_id"], item["product"]] += item["quantity"]
    return [] if moved == sold else ["movements and orders differ"]

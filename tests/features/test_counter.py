"""A counter's day at the real program in a real X window: keyboard and scanner in, documents out."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bson import ObjectId
from pymongo.database import Database

from b4mart_desktop.adapters.demo.products import label_code
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.gui.style.tokens import ColorRole, Scheme, load_tokens
from tests.features.clerk import Clerk
from tests.features.database import connected, invoice
from tests.features.screen import Screen
from tests.ledger import stock_disagreements
from tests.program import Program, until

Document = dict[str, Any]

COOKIES = "9520000000011"  # 2.99, tax 2 %
TOWELS = "9520000081959"  # 6.49, tax 8.25 %
BANANAS = label_code("4011", grams=450)  # 1.49 a kilo, tax 2 %
NOBODYS = "4006381333931"
BLACK_M = "OWN-90101-BLACK-M"
SECOND_CARD = (330, 140)  # of the question which size, in its window
CLERK_PIN = "5555"
MANAGER_BADGE = "B4M-1002"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
def program(data_dir: Path, screen: Screen) -> Iterator[Program]:
    with Program(data_dir, screen.variables | {"B4MART_REGISTER": "R1"}) as running:
        try:
            yield running
        finally:
            print(running.said())


@pytest.fixture
def clerk(screen: Screen, program: Program) -> Clerk:
    return Clerk(screen, program)


def test_a_sale_by_keyboard_and_scanner_is_in_the_database(
    clerk: Clerk, screen: Screen, program: Program
) -> None:
    clerk.open_till(CLERK_PIN, "100")
    fill_the_cart(clerk, screen)
    change_the_cart(clerk)
    clerk.choose_customer("Ada Abbott")
    first = clerk.pay_cash("60")
    clerk.serve_next()
    clerk.scan(COOKIES)
    second = clerk.pay_exactly()
    third = sell_as_manager_after_the_lock(clerk, screen, program)

    assert [sale.order.receipt_number for sale in (first, second, third)] == [
        "R1-000001",
        "R1-000002",
        "R1-000003",
    ]
    until(lambda: program.files.unposted() == 0, "everything posted")
    with connected(program.data_dir) as database:
        check_first_order(database, first)
        check_others(database, second, third)
        check_shift(database, first)
        until(lambda: database.jobs.count_documents({"status": "done"}) == 3, "three invoices")
        for sale in (first, second, third):
            assert invoice(database, ObjectId(sale.order.id)).startswith(b"%PDF")
        assert stock_disagreements(database) == []
    assert program.stop() == 0


def test_a_killed_program_goes_on_with_the_open_cart(clerk: Clerk, screen: Screen, program: Program) -> None:
    clerk.open_till(CLERK_PIN, "100")
    clerk.scan(TOWELS)
    sold = clerk.pay_exactly()
    clerk.serve_next()
    clerk.scan(COOKIES)
    shirt = clerk.choose_variant("t-shirt", "B4Mart T-Shirt", "1", SECOND_CARD)
    assert (shirt.product.name, shirt.unit_price) == ("B4Mart T-Shirt · Black, M", Decimal("14.99"))
    program.kill()

    program.start()
    sale = clerk.pay_as(MANAGER_BADGE)
    assert sale.order.receipt_number == "R1-000002"
    until(lambda: program.files.unposted() == 0, "everything posted")
    with connected(program.data_dir) as database:
        orders = list(database.orders.find().sort("receiptNumber"))
        assert [order["_id"] for order in orders] == [ObjectId(sold.order.id), ObjectId(sale.order.id)]
        found = [(item.get("barcode"), item.get("variant")) for item in orders[1]["items"]]
        assert found == [(COOKIES, None), (None, BLACK_M)]
        product = only(database.products.find({"inventory.variantStock.sku": BLACK_M}))
        stock = {each["sku"]: each["quantity"] for each in product["inventory"]["variantStock"]}
        assert stock[BLACK_M] == 8, "one of nine"
        assert database.shifts.count_documents({}) == 1
        assert stock_disagreements(database) == []


def fill_the_cart(clerk: Clerk, screen: Screen) -> None:
    clerk.scan(COOKIES)
    before = clerk.cart()
    screen.scan(NOBODYS)
    notice = load_tokens(Scheme.LIGHT).color(ColorRole.DANGER_SOFT)
    color = (notice.red(), notice.green(), notice.blue())
    until(lambda: screen.amount_of(color) > 2_000, "the row about the unknown code")
    assert clerk.cart() == before

    screen.enter("3*")
    assert clerk.scan(TOWELS).quantity == 3
    assert clerk.scan(BANANAS).measure is not None
    assert clerk.find("fig newt").product.name == "Fig Newtons Packs"  # 5.99, tax 2 %
    clerk.set_quantity(5)
    assert [line.quantity for line in clerk.cart().lines] == [1, 3, 1, 5]


def change_the_cart(clerk: Clerk) -> None:
    filled = clerk.cart()
    clerk.remove()
    assert len(clerk.cart().lines) == 3
    clerk.undo(filled)
    clerk.hold()
    clerk.recall()
    assert clerk.cart().lines == filled.lines


def sell_as_manager_after_the_lock(clerk: Clerk, screen: Screen, program: Program) -> Sale:
    """The next customer's first scan comes while the receipt of the last one is still shown."""
    clerk.scan(TOWELS)
    screen.change_after(lambda: screen.press("ctrl+l"))
    screen.scan(COOKIES)
    screen.change_after(lambda: screen.scan(MANAGER_BADGE))
    assert [line.product.code for line in clerk.cart().lines] == [TOWELS]

    screen.change_after(lambda: screen.press("alt+2"))
    for _ in range(20):
        screen.press("ctrl+i")
        if program.files.documents("invoice-R1-000002.pdf"):
            break
    else:
        pytest.fail("the orders screen does not show the newest order")
    screen.change_after(lambda: screen.press("alt+1"))
    return clerk.pay_exactly()


def check_first_order(database: Database[Document], sale: Sale) -> None:
    order = only(database.orders.find({"_id": ObjectId(sale.order.id)}))
    staff = only(database.users.find({"email": "clerk2@demo.b4mart.example"}))
    customer = only(database.users.find({"email": "ada.abbott@example.com"}))
    register = only(database.registers.find())
    shift = only(database.shifts.find())

    assert order["channel"] == "pos"
    assert order["status"] == "delivered"
    assert [step["status"] for step in order["statusHistory"]] == [
        "pending",
        "confirmed",
        "processing",
        "delivered",
    ]
    assert re.fullmatch(r"ORD-\d{13}-[0-9a-z]{9}", order["orderNumber"])
    assert (order["register"], order["shift"]) == (register["_id"], shift["_id"])
    assert (order["cashier"], order["customer"]) == (staff["_id"], customer["_id"])
    assert order["payment"]["method"] == "cod"
    assert order["tender"] == "cash"
    assert order["shippingAddress"]["firstName"] == "Ada"
    assert order["shippingAddress"]["street"] == "1355 Market Street"
    check_amounts(order)

    payment = only(database.payments.find({"order": order["_id"]}))
    assert payment["paymentMethod"] == {"type": "wallet", "provider": "cash"}
    assert payment["tender"] == "cash"
    assert (payment["amount"], payment["tendered"], payment["change"]) == (55.35, 60.0, 4.65)
    trail = list(database.auditlog.find({"ref": order["_id"]}))
    assert [(entry["action"], entry["user"]) for entry in trail] == [("remove_line", staff["_id"])]


def check_amounts(order: Document) -> None:
    """By hand: 2.99 + 3 × 6.49 + 0.450 × 1.49 + 5 × 5.99; 2 % on 33.61, 8.25 % on 19.47; to five cents."""
    pricing = order["pricing"]
    assert pricing["subtotal"] == 53.08
    assert pricing["tax"] == 2.28
    assert pricing["rounding"] == -0.01
    assert pricing["total"] == 55.35
    assert pricing["currency"] == "USD"
    lines = [(item.get("barcode"), item["quantity"], item["totalPrice"]) for item in order["items"]]
    assert lines == [(COOKIES, 1, 2.99), (TOWELS, 3, 19.47), (BANANAS, 1, 0.67), (None, 5, 29.95)]
    weighed = order["items"][2]
    assert weighed["measure"] == {"value": 0.45, "unit": "kg"}
    assert (weighed["unitPrice"], weighed["priceAtTime"]) == (1.49, 0.67)


def check_others(database: Database[Document], second: Sale, third: Sale) -> None:
    walk_in = only(database.users.find({"walkIn": True}))
    manager = only(database.users.find({"email": "manager@demo.b4mart.example"}))
    order = only(database.orders.find({"_id": ObjectId(second.order.id)}))
    assert order["customer"] == walk_in["_id"]
    assert order["shippingAddress"]["lastName"] == "Customer"
    assert order["pricing"]["total"] == 3.05  # 2.99 and 0.06 tax
    assert only(database.orders.find({"_id": ObjectId(third.order.id)}))["cashier"] == manager["_id"]
    assert database.orders.count_documents({}) == database.payments.count_documents({}) == 3

    towels = only(database.products.find({"inventory.barcodes": TOWELS}))
    sold = list(database.stockmovements.find({"product": towels["_id"], "reason": "sale"}))
    assert [(move["delta"], move["ref"]) for move in sold] == [
        (-3.0, ObjectId(order_of(database, "R1-000001"))),
        (-1.0, ObjectId(third.order.id)),
    ]
    assert sold[-1]["quantityAfter"] == towels["inventory"]["quantity"]


def check_shift(database: Database[Document], sale: Sale) -> None:
    shift = only(database.shifts.find())
    assert shift["_id"] == ObjectId(sale.order.shift)
    assert (shift["status"], shift["openingFloat"]) == ("open", 100.0)
    movement = only(database.cashmovements.find())
    assert (movement["kind"], movement["amount"], movement["shift"]) == ("float", 100.0, shift["_id"])


def order_of(database: Database[Document], receipt: str) -> ObjectId:
    identity = only(database.orders.find({"receiptNumber": receipt}))["_id"]
    assert isinstance(identity, ObjectId)
    return identity


def only(found: Any) -> Document:
    """The one document there is."""
    (document,) = found
    assert isinstance(document, dict)
    return document

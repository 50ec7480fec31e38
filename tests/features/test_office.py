"""A manager's hour in the office of the real program, in a real X window, by keys and scanner."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bson import ObjectId
from pymongo.database import Database

from b4mart_desktop.gui.style.tokens import ColorRole, Scheme, load_tokens
from tests.features.clerk import Clerk
from tests.features.database import connected
from tests.features.screen import Screen
from tests.program import Program, until

Document = dict[str, Any]
Prices = dict[ObjectId, float]

MANAGER_BADGE = "B4M-1002"
TOWELS = "9520000081959"
NEW_CODE = "4006381333931"
_BUTTON_PIXELS = 2_000
_TABS_TO_PRICE = 5

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture
def program(data_dir: Path, screen: Screen) -> Iterator[Program]:
    with Program(data_dir, screen.variables | {"B4MART_REGISTER": "R1"}) as running:
        try:
            yield running
        finally:
            print(running.said())


def test_a_product_changed_in_the_office_is_sold_as_changed(screen: Screen, program: Program) -> None:
    clerk = Clerk(screen, program)
    clerk.open_till_by_badge(MANAGER_BADGE, "100")
    with connected(program.data_dir) as database:
        towels = only(database.products.find({"inventory.barcodes": TOWELS}))
        open_in_office(screen, towels["name"])
        change_price_and_add_code(screen, database, towels["_id"])
        change_many_and_take_it_back(screen, database)

    screen.change_after(lambda: screen.press("alt+1"))
    line = clerk.scan(NEW_CODE)
    assert (line.product.name, line.product.price) == (towels["name"], Decimal("7.25"))
    screen.press("ctrl+e")
    screen.wait_for_window("Why")
    screen.press("Escape")
    screen.wait_for_window("B4Mart")
    assert clerk.pay_exactly().order.pricing.subtotal == Decimal("7.25")
    assert program.stop() == 0


def open_in_office(screen: Screen, name: str) -> None:
    """Jumps to a product in the list of all by the letters of its name, and opens it."""
    screen.change_after(lambda: screen.press("alt+3"))
    screen.settle()
    screen.type(name[:8].lower())
    screen.settle()
    screen.change_after(lambda: screen.press("Return"))
    screen.settle()


def change_price_and_add_code(screen: Screen, database: Database[Document], towels: ObjectId) -> None:
    screen.press(*["Tab"] * _TABS_TO_PRICE)
    screen.type("7.25")
    screen.scan(NEW_CODE)
    screen.press("ctrl+s")
    changed = until(
        lambda: database.products.find_one({"_id": towels, "inventory.barcodes": NEW_CODE}), "the new barcode"
    )
    assert changed["pricing"]["basePrice"] == 7.25
    assert changed["inventory"]["barcodes"] == [TOWELS, NEW_CODE]

    manager = only(database.users.find({"email": "manager@demo.b4mart.example"}))
    entry = only(database.cataloguechanges.find({"product": towels}))
    assert (entry["kind"], entry["user"]) == ("edited", manager["_id"])
    fields = {each["field"]: (each["before"], each["after"]) for each in entry["fields"]}
    assert fields["pricing.basePrice"] == ('"6.49"', '"7.25"')
    screen.change_after(lambda: screen.press("Escape"))


def change_many_and_take_it_back(screen: Screen, database: Database[Document]) -> None:
    before = prices(database)
    screen.press("ctrl+f")
    screen.enter("organic")
    screen.settle()
    screen.press("ctrl+a", "F7")
    screen.wait_for_window("Change prices")
    screen.settle()
    without = buttons(screen)
    screen.type("10")
    until(lambda: buttons(screen) > without + _BUTTON_PIXELS, "the button that changes prices")
    screen.press("Return")
    screen.wait_for_window("B4Mart")

    after = prices(database)
    changed = {key for key, price in after.items() if price != before[key]}
    named = {
        each["_id"] for each in database.products.find({"name": {"$regex": r"\borganic", "$options": "i"}})
    }
    assert named
    assert named <= changed < set(before)
    assert all(after[key] == pytest.approx(before[key] * 1.1, abs=0.006) for key in changed)
    assert database.cataloguechanges.count_documents({"kind": "bulk"}) == len(changed)
    screen.settle()  # the message that offers to undo
    screen.press("ctrl+z")
    until(lambda: prices(database) == before, "all prices as before")


def buttons(screen: Screen) -> int:
    """How much of the screen has the colour of buttons that can be pressed."""
    accent = load_tokens(Scheme.LIGHT).color(ColorRole.ACCENT)
    return screen.amount_of((accent.red(), accent.green(), accent.blue()))


def prices(database: Database[Document]) -> Prices:
    return {each["_id"]: each["pricing"]["basePrice"] for each in database.products.find({}, {"pricing": 1})}


def only(found: Any) -> Document:
    """The one document there is."""
    (document,) = found
    assert isinstance(document, dict)
    return document

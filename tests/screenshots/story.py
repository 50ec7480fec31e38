"""A morning at the demo store, from the first sign-in to the closed till; each scene is taken on the way."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from b4mart_desktop.domain.cart import Discount, DiscountKind
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.gui.main_window import Command, Place
from b4mart_desktop.gui.widgets.account_button import AccountButton
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.keypad import PinPad
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit
from b4mart_desktop.gui.widgets.search_field import SearchField
from b4mart_desktop.services.bus import ConnectionChanged
from b4mart_desktop.services.choices import Choosing
from b4mart_desktop.services.demo import DEMO_ACCOUNTS
from b4mart_desktop.services.selling import Asked
from tests.screenshots.camera import DARK, LIGHT, Camera
from tests.screenshots.catalogue_scenes import look_at_catalogue
from tests.screenshots.editor_scenes import edit_product
from tests.screenshots.label_scenes import look_at_labels
from tests.screenshots.office_scenes import look_at_office
from tests.screenshots.price_scenes import look_at_prices
from tests.screenshots.stage import Stage

README = {
    "sign_in": (LIGHT,),
    "sell": (LIGHT, DARK),
    "search": (LIGHT,),
    "pay": (LIGHT,),
    "paid": (LIGHT,),
    "orders": (LIGHT,),
    "offline": (LIGHT,),
    "products": (LIGHT,),
    "editor": (LIGHT,),
    "promotion": (LIGHT,),
    "import_checked": (LIGHT,),
    "categories": (LIGHT,),
    "labels": (LIGHT,),
    "data_quality": (LIGHT,),
    "explain": (LIGHT,),
}

_MANAGER = DEMO_ACCOUNTS[1]
_BASKET = (
    ("Honeycrisp Apples", 1, "1.240"),
    ("Organic Whole Milk", 2, None),
    ("100% Whole Wheat Bread", 1, None),
    ("Salted Butter", 1, None),
    ("Original Cola", 3, None),
    ("Original Ground Coffee", 1, None),
    ("Banana", 1, "0.865"),
)
_SALES = 12
_UNKNOWN_CODE = "4012345678901"
_WAIT_SECONDS = 60.0


async def play(stage: Stage, camera: Camera) -> None:
    """Plays every scene in order; each leaves the program as the next one needs it."""
    clerk = Clerk(stage, camera)
    for scene in (
        _sign_in,
        _open_till,
        _first_sales,
        _sell,
        _questions,
        _pay,
        _menu,
        _look_back,
        look_at_catalogue,
        edit_product,
        look_at_prices,
        look_at_office,
        look_at_labels,
        _offline,
        _close,
    ):
        await scene(clerk)


class Clerk:
    """Works the program through its widgets."""

    def __init__(self, stage: Stage, camera: Camera) -> None:
        self.stage = stage
        self.use = stage.use
        self.window = stage.window
        self.take = camera.take

    def find(self, name: str) -> QWidget:
        """Returns the widget of the shown screen with that name."""
        screen = self.window.shown()
        found = screen.findChild(QWidget, name) if screen else None
        assert found is not None, name
        return found

    def shows(self, name: str) -> bool:
        """Whether the shown screen has that widget, and shows it."""
        screen = self.window.shown()
        found = screen.findChild(QWidget, name) if screen else None
        return found is not None and found.isVisible()

    def button_named(self, text: str) -> QPushButton:
        """Returns the button of the shown screen with that text."""
        screen = self.window.shown()
        buttons = screen.findChildren(QPushButton) if screen else []
        return next(button for button in buttons if button.text() == text)

    async def press(self, name: str) -> None:
        """Presses a button of the shown screen."""
        button = self.find(name)
        assert isinstance(button, QPushButton)
        button.click()
        await asyncio.sleep(0.1)

    async def type(self, text: str, *, submit: bool = False) -> None:
        """Types into the scan field."""
        screen = self.window.shown()
        field = screen.findChild(SearchField) if screen else None
        assert field is not None
        field.clear()
        QTest.keyClicks(field, text)
        if submit:
            QTest.keyClick(field, Qt.Key.Key_Return)
        await asyncio.sleep(0.1)

    async def wait_until(self, condition: Callable[[], bool]) -> None:
        """Waits for what happens in the background."""
        async with asyncio.timeout(_WAIT_SECONDS):
            while not condition():  # noqa: ASYNC110 - what is waited for has no event of its own
                await asyncio.sleep(0.05)

    async def dialog(self, name: str, opens: Coroutine[Any, Any, None]) -> None:
        """Takes the dialog that ``opens`` opens, and refuses it."""
        await opens
        await self.wait_until(lambda: QApplication.activeModalWidget() is not None)
        await self.take(name)
        await self.refuse()

    async def refuse(self) -> None:
        """Closes the open dialog."""
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        dialog.close()
        await asyncio.sleep(0.1)

    def put(self, name: str, quantity: int, measure: str | None = None) -> int:
        """Puts a favourite into the cart and returns the line's key."""
        hits = self.use.counter.catalogue.tiles(None, 0, 100)
        hit = next(hit for hit in hits if hit.name == name)
        outcome = self.use.selling.add(hit.id, quantity)
        if isinstance(outcome, Choosing):
            outcome = self.use.selling.choose(outcome, None)  # a single piece
        if isinstance(outcome, Asked):
            weight = None if measure is None else Decimal(measure)
            outcome = self.use.selling.complete(outcome, measure=weight)
        return self.use.selling.cart.lines[-1].key

    async def show_sell(self) -> None:
        """Goes to the sell screen, whatever is shown."""
        self.window.place_chosen.emit(Place.SELL)
        await asyncio.sleep(0.1)


async def _sign_in(clerk: Clerk) -> None:
    from b4mart_desktop.app.program import _demo_hint

    screen, use = clerk.stage.sign_in, clerk.use
    screen.show_waiting("Filling the demo store…", 21_400, 50_125)
    await clerk.take("loading")
    screen.show_failed(AdapterError(ErrorCode.SHOP_NOT_SET_UP, own=True))
    await clerk.take("not_set_up")
    screen.show_shop(use.signing_in, use.counter.store(), use.counter.register().code, _demo_hint())
    await clerk.take("sign_in")
    people = clerk.find("people_holder").findChildren(Button)
    next(row for row in people if _MANAGER.first_name in row.accessibleName()).click()
    pad = clerk.find("pin_page").findChild(PinPad)
    assert pad is not None
    pad.type_key("1")
    pad.type_key("2")
    await clerk.take("pin")
    await clerk.press("pin_password_button")
    await clerk.take("password")


async def _open_till(clerk: Clerk) -> None:
    user = next(u for u in clerk.use.signing_in.staff() if u.email == _MANAGER.email)
    await clerk.use.signing_in.with_pin(user.id, _MANAGER.pin)
    clerk.stage.sign_in.signed_in.emit()
    if clerk.use.shifts.current() is None:
        field = clerk.find("float_edit")
        assert isinstance(field, MoneyEdit)
        field.set_value(Decimal(150))
        await clerk.take("open_till")
        await clerk.press("open_button")
        await clerk.wait_until(lambda: clerk.use.shifts.current() is not None)
    await asyncio.sleep(0.2)
    await clerk.take("sell_empty")


async def _first_sales(clerk: Clerk) -> None:
    """Twelve customers, the same ones each time."""
    chance = random.Random(12)
    names = [name for name, _, measure in _BASKET if measure is None] + ["Spring Water", "Cheddar Cheese"]
    customers = clerk.use.customers.search("a")
    for number in range(_SALES):
        clerk.stage.clock.pass_minutes(chance.uniform(4, 22))
        for name in chance.sample(names, chance.randint(1, 5)):
            clerk.put(name, chance.randint(1, 3))
        if number % 4 == 2:
            who = customers[number % len(customers)]
            clerk.use.selling.set_customer(who.id, who.name)
        await _settle(clerk, cash=chance.random() < 0.6)
    await clerk.wait_until(lambda: clerk.use.counter.journal.state().sales == 0)


async def _settle(clerk: Clerk, *, cash: bool) -> None:
    """Takes payment for what is in the cart: a note of the customer's, or the card."""
    await clerk.show_sell()
    await clerk.press("pay_button")
    await clerk.wait_until(lambda: clerk.shows("take_button"))
    if cash:
        tiles = [
            tile for tile in clerk.find("tender_card").findChildren(Button) if tile.property("kind") == "tile"
        ]
        tiles[1].click()
    else:
        clerk.button_named("Card").click()
        await clerk.press("take_button")
    await clerk.wait_until(lambda: clerk.shows("next_button"))
    await clerk.press("next_button")


async def _sell(clerk: Clerk) -> None:
    await clerk.show_sell()
    keys = [clerk.put(*line) for line in _BASKET]
    clerk.use.selling.discount_line(keys[5], Discount(kind=DiscountKind.PERCENT, value=Decimal(10)))
    await clerk.show_sell()
    await clerk.take("sell")
    await clerk.type("choc")
    await clerk.take("search")
    await clerk.type("xyzzy")
    await clerk.take("search_nothing")
    await clerk.type("choclate mlik")
    await clerk.take("search_typo")
    await clerk.type(_UNKNOWN_CODE, submit=True)
    await clerk.take("unknown_code")
    await clerk.press("notice_close_button")
    bar = clerk.find("departments_bar")
    bar.findChildren(QPushButton)[3].click()
    await clerk.take("department")
    bar.findChildren(QPushButton)[0].click()


async def _questions(clerk: Clerk) -> None:
    await clerk.dialog("ask_customer", clerk.press("customer_button"))
    await clerk.press("customer_button")
    found = QApplication.activeModalWidget()
    field = found.findChild(SearchField) if found else None
    assert field is not None
    QTest.keyClicks(field, "an")
    await clerk.dialog("ask_customer_found", asyncio.sleep(0.1))
    await clerk.dialog("ask_discount", clerk.press("discount_button"))
    await clerk.dialog("ask_quantity", clerk.press("quantity_button"))
    await clerk.dialog("ask_void", clerk.press("void_button"))
    who = clerk.use.customers.search("an")[0]
    clerk.use.selling.set_customer(who.id, who.name)
    clerk.use.selling.discount_order(Discount(kind=DiscountKind.AMOUNT, value=Decimal(2)))
    await clerk.show_sell()
    await clerk.take("sell_customer")


async def _pay(clerk: Clerk) -> None:
    clerk.stage.clock.pass_minutes(6)
    await clerk.press("pay_button")
    await clerk.take("pay")
    field = clerk.find("amount_edit")
    assert isinstance(field, MoneyEdit)
    field.set_value(Decimal(20))
    QTest.keyClick(field, Qt.Key.Key_Return)
    await asyncio.sleep(0.2)
    await clerk.take("pay_split")
    field.set_value(Decimal(50))
    QTest.keyClick(field, Qt.Key.Key_Return)
    await clerk.wait_until(lambda: clerk.shows("next_button"))
    await asyncio.sleep(0.3)
    await clerk.take("paid")
    await clerk.press("next_button")


async def _look_back(clerk: Clerk) -> None:
    await clerk.wait_until(lambda: clerk.use.counter.journal.state().sales == 0)
    clerk.window.place_chosen.emit(Place.ORDERS)
    await asyncio.sleep(1.5)
    await clerk.take("orders")
    await clerk.press("previous_button")
    await asyncio.sleep(1)
    await clerk.take("orders_none")


async def _offline(clerk: Clerk) -> None:
    backstage = clerk.stage.shop.backstage
    await backstage.call(backstage.end_tasks())  # from here on nothing reaches the database
    clerk.stage.workplace.on_event(
        ConnectionChanged(online=False, since=clerk.stage.clock(), reason="no server answered within 5 s")
    )
    await clerk.show_sell()
    for name in ("Spring Water", "Cheddar Cheese", "Paper Towels"):
        clerk.put(name, 2)
        await _settle(clerk, cash=True)
    clerk.put("Organic Whole Milk", 2)
    await clerk.show_sell()
    clerk.window.messages.error(AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="timed out"))
    await clerk.take("offline")
    clerk.window.status_pressed.emit()
    await clerk.dialog("status", asyncio.sleep(0.1))
    clerk.use.selling.start_new()


async def _menu(clerk: Clerk) -> None:
    clerk.window.command_given.emit(Command.HELP)
    await clerk.dialog("help", asyncio.sleep(0.1))
    QTest.keyClick(clerk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    await clerk.dialog("palette", asyncio.sleep(0.1))
    QTest.keyPress(clerk.window, Qt.Key.Key_Alt)
    await clerk.take("keys")
    QTest.keyRelease(clerk.window, Qt.Key.Key_Alt)
    account = clerk.window.findChild(AccountButton)
    assert account is not None
    account.menu().popup(account.mapToGlobal(account.rect().bottomLeft()))
    await clerk.take("menu")
    account.menu().close()


async def _close(clerk: Clerk) -> None:
    clerk.window.command_given.emit(Command.CLOSE_SHIFT)
    await asyncio.sleep(0.5)
    field = clerk.find("counted_edit")
    assert isinstance(field, MoneyEdit)
    field.set_value(Decimal("312.45"))
    await clerk.take("close_till")
    await clerk.press("close_button")
    await asyncio.sleep(0.6)
    await clerk.take("till_closed")

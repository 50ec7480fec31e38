"""Packs and variants at the till: choosing by touch and by keys; scans do without."""

import asyncio
from decimal import Decimal

import msgspec
import pytest
from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.catalog import (
    CounterFields,
    Inventory,
    Pack,
    Product,
    ProductPricing,
    ProductStatus,
    Variant,
    VariantStock,
)
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.gui.sell.choice_dialog import ChoiceDialog
from b4mart_desktop.gui.shared.explain import ExplainDialog
from b4mart_desktop.gui.widgets.search_field import SearchField
from tests.adapters.local.facts import NOON
from tests.adapters.local.goods import SHELF, Replica
from tests.gui.asynchronous import until, visible_dialog
from tests.gui.till import CTRL, PATIENCE, Till

Key = Qt.Key
SHIRT_CODE, RED_L_CODE, SODA_CODE = "5000000000012", "5000000000029", "5000000000036"


def variant(colour: str, size: str, left: int, dearer: str = "0", barcode: str | None = None) -> VariantStock:
    return VariantStock(
        options={"Colour": colour, "Size": size},
        sku=f"TEE-{colour}-{size}",
        barcode=barcode,
        quantity=Decimal(left),
        price_delta=Decimal(dearer),
    )


def product(
    name: str, price: str, inventory: Inventory, *variants: Variant, age: int | None = None
) -> Product:
    identity = new_id()
    return Product(
        id=identity,
        name=name,
        slug=f"{identity}",
        description=name,
        pricing=ProductPricing(base_price=Decimal(price)),
        inventory=inventory,
        category=SHELF,
        status=ProductStatus.ACTIVE,
        variants=variants,
        pos=CounterFields(favourite=True, age_restricted=age),
        created_at=NOON,
        updated_at=NOON,
    )


TEE = product(
    "Team Tee",
    "10.00",
    Inventory(
        sku="TEE",
        quantity=Decimal(20),
        barcodes=(SHIRT_CODE,),
        variant_stock=(
            variant("Red", "M", 3),
            variant("Red", "L", 0, "2", RED_L_CODE),
            variant("Blue", "M", 4),
        ),
    ),
    Variant(name="Colour", options=("Red", "Blue")),
    Variant(name="Size", options=("M", "L")),
)
SODA = product(
    "Lemon Soda",
    "1.79",
    Inventory(
        sku="SODA",
        quantity=Decimal(30),
        barcodes=(SODA_CODE,),
        packs=(
            Pack(name="Six-pack", quantity=Decimal(6)),
            Pack(name="Crate of 12", quantity=Decimal(12), price=Decimal("18.99")),
        ),
    ),
    age=18,
)


@pytest.fixture
async def selling(till: Till, replica: Replica) -> Till:
    """The sell screen with a shirt in sizes and colours, and a soda by the piece and in packs."""
    replica.change("products", to_document(TEE), to_document(SODA))
    await till.open_as("Cleo")
    return till


def tap(till: Till, name: str) -> None:
    tiles = till.part(QListView, "tiles_view")
    model = tiles.model()
    [row] = [row for row in range(model.rowCount()) if model.index(row, 0).data() == name]
    tiles.scrollTo(model.index(row, 0))
    till.click_at(tiles.viewport(), tiles.visualRect(model.index(row, 0)).center())


async def chooser(till: Till, title: str) -> ChoiceDialog:
    dialog = await till.dialog(title)
    assert isinstance(dialog, ChoiceDialog)
    return dialog


def cards(dialog: ChoiceDialog) -> QListView:
    [view] = dialog.findChildren(QListView)
    return view


def texts(dialog: ChoiceDialog) -> list[str]:
    model = cards(dialog).model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]


def index_of(dialog: ChoiceDialog, name: str) -> QModelIndex:
    model = cards(dialog).model()
    return next(model.index(row, 0) for row in range(model.rowCount()) if model.index(row, 0).data() == name)


def tap_card(till: Till, dialog: ChoiceDialog, name: str) -> None:
    view = cards(dialog)
    till.click_at(view.viewport(), view.visualRect(index_of(dialog, name)).center())


async def explained(till: Till) -> list[tuple[str, str, str]]:
    """Presses the key that asks why, and returns the first rows of the answer."""
    till.press(Key.Key_E, CTRL)
    dialog = await till.dialog("Why")
    assert isinstance(dialog, ExplainDialog)
    rows = [(row.text, row.change, row.amount) for row in dialog.view.rows.rows]
    till.press(Key.Key_Escape)
    await till.no_dialog()
    return rows[:3]


async def in_cart(till: Till, *lines: tuple[str, int]) -> None:
    await until(lambda: till.lines() == [*lines], PATIENCE)
    await till.no_dialog()
    await until(lambda: isinstance(QApplication.focusWidget(), SearchField), PATIENCE)


async def test_a_tap_offers_colours_then_sizes_with_price_and_stock(selling: Till, qtbot: QtBot) -> None:
    selling.write("3*", Key.Key_Return)
    tap(selling, "Team Tee")
    dialog = await chooser(selling, "3 × Team Tee")
    assert texts(dialog) == [
        "Red, from $10.00, 3 on hand",
        "Blue, $10.00, 4 on hand",
        "Not specified, $10.00, 20 on hand",
    ]
    tap_card(selling, dialog, "Red")
    assert texts(dialog) == ["M, $10.00, 3 on hand", "L, $12.00, Out of stock"]
    tap_card(selling, dialog, "L")
    await in_cart(selling, ("Team Tee · Red, L", 3))
    assert selling.use.selling.priced().total == Decimal(36)
    assert "None on hand of Team Tee · Red, L" in selling.window.messages.shown


async def test_the_same_by_keys_and_back_again(selling: Till, qtbot: QtBot) -> None:
    tap(selling, "Team Tee")
    dialog = await chooser(selling, "Team Tee")
    selling.press(Key.Key_Right)
    assert cards(dialog).currentIndex().data() == "Blue"
    selling.press(Key.Key_Escape)
    await in_cart(selling)
    tap(selling, "Team Tee")
    dialog = await chooser(selling, "Team Tee")
    selling.press(Key.Key_2)
    await until(lambda: texts(dialog) == ["M, $10.00, 4 on hand", "L, Not available"], PATIENCE)
    selling.press(Key.Key_2)
    await asyncio.sleep(0.1)
    assert dialog.isVisible(), "what is not available is not taken"
    selling.press(Key.Key_Escape)
    assert len(texts(dialog)) == 3
    selling.press(Key.Key_Return)
    selling.press(Key.Key_Return)
    await in_cart(selling, ("Team Tee · Red, M", 1))


async def test_a_slow_scanner_takes_no_card(selling: Till, qtbot: QtBot) -> None:
    """One whose keys are too far apart for the filter of scans, and nearer than anybody types."""
    tap(selling, "Team Tee")
    dialog = await chooser(selling, "Team Tee")
    for place, key in enumerate((Key.Key_2, Key.Key_1, Key.Key_1, Key.Key_Return)):
        text = "\r" if key == Key.Key_Return else chr(key)
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(1000 + 50 * place)
        QApplication.sendEvent(cards(dialog), event)
    await asyncio.sleep(0.1)
    assert dialog.isVisible()
    assert len(texts(dialog)) == 3
    selling.press(Key.Key_Escape)
    await in_cart(selling)


async def test_packs_are_offered_and_the_age_is_asked_after_them(selling: Till, qtbot: QtBot) -> None:
    tap(selling, "Lemon Soda")
    dialog = await chooser(selling, "Lemon Soda")
    assert texts(dialog) == [
        "Single piece, $1.79, 30 on hand",
        "Six-pack, $10.74, 5 on hand",
        "Crate of 12, $18.99, 2 on hand",
    ]
    view = cards(dialog)
    places = [view.visualRect(view.model().index(row, 0)) for row in range(3)]
    assert all(view.viewport().rect().contains(place) for place in places)
    selling.press(Key.Key_3)
    await selling.dialog("18 or older")
    selling.press(Key.Key_Return)
    await in_cart(selling, ("Lemon Soda · Crate of 12", 1))
    assert (await explained(selling))[1:] == [
        ("12 × $1.79", "", "$21.48"),
        ("Crate of 12", "−$2.49", "$18.99"),
    ]


async def test_a_search_row_asks_and_a_scan_answers(selling: Till, qtbot: QtBot) -> None:
    selling.write("team t")
    results = selling.part(QListView, "results_view")
    await until(results.isVisible, PATIENCE)
    selling.press(Key.Key_Down)
    selling.press(Key.Key_Return)
    await chooser(selling, "Team Tee")
    selling.press(Key.Key_Escape)
    await in_cart(selling)
    selling.write("team red m")
    await until(lambda: results.model().index(0, 0).data() == "Team Tee · Red, M", PATIENCE)
    selling.press(Key.Key_Down)
    selling.press(Key.Key_Return)
    await in_cart(selling, ("Team Tee · Red, M", 1))
    selling.press(Key.Key_Delete)
    await selling.scan(SHIRT_CODE)
    await selling.scan(RED_L_CODE)
    assert selling.lines() == [("Team Tee", 1), ("Team Tee · Red, L", 1)]
    assert visible_dialog() is None
    tap(selling, "Team Tee")
    await chooser(selling, "Team Tee")
    selling.workplace.take_scan(RED_L_CODE)
    await in_cart(selling, ("Team Tee", 1), ("Team Tee · Red, L", 2))


async def test_the_line_keeps_its_combination_through_undo_hold_and_recall(
    selling: Till, qtbot: QtBot
) -> None:
    tap(selling, "Team Tee")
    dialog = await chooser(selling, "Team Tee")
    selling.press(Key.Key_1)
    await until(lambda: len(texts(dialog)) == 2, PATIENCE)
    selling.press(Key.Key_2)
    await in_cart(selling, ("Team Tee · Red, L", 1))
    selling.click("plus_button")
    assert selling.lines() == [("Team Tee · Red, L", 2)]
    selling.press(Key.Key_Z, CTRL)
    before = selling.use.selling.cart.lines
    assert selling.lines() == [("Team Tee · Red, L", 1)]
    assert await explained(selling) == [
        ("1 × Team Tee · Red, L", "", "$12.00"),
        ("List price", "", "$10.00"),
        ("Red, L", "+$2.00", "$12.00"),
    ]
    selling.press(Key.Key_F4)
    await until(lambda: not selling.lines(), PATIENCE)
    selling.press(Key.Key_F5)
    await selling.dialog("which sale")
    selling.press(Key.Key_Return)
    await until(lambda: selling.use.selling.cart.lines == before, PATIENCE)
    await selling.no_dialog()
    selling.press(Key.Key_F12)
    item = (await selling.sold()).order.items[0]
    assert (item.name, item.variant, item.selected_variants) == (
        "Team Tee · Red, L",
        "TEE-Red-L",
        {"Colour": "Red", "Size": "L"},
    )


async def test_many_choices_scroll_and_stay_touchable(till: Till, replica: Replica, qtbot: QtBot) -> None:
    sizes = tuple(f"{number} cm" for number in range(40, 80))
    stock = tuple(
        VariantStock(options={"Length": size}, sku=f"ROPE-{size}", quantity=Decimal(number))
        for number, size in enumerate(sizes)
    )
    inventory = msgspec.structs.replace(TEE.inventory, sku="ROPE", variant_stock=stock, barcodes=())
    replica.change(
        "products", to_document(product("Rope", "5", inventory, Variant(name="Length", options=sizes)))
    )
    await till.open_as("Cleo")
    tap(till, "Rope")
    dialog = await chooser(till, "Rope")
    view = cards(dialog)
    last = view.model().index(len(sizes) - 1, 0)
    assert dialog.height() < 768
    assert view.visualRect(view.model().index(0, 0)).height() >= 44
    for _ in range(len(sizes)):
        till.press(Key.Key_Down)
    view.scrollTo(last)
    assert view.viewport().rect().contains(view.visualRect(last).center())
    tap_card(till, dialog, "79 cm")
    await in_cart(till, ("Rope · 79 cm", 1))

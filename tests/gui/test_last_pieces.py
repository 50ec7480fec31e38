"""What a clerk sees and hears when nothing is left, and when another counter sells the last one."""

from decimal import Decimal

import msgspec
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.gui.models.cart_lines import CartLineDelegate, CartLinesModel
from b4mart_desktop.gui.models.product_hits import ProductHitsModel
from b4mart_desktop.services.bus import LastOneSold, ReplicaChanged
from tests.adapters.local.facts import NOON
from tests.adapters.local.goods import Replica
from tests.gui.asynchronous import until
from tests.gui.goods import BREAD, MILK
from tests.gui.till import PATIENCE, Till

TIME = "12:00\u202fPM"


def product(till: Till, code: str) -> Product:
    ((_, found),) = till.use.counter.catalogue.find_code(code)
    return found


def sell_out(till: Till, replica: Replica, code: str) -> LastOneSold:
    """Another counter sells the last one, and the replica follows."""
    sold = product(till, code)
    inventory = msgspec.structs.replace(sold.inventory, quantity=Decimal(0))
    replica.change("products", to_document(msgspec.structs.replace(sold, inventory=inventory)))
    news = LastOneSold(sold.id, "3", NOON)
    till.use.counter.bus.publish(news)
    till.workplace.on_event(news)
    return news


def said(till: Till) -> list[str]:
    return till.window.messages.shown


def details(till: Till, row: int) -> str:
    view = till.part(QListView, "lines_view")
    delegate = view.itemDelegate()
    assert isinstance(delegate, CartLineDelegate)
    line = view.model().index(row, 0).data(CartLinesModel.LINE)
    return delegate._details(line)


async def test_a_line_in_the_cart_says_that_the_last_one_is_gone(
    till: Till, replica: Replica, qtbot: QtBot
) -> None:
    await till.open_as("Cleo")
    await till.scan(MILK)
    await till.scan(BREAD)
    sell_out(till, replica, MILK)
    (told,) = said(till)
    assert told.startswith(f"The last Whole Milk went to register 3 at {TIME}.")
    assert details(till, 0).endswith(f"last one went to register 3 at {TIME}")
    assert "last one" not in details(till, 1)
    assert till.lines() == [("Whole Milk", 1), ("Rye Bread", 1)]


async def test_a_tile_in_sight_is_told_of_and_one_out_of_sight_is_not(
    till: Till, replica: Replica, qtbot: QtBot
) -> None:
    await till.open_as("Cleo")
    sell_out(till, replica, MILK)
    assert said(till) == [f"The last Whole Milk went to register 3 at {TIME}"]
    till.write("rye")
    await until(lambda: till.part(QListView, "results_view").isVisible(), PATIENCE)
    sell_out(till, replica, BREAD)
    assert said(till)[1:] == [f"The last Rye Bread went to register 3 at {TIME}"]
    sell_out(till, replica, MILK)
    assert len(said(till)) == 2


async def test_what_is_in_hand_is_sold_although_none_should_be_there(
    till: Till, replica: Replica, qtbot: QtBot
) -> None:
    await till.open_as("Cleo")
    sell_out(till, replica, MILK)
    await till.scan(MILK)
    await till.scan(MILK)
    assert till.lines() == [("Whole Milk", 2)]
    assert said(till)[1:] == [f"None on hand of Whole Milk; the last one went to register 3 at {TIME}"]


async def test_a_restart_forgets_who_but_not_that_none_is_there(
    till: Till, replica: Replica, qtbot: QtBot
) -> None:
    sold = product(till, MILK)
    inventory = msgspec.structs.replace(sold.inventory, quantity=Decimal(0))
    replica.change("products", to_document(msgspec.structs.replace(sold, inventory=inventory)))
    await till.open_as("Cleo")
    await till.scan(MILK)
    assert said(till) == ["None on hand of Whole Milk"]
    assert "last one" not in details(till, 0)


async def test_a_change_of_stock_is_on_the_tile_at_once(till: Till, replica: Replica, qtbot: QtBot) -> None:
    await till.open_as("Cleo")
    sold = product(till, MILK)
    for left in (3, 2, 1):
        inventory = msgspec.structs.replace(sold.inventory, quantity=Decimal(left))
        replica.change("products", to_document(msgspec.structs.replace(sold, inventory=inventory)))
        till.workplace.on_event(ReplicaChanged("products", (sold.id,)))
        if left == 3:
            assert _on_tile(till, sold) == 3  # no timer between the change and the screen
    await until(lambda: _on_tile(till, sold) == 1, PATIENCE)  # those of a flood come together


def _on_tile(till: Till, wanted: Product) -> Decimal:
    model = till.part(QListView, "tiles_view").model()
    hits = (model.index(at, 0, QModelIndex()).data(ProductHitsModel.HIT) for at in range(model.rowCount()))
    return Decimal(next(hit.on_hand for hit in hits if hit.id == wanted.id))

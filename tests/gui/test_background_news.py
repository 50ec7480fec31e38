"""What the background tells reaches the screens: documents made, departments renamed."""

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.gui.main_window import Place
from b4mart_desktop.gui.orders.orders_screen import OrdersScreen
from b4mart_desktop.services.bus import Event, JobFinished, ReplicaChanged
from tests.gui.asynchronous import until
from tests.gui.till import PATIENCE, Till


async def test_an_invoice_made_shows_in_the_orders(
    till: Till, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await till.open_as("Cleo")
    till.window.place_chosen.emit(Place.ORDERS)
    await until(lambda: till.is_on(OrdersScreen), PATIENCE)
    await till.quiet()
    reloads: list[Event] = []
    news = JobFinished("invoice", new_id())
    monkeypatch.setattr(till.screen, "reload_soon", lambda: reloads.append(news))
    till.workplace.on_event(news)
    assert reloads == [news]


async def test_a_renamed_department_is_shown_by_its_new_name(
    till: Till, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await till.open_as("Cleo")
    catalogue = till.use.counter.catalogue
    renamed = [msgspec.structs.replace(each, name=f"New {each.name}") for each in catalogue.categories()]
    old = renamed[0].name.removeprefix("New ")
    assert till.button(old).isVisible()
    monkeypatch.setattr(catalogue, "categories", lambda: renamed)
    till.workplace.on_event(ReplicaChanged("categories"))

    def shown() -> bool:
        try:
            return till.button(f"New {old}").isVisible()
        except AssertionError:
            return False

    await until(shown, PATIENCE)

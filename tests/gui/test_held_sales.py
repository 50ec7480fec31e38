"""The list of held sales: what it says of each, what can be chosen, and how it follows the other counters."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import cast
from zoneinfo import ZoneInfo

import msgspec
import pytest
from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListView, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.counters import Taking
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.gui.models.held_rows import HeldRowsModel
from b4mart_desktop.gui.sell.held_dialog import HeldDialog
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.theme import Theme, ThemeChoice
from b4mart_desktop.gui.style.tokens import Scheme
from b4mart_desktop.services.bus import HeldCartDoubled, HeldCartsChanged
from b4mart_desktop.services.holding import HeldRow, Holding, Obstacle
from tests.adapters.local.facts import NOON, held_cart
from tests.gui.asynchronous import until
from tests.gui.goods import MILK
from tests.gui.till import PATIENCE, Till

FORMATS = Formats("en_US", "USD", ZoneInfo("UTC"))


class Played:
    """The held sales as a test wants them."""

    def __init__(self, *rows: HeldRow) -> None:
        self.list: Sequence[HeldRow] = rows

    def rows(self) -> Sequence[HeldRow]:
        """Returns them."""
        return self.list


def row(label: str, obstacle: Obstacle | None = None, *, here: bool = True, taker: str = "") -> HeldRow:
    """A held sale of two items for 5.00."""
    held = held_cart(label)
    taken = None
    if taker:
        taken = Taking(
            id=new_id(),
            cart=new_id(),
            register=new_id(),
            register_code=taker,
            user=new_id(),
            user_name="Otto",
            at=NOON + dt.timedelta(minutes=1),
        )
    return HeldRow(held.cart.id, held, "1" if here else "3", here, taken, obstacle)


Opened = tuple[HeldDialog, QListView]
Open = Callable[[Played], Opened]


@pytest.fixture
def opened(qtbot: QtBot) -> Open:
    """Opens the dialog and returns it with its list."""

    def open_dialog(played: Played) -> Opened:
        dialog = HeldDialog(window, cast(Holding, played), FORMATS)
        qtbot.addWidget(dialog)
        dialog.open()
        view = dialog.findChild(QListView)
        assert view is not None
        return dialog, view

    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return open_dialog


def texts(view: QListView) -> list[tuple[str, str, str]]:
    roles = (Qt.ItemDataRole.DisplayRole, HeldRowsModel.DETAILS, HeldRowsModel.OBSTACLE)
    model = view.model()
    return [
        cast(tuple[str, str, str], tuple(str(model.index(at, 0).data(role)) for role in roles))
        for at in range(model.rowCount())
    ]


def note(dialog: HeldDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_each_sale_says_what_it_is_and_what_is_in_the_way(opened: Open) -> None:
    _, view = opened(
        Played(
            row("Ada"),
            row("Ben", Obstacle.UNCONFIRMED),
            row("Cy", Obstacle.ELSEWHERE, here=False),
            row("Dee", Obstacle.TAKEN, here=False, taker="7"),
            row("Eve", Obstacle.STUCK, here=False, taker="8"),
        ),
    )
    here = "2 item(s) · 12:00\u202fPM, Kim Doe · here"
    there = "2 item(s) · 12:00\u202fPM, Kim Doe · register 3"
    assert texts(view) == [
        ("Ada", here, ""),
        ("Ben", here, "Needs approval"),
        ("Cy", there, "Offline"),
        ("Dee", there, "Register 7 takes it"),
        ("Eve", there, "Register 8 did not get on with it: needs approval"),
    ]
    enabled = [
        bool(view.model().flags(view.model().index(at, 0)) & Qt.ItemFlag.ItemIsEnabled) for at in range(5)
    ]
    assert enabled == [True, True, False, False, True]


def test_customer_and_what_was_paid_are_named(opened: Open) -> None:
    plain = row("the one with the dog")
    tender = Tender(kind=TenderKind.CARD, tendered=Decimal("1.50"))
    cart = msgspec.structs.replace(plain.held.cart, customer_name="Ada Lovelace", tenders=(tender,))
    held = msgspec.structs.replace(plain.held, cart=cart)
    _, view = opened(Played(HeldRow(cart.id, held, "1", True)))
    ((name, details, _),) = texts(view)
    assert name == "the one with the dog · Ada Lovelace"
    assert details.endswith("$1.50 of it paid, so only here")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_key_picks_the_first_that_can_be_had(opened: Open, key: Qt.Key) -> None:
    wanted = row("Ben")
    dialog, view = opened(Played(row("Ada", Obstacle.TAKEN, taker="2"), wanted))
    QTest.keyClick(view, key)
    assert (dialog.result(), dialog.chosen) == (1, wanted.id)


def test_what_is_out_of_reach_cannot_be_picked(opened: Open) -> None:
    dialog, view = opened(Played(row("Ada", Obstacle.ELSEWHERE, here=False)))
    place = view.visualRect(view.model().index(0, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert (dialog.isVisible(), dialog.chosen) == (True, None)
    assert "Offline: sales put aside at other registers have to wait" in note(dialog)


def test_a_sale_that_goes_meanwhile_goes_with_a_word_and_the_choice_stays(opened: Open) -> None:
    ada, ben, cy = row("Ada"), row("Ben", Obstacle.TAKEN, taker="7"), row("Cy")
    played = Played(ada, ben, cy)
    dialog, view = opened(played)
    view.setCurrentIndex(view.model().index(2, 0))
    played.list = (ada, cy)
    dialog.refresh()
    assert "“Ben” was taken up at register 7." in note(dialog)
    assert view.currentIndex().data() == "Cy"
    played.list = ()
    dialog.refresh()
    assert not view.isVisible()
    assert "No sale is put aside" in note(dialog)
    assert "“Cy” was taken up just now." in note(dialog)


def test_greyed_rows_are_painted_paler_in_both_themes(opened: Open, theme: Theme) -> None:
    _, view = opened(Played(row("MMMMMMMM"), row("MMMMMMMM", Obstacle.TAKEN, taker="7")))
    for scheme in Scheme:
        theme.choose(ThemeChoice(scheme.value))
        view.setCurrentIndex(QModelIndex())
        contrasts = [_contrast(view, at) for at in range(2)]
        assert contrasts[0] > contrasts[1] > 60, scheme


def _contrast(view: QListView, at: int) -> int:
    """How far the name's ink is from what it stands on."""
    area = view.visualRect(view.model().index(at, 0))
    place = view.viewport().mapTo(view.window(), area.topLeft())
    image = view.window().grab(QRect(place, area.size())).toImage()
    grays = [
        image.pixelColor(x, y).lightness() for x in range(16, 110) for y in range(10, min(28, image.height()))
    ]
    return max(grays) - min(grays)


async def test_the_button_counts_what_comes_and_goes_elsewhere(
    till: Till, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await till.open_as("Cleo")
    assert till.button("recall_button").text() == "Recall"
    monkeypatch.setattr(till.use.holding, "rows", lambda: [row("Ada", here=False)])
    till.workplace.on_event(HeldCartsChanged())
    assert till.button("recall_button").text() == "Recall (1)"
    till.press(Qt.Key.Key_F5)
    dialog = await till.dialog("Go on with which sale?")
    monkeypatch.setattr(till.use.holding, "rows", list)
    till.workplace.on_event(HeldCartsChanged())
    assert isinstance(dialog, HeldDialog)
    assert "“Ada” was taken up just now." in note(dialog)
    till.press(Qt.Key.Key_Escape)
    await till.no_dialog()
    assert till.button("recall_button").text() == "Recall"


async def test_what_only_this_counter_can_have_says_so_when_asked_for(
    till: Till, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await till.open_as("Cleo")
    held = row("Ada", here=False)
    monkeypatch.setattr(till.use.holding, "rows", lambda: [held])
    till.workplace.on_event(HeldCartsChanged())
    till.press(Qt.Key.Key_F5)
    await till.dialog("Go on with which sale?")
    till.press(Qt.Key.Key_Return)
    await until(
        lambda: any("Not to be had while offline" in text for text in till.window.messages.shown), PATIENCE
    )


async def test_a_sale_taken_up_twice_is_told_to_whoever_comes_next(till: Till, qtbot: QtBot) -> None:
    await till.open_as("Cleo")
    await till.scan(MILK)
    till.workplace.on_event(HeldCartDoubled("for Ada", Decimal("5.00"), "2", NOON))
    dialog = await till.dialog("Taken up at two registers")
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "“for Ada” ($5.00)" in said
    assert "at register 2 at 12:00" in said
    till.press(Qt.Key.Key_Return)
    await till.no_dialog()
    till.workplace.lock()
    till.workplace.on_event(HeldCartDoubled("for Ben", Decimal("5.00"), "2", NOON))
    till.enter_as("Cleo")
    await till.dialog("Taken up at two registers")
    till.press(Qt.Key.Key_Return)
    await till.no_dialog()

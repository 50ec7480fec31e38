"""The registers of the shop on screen: who runs, another name, out of use, and what is in the way."""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QLineEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.counters import Presence
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.gui.counters.counters_screen import CountersScreen
from b4mart_desktop.gui.models.register_rows import RegisterColumn, RegisterDelegate, RegisterRowsModel
from b4mart_desktop.gui.sell.sell_screen import SellScreen
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.services.bus import ConnectionChanged, CountersChanged
from b4mart_desktop.services.counters import RegisterRow
from tests.gui.asynchronous import until
from tests.gui.till import CTRL, PATIENCE, Till

Key = Qt.Key
ALT, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
LONG_AGO = dt.datetime(2026, 1, 2, 9, 30, tzinfo=dt.UTC)


def _register(code: str, name: str) -> Register:
    return Register(id=new_id(), code=code, name=name, created_at=LONG_AGO, updated_at=LONG_AGO)


def _seen(register: Register, **more: object) -> Presence:
    return Presence(id=register.id, code=register.code, name=register.name, seen_at=LONG_AGO, **more)  # type: ignore[arg-type]


BACK = _register("R2", "Back")
GONE = _register("R3", "Old till")


@pytest.fixture
async def crowded(till: Till) -> Till:
    """A till in a shop with two more registers: one runs with a backlog, one was last seen in January."""
    own = till.use.counter.register()
    till.book.registers = {register.id: register for register in (own, BACK, GONE)}
    till.board.there = {
        own.id: _seen(own, user_name="Mara"),
        BACK.id: _seen(BACK, user_name="Cleo", waiting=3, set_aside=1, version="9.9"),
    }
    till.board.left = {GONE.id: _seen(GONE)}
    return till


async def _open(till: Till) -> None:
    till.press(Key.Key_F2, CTRL)
    await until(lambda: till.is_on(CountersScreen) and _column(till, RegisterColumn.CODE), PATIENCE)


def _column(till: Till, wanted: RegisterColumn) -> list[str]:
    model = till.part(QTableView, "registers_view").model()
    return [str(model.index(row, wanted).data()) for row in range(model.rowCount())]


def _button(till: Till, name: str) -> QPushButton:
    return till.part(QPushButton, name)


def _name_field(dialog: QDialog) -> QLineEdit:
    field = dialog.findChild(QLineEdit)
    assert field is not None
    return field


def _choose(till: Till, row: int) -> None:
    till.part(QTableView, "registers_view").selectRow(row)


async def test_who_runs_and_what_they_still_have_to_send(crowded: Till, qtbot: QtBot) -> None:
    await crowded.open_as("Mara")
    await _open(crowded)
    assert _column(crowded, RegisterColumn.STATE) == ["This one", "Running", "Off"]
    assert _column(crowded, RegisterColumn.USER) == ["Mara", "Cleo", "–"]
    assert _column(crowded, RegisterColumn.WAITING) == ["0", "3, 1 set aside", "0"]
    assert _column(crowded, RegisterColumn.SEEN)[:2] == ["Now", "Now"]
    assert "2026" in _column(crowded, RegisterColumn.SEEN)[2]
    assert crowded.part(QLabel, "count_label").text() == "2 running"


async def test_the_top_bar_says_where_one_is_and_two_ways_lead_back(crowded: Till, qtbot: QtBot) -> None:
    def registers() -> QAbstractButton:
        return next(b for b in crowded.window.findChildren(QAbstractButton) if b.text() == "Registers")

    await crowded.open_as("Mara")
    assert not registers().isVisible()
    for key, modifier in ((Key.Key_1, ALT), (Key.Key_Escape, NONE)):
        await _open(crowded)
        assert registers().isVisible()
        assert registers().isChecked()
        assert not crowded.button("Sell").isChecked()
        crowded.press(key, modifier)
        await until(lambda: crowded.is_on(SellScreen), PATIENCE)
        assert not registers().isVisible()


@pytest.mark.parametrize(
    ("live", "waiting", "aside", "text", "tone"),
    [
        (True, 0, 0, "0", None),
        (True, 800, 0, "800", Tone.INFO),
        (True, 800, 2, "800, 2 set aside", Tone.WARNING),
        (False, 0, 0, "0", None),
        (False, 800, 0, "800 on its disk", Tone.DANGER),
        (False, 800, 2, "800 on its disk, 2 set aside", Tone.DANGER),
    ],
)
def test_what_a_register_that_is_off_has_not_sent_is_urgent(
    qtbot: QtBot, live: bool, waiting: int, aside: int, text: str, tone: Tone | None
) -> None:
    rows, view = RegisterRowsModel(Formats("en_GB", "GBP", ZoneInfo("UTC"))), QTableView()
    qtbot.addWidget(view)
    rows.show([RegisterRow(BACK, _seen(BACK, waiting=waiting, set_aside=aside), live=live, own=False)])
    cell = rows.index(0, RegisterColumn.WAITING)
    assert cell.data() == text
    assert RegisterDelegate(view).tone_of(cell) is tone


async def test_who_comes_and_goes_is_shown_while_one_looks(crowded: Till, qtbot: QtBot) -> None:
    await crowded.open_as("Mara")
    await _open(crowded)
    _choose(crowded, 1)
    await crowded.board.leave(BACK.id)
    crowded.workplace.on_event(CountersChanged(()))
    await until(lambda: _column(crowded, RegisterColumn.STATE) == ["This one", "Off", "Off"], PATIENCE)
    assert crowded.part(QTableView, "registers_view").currentIndex().row() == 1


async def test_a_register_gets_another_name(crowded: Till, qtbot: QtBot) -> None:
    await crowded.open_as("Mara")
    await _open(crowded)
    _choose(crowded, 1)
    _button(crowded, "rename_button").click()
    dialog = await crowded.dialog()
    assert _name_field(dialog).text() == "Back"
    _name_field(dialog).setText("Bakery")
    dialog.accept()
    await until(lambda: _column(crowded, RegisterColumn.NAME)[1:2] == ["Bakery"], PATIENCE)
    assert crowded.book.audit[0].details["before"] == "Back"


async def test_only_a_register_that_is_off_can_be_retired(crowded: Till, qtbot: QtBot) -> None:
    await crowded.open_as("Mara")
    await _open(crowded)
    for row, may in enumerate((False, False, True)):
        _choose(crowded, row)
        assert _button(crowded, "retire_button").isEnabled() is may
    _button(crowded, "retire_button").click()
    (await crowded.dialog()).accept()
    await until(lambda: _column(crowded, RegisterColumn.STATE)[2:] == ["Retired"], PATIENCE)
    _choose(crowded, 2)
    assert not _button(crowded, "rename_button").isEnabled()


async def test_somebody_else_was_faster(crowded: Till, qtbot: QtBot) -> None:
    await crowded.open_as("Mara")
    await _open(crowded)
    _choose(crowded, 1)
    crowded.book.registers[BACK.id] = msgspec.structs.replace(BACK, name="Butcher", updated_at=utc_now())
    _button(crowded, "rename_button").click()
    dialog = await crowded.dialog()
    _name_field(dialog).setText("Bakery")
    dialog.accept()
    await until(lambda: _column(crowded, RegisterColumn.NAME)[1:2] == ["Butcher"], PATIENCE)
    assert "meanwhile" in crowded.window.messages.shown[-1]


async def test_without_the_database_it_says_so_and_comes_back_by_itself(crowded: Till, qtbot: QtBot) -> None:
    await crowded.open_as("Mara")
    crowded.book.away = True
    crowded.press(Key.Key_F2, CTRL)
    await until(lambda: crowded.is_on(CountersScreen), PATIENCE)
    state = crowded.part(EmptyState, "list_state")
    await until(lambda: state.action.isVisible() and state.action.text() == "Try again", PATIENCE)
    assert not _button(crowded, "rename_button").isEnabled()
    crowded.book.away = False
    crowded.workplace.on_event(ConnectionChanged(online=True, since=utc_now()))
    await until(lambda: len(_column(crowded, RegisterColumn.CODE)) == 3, PATIENCE)


async def test_a_clerk_may_not_look(crowded: Till, qtbot: QtBot) -> None:
    await crowded.open_as("Cleo")
    crowded.press(Key.Key_F2, CTRL)
    await until(lambda: crowded.is_on(CountersScreen), PATIENCE)
    state = crowded.part(EmptyState, "list_state")
    await until(lambda: "Not permitted" in [label.text() for label in state.findChildren(QLabel)], PATIENCE)

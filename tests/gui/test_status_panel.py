"""How the shop stands, as people see it: the badge's words, and the panel behind it.

No language is installed here: plurals are those of the source, and `test_language` reads the translated ones.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QListView, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.counters import Presence, ReplicaPhase
from b4mart_desktop.domain.entries import QueueState
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.gui.shared.status import Standing, status_of
from b4mart_desktop.gui.status.status_dialog import StatusDialog
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.theme import Theme
from b4mart_desktop.gui.widgets.badge import Badge, Tone
from b4mart_desktop.services.bus import (
    ConnectionChanged,
    CountersChanged,
    QueueChanged,
    ReplicaLoading,
    ReplicaPhaseChanged,
)
from b4mart_desktop.services.ports import SkippedDocument
from tests.adapters.local.goods import Replica
from tests.gui.asynchronous import until
from tests.gui.goods import BREAD, PIN
from tests.gui.till import PATIENCE, Key, Till

NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
TEN_42 = dt.datetime(2026, 11, 23, 10, 42, tzinfo=dt.UTC)
LIVE = Standing(online=True, since=TEN_42)
WAITING = QueueState(waiting=4, sales=3, oldest=NOW - dt.timedelta(seconds=5))
OLD = QueueState(waiting=4, sales=3, oldest=NOW - dt.timedelta(minutes=8))
ASIDE = QueueState(waiting=1, sales=2, set_aside=1, oldest=TEN_42)
BROKEN = AdapterError(ErrorCode.JOURNAL_DAMAGED, path="journal.sqlite", reason="file is not a database")


@pytest.mark.parametrize(
    ("standing", "text", "tone"),
    [
        (Standing(), "Connecting…", Tone.WARNING),
        (LIVE, "Live", Tone.SUCCESS),
        (Standing(online=False, since=TEN_42), "Offline since 10:42", Tone.WARNING),
        (Standing(online=False, since=TEN_42, queue=WAITING), "3 sale(s) waiting", Tone.WARNING),
        (Standing(online=True, since=TEN_42, queue=WAITING), "3 sale(s) waiting", Tone.INFO),
        (Standing(online=True, since=TEN_42, queue=OLD), "3 sale(s) waiting · 8 minutes", Tone.INFO),
        (Standing(online=True, since=TEN_42, queue=ASIDE), "1 entry(s) need attention", Tone.DANGER),
        (Standing(online=False, since=TEN_42, queue=ASIDE), "1 entry(s) need attention", Tone.DANGER),
        (
            Standing(online=True, since=TEN_42, phase=ReplicaPhase.LOADING, loaded=(34, 100)),
            "Copying the catalogue · 34 %",
            Tone.INFO,
        ),
        (Standing(online=True, since=TEN_42, phase=ReplicaPhase.CATCHING_UP), "Catching up", Tone.INFO),
        (Standing(online=True, since=TEN_42, phase=ReplicaPhase.STALLED), "out of date", Tone.DANGER),
        (
            Standing(online=True, since=TEN_42, phase=ReplicaPhase.STALLED, queue=WAITING),
            "out of date",
            Tone.DANGER,
        ),
        (Standing(online=False, since=TEN_42, phase=ReplicaPhase.STALLED), "Offline since", Tone.WARNING),
        (Standing(online=True, since=TEN_42, broken=BROKEN), "journal", Tone.DANGER),
    ],
)
def test_the_badge_says_what_matters_most(qtbot: QtBot, standing: Standing, text: str, tone: Tone) -> None:
    shown = status_of(standing, Formats("en_GB", "GBP", ZoneInfo("UTC")), NOW)
    assert text in shown.text.replace("\u202f", " ")
    assert shown.tone is tone
    assert shown.details


async def test_what_waited_before_the_start_is_on_the_badge_before_anything_is_told(
    theme: Theme, replica: Replica, tmp_path: Path, qtbot: QtBot
) -> None:
    before = Till(tmp_path, replica.reader, theme)
    await before.show()
    await before.open_as("Cleo")
    await before.scan(BREAD)
    before.press(Key.Key_F12)
    await before.sold()
    await before.close()
    after = Till(tmp_path, replica.reader, theme)
    await after.show()
    badge = after.window.findChild(Badge)
    assert badge is not None
    await until(lambda: "1 sale(s) waiting" in badge.text(), PATIENCE)
    await after.close()


async def test_sales_that_wait_are_listed_and_go_when_they_are_posted(till: Till, qtbot: QtBot) -> None:
    panel = await _open_panel(till, sales=2)
    assert _texts(panel) == ["R1-000001", "R1-000002"]
    assert "Go on selling" in _label(panel, "advice_label")
    till.workplace.on_event(ConnectionChanged(online=True, since=utc_now()))
    till.post_all()
    till.workplace.on_event(QueueChanged(till.journal.state()))
    await until(lambda: _rows(panel).isVisible() is False, PATIENCE)
    assert _label(panel, "state_title") == "Live"
    await _close(till, panel)


async def test_what_was_set_aside_is_tried_again_with_a_managers_leave(till: Till, qtbot: QtBot) -> None:
    panel = await _open_panel(till, sales=2, refused="Document failed validation")
    badge = till.window.findChild(Badge)
    assert badge is not None
    assert badge.text() == "1 entry(s) need attention"
    assert _texts(panel)[0] == "R1-000001", "what needs somebody comes first"
    assert "Document failed validation" in _label(panel, "why_label")
    till.click("copy_button")
    assert "Document failed validation" in QGuiApplication.clipboard().text()
    till.click("retry_button")
    await _asked("Who approves this?")
    till.click("Mara Manager")
    await _asked("PIN of Mara Manager")
    till.write(PIN)
    await until(lambda: till.journal.state().set_aside == 0, PATIENCE)
    till.workplace.on_event(QueueChanged(till.journal.state()))
    await until(lambda: _state(panel) == "Waiting", PATIENCE)
    await _close(till, panel)


async def test_a_look_gives_way_to_the_next_before_it_began(till: Till, qtbot: QtBot) -> None:
    panel = await _open_panel(till, sales=1)
    assert isinstance(panel, StatusDialog)
    panel._look()
    panel._look()  # a coroutine that nobody awaits any more would be a warning, and so an error
    await until(lambda: not panel.tasks._tasks, PATIENCE)
    assert _texts(panel) == ["R1-000001"]
    await _close(till, panel)


async def test_without_leave_it_stays_set_aside(till: Till, qtbot: QtBot) -> None:
    panel = await _open_panel(till, sales=1, refused="not valid")
    till.click("retry_button")
    (await _asked("Who approves this?")).reject()
    await until(lambda: QApplication.activeModalWidget() is panel, PATIENCE)
    await until(lambda: till.button("retry_button").isEnabled(), PATIENCE)
    assert till.journal.state().set_aside == 1
    await _close(till, panel)


async def test_the_panel_follows_the_connection_the_copy_and_the_registers(till: Till, qtbot: QtBot) -> None:
    panel = await _open_panel(till, sales=0)
    tell = till.workplace.on_event
    tell(ConnectionChanged(online=False, since=TEN_42, reason="no route to host"))
    assert _label(panel, "database_label") == "Not reached"
    assert "no route to host" in _label(panel, "database_detail")
    assert _label(panel, "catalogue_label").startswith("As of")
    tell(ConnectionChanged(online=True, since=utc_now()))
    tell(ReplicaPhaseChanged(ReplicaPhase.LOADING, "the copy was damaged"))
    tell(ReplicaLoading(500, 1_000))
    assert _label(panel, "catalogue_label") == "Being copied · 50 %"
    assert _label(panel, "catalogue_detail") == "the copy was damaged"
    bar = panel.findChild(QProgressBar)
    assert bar is not None
    assert bar.isVisible()
    assert bar.value() == 50
    tell(ReplicaPhaseChanged(ReplicaPhase.STALLED, "No space left on device"))
    assert _label(panel, "state_title") == "Prices may be out of date"
    assert "changes of the shop do not get here" in _label(panel, "state_label")
    assert _label(panel, "catalogue_label") == "Stands still"
    assert _label(panel, "catalogue_detail") == "No space left on device"
    tell(ReplicaPhaseChanged(ReplicaPhase.LIVE))
    assert _label(panel, "catalogue_label") == "Up to date"
    others = tuple(
        Presence(id=new_id(), code=code, name=f"Till {code}", seen_at=utc_now()) for code in ("R1", "R2")
    )
    tell(CountersChanged(others))
    assert _label(panel, "counters_label") == "2 running"
    assert _label(panel, "counters_detail") == "R1, R2"
    await _close(till, panel)


async def test_a_document_that_cannot_be_read_is_listed(
    till: Till, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt = SkippedDocument(
        collection="products",
        id="6b03",
        name="Whole Milk",
        reason="Expected `int` - at `$.pricing.price`",
        since=NOW,
    )
    nameless = SkippedDocument(collection="users", id="6b04", reason="Expected `object`", since=NOW)
    left_out = [spoilt]
    monkeypatch.setattr(till.use.counter.catalogue, "skipped", lambda: left_out)
    panel = await _open_panel(till, sales=1)
    await until(lambda: _rows(panel).model().rowCount() == 2, PATIENCE)
    assert _texts(panel)[0].startswith("Product “Whole Milk”, Unreadable")
    why = _label(panel, "why_label")
    assert why.startswith("What its field “pricing.price” holds cannot be right.")
    assert "Expected `int`" in why
    till.click("copy_button")
    assert "products 6b03" in QGuiApplication.clipboard().text()
    assert _label(panel, "catalogue_detail") == "1 document(s) left out"
    assert not panel.findChild(QPushButton, "retry_button").isVisible()  # type: ignore[union-attr]
    till.post_all()
    till.workplace.on_event(ConnectionChanged(online=True, since=utc_now()))
    till.workplace.on_event(QueueChanged(till.journal.state()))
    left_out[:] = [nameless]
    await until(lambda: _texts(panel)[0].startswith("Person 6b04"), PATIENCE)
    assert "except what it cannot read" in _label(panel, "state_label")
    await _close(till, panel)


async def _open_panel(till: Till, *, sales: int, refused: str = "") -> QDialog:
    await till.open_as("Cleo")
    till.post_all()
    till.workplace.on_event(ConnectionChanged(online=False, since=TEN_42, reason="no answer"))
    for count in range(1, sales + 1):
        await till.scan(BREAD)
        till.press(Key.Key_F12)
        await till.sold(count)
        till.press(Key.Key_Return)
        await until(lambda: not till.use.selling.cart.lines, PATIENCE)
    if refused:
        till.journal.mark_failed(till.journal.queue()[0].number, refused, set_aside=True)
    till.workplace.on_event(QueueChanged(till.journal.state()))
    till.window.status_pressed.emit()
    panel = await till.dialog("How the shop stands")
    await until(lambda: _rows(panel).isVisible() is bool(sales), PATIENCE)
    return panel


async def _asked(title: str) -> QDialog:
    """Waits for a question over the panel to have the keys."""

    def asked() -> QDialog | None:
        top = QApplication.activeModalWidget()
        if isinstance(top, QDialog) and top.windowTitle() == title and top.isActiveWindow():
            return top
        return None

    return await until(asked, PATIENCE)


def _rows(panel: QDialog) -> QListView:
    view = panel.findChild(QListView, "rows_view")
    assert view is not None
    return view


def _texts(panel: QDialog) -> list[str]:
    model = _rows(panel).model()
    return [str(model.index(row, 0).data()).split(" ·")[0] for row in range(model.rowCount())]


def _label(panel: QDialog, name: str) -> str:
    found = panel.findChild(QLabel, name)
    assert found is not None
    return found.text()


def _state(panel: QDialog) -> str:
    return _label(panel, "detail_since").split(" ·")[0]


async def _close(till: Till, panel: QDialog) -> None:
    panel.accept()
    await till.no_dialog()
    await till.quiet()

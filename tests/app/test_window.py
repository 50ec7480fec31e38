"""The main window on a real shop: its keys, and what it tells of what went wrong before or goes wrong now."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.gui.widgets.badge import Badge
from b4mart_desktop.services.bus import Bus, EntryJournalled
from b4mart_desktop.settings import Settings
from tests.app.counter_window import CounterWindow, open_window
from tests.app.till import add_piece, open_till, sell, until
from tests.gui.asynchronous import until as until_value
from tests.gui.asynchronous import visible_dialog

_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that names each document this computer was told to show, one a line."""
    seen, programs = tmp_path / "opened", tmp_path / "bin"
    programs.mkdir()
    for name in ("xdg-open", "open"):
        program = programs / name
        program.write_text(f'#!/bin/sh\necho "$1" >> "{seen}"\n')
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return seen


def shown_name(counter: CounterWindow) -> str:
    return type(counter.window.shown()).__name__


async def documents(opened: Path, count: int) -> list[str]:
    await until(lambda: opened.exists() and len(opened.read_text().split()) == count, f"{count} documents")
    return [Path(line).name for line in (await asyncio.to_thread(opened.read_text)).split()]


@pytest.mark.skipif(os.name == "nt", reason="documents are shown without a program there")
async def test_ctrl_p_prints_on_every_screen(
    qtbot: QtBot, qapp: QApplication, shop_uri: str, tmp_path: Path, opened: Path
) -> None:
    settings = Settings(mongodb_uri=shop_uri, register="P1")
    async with open_window(qapp, tmp_path / "shop", settings) as counter:
        add_piece(counter.use)
        counter.workplace.enter()
        QTest.keyClick(counter.window, Qt.Key.Key_F12)
        await until(lambda: shown_name(counter) == "PayScreen", "the sale is paid")
        await until(lambda: list((tmp_path / "shop" / "documents").glob("*.pdf")), "the receipt is on disk")
        await asyncio.sleep(0.05)  # the presenter takes the file's name in its next turn

        QTest.keyClick(counter.window, Qt.Key.Key_P, _CTRL)
        assert await documents(opened, 1) == ["receipt-P1-000001.pdf"]

        QTest.keyClick(counter.window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        await until(lambda: shown_name(counter) == "OrdersScreen", "the orders")
        QTest.keyClick(counter.window, Qt.Key.Key_P, _CTRL)
        assert (await documents(opened, 2))[1] == "receipt-P1-000001-copy.pdf"

        QTest.keyClick(counter.window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        await until(lambda: shown_name(counter) == "SellScreen", "the cart")
        QTest.keyClick(counter.window, Qt.Key.Key_P, _CTRL)
        assert (await documents(opened, 3))[2] == "receipt-P1-000001-copy.pdf"


async def test_a_damaged_entry_is_listed(qtbot: QtBot, qapp: QApplication, data_dir: Path) -> None:
    async with open_till(data_dir, Settings(), Bus()) as (use, _):
        await until(lambda: not use.counter.journal.state().waiting, "the opening of the till is posted")
    async with open_till(data_dir, Settings(mongod=data_dir / "missing"), Bus()) as (use, _):
        sale = await sell(use)
    with closing(sqlite3.connect(data_dir / "journal.sqlite")) as file, file:
        file.execute("UPDATE entries SET sealed = x'00' WHERE id = ?", (sale.order.id,))

    async with open_window(qapp, data_dir, Settings()) as counter:
        assert counter.use.counter.journal.state().set_aside == 1
        counter.window.status_pressed.emit()
        dialog = await until_value(visible_dialog)
        await until(lambda: any("Damaged" in text for text in texts(dialog)), "the damaged sale is listed")
        assert any(sale.order.id in text for text in texts(dialog))
        dialog.accept()
        await until(lambda: visible_dialog() is None, "the list is closed")


async def test_what_happened_to_the_files_is_told_once(
    qtbot: QtBot, qapp: QApplication, shop_uri: str, tmp_path: Path
) -> None:
    folder, settings = tmp_path / "shop", Settings(mongodb_uri=shop_uri)
    async with open_till(folder, settings, Bus()):
        pass
    for name in ("journal", "replica"):
        with (folder / f"{name}.sqlite").open("r+b") as file:
            file.write(b"\0" * 4096)

    async with open_window(qapp, folder, settings) as counter:
        counter.workplace.tell(counter.shop.incidents())
        counter.workplace.enter()
        for title in ("The journal was damaged", "The catalogue was copied anew"):
            await until(lambda title=title: visible_title() == title, title)  # type: ignore[misc]
            (await until_value(visible_dialog)).accept()
        await until(lambda: visible_dialog() is None, "all is told")
        counter.workplace.enter()
        await asyncio.sleep(0.1)
        assert visible_dialog() is None


async def test_a_journal_that_breaks_while_open_is_told_in_the_status(
    qtbot: QtBot, qapp: QApplication, shop_uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_window(qapp, tmp_path / "shop", Settings(mongodb_uri=shop_uri)) as counter:
        journal = counter.use.counter.journal
        assert isinstance(journal, SqliteJournal)

        def fail() -> None:
            raise AdapterError(ErrorCode.JOURNAL_DAMAGED, path="journal.sqlite", reason="a bad page")

        monkeypatch.setattr(journal._file, "reading", fail)
        counter.workplace.on_event(EntryJournalled(new_id()))
        badges = counter.window.findChildren(Badge)
        await until(lambda: any("damaged part" in badge.toolTip() for badge in badges), "the badge tells")


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def visible_title() -> str:
    dialog = visible_dialog()
    return "" if dialog is None else dialog.windowTitle()

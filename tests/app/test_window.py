"""The main window on a real shop: its keys, and what it tells of what went wrong before or goes wrong now."""

import asyncio
import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b4mart_desktop.settings import Settings
from tests.app.counter_window import CounterWindow, open_window
from tests.app.till import add_piece, until

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

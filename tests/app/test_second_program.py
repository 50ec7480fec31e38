"""A second program on the same data folder says so in its window, and works once the first has ended."""

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.mongo.embedded.lock import FolderLock
from b4mart_desktop.app.program import Options, Program
from b4mart_desktop.gui.main_window import MainWindow
from b4mart_desktop.settings import Settings
from tests.app.till import until


def main_windows(app: QApplication) -> list[MainWindow]:
    return [widget for widget in app.topLevelWidgets() if isinstance(widget, MainWindow)]


def said(window: MainWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def button(window: MainWindow, text: str) -> QPushButton:
    return next(each for each in window.findChildren(QPushButton) if each.text() == text)


async def test_the_window_says_who_uses_the_data_folder(
    qtbot: QtBot, qapp: QApplication, data_dir: Path
) -> None:
    first = FolderLock(data_dir)
    first.acquire()
    before = main_windows(qapp)  # of tests before, not yet collected
    program = asyncio.ensure_future(Program(qapp, Settings(), Options(data_dir)).run())
    (window,) = [each for each in main_windows(qapp) if each not in before]
    await until(lambda: "Already running" in said(window), "the reason on screen")
    assert f"uses the folder {data_dir}" in said(window)

    first.release()
    button(window, "Try again").click()
    await until(lambda: "Marcus Bell" in said(window), "people who may sign in")
    window.close()
    assert await program == 0

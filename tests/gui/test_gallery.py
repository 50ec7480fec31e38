"""All building blocks at once: reachable by finger, named for screen readers, drawn in both directions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.style.tokens import tokens
from tests.gui import gallery

PAGES = (gallery.controls, gallery.counter, gallery.states, gallery.question)
Page = Callable[[], QWidget]


def shown(make: Page, qtbot: QtBot) -> QWidget:
    page = make()
    qtbot.addWidget(page)
    page.show()
    QApplication.processEvents()
    return page


@pytest.mark.parametrize("make", PAGES)
def test_everything_pressed_by_a_finger_is_large_enough(make: Page, qtbot: QtBot) -> None:
    page = shown(make, qtbot)
    touch = tokens().size.touch
    widgets: list[QWidget] = [*page.findChildren(QAbstractButton), *page.findChildren(QLineEdit)]
    small = {
        f"{type(w).__name__} {w.accessibleName() or w.property('text')}": (w.width(), w.height())
        for w in widgets
        if w.isVisible() and w.height() < touch - 2 * tokens().size.border
    }
    assert small == {}


@pytest.mark.parametrize("make", PAGES)
def test_everything_that_takes_the_focus_has_a_name(make: Page, qtbot: QtBot) -> None:
    page = shown(make, qtbot)
    nameless = [
        type(widget).__name__
        for widget in page.findChildren(QAbstractButton)
        if widget.isVisible() and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert nameless == []


@pytest.mark.parametrize("make", PAGES)
def test_pages_fit_and_mirror(make: Page, qtbot: QtBot) -> None:
    page = shown(make, qtbot)
    before = page.grab().toImage()
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QApplication.processEvents()
    assert page.grab().toImage() != before
    assert page.width() <= gallery.SIZE[0]
    assert page.height() <= gallery.SIZE[1]


def test_the_gallery_saves_both_schemes(tmp_path: Path, qapp: QApplication) -> None:
    gallery.main(tmp_path)
    assert len(list(tmp_path.glob("*-light.png"))) == len(list(tmp_path.glob("*-dark.png"))) == len(PAGES)

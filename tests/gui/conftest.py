"""What every test of the screens and their parts shares."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.style.theme import Theme, ThemeChoice
from tests.adapters.local.goods import Replica
from tests.adapters.local.loaded import open_loaded
from tests.gui import goods
from tests.gui.till import Till


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """The application, dressed once for the whole session: a style sheet change is dear with many widgets."""
    made = Theme(ThemeChoice.LIGHT, qapp)
    made.apply(qapp)
    return made


@pytest.fixture(autouse=True)
def _dressed(theme: Theme, qapp: QApplication) -> None:
    """Every test starts in the light scheme, with the texts as they are in the source."""
    theme.choose(ThemeChoice.LIGHT)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)


@pytest.fixture
def replica(tmp_path: Path) -> Iterator[Replica]:
    """The counter's copy of the shop's goods and people."""
    with open_loaded(tmp_path, **goods.shop()) as made:
        yield made


@pytest.fixture
async def till(theme: Theme, replica: Replica, tmp_path: Path, qtbot: QtBot) -> AsyncIterator[Till]:
    """A counter with a window that shows who may sign in."""
    made = Till(tmp_path, replica.reader, theme)
    await made.show()
    yield made
    await made.close()

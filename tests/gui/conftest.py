"""What every test of the screens and their parts shares."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from b4mart_desktop.gui.style.theme import Theme, ThemeChoice


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """The application, dressed once for the whole session: a style sheet change is dear with many widgets."""
    made = Theme(ThemeChoice.LIGHT, qapp)
    made.apply(qapp)
    return made


@pytest.fixture(autouse=True)
def _dressed(theme: Theme) -> None:
    """Every test starts in the light scheme."""
    theme.choose(ThemeChoice.LIGHT)

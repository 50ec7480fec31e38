"""The theme: fonts with their weights, tabular figures, palette, switching, following the system."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from b4mart_desktop import paths
from b4mart_desktop.gui.style.theme import Theme, ThemeChoice, build_style_sheet, set_variant
from b4mart_desktop.gui.style.tokens import ColorRole, Scheme, TypeRole, load_tokens, tokens


@pytest.mark.usefixtures("theme")
def test_inter_has_its_four_weights() -> None:
    assert {"Regular", "Medium", "SemiBold", "Bold"} <= set(QFontDatabase.styles("Inter"))


@pytest.mark.usefixtures("theme")
def test_figures_are_tabular_in_fonts_and_in_styled_labels(qtbot: QtBot) -> None:
    total = QLabel()
    total.setProperty("role", "total")
    qtbot.addWidget(total)
    total.ensurePolished()
    for metrics in (QFontMetrics(tokens().font(TypeRole.BODY)), total.fontMetrics()):
        assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")
    assert total.font().pixelSize() == tokens().font(TypeRole.TOTAL).pixelSize()


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_template_uses_only_tokens_that_exist_and_pictures_that_ship(scheme: Scheme) -> None:
    sheet = build_style_sheet(load_tokens(scheme))
    assert "$" not in sheet
    for name in re.findall(r"url\(styles:([^)]+)\)", sheet):
        assert paths.resource("styles", name).is_file()


def test_switching_changes_palette_tokens_and_widgets(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton("Pay")
    button.setProperty("kind", "pay")
    qtbot.addWidget(button)
    button.resize(200, 72)
    with qtbot.waitSignal(theme.changed):
        theme.choose(ThemeChoice.DARK)
    dark = load_tokens(Scheme.DARK)
    assert tokens() is theme.tokens is dark
    assert QApplication.palette().color(QPalette.ColorRole.Window) == dark.color(ColorRole.BACKGROUND)
    assert button.grab().toImage().pixelColor(20, 36) == dark.color(ColorRole.SUCCESS)


def test_choosing_what_is_in_use_changes_nothing(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose(ThemeChoice.LIGHT)


def test_system_choice_follows_the_system(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    hints = QApplication.styleHints()
    theme.choose(ThemeChoice.SYSTEM)
    scheme = Scheme.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else Scheme.LIGHT
    assert theme.tokens.scheme is scheme


def test_a_variant_set_after_showing_is_drawn(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    button.resize(100, 44)
    set_variant(button, "kind", "danger")
    assert button.grab().toImage().pixelColor(50, 22) == tokens().color(ColorRole.DANGER)


def test_no_variant_hides_behind_a_real_property_of_its_widget(qtbot: QtBot) -> None:
    sheet = paths.resource("styles", "app.qss").read_text(encoding="utf-8")
    button = QPushButton()
    qtbot.addWidget(button)
    own = ("enabled", "checked", "readOnly")
    names = set(re.findall(r"\[(\w+)=", sheet)) - set(own)
    assert names
    assert [name for name in names if button.metaObject().indexOfProperty(name) >= 0] == []

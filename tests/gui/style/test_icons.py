"""Icons: the files and the enum agree, colours follow theme and state, pictures are sharp."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from b4mart_desktop import paths
from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.theme import Theme, ThemeChoice
from b4mart_desktop.gui.style.tokens import ColorRole, Scheme, load_tokens


def ink(pixmap: QPixmap) -> str:
    """The colour of the fully covered pixels."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    colors = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert len(colors) == 1, colors
    return colors.pop()


def color(role: ColorRole, scheme: Scheme = Scheme.LIGHT) -> str:
    return QColor(load_tokens(scheme).color(role)).name()


def test_every_member_has_a_file_and_every_file_a_member() -> None:
    files = {file.stem for file in paths.resource("icons").glob("*.svg")}
    assert {name.value for name in Icon} == files


@pytest.mark.parametrize("name", list(Icon))
def test_every_file_takes_a_color(name: Icon) -> None:
    assert "currentColor" in paths.resource("icons", f"{name.value}.svg").read_text()


def test_color_follows_the_theme_without_asking_for_the_icon_again(theme: Theme) -> None:
    made = icon(Icon.PLUS, ColorRole.ACCENT)
    assert ink(made.pixmap(24, 24)) == color(ColorRole.ACCENT)
    theme.choose(ThemeChoice.DARK)
    assert ink(made.pixmap(24, 24)) == color(ColorRole.ACCENT, Scheme.DARK)


def test_disabled_and_checked_have_their_own_colors(theme: Theme) -> None:
    made = icon(Icon.PLUS, ColorRole.TEXT, ColorRole.ON_ACCENT_SOFT)
    assert ink(made.pixmap(QSize(24, 24), QIcon.Mode.Disabled)) == color(ColorRole.TEXT_DISABLED)
    checked = made.pixmap(QSize(24, 24), QIcon.Mode.Normal, QIcon.State.On)
    assert ink(checked) == color(ColorRole.ON_ACCENT_SOFT)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_a_pixmap_has_the_pixels_of_its_density(theme: Theme, ratio: float) -> None:
    made = icon(Icon.CART).pixmap(QSize(20, 20), ratio)
    assert made.width() == round(20 * ratio)
    assert made.devicePixelRatio() == pytest.approx(ratio)


def test_icons_survive_the_garbage_collector_in_a_button(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    for name in list(Icon)[:20]:
        button.setIcon(QIcon(icon(name)))
        gc.collect()
        assert not button.grab().isNull()


@pytest.mark.parametrize(
    ("one", "other"),
    [(Icon.ARROW_LEFT, Icon.ARROW_RIGHT), (Icon.CHEVRON_RIGHT, Icon.CHEVRON_LEFT)],
)
def test_arrows_along_the_text_follow_its_direction(qapp: QApplication, one: Icon, other: Icon) -> None:
    def drawn(name: Icon) -> QImage:
        return icon(name).pixmap(QSize(24, 24)).toImage()

    before, up = drawn(one), drawn(Icon.CHEVRON_UP)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        assert drawn(other) == before != drawn(one)
        assert drawn(Icon.CHEVRON_UP) == up
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

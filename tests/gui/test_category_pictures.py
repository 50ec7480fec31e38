"""A category's picture: dropped, kept, saved, refused, taken off."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.shared.picture_field import PictureField
from tests.adapters.mongo.shop import _shop_name, shop
from tests.gui.asynchronous import until, visible_dialog
from tests.gui.category_stage import Stage, stage
from tests.gui.shared.picture_parts import picture_file

__all__ = ["_shop_name", "shop", "stage"]


def dropped(stage: Stage, *contents: bytes) -> PictureField:
    """Drops files on the category's picture."""
    field = stage.room.findChild(PictureField)
    assert field is not None
    paths = [stage.folder / f"{number}.jpg" for number, _ in enumerate(contents)]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    field.frame.dropped.emit(mime)
    return field


async def test_a_dropped_picture_is_kept_saved_and_taken_off_again(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    home = await stage.choose("Home")
    field = dropped(stage, picture_file())
    await until(lambda: stage.button("save_button").isEnabled())
    stage.button("save_button").click()
    await stage.settled()
    image = (await stage.service.tree()).need(home.id).image
    assert image is not None
    assert image.startswith("/api/pictures/")
    assert await stage.kept.fetch(image)
    QTest.keyClick(field.frame, Qt.Key.Key_Delete)
    stage.button("save_button").click()
    await stage.settled()
    assert (await stage.service.tree()).need(home.id).image is None


async def test_what_is_no_picture_is_told_beside_it_and_nothing_is_unsaved(
    stage: Stage, qtbot: QtBot
) -> None:
    await stage.open(qtbot)
    await stage.choose("Home")
    field = dropped(stage, b"no picture")
    await field.added()
    told = [each.text() for each in field.findChildren(QLabel) if each.isVisible()]
    assert any("picture" in text and "0.jpg" in text for text in told)
    assert not stage.button("save_button").isEnabled()
    await stage.choose("Food")
    assert not any("0.jpg" in each.text() for each in field.findChildren(QLabel))


async def test_another_row_waits_for_the_picture_and_asks_to_save_it(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot)
    home = await stage.choose("Home")
    stage.kept.is_open = False
    dropped(stage, picture_file())
    await stage.choose("Food", "Bread")
    assert visible_dialog() is None
    stage.kept.is_open = True
    dialog = await until(visible_dialog)
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "Save").click()
    await stage.settled()
    assert (await stage.service.tree()).need(home.id).image is not None
    assert stage.line_edit("name_field").text() == "Bread"


async def test_a_supervisor_only_sees_the_picture(stage: Stage, qtbot: QtBot) -> None:
    await stage.open(qtbot, may_edit=False)
    await stage.choose("Home")
    field = dropped(stage, picture_file())
    assert not field.is_busy()
    assert not field.choose_button.isVisible()
    assert field.frame.focusPolicy() == Qt.FocusPolicy.NoFocus

"""A product's pictures in its form: added, put in order, cropped, described, removed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.backstage.thread import Backstage
from b4mart_desktop.domain.catalog import ProductImage
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.gui.shared.approval import ApprovalDialogs
from b4mart_desktop.gui.shared.crop_dialog import CropDialog
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.picture_strip import MOST_AT_ONCE, PictureStrip
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.services.pictures import Pictures
from b4mart_desktop.services.ports.pictures import PictureSource
from b4mart_desktop.services.signing_in import SigningIn
from tests.gui.asynchronous import until, visible_dialog
from tests.gui.shared.picture_parts import Bench, FolderOfPictures, make_thumbnails, picture_file
from tests.unit.services.shop import CLERK, MANAGER, NOON, Shop, open_shop

RED, BLUE = (200, 30, 30), (30, 60, 200)
A, B, C = (ProductImage(url=f"/pictures/{name}.jpg", alt=name, is_primary=name == "a") for name in "abc")


class Form:
    """A window with nothing but the strip."""

    def __init__(self, folder: Path, shop: Shop, backstage: Backstage) -> None:
        self.kept = FolderOfPictures(folder)
        self.window = QWidget()
        self.messages = Messages(self.window)
        self.loader = PictureLoader(make_thumbnails(folder, self.kept), backstage.call)
        formats = Formats("en_US", "USD", NOON.tzinfo)  # type: ignore[arg-type]
        approval = ApprovalDialogs(self.window, SigningIn.__new__(SigningIn))
        tools = RoomTools(self.window, self.messages, backstage.call, formats, approval, self.loader)
        self.strip = PictureStrip(Pictures(shop.counter, Bench(), self.kept, self.kept), tools, self.window)
        self.changes = 0
        self.strip.changed.connect(self._count)
        self.window.resize(760, 420)
        self.strip.resize(760, 420)
        self.window.show()

    def _count(self) -> None:
        self.changes += 1

    def alts(self) -> list[str | None]:
        return [image.alt for image in self.strip.images()]

    def main(self) -> str | None:
        (main,) = [image.url for image in self.strip.images() if image.is_primary]
        return main

    async def added(self, count: int) -> None:
        await until(lambda: len(self.strip.images()) == count and not self.strip.is_busy(), 10.0)

    def drop(self, mime: QMimeData) -> None:
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        self.strip.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, left, none, QEvent.Type.Drop))


@pytest.fixture
def backstage() -> Iterator[Backstage]:
    made = Backstage()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    (tmp_path / "shop").mkdir()
    with open_shop(tmp_path / "shop") as opened:
        opened.session.begin(MANAGER)
        yield opened


@pytest.fixture
async def form(tmp_path: Path, shop: Shop, backstage: Backstage, qtbot: QtBot) -> AsyncIterator[Form]:
    made = Form(tmp_path, shop, backstage)
    yield made
    await made.strip.tasks.cancel_all()
    await made.loader.close()
    made.window.close()
    made.window.deleteLater()


def files(folder: Path, **contents: bytes) -> QMimeData:
    mime = QMimeData()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    mime.setUrls([QUrl.fromLocalFile(str(folder / name)) for name in contents])
    return mime


# ---------------------------------------------------------------- adding


async def test_dropped_files_become_square_pictures_the_first_one_the_main_one(
    form: Form, tmp_path: Path
) -> None:
    form.drop(files(tmp_path, red=picture_file(RED), blue=picture_file(BLUE)))

    assert form.strip.is_busy()
    await form.added(2)

    first, second = form.strip.images()
    assert (first.is_primary, second.is_primary) == (True, False)
    assert first.url is not None
    assert first.url.startswith("/api/pictures/")
    assert form.changes == 2


async def test_one_that_is_no_picture_says_so_and_the_others_go_on(form: Form, tmp_path: Path) -> None:
    form.drop(files(tmp_path, red=picture_file(RED), text=b"no picture", blue=picture_file(BLUE)))
    await form.added(2)

    form.strip.view.select(1)

    assert form.strip.cards.rowCount() == 3
    assert "text holds no picture" in form.strip._trouble.text()
    assert form.strip.retry_button.isVisible()
    assert len(form.strip.images()) == 2


async def test_what_failed_is_tried_again(form: Form, tmp_path: Path) -> None:
    form.kept.away = AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="pulled the plug")
    form.drop(files(tmp_path, red=picture_file(RED)))
    await until(form.strip.retry_button.isVisible)

    form.kept.away = None
    form.strip.retry_button.click()
    await form.added(1)

    assert not form.strip.retry_button.isVisible()


async def test_the_same_picture_twice_is_one(form: Form, tmp_path: Path) -> None:
    form.drop(files(tmp_path, one=picture_file(RED), two=picture_file(RED)))

    await form.added(1)

    assert form.strip.cards.rowCount() == 1


async def test_a_picture_is_pasted(form: Form) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(image)

    form.strip.paste()
    await form.added(1)

    assert form.changes == 1


async def test_what_holds_no_picture_is_told(form: Form) -> None:
    mime = QMimeData()
    mime.setText("just words")

    form.drop(mime)

    assert form.messages.shown == ["There is no picture in that."]
    assert form.strip.cards.rowCount() == 0


async def test_a_card_that_is_removed_while_it_is_added_stays_away(form: Form, tmp_path: Path) -> None:
    form.kept.is_open = False
    form.drop(files(tmp_path, red=picture_file(RED)))
    form.strip.view.select(0)

    form.strip.remove_button.click()
    form.kept.is_open = True
    await asyncio.sleep(0.1)

    assert form.strip.cards.rowCount() == 0
    assert form.changes == 0


async def test_a_folder_taken_by_mistake_is_not_taken_whole(form: Form, tmp_path: Path) -> None:
    form.kept.is_open = False
    names = {f"p{number}": b"no picture" for number in range(MOST_AT_ONCE + 5)}

    form.drop(files(tmp_path, **names))

    assert form.strip.cards.rowCount() == MOST_AT_ONCE
    assert form.messages.shown == [f"Only the first {MOST_AT_ONCE} pictures are added."]


async def test_who_may_not_edit_the_catalogue_adds_nothing(form: Form, shop: Shop, tmp_path: Path) -> None:
    shop.session.begin(CLERK)

    form.drop(files(tmp_path, red=picture_file(RED)))
    await until(form.strip.retry_button.isVisible)

    assert form.strip.images() == ()
    assert form.changes == 0


async def test_another_product_gives_up_what_is_being_added(form: Form, tmp_path: Path) -> None:
    form.kept.is_open = False
    form.drop(files(tmp_path, red=picture_file(RED)))

    form.strip.set_images([A, B])
    form.kept.is_open = True
    await asyncio.sleep(0.1)

    assert form.alts() == ["a", "b"]
    assert not form.strip.is_busy()


async def test_an_edit_undone_lets_what_is_being_added_come(form: Form, tmp_path: Path) -> None:
    form.strip.set_images([A, B])
    form.kept.is_open = False
    form.drop(files(tmp_path, red=picture_file(RED)))

    form.strip.set_images([A], fresh=False)
    form.kept.is_open = True
    await form.added(2)

    assert form.alts()[0] == "a"


# ---------------------------------------------------------------- order, main picture, text


async def test_cards_are_put_in_order_by_keys_and_buttons(form: Form, qtbot: QtBot) -> None:
    form.strip.set_images([A, B, C])
    form.strip.view.select(0)

    qtbot.keyClick(form.strip.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert form.alts() == ["b", "a", "c"]
    form.strip.forth_button.click()
    assert form.alts() == ["b", "c", "a"]
    form.strip.back_button.click()
    assert form.alts() == ["b", "a", "c"]
    assert form.main() == A.url
    assert form.changes == 3


async def test_cards_are_dragged_into_order(form: Form) -> None:
    form.strip.set_images([A, B, C])
    view = form.strip.view
    await until(view.isVisible)
    view.select(0)
    behind = view.visualRect(form.strip.cards.index(1)).center() + QPoint(20, 0)
    moved, left, none = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    mime = QMimeData()

    view.dropEvent(QDropEvent(QPointF(behind), moved, mime, left, none, QEvent.Type.Drop))

    assert form.alts() == ["b", "a", "c"]
    assert view.place_at(QPoint(2, 20)) == 0
    assert view.place_at(view.viewport().rect().bottomRight()) == 3


async def test_another_picture_becomes_the_main_one(form: Form) -> None:
    form.strip.set_images([A, B])
    form.strip.view.select(1)

    form.strip.main_button.click()

    assert form.main() == B.url
    assert not form.strip.main_button.isEnabled()


async def test_when_the_main_picture_goes_the_first_one_follows(form: Form, qtbot: QtBot) -> None:
    form.strip.set_images([A, B, C])
    form.strip.view.select(0)

    qtbot.keyClick(form.strip.view, Qt.Key.Key_Delete)

    assert form.alts() == ["b", "c"]
    assert form.main() == B.url


async def test_what_a_picture_shows_is_written(form: Form, qtbot: QtBot) -> None:
    form.strip.set_images([A, B])
    form.strip.view.select(1)
    assert form.strip.alt_edit.text() == "b"

    form.strip.alt_edit.clear()
    qtbot.keyClicks(form.strip.alt_edit, "A red apple")

    assert form.alts() == ["a", "A red apple"]


async def test_read_only_pictures_are_looked_at(form: Form, qtbot: QtBot, tmp_path: Path) -> None:
    form.strip.set_images([A, B])
    form.strip.set_read_only(True)
    form.strip.view.select(0)

    qtbot.keyClick(form.strip.view, Qt.Key.Key_Delete)
    form.strip.add([PictureSource(name="red", content=picture_file(RED))])

    assert form.alts() == ["a", "b"]
    assert form.strip.alt_edit.isReadOnly()
    assert not form.strip.add_button.isVisible()


async def test_screen_readers_hear_what_a_card_is(form: Form) -> None:
    form.strip.set_images([A])

    spoken = form.strip.cards.index(0).data(Qt.ItemDataRole.AccessibleTextRole)

    assert spoken == "Picture 1, a, Main picture"


# ---------------------------------------------------------------- cropping


async def test_another_part_is_cut_out_of_the_original(form: Form, qtbot: QtBot) -> None:
    form.strip.add([PictureSource(name="wide", content=picture_file(RED, (400, 100)))])
    await form.added(1)
    (before,) = form.strip.images()
    form.strip.cards.set_alt(0, "an apple")

    form.strip.crop_button.click()
    dialog = await until(visible_dialog)
    assert isinstance(dialog, CropDialog)
    assert dialog.view.frame.width == 400
    qtbot.keyClick(dialog.view, Qt.Key.Key_0)
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    await until(lambda: form.strip.images()[0].url != before.url)

    (after,) = form.strip.images()
    assert (after.alt, after.is_primary) == ("an apple", True)


async def test_a_crop_that_is_left_changes_nothing(form: Form, qtbot: QtBot) -> None:
    url = form.kept.keep("0.jpg", picture_file(RED))
    form.strip.set_images([ProductImage(url=url, is_primary=True)])

    form.strip.crop_button.click()
    dialog = await until(visible_dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    await until(lambda: not form.strip.is_busy())

    assert form.changes == 0


async def test_a_picture_that_is_gone_cannot_be_cropped(form: Form) -> None:
    form.strip.set_images([A])

    form.strip.crop_button.click()
    await until(lambda: form.messages.shown)

    assert "cannot be fetched" in form.messages.shown[0]
    assert form.alts() == ["a"]
    assert not form.strip.is_busy()

"""Searching at the counter: what is found is marked, guesses say so, and nothing is taken by a guess."""

import asyncio

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QListView, QPushButton
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.gui.models.product_hits import ProductHitsModel
from b4mart_desktop.gui.orders.orders_screen import OrdersScreen
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.choices import ChipBar
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.marked_text import draw_marked_text
from b4mart_desktop.gui.widgets.search_field import SearchField
from b4mart_desktop.services.bus import ReplicaLoading
from tests.adapters.local.goods import Replica, product
from tests.gui.asynchronous import until
from tests.gui.goods import MILK
from tests.gui.till import PATIENCE, Till

Key = Qt.Key


@pytest.fixture
async def selling(till: Till) -> Till:
    """The sell screen with Cleo at an open till."""
    await till.open_as("Cleo")
    return till


def results(till: Till) -> list[str]:
    view = till.part(QListView, "results_view")
    model = view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())] if view.isVisible() else []


def by_hand(till: Till, text: str, *, enter: bool = True, after: int = 0) -> None:
    """Keys a person's time apart, and Return; ``after`` so many earlier ones."""
    field = till.part(SearchField, "")
    for moment, character in enumerate([*text, *("\r" if enter else "")], after + 1):
        key = Key.Key_Return if character == "\r" else Key(ord(character.upper()))
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, character)
        event.setTimestamp(moment * 150)
        QCoreApplication.sendEvent(field, event)


async def test_words_are_found_in_any_order_while_typing(selling: Till, qtbot: QtBot) -> None:
    selling.write("mil who")
    await until(lambda: results(selling) == ["Whole Milk"], PATIENCE)
    assert not selling.part(QLabel, "results_label").isVisible()


async def test_keys_that_come_together_are_one_search(selling: Till, qtbot: QtBot) -> None:
    model = selling.part(QListView, "results_view").model()
    shown: list[int] = []
    model.modelReset.connect(lambda: shown.append(model.rowCount()))
    selling.write("whole milk")
    await until(lambda: results(selling) == ["Whole Milk"], PATIENCE)
    assert len(shown) == 1


@pytest.mark.parametrize("typed", ["1%", "1,5"])
async def test_what_is_no_number_is_searched_for_without_a_letter(
    selling: Till, replica: Replica, qtbot: QtBot, typed: str
) -> None:
    replica.change("products", product("Cream 1,5 %"))
    selling.write(typed)
    await until(lambda: results(selling) == ["Cream 1,5 %"], PATIENCE)
    selling.part(SearchField, "").clear()
    by_hand(selling, typed)
    await until(lambda: selling.lines() == [("Cream 1,5 %", 1)], PATIENCE)


@pytest.mark.parametrize("typed", ["15", "4 006381", "400-63", "3*", "3*15"])
async def test_a_number_on_its_way_is_not_searched_for(
    selling: Till, replica: Replica, qtbot: QtBot, typed: str
) -> None:
    replica.change("products", product("Tea 3 15 4006381 4 006381 400 63"))
    assert selling.use.counter.catalogue.search(typed).hits
    selling.write(typed)
    await asyncio.sleep(0.05)
    assert results(selling) == []


async def test_a_misspelt_word_shows_what_was_meant_and_says_so(selling: Till, qtbot: QtBot) -> None:
    selling.write("whole mlik")
    await until(lambda: results(selling) == ["Whole Milk"], PATIENCE)
    label = selling.part(QLabel, "results_label")
    assert label.isVisible()
    assert "“whole mlik”" in label.text()
    assert "“whole milk”" in label.text()


async def test_return_takes_no_guess_before_a_second_return(selling: Till, qtbot: QtBot) -> None:
    by_hand(selling, "mlik")
    await until(lambda: results(selling) == ["Whole Milk"], PATIENCE)
    view = selling.part(QListView, "results_view")
    await until(lambda: QApplication.focusWidget() is view, PATIENCE)
    assert selling.lines() == []
    selling.press(Key.Key_Return)
    await until(lambda: selling.lines() == [("Whole Milk", 1)], PATIENCE)


async def test_a_guess_is_outlined_until_return_would_take_it(selling: Till, qtbot: QtBot) -> None:
    view = selling.part(QListView, "results_view")

    def ground() -> str:
        """The colour of the first row beside its content."""
        row = view.visualRect(view.model().index(0, 0))
        return view.viewport().grab(row).toImage().pixelColor(8, row.height() // 2).name()

    filled, plain = (tokens().color(role).name() for role in (ColorRole.ACCENT_SOFT, ColorRole.SURFACE))
    selling.write("milk")
    await until(lambda: results(selling)[:1] == ["Whole Milk"], PATIENCE)
    assert ground() == filled
    selling.part(SearchField, "").clear()
    by_hand(selling, "mlik", enter=False)
    await until(lambda: selling.part(QLabel, "results_label").isVisible(), PATIENCE)
    assert ground() == plain
    by_hand(selling, "", after=4)
    await until(lambda: QApplication.focusWidget() is view, PATIENCE)
    assert ground() == filled


async def test_results_are_of_no_department(selling: Till, qtbot: QtBot) -> None:
    bar = selling.part(ChipBar, "departments_bar")
    aisles = selling.part(ChipBar, "aisles_bar")
    shelf = bar.findChildren(QPushButton)[1]
    shelf.click()
    chosen = bar.current()
    assert chosen is not None
    selling.write("milk")
    await until(lambda: results(selling) == ["Whole Milk"], PATIENCE)
    assert not [chip.text() for chip in bar.findChildren(QPushButton) if chip.isChecked()]
    assert not [chip.text() for chip in aisles.findChildren(QPushButton) if chip.isChecked()]
    selling.part(SearchField, "").clear()
    await until(lambda: shelf.isChecked() and bar.current() == chosen, PATIENCE)
    assert selling.part(QListView, "tiles_view").isVisible()


async def test_nothing_found_says_what_to_try(selling: Till, replica: Replica, qtbot: QtBot) -> None:
    def told() -> str:
        state = selling.part(EmptyState, "nothing_state")
        return " ".join(label.text() for label in state.findChildren(QLabel) if label.isVisible())

    selling.write("kiwi")
    await until(lambda: "“kiwi”" in told(), PATIENCE)
    assert "another word" in told()
    selling.write(" bread")
    await until(lambda: "without one of the words" in told(), PATIENCE)
    selling.press(Key.Key_Escape)
    with replica.file.writing() as connection:
        connection.execute("DELETE FROM meta WHERE key = 'loaded'")
    selling.workplace.on_event(ReplicaLoading(34, 100))
    selling.part(SearchField, "").clear()
    selling.write("kiwi")
    await until(lambda: "still being copied (34 %)" in told(), PATIENCE)


@pytest.mark.parametrize(
    ("text", "span"), [("Whole Milk", (6, 10)), ("Crème 🧀 Brie", (8, 12)), ("الحليب كامل", (2, 6))]
)
def test_marks_are_painted_in_their_colour(qtbot: QtBot, text: str, span: tuple[int, int]) -> None:
    def painted(spans: list[tuple[int, int]]) -> int:
        image = QImage(300, 30, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        look = tokens()
        painter.setFont(look.font(TypeRole.BODY))
        painter.setPen(Qt.GlobalColor.black)
        marked = look.font(TypeRole.STRONG), look.color(ColorRole.ON_DANGER_SOFT)
        draw_marked_text(painter, image.rect(), text, spans, marked)
        painter.end()
        colors = (image.pixelColor(x, y) for x in range(300) for y in range(30))
        return sum(color.red() > color.green() + 60 for color in colors)

    assert painted([]) == 0
    assert painted([span]) > 20


async def test_what_was_searched_for_is_marked_in_rows(selling: Till, qtbot: QtBot) -> None:
    view = selling.part(QListView, "results_view")
    selling.write("mlik")
    await until(lambda: results(selling) == ["Whole Milk"], PATIENCE)
    assert view.model().index(0, 0).data(ProductHitsModel.WORDS) == (("mlik",), ("milk",))


async def test_a_scanned_receipt_offers_its_order_and_opens_it(
    selling: Till, replica: Replica, qtbot: QtBot
) -> None:
    register = selling.use.counter.register()
    replica.change("registers", to_document(register))
    await selling.scan(MILK)
    selling.press(Key.Key_F12)
    sale = await selling.sold()
    selling.post_all()
    selling.press(Key.Key_F9)
    number = sale.order.receipt_number or ""
    selling.write(number, Key.Key_Return)
    await until(lambda: any(number in text for text in selling.window.messages.shown), PATIENCE)
    selling.click("Open the order")
    await until(lambda: selling.is_on(OrdersScreen), PATIENCE)
    await until(lambda: selling.part(QLabel, "detail_label").text() == number, PATIENCE)


async def test_a_number_of_no_register_is_an_unknown_code(
    selling: Till, replica: Replica, qtbot: QtBot
) -> None:
    selling.write("R9-000001", Key.Key_Return)
    await until(selling.part(QFrame, "notice_frame").isVisible, PATIENCE)

"""Labels on screen: chosen, seen as they will come out, printed, noted."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.devices.label_printer import NetworkPrinter
from b4mart_desktop.adapters.documents.label_press import PaperLabels
from b4mart_desktop.adapters.local.printer_file import PrinterFile
from b4mart_desktop.adapters.local.replica.label_state import LocalLabelState
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.catalog import Pack
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.labels import LabelPrint, LabelTemplate
from b4mart_desktop.domain.promotions import Promotion, PromotionKind
from b4mart_desktop.gui.labels.label_painter import paint_label
from b4mart_desktop.gui.labels.labels_presenter import Target
from b4mart_desktop.gui.labels.labels_room import LabelsRoom
from b4mart_desktop.gui.labels.wish_rows import WishColumn
from b4mart_desktop.services.bulk_edit import Chosen
from b4mart_desktop.services.labels import LabelBatch, Labels, LabelTools
from b4mart_desktop.services.ports.labels import LabelNeeds
from tests.adapters.local.goods import Replica
from tests.gui.asynchronous import until, visible_dialog
from tests.gui.goods import BREAD, MILK
from tests.gui.rooms import close_room, show_room, tools_over
from tests.gui.till import PATIENCE, Paper, Till

Key = Qt.Key
BARS_OF_AN_EAN = 30  # two of each of twelve digits, two of each of three guards


class Book:
    """Templates and prints in memory; what is noted comes back to the counter's copy at once."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self.own: dict[Id, LabelTemplate] = {}
        self.prints: list[LabelPrint] = []

    async def templates(self) -> Sequence[LabelTemplate]:
        """Returns the own ones."""
        return [*self.own.values()]

    async def add(self, template: LabelTemplate) -> None:
        """Keeps one."""
        self.own[template.id] = template

    async def change(self, old: LabelTemplate, new: LabelTemplate) -> LabelTemplate:
        """Changes one."""
        self.own[old.id] = new
        return new

    async def remove(self, template: Id) -> None:
        """Forgets one."""
        del self.own[template]

    async def note(self, prints: Sequence[LabelPrint]) -> None:
        """Notes what was printed."""
        self.prints = [*prints]
        self._replica.change("labelprints", *(to_document(each) for each in prints))

    async def last_batch(self) -> Sequence[LabelPrint]:
        """Returns what was noted last."""
        return self.prints


class Stand:
    """The room, and hands to work it with."""

    def __init__(self, till: Till, replica: Replica, folder: Path) -> None:
        self.till, self.book, self.window = till, Book(replica), QMainWindow()
        self.paper = Paper(folder / "documents")
        memory = PrinterFile(folder / "printer.json")
        state, press = LocalLabelState(replica.file), PaperLabels("en_US")
        tools = LabelTools(self.book, state, press, NetworkPrinter(), self.paper, memory)
        self.tools = tools_over(self.window, till)
        self.room = LabelsRoom(Labels(till.use.counter, tools), self.tools)
        self.presenter, self.wishes, self.right = self.room._presenter, self.room._wishes, self.room._paper

    def button(self, text: str) -> QPushButton:
        found = [b for b in self.room.findChildren(QPushButton) if text in (b.text(), b.accessibleName())]
        return next(button for button in found if button.isVisible())

    def click(self, text: str) -> None:
        QTest.mouseClick(self.button(text), Qt.MouseButton.LeftButton)

    async def scan(self, *codes: str) -> None:
        for code in codes:
            count = sum(wish.copies for wish in self.presenter.wishes)
            QTest.keyClicks(self.wishes.field, code)
            QTest.keyClick(self.wishes.field, Key.Key_Return)
            await until(lambda: sum(w.copies for w in self.presenter.wishes) > count, PATIENCE)  # noqa: B023

    async def batch(self, count: int) -> LabelBatch:
        """Waits until so many labels are laid out."""

        def made() -> LabelBatch | None:
            batch = self.room._batch
            return batch if batch is not None and batch.order.count == count else None

        return await until(made, PATIENCE)

    async def choose(self, code: str) -> None:
        await until(lambda: self.right.templates_box.count() > 1, PATIENCE)
        box = self.right.templates_box
        names = [box.itemText(place) for place in range(box.count())]
        place = next(place for place, name in enumerate(names) if name.startswith(code))
        box.setCurrentIndex(place)
        box.activated.emit(place)


@pytest.fixture
async def stand(till: Till, replica: Replica, tmp_path: Path, qtbot: QtBot) -> AsyncIterator[Stand]:
    till.enter_as("Mara")
    made = Stand(till, replica, tmp_path)
    await show_room(made.window, made.room)
    yield made
    await close_room(made.window, made.room)


async def test_what_keeps_from_labels_has_its_own_look(stand: Stand) -> None:
    state = stand.room._state
    await until(lambda: stand.right.templates_box.isEnabled(), PATIENCE)
    for code in (ErrorCode.NOT_ALLOWED, ErrorCode.CATALOGUE_LOADING):
        stand.presenter.refused.emit(DomainError(code))
        assert state.isVisible()
        assert not state.action.isVisible()
    stand.presenter.refused.emit(AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="unplugged"))
    assert not any(text.text() == "Not permitted" for text in state.findChildren(QLabel))
    state.action.click()
    await until(lambda: not state.isVisible(), PATIENCE)


async def test_counts_of_labels_are_grouped_by_thousands(stand: Stand) -> None:
    stand.wishes.show_needs(LabelNeeds(changed=0, missing=49_692))
    assert stand.wishes.missing_button.text() == "Without label · 49,692"


def seen_on(batch: LabelBatch, item: int) -> list[str]:
    """Paints a label as the preview does and returns the barcodes that an independent reader sees."""
    stock, scale = batch.order.template.stock, 16
    image = QImage(int(stock.width * scale), int(stock.height * scale), QImage.Format.Format_Grayscale8)
    image.fill(255)
    with QPainter(image) as painter:
        painter.scale(scale, scale)
        paint_label(painter, batch.layouts[item])
    bits = bytes(image.constBits())
    pixels = Image.frombytes("L", (image.width(), image.height()), bits, "raw", "L", image.bytesPerLine())
    return [code.text for code in zxingcpp.read_barcodes(pixels)]


async def test_scanned_products_are_seen_printed_and_noted(stand: Stand) -> None:
    await until(lambda: stand.wishes.missing_button.text().endswith("· 7"), PATIENCE)
    await stand.scan(MILK, BREAD, MILK)
    assert [(w.product.name, w.copies) for w in stand.presenter.wishes] == [
        ("Whole Milk", 2),
        ("Rye Bread", 1),
    ]
    batch = await stand.batch(3)
    assert [seen_on(batch, item) for item in (0, 1)] == [[MILK], [BREAD]]
    stand.click("Print labels")
    await until(stand.room._notice.isVisible, PATIENCE)
    (shown,) = stand.paper.shown
    assert shown.endswith(".pdf")
    assert stand.book.prints == []  # nobody said yet that they came out well
    stand.click("Mark as printed")
    await until(lambda: len(stand.book.prints) == 2, PATIENCE)
    assert stand.presenter.wishes == []
    await stand.presenter.read_needs()
    assert stand.wishes.missing_button.text().endswith("· 5")


async def test_prices_that_changed_since_are_taken_at_once(stand: Stand, replica: Replica) -> None:
    await stand.scan(MILK, BREAD)
    await stand.presenter.confirm(await stand.batch(2))
    (milk,) = [product for _, product in stand.till.use.counter.catalogue.find_code(MILK)]
    dearer = msgspec.structs.replace(milk.pricing, base_price=milk.pricing.base_price + 1)
    replica.change("products", to_document(msgspec.structs.replace(milk, pricing=dearer)))
    await stand.presenter.read_needs()
    stand.click("Price changed · 1")
    await until(lambda: stand.presenter.wishes, PATIENCE)
    assert [wish.product.name for wish in stand.presenter.wishes] == ["Whole Milk"]
    stand.presenter.clear()
    stand.click("Last batch")
    await until(lambda: len(stand.presenter.wishes) == 2, PATIENCE)


async def test_products_of_a_promotion_at_its_price_and_their_packs(stand: Stand, replica: Replica) -> None:
    (milk,) = [product for _, product in stand.till.use.counter.catalogue.find_code(MILK)]
    pack = Pack(name="crate", quantity=Decimal(12), barcode="4006381333931")
    stock = msgspec.structs.replace(milk.inventory, packs=(pack,))
    replica.change("products", to_document(msgspec.structs.replace(milk, inventory=stock)))
    half = Promotion(
        id=new_id(),
        name="Half price",
        kind=PromotionKind.PERCENT_OFF,
        value=Decimal(50),
        products=(milk.id,),
        created_at=milk.created_at,
        updated_at=milk.updated_at,
    )
    replica.change("promotions", to_document(half))
    stand.click("Promotion…")
    dialog = await until(visible_dialog, PATIENCE)
    listed = dialog.findChild(QListWidget)
    assert listed is not None
    names = [listed.item(row).text() for row in range(listed.count())]
    listed.setCurrentRow(names.index("Half price"))
    QTest.keyClick(listed, Key.Key_Return)
    await until(lambda: stand.presenter.wishes, PATIENCE)
    (facts,) = [facts for facts, _ in (await stand.batch(1)).order.items]
    assert facts.price == milk.shelf_price / 2
    rows = stand.wishes.rows
    assert rows.index(0, WishColumn.PRICE).data() == stand.tools.formats.money(facts.price)
    stand.click("Packs, too")
    batch = await stand.batch(2)
    assert rows.index(1, WishColumn.NAME).data() == "Whole Milk · crate"
    assert seen_on(batch, 1) == ["4006381333931"]
    assert not stand.wishes._packs.isVisible()


async def test_without_promotions_the_choice_says_so(stand: Stand, replica: Replica) -> None:
    for promotion in stand.till.use.counter.catalogue.promotions():
        replica.delete("promotions", promotion.id)
    stand.click("Promotion…")
    dialog = await until(visible_dialog, PATIENCE)
    assert any("No promotions" in each.text() for each in dialog.findChildren(QLabel))
    dialog.reject()
    await until(lambda: visible_dialog() is None, PATIENCE)


async def test_click_on_a_cell_says_where_the_sheet_begins(stand: Stand) -> None:
    await stand.choose("L7160")
    await stand.scan(MILK)
    await stand.batch(1)
    preview = stand.right.preview
    place = preview.cell_middle(4).toPoint()
    QTest.mouseClick(preview.page_widget, Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.y()))
    await until(lambda: stand.room._batch is not None and stand.room._batch.order.start == 4, PATIENCE)
    stand.presenter.copies_for_all(18)
    batch = await stand.batch(18)
    assert batch.order.pages == 2
    stand.click("Next page")
    assert stand.right.page_label.text() == "2 of 2"
    QTest.keyClick(preview, Key.Key_PageUp)
    assert stand.right.page_label.text() == "1 of 2"


async def test_copies_by_keys_and_by_what_is_on_hand(stand: Stand) -> None:
    await stand.scan(MILK, BREAD)
    rows = stand.wishes.rows
    assert rows.setData(rows.index(0, WishColumn.COPIES), 5)
    await stand.batch(6)
    stand.click("As on hand")
    await stand.batch(80)
    stand.click("One each")
    await stand.batch(2)
    stand.wishes.view.selectRow(0)
    QTest.keyClick(stand.wishes.view, Key.Key_Delete)
    await stand.batch(1)
    assert [wish.product.name for wish in stand.presenter.wishes] == ["Rye Bread"]


async def test_label_printer_gets_commands_and_is_remembered(stand: Stand, tmp_path: Path) -> None:
    taken = asyncio.Queue[bytes]()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.put_nowait(await reader.read())
        writer.close()

    await stand.scan(MILK)
    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        stand.click("Label printer")
        assert stand.presenter.target is Target.PRINTER
        field = stand.room.findChild(QLineEdit, "address_edit")
        assert field is not None
        field.setText(address)
        stand.click("300 dpi")
        await asyncio.sleep(0.2)
        await stand.batch(1)
        stand.click("Print labels")
        commands = await taken.get()
    await until(lambda: stand.book.prints, PATIENCE)
    assert commands.startswith(b"^XA^CI28^PW827")
    assert f"^FD{MILK}^FS".encode() in commands  # what people read below the bars
    assert commands.count(b"^GB") >= BARS_OF_AN_EAN
    choice = PrinterFile(tmp_path / "printer.json").recall()
    assert (choice.address, choice.resolution) == (address, 300)


async def test_printer_that_is_off_notes_nothing(stand: Stand) -> None:
    await stand.scan(MILK)
    batch = await stand.batch(1)
    stand.presenter.target, stand.presenter.address = Target.PRINTER, "127.0.0.1:1"
    await stand.presenter.print(batch)
    assert stand.book.prints == []
    assert "The label printer does not answer" in stand.tools.messages.shown[-1]
    assert "127.0.0.1:1 is its address" in stand.tools.messages.shown[-1]


async def test_sending_to_a_printer_can_be_stopped(stand: Stand) -> None:
    over = asyncio.Event()

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.transport.abort()

    await stand.scan(MILK)
    async with await asyncio.start_server(hold, "127.0.0.1", 0) as server:
        stand.click("Label printer")
        stand.right.address_edit.setText(f"127.0.0.1:{server.sockets[0].getsockname()[1]}")
        await stand.batch(1)
        stand.click("Print labels")
        await until(stand.room._cancel.isVisible, PATIENCE)
        stand.click("Cancel")
        await until(lambda: not stand.room._cancel.isVisible(), PATIENCE)
        over.set()
    assert stand.book.prints == []
    assert "Stopped" in stand.tools.messages.shown[-1]


async def test_own_template_is_a_copy_with_other_fields(stand: Stand) -> None:
    await stand.choose("Product 40")
    await stand.scan(MILK)
    stand.click("Change a copy of this template")
    dialog = await stand.till.dialog("Label template")
    (name,) = [field for field in dialog.findChildren(QLineEdit) if field.accessibleName() == "Name"]
    name.setText("Our labels")
    QTest.mouseClick(
        next(b for b in dialog.findChildren(QPushButton) if b.text() == "Save template"),
        Qt.MouseButton.LeftButton,
    )
    await until(lambda: stand.book.own, PATIENCE)
    (own,) = stand.book.own.values()
    assert (own.name, own.based_on, own.is_built_in) == ("Our labels", "product", False)
    await until(lambda: stand.right.templates_box.currentText() == "Our labels", PATIENCE)


async def test_problems_of_labels_are_marked(stand: Stand) -> None:
    await stand.choose("Product 40")
    stand.room.open_for(Chosen(ids=[hit.id for hit in stand.till.use.counter.catalogue.tiles(None)]))
    await stand.batch(7)
    problems = [
        stand.wishes.rows.index(row, 0).data(stand.wishes.rows.PROBLEM)
        for row, wish in enumerate(stand.presenter.wishes)
        if wish.product.name == "Gift Wrap"
    ]
    assert "it has no price" in problems[0]


async def test_unknown_code_is_told(stand: Stand) -> None:
    assert not await stand.presenter.enter("4012345678901")
    assert stand.presenter.wishes == []
    assert stand.tools.messages.shown

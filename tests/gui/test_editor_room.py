"""The editor's room by keys and mouse: form, problems, undo, leaving, merging, history, rights."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from b4mart_desktop.domain.catalog import Pack, ProductImage, Specification, Variant
from b4mart_desktop.gui.editor.barcodes_field import BarcodesField
from b4mart_desktop.gui.editor.chips_field import ChipsField
from b4mart_desktop.gui.editor.counter_card import TilePreview
from b4mart_desktop.gui.editor.merge_dialog import MergeDialog
from b4mart_desktop.gui.editor.records_field import RecordsField
from b4mart_desktop.gui.widgets.badge import Badge
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.services.bus import ReplicaChanged
from tests.gui.asynchronous import until
from tests.gui.editors import Behind, Desk, Sit, _shop_name, people_at, put, shop, stored
from tests.gui.till import CTRL, PATIENCE
from tests.unit.domain.test_edits import but
from tests.unit.services.shop import BREAD, GROCERIES, MANAGER, MILK, MILK_CODE, SUPERVISOR

__all__ = ["_shop_name", "shop"]

Key = Qt.Key


@pytest.fixture
async def sit(shop: Behind, tmp_path: Path, qtbot: QtBot) -> AsyncIterator[Sit]:
    async with people_at(shop, tmp_path) as made:
        yield made


@pytest.fixture
async def desk(shop: Behind, sit: Sit) -> AsyncIterator[Desk]:
    """A manager who has the milk open."""
    await put(shop, MILK)
    made = Desk(sit())
    await made.open()
    yield made
    await made.room.close_room()
    await made.person.pictures.close()


async def test_a_picture_that_arrives_when_the_editor_is_gone_disturbs_nobody(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    desk = Desk(sit())
    await desk.open()
    await desk.room.close_room()
    delete(desk.room)
    desk.person.pictures.arrived.emit("/late.jpg")
    await desk.person.pictures.close()


async def test_typing_is_followed_by_title_margin_and_save(desk: Desk, shop: Behind) -> None:
    bar = desk.room.bar
    assert not bar.save.isEnabled()
    desk.type("name", "Fresh milk")
    desk.type("pricing.costPrice", "0.80")
    assert bar.save.isEnabled()
    assert "●" in bar.state()
    assert any("38% · $0.49" in text for text in desk.texts())
    desk.press(Key.Key_S, CTRL)
    await until(lambda: not desk.opened.is_dirty, PATIENCE)
    assert bar.state() == "Saved"
    assert (await stored(shop, MILK.id))["pricing"]["costPrice"] == 0.8


async def test_undo_is_one_for_the_whole_form(desk: Desk) -> None:
    desk.type("name", "Fresh milk")
    desk.type("pricing.salePrice", "0.99")
    desk.press(Key.Key_Z, CTRL)
    assert (desk.line("pricing.salePrice").text(), desk.line("name").text()) == ("", "Fresh milk")
    desk.press(Key.Key_Z, CTRL)
    assert desk.line("name").text() == MILK.name
    desk.press(Key.Key_Y, CTRL)
    assert desk.line("name").text() == "Fresh milk"


async def test_problems_stand_beside_their_fields_and_lead_there(desk: Desk) -> None:
    desk.type("name", "")
    desk.type("pricing.basePrice", "1.2x")
    assert desk.problem("name") == "Required"
    assert desk.problem("pricing.basePrice") == "Not a number"
    desk.room.bar.save.click()
    await until(lambda: desk.person.messages.shown, PATIENCE)
    assert "to fix before saving" in desk.person.messages.shown[-1]
    desk.button("Name: Required").click()
    assert QApplication.focusWidget() is desk.line("name")
    desk.type("name", "Milk")
    desk.type("pricing.basePrice", "1.25")
    assert (desk.problem("name"), desk.problem("pricing.basePrice")) == ("", "")
    assert desk.opened.product.pricing.base_price == Decimal("1.25")


async def test_a_mistyped_barcode_is_put_right_by_a_press(desk: Desk) -> None:
    codes = desk.field(BarcodesField, "inventory.barcodes")
    codes.line.setFocus()
    QTest.keyClicks(codes.line, "4006381333930")
    QTest.keyClick(codes.line, Key.Key_Return)
    assert desk.codes() == [MILK_CODE, "4006381333930"]
    await until(lambda: desk.offers("Use 4006381333931"), PATIENCE)
    desk.button("Use 4006381333931").click()
    assert desk.codes() == [MILK_CODE, "4006381333931"]
    await until(lambda: desk.offers(f"Remove {MILK_CODE}"), PATIENCE)
    desk.button(f"Remove {MILK_CODE}").click()
    assert desk.codes() == ["4006381333931"]
    desk.button("Generate barcode").click()
    assert len(desk.codes()) == 2


async def test_the_code_of_another_product_is_told_by_its_name(desk: Desk, shop: Behind) -> None:
    await put(shop, BREAD)
    codes = desk.field(BarcodesField, "inventory.barcodes")
    QTest.keyClicks(codes.line, BREAD.inventory.barcodes[0])
    QTest.keyClick(codes.line, Key.Key_Return)
    await until(lambda: "Also used by Bread" in desk.texts(), PATIENCE)


async def test_tags_are_added_and_removed_as_chips(desk: Desk) -> None:
    tags = desk.field(ChipsField, "tags")
    QTest.keyClicks(tags.chips.line, "dairy,")
    QTest.keyClicks(tags.chips.line, "zesty")
    QTest.keyClick(tags.chips.line, Key.Key_Return)
    assert list(desk.opened.product.tags) == ["dairy", "zesty"]
    await until(lambda: desk.offers("Remove dairy"), PATIENCE)
    desk.button("Remove dairy").click()
    QTest.keyClick(tags.chips.line, Key.Key_Backspace)
    assert list(desk.opened.product.tags) == []


async def test_packs_are_edited_in_their_table(desk: Desk) -> None:
    packs = desk.field(RecordsField, "inventory.packs")
    packs.model.change((Pack(name="Six", quantity=Decimal(6), price=Decimal(6)),))
    row = [packs.model.index(0, column).data() for column in range(5)]
    assert row == ["Six", "6", "", "6.00", "$1.00"]
    assert packs.model.setData(packs.model.index(0, 1), "12")
    assert not packs.model.setData(packs.model.index(0, 3), "cheap")
    assert "cheap" in packs.problem()
    assert desk.opened.product.inventory.packs[0].quantity == 12


async def test_lines_of_a_data_sheet_can_be_pasted_and_put_in_order(desk: Desk) -> None:
    sheet = desk.field(RecordsField, "specifications")
    QApplication.clipboard().setText("Weight\t3\tkg\nColour: red\n\nBare")
    sheet.view.pasted.emit(QApplication.clipboard().text())
    assert desk.opened.product.specifications == (
        Specification(name="Weight", value="3", unit="kg"),
        Specification(name="Colour", value="red"),
        Specification(name="Bare"),
    )
    sheet.view.selectRow(1)
    desk.button("Move up").click()
    assert [each.name for each in desk.opened.product.specifications] == ["Colour", "Weight", "Bare"]
    desk.button("Remove the row").click()
    assert [each.name for each in desk.opened.product.specifications] == ["Weight", "Bare"]


async def test_combinations_are_made_of_the_choices(desk: Desk) -> None:
    desk.opened.edit("variants", lambda p: but(p, variants=(Variant(name="Size", options=("M", "L")),)))
    desk.button("Create missing variants").click()
    stock = desk.opened.product.inventory.variant_stock
    assert [each.sku for each in stock] == ["SKU-Milk-M", "SKU-Milk-L"]
    table = desk.field(RecordsField, "inventory.variantStock")
    assert table.model.setData(table.model.index(0, 4), "5")
    desk.opened.edit("variants", lambda p: but(p, variants=(Variant(name="Size", options=("L",)),)))
    desk.button("Remove unavailable variants…").click()
    dialog = await desk.dialog()
    assert "stock" in dialog.windowTitle()
    dialog.accept()
    await until(lambda: len(desk.opened.product.inventory.variant_stock) == 1, PATIENCE)


async def test_leaving_asks_and_each_answer_does_what_it_says(desk: Desk, shop: Behind) -> None:
    left: list[bool] = []
    desk.room.finished.connect(lambda: left.append(True))
    desk.type("name", "Fresh milk")
    desk.press(Key.Key_Escape)
    (await desk.dialog()).reject()
    await until(lambda: not desk.room.tasks._tasks, PATIENCE)
    assert not left
    desk.room.bar.back.click()
    await desk.dialog()
    desk.button("Discard").click()
    await until(lambda: left, PATIENCE)
    assert (await stored(shop, MILK.id))["name"] == MILK.name
    assert desk.person.editing.draft(MILK.id) is None


async def test_a_collision_is_chosen_field_by_field(desk: Desk, sit: Sit, shop: Behind) -> None:
    other = sit()
    await other.saves(MILK, but(MILK, name="Farm milk", pricing__base_price=Decimal("1.99")))
    desk.type("name", "Fresh milk")
    desk.type("pricing.basePrice", "1.59")
    desk.room.on_event(ReplicaChanged("products", (MILK.id,)))
    await until(desk.room.banners.news.isVisible, PATIENCE)
    desk.press(Key.Key_S, CTRL)
    dialog = await desk.dialog()
    assert isinstance(dialog, MergeDialog)
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert {"$1.59", "$1.99", "was $1.29", "Fresh milk", "Farm milk"} <= set(words)
    desk.button(f"Name: {desk.person.counter.session.require_user().name}").click()
    desk.button("Merge").click()
    await until(lambda: not desk.opened.is_dirty, PATIENCE)
    document = await stored(shop, MILK.id)
    assert (document["name"], document["pricing"]["basePrice"]) == ("Farm milk", 1.59)
    assert not desk.room.banners.news.isVisible()


async def test_what_somebody_else_saved_is_said_quietly(desk: Desk, sit: Sit) -> None:
    await sit().saves(MILK, but(MILK, featured=True))
    desk.room.on_event(ReplicaChanged("products", (MILK.id,)))
    banner = desk.room.banners.news
    await until(banner.isVisible, PATIENCE)
    assert "just changed Featured" in banner.text()
    assert desk.opened.product.featured
    desk.room.on_event(ReplicaChanged("products", (BREAD.id,)))
    assert "theirs" not in desk.room.tasks._latest


async def test_history_shows_before_and_after_and_takes_one_back(desk: Desk, shop: Behind) -> None:
    desk.type("pricing.basePrice", "1.59")
    desk.press(Key.Key_S, CTRL)
    await until(lambda: not desk.opened.is_dirty, PATIENCE)
    desk.press(Key.Key_H, CTRL)
    dialog = await desk.dialog()

    def words() -> set[str]:
        return {label.text() for label in dialog.findChildren(QLabel)}

    await until(lambda: {"$1.29", "→ $1.59"} <= words(), PATIENCE)
    fields = dialog.findChild(QComboBox)
    assert fields is not None
    assert [fields.itemText(place) for place in range(fields.count())] == ["All fields", "Price"]
    desk.button("Undo this change").click()
    await until(lambda: "→ $1.29" in words(), PATIENCE)
    assert (await stored(shop, MILK.id))["pricing"]["basePrice"] == 1.29
    dialog.reject()
    await until(lambda: desk.opened.product.pricing.base_price == Decimal("1.29"), PATIENCE)


async def test_archiving_asks_and_says_so_afterwards(desk: Desk, shop: Behind) -> None:
    desk.room.bar.archive_chosen.emit()
    await desk.dialog()
    desk.button("Archive").click()
    await until(lambda: desk.room.banners.state.isVisible(), PATIENCE)
    await until(lambda: not desk.opened.is_dirty, PATIENCE)
    desk.button("Unarchive").click()
    await until(lambda: desk.opened.product.status == "draft" and not desk.opened.is_dirty, PATIENCE)
    assert (await stored(shop, MILK.id))["status"] == "draft"
    assert not desk.room.banners.state.isVisible()


async def test_archiving_what_cannot_be_saved_says_why(desk: Desk, shop: Behind) -> None:
    desk.type("name", "")
    desk.room.bar.archive_chosen.emit()
    await desk.dialog()
    desk.button("Archive").click()
    await until(lambda: desk.person.messages.shown, PATIENCE)
    assert "to fix before saving" in desk.person.messages.shown[-1]
    assert (await stored(shop, MILK.id))["status"] == "active"


async def test_who_saved_is_named_beside_the_form(desk: Desk) -> None:
    named = f"{MANAGER.name}\n"
    assert not any(text.startswith(named) for text in desk.texts())
    desk.type("name", "Fresh milk")
    desk.press(Key.Key_S, CTRL)
    await until(lambda: any(text.startswith(named) for text in desk.texts()), PATIENCE)


async def test_a_copy_is_waited_for_without_the_product_before(desk: Desk) -> None:
    state = desk.field(EmptyState, "")
    desk.room.open_copy(MILK.id)
    assert state.isVisible()
    assert not desk.room.take_scan("4006381333931")
    await until(lambda: desk.room.form.isVisible(), PATIENCE)
    assert (desk.opened.is_new, desk.line("name").text()) == (True, MILK.name)


async def test_correcting_the_stock_takes_a_reason(desk: Desk) -> None:
    desk.button("correct_stock_button").click()
    dialog = await desk.dialog()
    quantity, reason = dialog.findChildren(QLineEdit)
    assert quantity.text() == "100"
    quantity.setText("98")
    assert not desk.button("Adjust").isEnabled()
    reason.setText("two broken")
    desk.button("Adjust").click()
    await until(lambda: desk.opened.product.inventory.on_hand == 98, PATIENCE)
    await until(lambda: "98\N{NO-BREAK SPACE}pcs" in desk.texts(), PATIENCE)


async def test_the_next_product_comes_after_saving(desk: Desk, shop: Behind) -> None:
    await put(shop, BREAD)
    order = [MILK.id, BREAD.id]

    def beside(product: str, step: int) -> str | None:
        place = order.index(product) + step  # type: ignore[arg-type]
        return order[place] if 0 <= place < len(order) else None

    desk.room.open(MILK.id, beside)  # type: ignore[arg-type]
    await until(lambda: desk.room.bar.next.isVisible(), PATIENCE)
    assert (desk.room.bar.previous.isEnabled(), desk.room.bar.next.isEnabled()) == (False, True)
    desk.type("name", "Fresh milk")
    desk.press(Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    await until(lambda: desk.opened.is_open and desk.opened.product.id == BREAD.id, PATIENCE)
    assert (await stored(shop, MILK.id))["name"] == "Fresh milk"


async def test_the_last_fix_of_a_list_is_saved_and_leads_back_to_it(desk: Desk, shop: Behind) -> None:
    left: list[str] = []
    desk.room.finished.connect(left.append)
    desk.room.open(MILK.id, lambda product, step: None)
    await until(lambda: desk.opened.is_open and desk.room.bar.next.isVisible(), PATIENCE)
    assert desk.room.bar.next.toolTip().startswith("Save and go back to the list")
    desk.type("name", "Fresh milk")
    desk.press(Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    await until(lambda: left, PATIENCE)
    assert left == [MILK.id]
    assert (await stored(shop, MILK.id))["name"] == "Fresh milk"
    assert not desk.opened.is_open


async def test_the_tile_shows_the_main_picture_and_the_margin_waits_for_an_open_price(
    desk: Desk, shop: Behind
) -> None:
    images = (ProductImage(url="/side.jpg"), ProductImage(url="/front.jpg", is_primary=True))
    bread = but(BREAD, images=images, pricing__base_price=Decimal(0), pricing__cost_price=Decimal(1))
    await put(shop, bread)
    asked: list[str] = []
    tile = desk.room.findChildren(TilePreview)[0]
    tile._delegate.pixmaps = lambda url, edge: asked.append(url)
    desk.room.open(bread.id)
    await until(lambda: desk.opened.is_open and desk.opened.product.id == bread.id, PATIENCE)
    tile.grab()
    assert set(asked) == {"/front.jpg"}
    assert not any("Enter a cost" in text for text in desk.texts())


async def test_a_new_product_is_quiet_until_something_is_entered(desk: Desk) -> None:
    desk.room.open_new(GROCERIES.id)
    assert desk.problem("name") == ""
    assert QApplication.focusWidget() is desk.line("name")
    desk.type("name", "Oat milk")
    assert desk.line("slug").text() == "oat-milk"
    assert desk.problem("inventory.sku") == "Required"
    assert desk.field(QPlainTextEdit, "description_edit").toPlainText() == ""
    desk.button("Generate SKU").click()
    assert len(desk.line("inventory.sku").text()) == 6


async def test_a_supervisor_looks_but_changes_nothing(shop: Behind, sit: Sit) -> None:
    await put(shop, but(MILK, pricing__cost_price=Decimal("0.77")))
    desk = Desk(sit(SUPERVISOR))
    await desk.open()
    assert desk.line("name").isReadOnly()
    assert not desk.line("pricing.costPrice").isVisible()
    assert not any("Margin" in text for text in desk.texts())
    assert "manager" in desk.room.banners.state.text()
    assert not desk.button("correct_stock_button").isEnabled()
    await desk.room.close_room()
    await desk.person.pictures.close()


async def test_without_the_database_it_says_so_and_tries_again(shop: Behind, sit: Sit) -> None:
    await put(shop, MILK)
    desk = Desk(sit())
    desk.person.away = True
    await desk.show()
    desk.room.open(MILK.id)
    state = desk.field(EmptyState, "")
    badge = desk.field(Badge, "")
    await until(lambda: state.action.isVisible() and state.action.text() == "Try again", PATIENCE)
    assert not badge.isVisible()
    desk.person.away = False
    state.action.click()
    await until(lambda: desk.room.form.isVisible(), PATIENCE)
    assert badge.isVisible()
    await desk.room.close_room()
    await desk.person.pictures.close()

"""A file's columns on screen: guessed, found among hundreds, kept in profiles; and its refused rows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox

from b4mart_desktop.gui.exchange.columns_table import MEANING
from b4mart_desktop.gui.exchange.exchange_room import ExchangeRoom
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.ports.files import ReadAs
from tests.adapters.mongo.shop import _shop_name
from tests.gui.asynchronous import until
from tests.gui.exchange_stage import Stand, stand
from tests.gui.till import PATIENCE

__all__ = ["_shop_name", "stand"]


async def test_a_column_can_be_said_to_be_another(stand: Stand, tmp_path: Path) -> None:
    file = tmp_path / "goods.csv"
    file.write_text("number;thing;worth\nA1;Tea;3,49\n", encoding="utf-8")
    await stand.open(file)
    room = stand.room
    assert not room.plan.check.isEnabled()
    for place, column in enumerate((Column.SKU, Column.NAME, Column.PRICE)):
        index = room.plan.columns.rows.index(place, MEANING)
        room.plan.columns.table.setCurrentIndex(index)
        room.plan.columns.table.edit(index)
        box = next(iter(room.plan.columns.table.viewport().findChildren(QComboBox)))
        box.setCurrentIndex(box.findData(column))
        box.activated.emit(box.currentIndex())
        await until(lambda: not room.plan.columns.table.viewport().findChildren(QComboBox), PATIENCE)
    assert stand.column(room.plan.columns.table, MEANING) == ["SKU", "Name", "Price"]
    assert stand.column(room.plan.columns.table, 3) == ["A1", "Tea", "3.49"]
    assert room.plan.check.isEnabled()
    assert await room.presenter.keep_profile("Northwind")
    room.look(file)
    await until(lambda: room.plan.profiles.currentText() == "Northwind", PATIENCE)
    assert stand.column(room.plan.columns.table, MEANING) == ["SKU", "Name", "Price"]


def shown(room: ExchangeRoom) -> list[str]:
    """The columns of the file that can be seen, by name."""
    card = room.plan.columns
    rows = range(card.rows.rowCount())
    return [str(card.rows.index(row, 0).data()) for row in rows if not card.table.isRowHidden(row)]


async def test_a_column_is_found_among_hundreds(stand: Stand, tmp_path: Path) -> None:
    file = tmp_path / "goods.csv"
    others = [f"attribute {number}" for number in range(300)]
    file.write_text(
        f"sku,name,ean,price,{','.join(others)}\nA1,Tea,123,2{',x' * 299},yes\n", encoding="utf-8"
    )
    await stand.open(file)
    room, card = stand.room, stand.room.plan.columns
    assert len(shown(room)) == 304
    guessed = [card.rows.index(row, 4).data() for row in range(5)]
    assert guessed == ["Guessed", "Guessed", "Guessed", "Guessed", ""]
    card.search.setText("ATTRIBUTE 29")
    assert shown(room)[:4] == ["attribute 29", "attribute 129", "attribute 229", "attribute 290"]
    card.search.setText("yes")
    assert shown(room) == ["attribute 299"]
    card.search.setText("nothing like it")
    assert (shown(room), card.table.isVisible()) == ([], False)
    card.search.clear()
    texts = [button.text() for button in card.shown._row.buttons()]
    assert texts == ["All 304", "Used 4", "Not used 300", "Problems 1"]
    card.shown._row.buttons()[3].click()
    assert shown(room) == ["ean"]
    room.presenter.set_column(2, None)
    assert shown(room) == ["sku", "name", "ean", "price", *others]  # no problem is left to be shown
    card.shown._row.buttons()[1].click()
    room.presenter.set_column(0, Column.BARCODE)
    assert shown(room) == ["sku", "name", "price"]
    assert card.rows.index(0, 4).data() == ""


async def test_refused_rows_are_shown_by_reason_and_a_list_without_prices_is_told(
    stand: Stand, tmp_path: Path
) -> None:
    file, room = tmp_path / "goods.csv", stand.room
    file.write_text("sku,name,ean\nA,Tea,123\nB,,\nC,Milk,124\nD,Cola,\n", encoding="utf-8")
    await stand.open(file)
    assert room.plan._no_price.isVisible()
    await stand.check()
    outcome = room.outcome
    outcome.choice._row.buttons()[1].click()
    reasons = [outcome.reason.itemText(place) for place in range(outcome.reason.count())]
    assert reasons == ["Every reason (3)", "No barcode number has this length (2)", "Empty, but required (1)"]
    lines = []
    for place in range(3):
        outcome.reason.setCurrentIndex(place)
        outcome.reason.activated.emit(place)
        lines.append(stand.column(outcome._tables["problems"], 0))
    assert lines == [["2", "3", "4"], ["2", "4"], ["3"]]
    outcome.choice._row.buttons()[0].click()
    assert not outcome.reason.isVisible()


async def test_a_profile_keeps_what_was_chosen_and_not_what_was_found_out(
    stand: Stand, tmp_path: Path
) -> None:
    file, presenter, line = tmp_path / "goods.csv", stand.room.presenter, "sku;name;price\nA1;Tee;3,49\n"
    file.write_text(line, encoding="utf-8")
    await stand.open(file)
    assert await presenter.keep_profile("Northwind")
    (profile,) = stand.database.importprofiles.find({})
    assert not {"sheet", "headerLine", "encoding", "delimiter"} & profile.keys()
    file.write_bytes(f"Preise\n\n{line}A2;Käse;2\n".encode("cp1252"))
    await presenter.look(file, ReadAs())
    assert presenter.plan is not None
    assert presenter.plan.look.read_as == ReadAs(None, 3, "cp1252", ";")
    assert presenter.plan.look.sample[1].cells == ["A2", "Käse", "2"]
    stand.room.plan.reading.line.setValue(4)
    await until(lambda: presenter.plan is not None and presenter.plan.look.header[0] == "A1", PATIENCE)
    assert presenter.plan.chosen == ReadAs(header_line=4)


async def test_a_profile_that_finds_other_columns_in_a_file_is_read_as_it_seems(
    stand: Stand, tmp_path: Path
) -> None:
    file, presenter = tmp_path / "goods.csv", stand.room.presenter
    file.write_text("Prices of March\n\nsku,name,price\nA1,Tea,3\n", encoding="utf-8")
    await presenter.look(file, ReadAs(header_line=3))
    assert await presenter.keep_profile("Northwind")
    file.write_text("sku,name,price\nA1,Tea,3\nA2,Coffee,4\nA3,Cocoa,5\n", encoding="utf-8")
    await presenter.look(file, ReadAs())
    assert presenter.plan is not None
    assert (presenter.plan.look.read_as.header_line, presenter.plan.chosen) == (1, ReadAs())
    assert presenter.plan.look.profile is not None

"""The rules for weight and price labels on screen: tried live, warned of, kept."""

from collections.abc import AsyncIterator
from decimal import Decimal

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.devices.codes import BarcodeReader
from b4mart_desktop.adapters.devices.label_presets import presets
from b4mart_desktop.adapters.local.replica.code_ranges import LocalCodes
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.label_rules import LabelUnit, encode
from b4mart_desktop.domain.store import Store
from b4mart_desktop.gui.scale_labels.scale_labels_room import ScaleLabelsRoom
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.services.bus import ReplicaChanged
from b4mart_desktop.services.label_rules import LabelRules
from tests.adapters.local.facts import STORE
from tests.adapters.local.goods import Replica, product
from tests.gui.asynchronous import until
from tests.gui.rooms import close_room, show_room, tools_over
from tests.gui.till import CTRL, PATIENCE, Till

Key = Qt.Key


class Book:
    """Takes what is written."""

    def __init__(self) -> None:
        self.stores: list[Store] = []

    async def change(self, old: Store, new: Store, audit: AuditEntry) -> Store:
        """Notes the settings."""
        self.stores.append(new)
        return msgspec.structs.replace(new, updated_at=new.updated_at.replace(year=2030))


class Stand:
    """The room, and hands to work it with."""

    def __init__(self, till: Till, replica: Replica) -> None:
        self.till, self.book, self.window = till, Book(), QMainWindow()
        codes = LocalCodes(replica.file)
        rules = LabelRules(till.use.counter, self.book, codes, BarcodeReader, presets)
        self.tools = tools_over(self.window, till)
        self.room = ScaleLabelsRoom(rules, self.tools)
        self.presenter = self.room._presenter
        self.trial, self.editor = self.room._trial, self.room._editor

    def button(self, text: str) -> QPushButton:
        return next(b for b in self.room.findChildren(QPushButton) if text in (b.text(), b.accessibleName()))

    def click(self, text: str) -> None:
        QTest.mouseClick(self.button(text), Qt.MouseButton.LeftButton)

    def type_label(self, code: str) -> None:
        self.trial.field.setFocus()
        self.trial.field.clear()
        QTest.keyClicks(self.trial.field, code)


@pytest.fixture
async def stand(till: Till, replica: Replica, qtbot: QtBot) -> AsyncIterator[Stand]:
    german = msgspec.structs.replace(STORE, label_region="DE")
    replica.change("settings", to_document(german))
    till.enter_as("Mara")
    made = Stand(till, replica)
    await show_room(made.window, made.room)
    yield made
    await close_room(made.window, made.room)


async def test_new_rule_is_tried_before_it_is_kept(stand: Stand) -> None:
    assert stand.presenter.presets
    assert not stand.button("Save").isEnabled()
    stand.till.press(Key.Key_N, CTRL)
    await until(lambda: stand.presenter.draft.chosen, PATIENCE)
    QTest.keyClicks(stand.editor.name_edit, "Butcher")
    rule = stand.presenter.draft.chosen
    assert rule is not None
    assert rule.name == "Butcher"
    stand.type_label(encode(rule, "4011", Decimal("4.50")))
    assert stand.trial.verdict.text() == "Decodes"
    assert stand.trial.found_label.text() == "Red Apples · $4.50"
    assert "Item 04011" in stand.trial.detail_label.text()
    assert stand.book.stores == []
    stand.till.press(Key.Key_S, CTRL)
    await until(lambda: stand.book.stores, PATIENCE)
    (store,) = stand.book.stores
    assert [(kept.name, kept.pattern) for kept in store.label_rules] == [("Butcher", "21 IIIII VVVVV K")]
    await until(lambda: not stand.presenter.draft.is_changed, PATIENCE)


async def test_wrong_digits_are_marked_and_said(stand: Stand) -> None:
    stand.click("New rule")
    stand.editor.pattern_edit.setFocus()
    stand.editor.pattern_edit.selectAll()
    QTest.keyClicks(stand.editor.pattern_edit, "21 iiiii c vvvv k")
    rule = stand.presenter.draft.chosen
    assert rule is not None
    code = encode(rule, "4011", Decimal("4.50"))
    wrong = f"{code[:7]}{(int(code[7]) + 1) % 10}{code[8:]}"
    stand.type_label(wrong)
    assert (stand.trial.verdict.text(), stand.trial.verdict.tone()) == ("Does not fit", Tone.DANGER)
    assert f"Check {wrong[7]}, should be {code[7]}" in stand.trial.boxes.accessibleName()
    assert not stand.trial.keep_button.isEnabled()


async def test_pattern_with_a_fault_is_told_and_not_kept(stand: Stand) -> None:
    stand.click("New rule")
    stand.editor.pattern_edit.setFocus()
    stand.editor.pattern_edit.selectAll()
    QTest.keyClicks(stand.editor.pattern_edit, "21 IIIII K")
    assert "Write V" in stand.editor._fault.text()
    assert not await stand.presenter.save()
    assert stand.book.stores == []


async def test_samples_test_the_rule_when_it_is_changed(stand: Stand) -> None:
    stand.click("New rule")
    rule = stand.presenter.draft.chosen
    assert rule is not None
    for price in ("4.50", "9.99"):
        stand.type_label(encode(rule, "4011", Decimal(price)))
        stand.click("Keep as sample")
    badge = stand.trial.samples_badge
    assert (badge.text(), badge.tone()) == ("2 of 2 samples decode", Tone.SUCCESS)
    stand.presenter.edit(pattern="21 IIII VVVVVV K")
    assert (badge.text(), badge.tone()) == ("0 of 2 samples decode", Tone.DANGER)
    stand.click(f"Forget sample {rule_sample(stand)}")
    assert badge.text() == "0 of 1 samples decode"


def rule_sample(stand: Stand) -> str:
    rule = stand.presenter.draft.chosen
    assert rule is not None
    return rule.samples[0].code


async def test_country_s_rule_is_copied_and_moved_and_warned_of(stand: Stand, replica: Replica) -> None:
    stand.click("Copy to own rules")
    stand.click("New rule")
    stand.presenter.edit(pattern="2 IIIIII VVVVV K", name="All")
    assert [rule.name for rule in stand.presenter.draft.rules] == ["DE 22", "All"]
    assert "Some of these labels" in stand.room._warnings.text()
    stand.click("Ask earlier")
    assert [rule.name for rule in stand.presenter.draft.rules] == ["All", "DE 22"]
    rule = stand.presenter.draft.chosen
    assert rule is not None
    replica.change("products", product("Salmon", encode(rule, "123456", Decimal("7.77"))))
    stand.presenter.choose(stand.presenter.draft.rules[1].id)
    assert "Never used" in stand.room._warnings.text()
    stand.presenter.choose(rule.id)
    await until(lambda: "Salmon" in stand.room._warnings.text(), PATIENCE)
    stand.click("Remove rule")
    assert [rule.name for rule in stand.presenter.draft.rules] == ["DE 22"]


async def test_leaving_with_changes_asks(stand: Stand) -> None:
    assert await stand.room.may_leave()
    stand.click("New rule")
    leaving = stand.room.tasks.spawn(stand.room.may_leave())
    dialog = await stand.till.dialog("Unsaved changes to the rules")
    QTest.mouseClick(
        next(b for b in dialog.findChildren(QPushButton) if b.text() == "Discard"),
        Qt.MouseButton.LeftButton,
    )
    assert await leaving
    assert stand.presenter.draft.rules == ()


async def test_clerk_sees_why_not(till: Till, replica: Replica, qtbot: QtBot) -> None:
    till.enter_as("Cleo")
    made = Stand(till, replica)
    await show_room(made.window, made.room)
    assert made.room._pages.currentWidget() is made.room._state
    await close_room(made.window, made.room)


async def test_rules_changed_elsewhere_are_shown_unless_there_is_a_draft(
    stand: Stand, replica: Replica
) -> None:
    store = stand.till.use.counter.store()
    theirs = msgspec.structs.replace(
        store, label_rules=(stand.presenter._service.blank("Theirs"),), updated_at=store.updated_at
    )
    replica.change("settings", to_document(theirs))
    stand.room.on_event(ReplicaChanged("settings"))
    assert [rule.name for rule in stand.presenter.draft.rules] == ["Theirs"]
    stand.presenter.edit(name="Mine")
    stand.room.on_event(ReplicaChanged("settings"))
    assert [rule.name for rule in stand.presenter.draft.rules] == ["Mine"]
    stand.presenter.edit(unit=LabelUnit.COUNT, decimals=0)
    assert not stand.editor.decimals.isEnabled()

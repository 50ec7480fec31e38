"""Changes in the words that history and merge show: lists item by item, long texts by the place."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.editor.change_words import ChangeWords, excerpts
from b4mart_desktop.gui.editor.lookups import Lookups
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.widgets.labels import label
from tests.unit.services.shop import STORE


@pytest.fixture
def words(qtbot: QtBot) -> ChangeWords:
    return ChangeWords(Formats("en_US", STORE.currency, STORE.zone), cast(Lookups, None))


def said(words: ChangeWords, field: str, before: Any, after: Any) -> list[str]:
    return list(words.lines(field, json.dumps(before), json.dumps(after)))


CODES = ["4006381333931"], ["5000159484695"]
WEIGHT = [{"name": "Weight", "value": "500", "unit": "g"}]
LARGE = {"options": {"Size": "L", "Colour": "Red"}, "sku": "L", "priceDelta": "0"}


@pytest.mark.parametrize(
    ("field", "before", "after", "lines"),
    [
        ("inventory.barcodes", *CODES, ["Removed 4006381333931", "Added 5000159484695"]),
        ("specifications", WEIGHT, [WEIGHT[0] | {"value": "250"}], ["Weight: value 500 → 250"]),
        ("specifications", [], WEIGHT, ["Added Weight: 500 g"]),
        (
            "inventory.variantStock",
            [LARGE],
            [LARGE | {"priceDelta": "1.5"}],
            ["L · Red: price difference $0.00 → $1.50"],
        ),
        (
            "images",
            [{"url": "/a.jpg"}, {"url": "/b.jpg"}, {"url": f"/{'0' * 64}.jpg"}],
            [{"url": f"/{'0' * 64}.jpg"}, {"url": "/a.jpg"}, {"url": "/b.jpg"}],
            ["A picture moved to position 1"],
        ),
        ("variants", [{"name": "Size", "options": ["M"]}], [{"name": "Size", "options": ["M", "L"]}],
         ["Size: values: Added L"]),
        ("seo", {"metaTitle": "Tea"}, {"metaTitle": "Tee", "keywords": ["hot"]},
         ["title Tea → Tee", "keywords: Added hot"]),
        ("pricing.basePrice", "1.5", "1.75", ["$1.50 → $1.75"]),
    ],
)  # fmt: skip
def test_a_manager_reads_what_changed(
    words: ChangeWords, field: str, before: Any, after: Any, lines: list[str]
) -> None:
    assert said(words, field, before, after) == lines


def test_many_changes_are_cut_and_counted(words: ChangeWords) -> None:
    lines = said(words, "tags", [], [f"tag {number}" for number in range(250)])
    assert (len(lines), lines[-1]) == (12, "and 239 more changes")


def test_of_a_long_text_the_place_is_shown() -> None:
    text = "word " * 2_000
    before, after = excerpts(f"{text}old{text}", f"{text}new{text}")
    assert "old" in before
    assert "new" in after
    assert max(len(before), len(after)) < 100


def test_a_label_stands_where_the_layout_begins_whatever_its_language(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    made = label("Tea")
    made.setParent(window)
    assert made.alignment() & Qt.AlignmentFlag.AlignLeft
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert made.alignment() & Qt.AlignmentFlag.AlignRight
    window.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert made.alignment() & Qt.AlignmentFlag.AlignLeft

"""Painted rows mirror as widgets do, and texts keep their own direction."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.gui.models.product_hits import ProductHitsModel
from b4mart_desktop.gui.widgets import badge
from b4mart_desktop.gui.widgets.badge import Badge, Tone
from b4mart_desktop.gui.widgets.painting import draw_text, mirror
from b4mart_desktop.services.ports import ProductHit
from tests.adapters.local.goods import Replica

AREA = QRect(0, 0, 200, 30)
LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
TO_RIGHT, TO_LEFT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def inked_columns(direction: Qt.LayoutDirection, align: Qt.AlignmentFlag, text: str) -> list[int]:
    image = QImage(AREA.size(), QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setLayoutDirection(direction)
    draw_text(painter, AREA, align, text)
    assert painter.layoutDirection() is direction
    painter.end()
    return [x for x in range(200) if any(image.pixelColor(x, y).value() < 128 for y in range(30))]


@pytest.mark.parametrize(
    ("direction", "align", "at_the_left"),
    [
        (TO_RIGHT, LEADING, True),
        (TO_RIGHT, TRAILING, False),
        (TO_LEFT, LEADING, False),
        (TO_LEFT, TRAILING, True),
    ],
)
def test_text_stands_on_the_side_that_is_meant(
    direction: Qt.LayoutDirection, align: Qt.AlignmentFlag, at_the_left: bool
) -> None:
    columns = inked_columns(direction, align, "Milk")
    assert (max(columns) < 100) if at_the_left else (min(columns) > 100)


def test_a_price_reads_the_same_in_both_directions() -> None:
    there = inked_columns(TO_RIGHT, LEADING, "$1.49 / kg")
    back = inked_columns(TO_LEFT, TRAILING, "$1.49 / kg")
    assert there == back


def test_a_part_moves_to_the_other_end_of_its_row() -> None:
    image = QImage(1, 1, QImage.Format.Format_Grayscale8)
    painter = QPainter(image)
    painter.setLayoutDirection(TO_LEFT)
    assert mirror(painter, AREA, QRect(0, 0, 36, 30)) == QRect(164, 0, 36, 30)
    painter.end()


def test_a_painting_that_fails_leaves_no_painter_behind(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, qtlog: Any
) -> None:
    """The window could not be painted again for as long as anybody holds the error."""
    failures: list[Exception] = []

    def fail(*_: object) -> None:
        failures.append(ValueError("planted"))
        raise failures[-1]

    shown = Badge()
    qtbot.addWidget(shown)
    shown.set_status("Live", Tone.SUCCESS)
    with qtbot.captureExceptions(), monkeypatch.context() as broken:
        broken.setattr(badge, "draw_badge", fail)
        shown.show()
        qtbot.waitUntil(lambda: bool(failures))
        with pytest.raises(ValueError, match="planted"):
            shown.repaint()
    shown.repaint()
    assert [record.message for record in qtlog.records if "painter" in record.message] == []


def test_products_that_cannot_be_read_while_they_are_painted_come_back(
    qtbot: QtBot, replica: Replica
) -> None:
    in_the_way = [AdapterError(ErrorCode.FILE_UNREADABLE, path=Path("replica"), reason="planted")]
    asked: list[int] = []

    def read(offset: int, limit: int) -> Sequence[ProductHit]:
        asked.append(offset)
        if in_the_way:
            raise in_the_way[0]
        return replica.reader.tiles(None, offset, limit)

    model, view = ProductHitsModel(), QListView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.show()
    model.show(read, 2)
    qtbot.waitUntil(lambda: bool(asked))
    view.repaint()
    assert len(asked) == 1, "what cannot be read is not asked for with every painting"
    in_the_way.clear()
    model.refresh()
    assert model.index(0).data() == replica.reader.tiles(None, 0, 1)[0].name

"""Painted rows mirror as widgets do, and texts keep their own direction."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from b4mart_desktop.gui.widgets.painting import draw_text, mirror

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

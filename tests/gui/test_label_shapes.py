"""Texts in scripts that the documents' typeface has not: shaped by Qt, drawn on paper and by printers."""

import asyncio
from decimal import Decimal

import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QImage, QPainter

from b4mart_desktop.adapters.documents.label_press import PaperLabels
from b4mart_desktop.adapters.documents.label_raster import rasterised
from b4mart_desktop.domain.label_layout import LabelLayout, TextMark, Weight
from b4mart_desktop.domain.labels import LabelFacts
from b4mart_desktop.gui.labels.text_shapes import QtTextShapes
from b4mart_desktop.gui.style.theme import Theme
from tests.adapters.documents.labels import facts, order, text

HEBREW, JAPANESE = "חלב תנובה 3% שומן", "牛乳 1000ml"


def press() -> PaperLabels:
    return PaperLabels("en_US", QtTextShapes())


def placed(item: LabelFacts) -> LabelLayout:
    (layout,) = press().layouts([item], order("shelf").template, "ILS")
    return layout


def painted(said: str, size: int) -> Image.Image:
    """What Qt paints of a text, cut to its ink."""
    image = QImage(size * len(said), size * 3, QImage.Format.Format_Grayscale8)
    image.fill(0)
    font = QFont()
    font.setPixelSize(size)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    with QPainter(image) as painter:
        painter.setFont(font)
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(QPointF(size, size * 2), said)
    stride = image.bytesPerLine()
    drawn = Image.frombytes(
        "L", (image.width(), image.height()), bytes(image.constBits()), "raw", "L", stride
    )
    return drawn.crop(drawn.point(lambda value: 255 * (value > 127)).getbbox())


@pytest.mark.parametrize("said", ["Milk 3%", HEBREW, "Żółć"])
def test_dots_show_what_qt_paints(theme: Theme, said: str) -> None:
    size = 60
    dots = rasterised(QtTextShapes().outline(said, Weight.REGULAR), size)
    picture = Image.frombytes("1", (dots.width, len(dots.rows)), b"".join(dots.rows))
    ink = picture.crop(picture.getbbox()).convert("L")
    wanted = painted(said, size)
    assert ink.size == pytest.approx(wanted.size, abs=4)
    same = wanted.resize(ink.size)
    alike = sum((a > 127) == (b > 127) for a, b in zip(ink.tobytes(), same.tobytes(), strict=True))
    assert alike / len(ink.tobytes()) > 0.9


def test_only_what_the_typeface_lacks_is_shaped(theme: Theme) -> None:
    def shaped(name: str) -> dict[str, bool]:
        marks = placed(facts(name)).marks
        return {mark.text: mark.outline is not None for mark in marks if isinstance(mark, TextMark)}

    assert shaped(HEBREW)[HEBREW]
    assert shaped(JAPANESE)[JAPANESE]
    assert not any(shaped("Größe Ελλάδα Кефир").values())


async def test_shaped_names_are_no_empty_boxes_on_paper(theme: Theme) -> None:
    wanted = order("shelf", (facts(HEBREW, price=Decimal("5.90")), 1))
    layouts = await asyncio.to_thread(press().layouts, [wanted.items[0][0]], wanted.template, "ILS")
    said = text(await press().pdf(wanted, layouts, lambda _: None))
    assert "□" not in said
    assert "5.90" in said


def test_printers_get_a_picture_of_what_they_have_no_letters_for(theme: Theme) -> None:
    wanted = order("shelf", (facts(HEBREW), 1))
    layouts = press().layouts([wanted.items[0][0]], wanted.template, "USD", 203)
    said = press().commands(wanted, layouts, 203).decode()
    assert "^GFA," in said
    assert HEBREW not in said
    assert "^FD$1.29^FS" in said


def test_name_in_any_script_stays_on_its_label(theme: Theme) -> None:
    size = order("shelf").template.stock
    for mark in placed(facts(f"{HEBREW} " * 6)).marks:
        if isinstance(mark, TextMark):
            assert mark.x + mark.width <= size.width + 0.01

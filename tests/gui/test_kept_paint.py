"""What is kept ready to be painted looks as what is painted at once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.product_lists import Flaw
from b4mart_desktop.gui.models.listed_paint import badge_of_flaw
from b4mart_desktop.gui.style.theme import Theme, ThemeChoice
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.gui.widgets.kept_paint import LaidOutTexts, Stamps
from b4mart_desktop.gui.widgets.painting import draw_text
from b4mart_desktop.services.ports.listing import ListedProduct

AREA = QRect(4, 4, 120, 30)
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def inked(image: QImage) -> QRect:
    """Where something was painted on white."""
    dark = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).lightness() < 128
    ]
    across, down = [x for x, _ in dark], [y for _, y in dark]
    return QRect(min(across), min(down), max(across) - min(across), max(down) - min(down))


def paper() -> QImage:
    image = QImage(128, 38, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return image


@pytest.mark.parametrize("text", ["Milk 3.5 %", "حليب", "-3.20", "A name that is too long for its place"])
@pytest.mark.parametrize("side", [Qt.AlignmentFlag.AlignLeading, Qt.AlignmentFlag.AlignTrailing])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_kept_text_stands_where_a_drawn_one_does(
    theme: Theme, text: str, side: Qt.AlignmentFlag, direction: Qt.LayoutDirection
) -> None:
    texts, kept, drawn = LaidOutTexts(), paper(), paper()
    for _ in range(2):  # laid out, and laid out before
        kept.fill(Qt.GlobalColor.white)
        with QPainter(kept) as painter:
            painter.setLayoutDirection(direction)
            texts.draw(painter, AREA, side, text, TypeRole.BODY)
    with QPainter(drawn) as painter:
        painter.setLayoutDirection(direction)
        painter.setFont(tokens().font(TypeRole.BODY))
        fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, AREA.width())
        draw_text(painter, AREA, side | _MIDDLE, fitting)
    here, there = inked(kept), inked(drawn)
    assert abs(here.left() - there.left()) <= 1
    assert abs(here.right() - there.right()) <= 1
    assert abs(here.top() - there.top()) <= 1


def test_a_stamp_is_painted_once_for_each_look_size_and_scheme(theme: Theme) -> None:
    stamps, painted, image = Stamps(), list[str](), paper()
    app = QApplication.instance()
    assert isinstance(app, QApplication)

    def draw(look: str, area: QRect) -> str:
        def paint(stamp: QPainter, inside: QRect) -> None:
            painted.append(look)
            stamp.fillRect(inside, tokens().color(ColorRole.TEXT))

        with QPainter(image) as painter:
            stamps.draw(painter, area, look, paint)
        return image.pixelColor(area.center()).name()

    ink = draw("badge", AREA)
    draw("badge", AREA.translated(1, 2))
    assert painted == ["badge"]
    draw("check", AREA)
    draw("badge", AREA.adjusted(0, 0, -10, 0))
    assert painted == ["badge", "check", "badge"]
    Theme(ThemeChoice.DARK, app).apply(app)
    try:
        assert draw("badge", AREA) != ink
    finally:
        theme.apply(app)


@pytest.mark.parametrize(
    ("flaws", "badge"),
    [
        ((), None),
        ((Flaw.NO_PICTURE,), None),
        ((Flaw.NO_PICTURE, Flaw.NO_BARCODE), ("No barcode", Tone.WARNING)),
        ((Flaw.NO_COST, Flaw.NO_PRICE), ("No price +1", Tone.DANGER)),
    ],
)
def test_a_badge_tells_the_worst_flaw(flaws: tuple[Flaw, ...], badge: tuple[str, Tone] | None) -> None:
    product = ListedProduct(
        id=new_id(),
        name="Milk",
        sku="M",
        status=ProductStatus.ACTIVE,
        category=new_id(),
        price=Decimal(1),
        flaws=frozenset(flaws),
    )
    assert badge_of_flaw(product) == badge

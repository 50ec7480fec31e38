"""Products that have a picture show it on tiles and in results; without one they keep their initials."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyleOptionViewItem

from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.gui.models.product_delegates import ProductRowDelegate, ProductTileDelegate
from b4mart_desktop.gui.models.product_hits import ProductHitsModel
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.services.ports import ProductHit
from tests.adapters.local import goods
from tests.adapters.local.goods import Replica
from tests.unit.services.shop import NOON

URL = "/api/pictures/a.jpg"


def hit(picture: str | None) -> ProductHit:
    return ProductHit(
        id=new_id(),
        name="Apple",
        sku="A-1",
        price=Decimal(1),
        unit="pcs",
        weighed=False,
        on_hand=Decimal(5),
        tracked=True,
        low=False,
        category=new_id(),
        color="#2755e0",
        picture=picture,
    )


def painted(kind: type[ProductTileDelegate | ProductRowDelegate], shown: ProductHit) -> QImage:
    """What a delegate paints that has one green picture."""
    formats = Formats("en_US", "USD", NOON.tzinfo)  # type: ignore[arg-type]
    delegate = kind(formats)

    def pixmap(url: str, edge: int) -> QPixmap | None:
        made = QPixmap(edge, edge)
        made.fill("#00ff00")
        return made if url == URL else None

    delegate.pixmaps = pixmap
    item = QStandardItem()
    item.setData(shown, ProductHitsModel.HIT)
    model = QStandardItemModel()
    model.appendRow(item)
    image = QImage(300, 140, QImage.Format.Format_RGB32)
    image.fill("#ffffff")
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 300, 140)
    with QPainter(image) as painter:
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        delegate.paint(painter, option, model.index(0, 0))
    return image


@pytest.mark.parametrize("kind", [ProductTileDelegate, ProductRowDelegate])
@pytest.mark.parametrize(
    ("picture", "color"), [(URL, "#00ff00"), ("/other.jpg", "#2755e0"), (None, "#2755e0")]
)
def test_a_picture_stands_where_initials_would(
    kind: type[ProductTileDelegate | ProductRowDelegate], picture: str | None, color: str, theme: object
) -> None:
    image = painted(kind, hit(picture))

    assert image.pixelColor(37, 14).name() == color


def test_the_main_picture_is_the_one_that_lists_show(replica: Replica) -> None:
    images = [{"url": None}, {"url": "/first.jpg"}, {"url": "/main.jpg", "isPrimary": True}]
    main = goods.product("Quince jam") | {"images": images}
    first = goods.product("Quince paste") | {"images": images[:2]}
    replica.load(products=[main, first, goods.product("Quince")])

    found = {found.name: found.picture for found in replica.reader.search("quince").hits}

    assert found == {"Quince jam": "/main.jpg", "Quince paste": "/first.jpg", "Quince": None}

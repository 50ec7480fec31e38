"""What only the counter needs of a product: how it is sold there, and what its tile looks like."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.flaws import is_low
from b4mart_desktop.gui.editor.card import Card
from b4mart_desktop.gui.editor.changes import value_at, with_value
from b4mart_desktop.gui.editor.fields import Field, MeasureField, SwitchField
from b4mart_desktop.gui.models.product_delegates import ProductTileDelegate
from b4mart_desktop.gui.models.product_hits import ProductHitsModel
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import TILE_COLORS, ColorRole, Scheme, load_tokens, tokens
from b4mart_desktop.services.ports import ProductHit

_AGE = "pos.ageRestricted"
_RING = 3


class CounterCard(Card):
    """Weighed, age limit, tile."""

    def __init__(self, formats: Formats, pictures: PictureLoader) -> None:
        super().__init__(formats)
        self.set_title(self.tr("Point of sale"))
        self._tile = TilePreview(formats, pictures)
        weighed = SwitchField(self.tr("Sold by weight or measure"), self.tr("The price is per unit"))
        favourite = SwitchField(self.tr("Show on the first page of the sell screen"))
        age = MeasureField(self.tr("Minimum age"), self.tr("In years; empty for no limit"), digits=0)
        color = ColorField(self.tr("Tile colour"))
        self.add_row(self.bind("pos.weighed", weighed), self.bind("pos.favourite", favourite))
        self.add_row(self.bind(_AGE, age, _age, _aged), self.bind("pos.color", color), stretch=(2, 3))
        self.body.addWidget(self._tile)

    @override
    def show_product(self, product: Product, *, fresh: bool) -> None:
        super().show_product(product, fresh=fresh)
        self._tile.show_product(product)


def _age(product: Product) -> Decimal | None:
    years = value_at(product, _AGE)
    return None if years is None else Decimal(years)


def _aged(product: Product, years: Decimal | None) -> Product:
    return with_value(product, _AGE, None if years is None else int(years))


class _Swatch(QAbstractButton):
    """A colour to choose; an empty one for none."""

    def __init__(self, color: str | None, name: str) -> None:
        super().__init__()
        self.color = color
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(tokens().size.touch - 4, tokens().size.touch)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            disc = QRectF(0, 0, self.width() - 8, self.width() - 8)
            disc.moveCenter(QRectF(self.rect()).center())
            painter.setPen(look.color(ColorRole.BORDER_STRONG))
            painter.setBrush(QColor(self.color) if self.color else look.color(ColorRole.SURFACE))
            painter.drawEllipse(disc)
            if self.isChecked() or self.hasFocus():
                pen = look.color(ColorRole.FOCUS if self.hasFocus() else ColorRole.TEXT)
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(disc.adjusted(-_RING, -_RING, _RING, _RING))
            if self.isChecked() or self.color is None:
                picture = Icon.CHECK if self.isChecked() else Icon.X
                role = ColorRole.ON_TILE if self.color else ColorRole.TEXT_MUTED
                edge = look.size.icon_sm
                place = disc.toRect()
                place.setSize(QSize(edge, edge))
                place.moveCenter(disc.center().toPoint())
                icon(picture, role).paint(painter, place)


class ColorField(Field):
    """One of the tiles' colours, or none; a colour of somebody else's choice stays until it is changed."""

    def __init__(self, name: str) -> None:
        holder = QWidget()
        super().__init__(name, holder, "")
        self._group = QButtonGroup(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        palette = load_tokens(Scheme.LIGHT)
        colors = [palette.tile_color(number).name() for number in range(TILE_COLORS)]
        for number, color in enumerate((None, *colors)):
            text = self.tr("Colour {number}").format(number=number) if color else self.tr("No colour")
            swatch = _Swatch(color, text)
            self._group.addButton(swatch, number)
            row.addWidget(swatch)
        row.addStretch()
        self._group.buttonClicked.connect(self._on_clicked)

    def _on_clicked(self, button: QAbstractButton) -> None:
        assert isinstance(button, _Swatch)
        self._take(button.color)

    @override
    def _display(self, value: Any) -> None:
        self._group.setExclusive(False)
        for button in self._group.buttons():
            assert isinstance(button, _Swatch)
            button.setChecked(button.color == (value.lower() if value else None))
        self._group.setExclusive(True)


class TilePreview(QWidget):
    """The product's tile, painted as the sell screen paints it."""

    def __init__(self, formats: Formats, pictures: PictureLoader) -> None:
        super().__init__()
        self._model = ProductHitsModel()
        self._delegate = ProductTileDelegate(formats)
        self._delegate.pixmaps = pictures.pixmap
        pictures.arrived.connect(self.update)
        self.setFixedSize(self._delegate.size + QSize(self._delegate.GAP, self._delegate.GAP))
        self.setAccessibleName(self.tr("Tile on the sell screen"))

    def show_product(self, product: Product) -> None:
        """Shows a product."""
        hits = (_hit(product),)
        self._model.show(lambda offset, limit: hits[offset : offset + limit], 1)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionViewItem()
        option.initFrom(self)
        option.rect = self.rect()
        option.state = QStyle.StateFlag.State_Enabled
        with QPainter(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            self._delegate.paint(painter, option, self._model.index(0))


def _hit(product: Product) -> ProductHit:
    stock, images = product.inventory, product.images
    picture = next((image for image in images if image.is_primary), images[0] if images else None)
    return ProductHit(
        id=product.id,
        name=product.name,
        sku=stock.sku,
        price=product.shelf_price,
        unit=stock.unit,
        weighed=product.pos.weighed,
        on_hand=stock.on_hand,
        tracked=stock.track_quantity,
        low=is_low(product),
        category=product.category,
        color=product.pos.color,
        picture=None if picture is None else picture.url,
    )

"""The pictures of a product."""

from __future__ import annotations

from typing import Any

from typing_extensions import override

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.editor.card import Card
from b4mart_desktop.gui.editor.fields import Field
from b4mart_desktop.gui.shared.picture_strip import PictureStrip
from b4mart_desktop.gui.style.formats import Formats


class PicturesField(Field):
    """The strip of pictures as a field of a form."""

    def __init__(self, name: str, strip: PictureStrip) -> None:
        super().__init__("", strip)
        self.name = name
        self._strip = strip
        self._product: Id | None = None
        self._shown: Id | None = None
        strip.setAccessibleName(name)
        strip.changed.connect(lambda: self._take(strip.images()))

    def set_product(self, product: Id) -> None:
        """Says whose pictures are shown next."""
        self._product = product

    @override
    def set_read_only(self, read_only: bool) -> None:
        self._strip.set_read_only(read_only)

    @override
    def _display(self, value: Any) -> None:
        self._strip.set_images(value, self._product, fresh=self._shown != self._product)
        self._shown = self._product


class PicturesCard(Card):
    """Pictures in their order, one of them the main one."""

    def __init__(self, formats: Formats, strip: PictureStrip) -> None:
        super().__init__(formats)
        self.set_title(self.tr("Pictures"))
        self._field = PicturesField(self.tr("Pictures"), strip)
        self.body.addWidget(self.bind("images", self._field))

    @override
    def show_product(self, product: Product, *, fresh: bool) -> None:
        self._field.set_product(product.id)
        super().show_product(product, fresh=fresh)

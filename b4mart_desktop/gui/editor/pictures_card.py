"""The pictures of a product."""

from __future__ import annotations

from b4mart_desktop.domain.catalog import ProductImage
from b4mart_desktop.gui.editor.card import Card
from b4mart_desktop.gui.editor.changes import replace
from b4mart_desktop.gui.editor.records_field import Column, RecordsField
from b4mart_desktop.gui.style.formats import Formats


class PicturesCard(Card):
    """Addresses of pictures, the first one first."""

    def __init__(self, formats: Formats) -> None:
        super().__init__(formats)
        self.set_title(self.tr("Pictures"))
        columns = (
            Column(
                "url", self.tr("Address"), lambda i: i.url or "", lambda i, text: replace(i, url=text or None)
            ),
            Column(
                "alt", self.tr("Text"), lambda i: i.alt or "", lambda i, text: replace(i, alt=text or None)
            ),
        )
        self.body.addWidget(
            self.bind("images", RecordsField(self.tr("Pictures"), columns, blank=ProductImage))
        )

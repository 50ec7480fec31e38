"""What search engines are told, and what their result will look like."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout
from typing_extensions import override

from b4mart_desktop.domain.catalog import Product, Seo
from b4mart_desktop.gui.editor.card import Card
from b4mart_desktop.gui.editor.changes import with_value
from b4mart_desktop.gui.editor.chips_field import ChipsField
from b4mart_desktop.gui.editor.fields import LongTextField, TextField
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.labels import label

TITLE_LENGTH = 60
DESCRIPTION_LENGTH = 160


class SearchCard(Card):
    """Meta title, description and keywords; lengths are those that result pages show in full."""

    def __init__(self, formats: Formats) -> None:
        super().__init__(formats)
        self.set_title(self.tr("Search engine listing"))
        self._meta_title = TextField(self.tr("Title"), optional=True)
        self._meta_text = LongTextField(self.tr("Description"), rows=2)
        keywords = ChipsField(self.tr("Keywords"), self.tr("Type a keyword and press Enter"))
        self._shown_title = label("", "subtitle")
        self._shown_address = label("", "success")
        self._shown_text = label("", "small", wrap=True)
        self.add_row(self.bind("seo.metaTitle", self._meta_title))
        self.add_row(self.bind("seo.metaDescription", self._meta_text, put=_with_description))
        self.body.addWidget(self.bind("seo.keywords", keywords, lambda p: p.seo.keywords if p.seo else ()))
        self.body.addWidget(self._preview())

    def _preview(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "sunken")
        space = tokens().space
        column = QVBoxLayout(frame)
        column.setContentsMargins(space.lg, space.md, space.lg, space.md)
        column.setSpacing(space.xs)
        column.addWidget(label(self.tr("Search result"), "caption"))
        for line in (self._shown_title, self._shown_address, self._shown_text):
            column.addWidget(line)
        return frame

    @override
    def show_product(self, product: Product, *, fresh: bool) -> None:
        super().show_product(product, fresh=fresh)
        seo = product.seo or Seo()
        title, text = seo.meta_title or product.name, seo.meta_description or product.description
        self._meta_title.set_hint(self._meter(len(seo.meta_title or ""), TITLE_LENGTH))
        self._meta_text.set_hint(self._meter(len(seo.meta_description or ""), DESCRIPTION_LENGTH))
        self._shown_title.setText(_cut(title, TITLE_LENGTH))
        self._shown_address.setText(f"…/products/{product.slug}")
        self._shown_text.setText(_cut(text, DESCRIPTION_LENGTH))

    def _meter(self, length: int, most: int) -> str:
        if length > most:
            return self.tr("{length} characters: results show the first {most}").format(
                length=length, most=most
            )
        return self.tr("{length} of {most} characters").format(length=length, most=most)


def _with_description(product: Product, text: str) -> Product:
    return with_value(product, "seo.metaDescription", text if text.strip() else None)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"

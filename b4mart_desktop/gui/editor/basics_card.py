"""Name, description and the address in the web store."""

from __future__ import annotations

from typing_extensions import override

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.gui.editor.card import Card
from b4mart_desktop.gui.editor.changes import named, replace
from b4mart_desktop.gui.editor.fields import LongTextField, TextField
from b4mart_desktop.gui.style.formats import Formats


class BasicsCard(Card):
    """What the product is.

    Attributes:
        saved: Whether the product was ever saved; until then its address follows its name.
    """

    def __init__(self, formats: Formats) -> None:
        super().__init__(formats)
        self.set_title(self.tr("Details"))
        self.saved = False
        self._slug = TextField(self.tr("URL handle"))
        name = TextField(self.tr("Name"), placeholder=self.tr("Short name as on the shelf"))
        short = TextField(self.tr("Short description"), optional=True)
        long = LongTextField(
            self.tr("Description"), placeholder=self.tr("If empty, the web store shows the name")
        )

        def rename(product: Product, text: str) -> Product:
            return named(product, text, saved=self.saved)

        self.add_row(self.bind("name", name, put=rename))
        self.add_row(self.bind("shortDescription", short))
        self.add_row(self.bind("description", long, _description, _described))
        self.add_row(self.bind("slug", self._slug))

    @override
    def show_product(self, product: Product, *, fresh: bool) -> None:
        super().show_product(product, fresh=fresh)
        self._slug.set_hint(f"…/products/{product.slug}" if product.slug else "")


def _description(product: Product) -> str:
    return "" if product.description == product.name else product.description


def _described(product: Product, text: str) -> Product:
    return replace(product, description=text if text.strip() else product.name)

"""The kinds of trouble in a catalogue: what each is called, why it hurts, which comes first."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from b4mart_desktop.domain.product_lists import Flaw
from b4mart_desktop.gui.models.listed_columns import ListedColumn, flaw_name
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.services.ports.listing import ListedProduct


class Unreadable(StrEnum):
    """What is wrong with documents rather than with products."""

    DOCUMENTS = "documents"


Trouble = Flaw | Unreadable

TROUBLES: tuple[Trouble, ...] = (
    Flaw.NO_PRICE,
    Flaw.DUPLICATE_BARCODE,
    Unreadable.DOCUMENTS,
    Flaw.BELOW_COST,
    Flaw.SALE_NOT_BELOW,
    Flaw.NO_CATEGORY,
    Flaw.NO_BARCODE,
    Flaw.NO_COST,
    Flaw.NO_PICTURE,
)
"""What hurts a sale most comes first."""

ABOUT_COSTS = (Flaw.BELOW_COST, Flaw.NO_COST)
"""What only those see who may see costs."""

_SEVERE = frozenset(TROUBLES[:3])
_HARMLESS = (Flaw.NO_COST, Flaw.NO_PICTURE)
_ALWAYS = (ListedColumn.PICTURE, ListedColumn.NAME, ListedColumn.SKU)
_SHOWN = {
    Flaw.NO_BARCODE: (ListedColumn.BARCODE, ListedColumn.PRICE),
    Flaw.BELOW_COST: (ListedColumn.PRICE, ListedColumn.COST, ListedColumn.MARGIN),
    Flaw.SALE_NOT_BELOW: (ListedColumn.PRICE, ListedColumn.CATEGORY),
    Flaw.NO_COST: (ListedColumn.PRICE, ListedColumn.COST),
}
_FIELDS = {
    Flaw.NO_PRICE: "pricing.basePrice",
    Flaw.BELOW_COST: "pricing.basePrice",
    Flaw.SALE_NOT_BELOW: "pricing.salePrice",
    Flaw.NO_COST: "pricing.costPrice",
    Flaw.NO_BARCODE: "inventory.barcodes",
    Flaw.DUPLICATE_BARCODE: "inventory.barcodes",
    Flaw.NO_CATEGORY: "category",
    Flaw.NO_PICTURE: "images",
}
_USUALLY_SHOWN = (ListedColumn.CATEGORY, ListedColumn.PRICE, ListedColumn.ON_HAND)


def tone_of(trouble: Trouble) -> Tone:
    """How urgent it is."""
    if trouble in _SEVERE:
        return Tone.DANGER
    return Tone.NEUTRAL if trouble in _HARMLESS else Tone.WARNING


def columns_for(flaw: Flaw) -> tuple[ListedColumn, ...]:
    """The columns that show the flaw."""
    return (*_ALWAYS, *_SHOWN.get(flaw, _USUALLY_SHOWN), ListedColumn.STATUS)


def field_to_fix(flaw: Flaw, product: ListedProduct | None = None) -> str:
    """Returns the product's field where the flaw is put right, as the document names it."""
    if flaw is Flaw.BELOW_COST and product is not None and product.sale_price is not None:
        return "pricing.salePrice"
    return _FIELDS[flaw]


def name_of(trouble: Trouble) -> str:
    """What it is called."""
    if isinstance(trouble, Flaw):
        return flaw_name(trouble)
    return QCoreApplication.translate("Trouble", "Unreadable documents")


def why(trouble: Trouble) -> str:
    """What it leads to, and what puts it right."""
    translate = QCoreApplication.translate
    texts: dict[Trouble, str] = {
        Flaw.NO_PRICE: translate(
            "Trouble", "Sold for nothing at the till. Give each a price, or an open price."
        ),
        Flaw.DUPLICATE_BARCODE: translate(
            "Trouble", "A scan asks the clerk which one is meant. Each barcode should be one product's only."
        ),
        Flaw.BELOW_COST: translate("Trouble", "Each sale loses money. Check the price and the cost."),
        Flaw.SALE_NOT_BELOW: translate(
            "Trouble", "Announced as a sale that saves nothing. Lower the sale price, or remove it."
        ),
        Flaw.NO_CATEGORY: translate("Trouble", "Found by searching only, and in no report by category."),
        Flaw.NO_BARCODE: translate("Trouble", "Cannot be scanned. Add the barcode, a PLU, or weigh it."),
        Flaw.NO_COST: translate("Trouble", "Its margin is unknown, and it may be sold below cost unseen."),
        Flaw.NO_PICTURE: translate("Trouble", "Shown by its initials at the till and in the web store."),
        Unreadable.DOCUMENTS: translate(
            "Trouble",
            "Written by another program in a way that cannot be read: not sold and not listed here. Repair"
            " what it meant.",
        ),
    }
    return texts[trouble]

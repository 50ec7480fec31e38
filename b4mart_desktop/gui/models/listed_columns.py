"""What the catalogue's columns are called and what they say of a product. Painting is the delegates'."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt

from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.product_lists import Flaw, SortKey
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.services.ports.listing import ListedProduct

translate = QCoreApplication.translate
_DASH = "–"
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class ListedColumn(StrEnum):
    """Columns in their usual order; the value is the name that a saved view keeps."""

    CHECK = "check"
    PICTURE = "picture"
    NAME = "name"
    SKU = "sku"
    BARCODE = "barcode"
    CATEGORY = "category"
    STATUS = "status"
    PRICE = "price"
    SALE_PRICE = "sale_price"
    COST = "cost"
    MARGIN = "margin"
    ON_HAND = "on_hand"
    VENDOR = "vendor"
    TAGS = "tags"
    TAX_CLASS = "tax_class"
    UPDATED = "updated"


COLUMNS = tuple(ListedColumn)
FIXED = (ListedColumn.CHECK, ListedColumn.NAME)
"""What cannot be hidden."""
USUAL = (
    ListedColumn.CHECK,
    ListedColumn.PICTURE,
    ListedColumn.NAME,
    ListedColumn.SKU,
    ListedColumn.CATEGORY,
    ListedColumn.STATUS,
    ListedColumn.PRICE,
    ListedColumn.COST,
    ListedColumn.MARGIN,
    ListedColumn.ON_HAND,
    ListedColumn.UPDATED,
)
COSTS = (ListedColumn.COST, ListedColumn.MARGIN)
"""What only those see who may see costs."""
SORTED_BY = {
    ListedColumn.NAME: SortKey.NAME,
    ListedColumn.SKU: SortKey.SKU,
    ListedColumn.CATEGORY: SortKey.CATEGORY,
    ListedColumn.STATUS: SortKey.STATUS,
    ListedColumn.PRICE: SortKey.PRICE,
    ListedColumn.COST: SortKey.COST,
    ListedColumn.MARGIN: SortKey.MARGIN,
    ListedColumn.ON_HAND: SortKey.ON_HAND,
    ListedColumn.UPDATED: SortKey.UPDATED,
}
COLUMN_OF = {key: column for column, key in SORTED_BY.items()}
"""The column by which a list is sorted."""
FIGURES = frozenset(
    {
        ListedColumn.PRICE,
        ListedColumn.SALE_PRICE,
        ListedColumn.COST,
        ListedColumn.MARGIN,
        ListedColumn.ON_HAND,
    }
)
"""Columns of numbers: right-aligned, so that digits stand below each other."""
WIDTHS = {
    ListedColumn.CHECK: 52,
    ListedColumn.PICTURE: 60,
    ListedColumn.NAME: 260,
    ListedColumn.SKU: 124,
    ListedColumn.BARCODE: 136,
    ListedColumn.CATEGORY: 140,
    ListedColumn.STATUS: 108,
    ListedColumn.PRICE: 132,
    ListedColumn.SALE_PRICE: 100,
    ListedColumn.COST: 92,
    ListedColumn.MARGIN: 86,
    ListedColumn.ON_HAND: 104,
    ListedColumn.VENDOR: 150,
    ListedColumn.TAGS: 160,
    ListedColumn.TAX_CLASS: 104,
    ListedColumn.UPDATED: 120,
}
STATUS_TONES = {
    ProductStatus.ACTIVE: Tone.SUCCESS,
    ProductStatus.INACTIVE: Tone.NEUTRAL,
    ProductStatus.DRAFT: Tone.INFO,
    ProductStatus.ARCHIVED: Tone.WARNING,
}


def alignment(column: ListedColumn) -> Qt.AlignmentFlag:
    """On which side the column's texts stand."""
    side = Qt.AlignmentFlag.AlignTrailing if column in FIGURES else Qt.AlignmentFlag.AlignLeading
    return side | _MIDDLE


def column_name(column: ListedColumn) -> str:
    """The column's heading."""
    names = {
        ListedColumn.CHECK: translate("ListedColumns", "Chosen"),
        ListedColumn.PICTURE: translate("ListedColumns", "Picture"),
        ListedColumn.NAME: translate("ListedColumns", "Name"),
        ListedColumn.SKU: translate("ListedColumns", "SKU"),
        ListedColumn.BARCODE: translate("ListedColumns", "Barcode"),
        ListedColumn.CATEGORY: translate("ListedColumns", "Category"),
        ListedColumn.STATUS: translate("ListedColumns", "Status"),
        ListedColumn.PRICE: translate("ListedColumns", "Price"),
        ListedColumn.SALE_PRICE: translate("ListedColumns", "Sale price"),
        ListedColumn.COST: translate("ListedColumns", "Cost"),
        ListedColumn.MARGIN: translate("ListedColumns", "Margin"),
        ListedColumn.ON_HAND: translate("ListedColumns", "On hand"),
        ListedColumn.VENDOR: translate("ListedColumns", "Vendor"),
        ListedColumn.TAGS: translate("ListedColumns", "Tags"),
        ListedColumn.TAX_CLASS: translate("ListedColumns", "Tax class"),
        ListedColumn.UPDATED: translate("ListedColumns", "Updated"),
    }
    return names[column]


def status_name(status: ProductStatus) -> str:
    """The status in a word."""
    names = {
        ProductStatus.ACTIVE: translate("ListedColumns", "Active"),
        ProductStatus.INACTIVE: translate("ListedColumns", "Inactive"),
        ProductStatus.DRAFT: translate("ListedColumns", "Draft"),
        ProductStatus.ARCHIVED: translate("ListedColumns", "Archived"),
    }
    return names[status]


def flaw_name(flaw: Flaw) -> str:
    """What is wrong, in a few words."""
    names = {
        Flaw.NO_PRICE: translate("ListedColumns", "No price"),
        Flaw.NO_BARCODE: translate("ListedColumns", "No barcode"),
        Flaw.NO_CATEGORY: translate("ListedColumns", "No category"),
        Flaw.NO_PICTURE: translate("ListedColumns", "No picture"),
        Flaw.NO_COST: translate("ListedColumns", "No cost"),
        Flaw.BELOW_COST: translate("ListedColumns", "Price below cost"),
        Flaw.SALE_NOT_BELOW: translate("ListedColumns", "Sale price not below price"),
        Flaw.DUPLICATE_BARCODE: translate("ListedColumns", "Duplicate barcode"),
    }
    return names[flaw]


def margin(product: ListedProduct) -> Decimal | None:
    """The part of the shelf price that is not cost; None where either is unknown or the price is zero."""
    price = shelf_price(product)
    return None if product.cost is None or not price else (price - product.cost) / price


def shelf_price(product: ListedProduct) -> Decimal:
    """What it is sold for before promotions."""
    return product.price if product.sale_price is None else product.sale_price


def grouped(text: str, count: int, formats: Formats) -> str:
    """The text of a plural with its number written as people write large ones: 1,000,000."""
    return text.replace(str(count), formats.quantity(Decimal(count)), 1)


class ListedTexts:
    """What each column says.

    Args:
        formats: How amounts and dates are written.
        category: The name of a category; None where there is none.
        vendor: The name of a vendor; None where it is unknown.
    """

    def __init__(
        self,
        formats: Formats,
        category: Callable[[Id], str | None],
        vendor: Callable[[Id], str | None],
    ) -> None:
        self.formats = formats
        self._category = category
        self._vendor = vendor
        self._writers: dict[ListedColumn, Callable[[ListedProduct], str]] = {
            ListedColumn.CHECK: lambda product: "",
            ListedColumn.PICTURE: lambda product: "",
            ListedColumn.NAME: lambda product: product.name,
            ListedColumn.SKU: lambda product: product.sku,
            ListedColumn.BARCODE: lambda product: product.barcode or _DASH,
            ListedColumn.CATEGORY: lambda product: self.category(product.category),
            ListedColumn.STATUS: lambda product: status_name(product.status),
            ListedColumn.PRICE: self.price,
            ListedColumn.SALE_PRICE: lambda product: self._money(product.sale_price),
            ListedColumn.COST: lambda product: self._money(product.cost),
            ListedColumn.MARGIN: self._margin,
            ListedColumn.ON_HAND: self._on_hand,
            ListedColumn.VENDOR: lambda product: self.vendor(product.vendor),
            ListedColumn.TAGS: lambda product: ", ".join(product.tags) or _DASH,
            ListedColumn.TAX_CLASS: lambda product: product.tax_class or _DASH,
            ListedColumn.UPDATED: self._updated,
        }

    def text(self, product: ListedProduct, column: ListedColumn) -> str:
        """Returns what the column says of the product."""
        return self._writers[column](product)

    def category(self, category: Id) -> str:
        """The category's name."""
        return self._category(category) or _DASH

    def vendor(self, vendor: Id | None) -> str:
        """The vendor's name; an unknown one's last letters, so that two can be told apart."""
        if vendor is None:
            return _DASH
        return self._vendor(vendor) or f"…{vendor[-6:]}"

    def price(self, product: ListedProduct) -> str:
        """What it is sold for: the price on its shelf, per unit where it is weighed."""
        price = shelf_price(product)
        if product.open_price and not price:
            return translate("ListedColumns", "At the till")
        text = self.formats.money(price)
        return f"{text}\u2009/\u2009{product.unit}" if product.weighed else text

    def _margin(self, product: ListedProduct) -> str:
        part = margin(product)
        return _DASH if part is None else self.formats.percent(part.quantize(Decimal("0.001")))

    def _on_hand(self, product: ListedProduct) -> str:
        if not product.tracked:
            return _DASH
        unit = product.unit if product.unit != "pcs" else ""
        return self.formats.quantity(product.on_hand, unit)

    def _money(self, amount: Decimal | None) -> str:
        return _DASH if amount is None else self.formats.money(amount)

    def _updated(self, product: ListedProduct) -> str:
        return _DASH if product.updated_at is None else self.formats.date(product.updated_at)

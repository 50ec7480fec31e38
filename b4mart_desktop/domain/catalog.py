"""What the shop sells: products and categories, as the web store knows them plus the counter's fields.

Prices at a given moment (promotions, taxes) belong to ``pricing``; stock movements to ``stock``.
"""

import datetime as dt
import enum
from collections.abc import Callable
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import NotNegative, Positive, Record, Text

STANDARD_TAX = "standard"


class ProductStatus(enum.StrEnum):
    """The seed's life cycle of a product; only active ones are sold."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DRAFT = "draft"
    ARCHIVED = "archived"


class ProductPricing(Record, frozen=True, kw_only=True):
    """List price, optional sale price and cost, per piece or per unit of measure where weighed."""

    base_price: NotNegative
    sale_price: NotNegative | None = None
    currency: str = "USD"
    cost_price: NotNegative | None = None


class VariantStock(Record, frozen=True, kw_only=True):
    """Stock and codes of one combination of variant options."""

    options: dict[str, str]
    sku: Text
    barcode: str | None = None
    quantity: Decimal = Decimal(0)
    price_delta: Decimal = Decimal(0)


class Pack(Record, frozen=True, kw_only=True):
    """Several pieces of a product sold as one under a barcode of their own, such as a crate of twelve.

    Attributes:
        quantity: How much of the product, in ``inventory.unit``.
        price: Of the whole pack; None: as much as its pieces.
    """

    name: Text
    quantity: Positive
    barcode: str | None = None
    price: NotNegative | None = None


class Inventory(Record, frozen=True, kw_only=True):
    """Codes and stock. On hand = ``quantity`` − ``shortage``; the seed forbids negative quantities."""

    sku: Text
    quantity: NotNegative
    low_stock_threshold: Decimal = Decimal(10)
    track_quantity: bool = True
    allow_backorders: bool = False
    barcodes: tuple[str, ...] = ()
    unit: str = "pcs"
    shortage: NotNegative = Decimal(0)
    variant_stock: tuple[VariantStock, ...] = ()
    packs: tuple[Pack, ...] = ()

    @property
    def on_hand(self) -> Decimal:
        """What the ledger adds up to; negative where more was sold than was booked in."""
        return self.quantity - self.shortage


class CounterFields(Record, frozen=True, kw_only=True):
    """What only the counter needs of a product.

    Attributes:
        plu: Short code typed or encoded in weight and price labels.
        weighed: Sold by measure; the price is per ``inventory.unit``.
        open_price: The clerk enters the price.
        age_restricted: Smallest age of the buyer in years.
        color: Tile colour as #rrggbb.
        favourite: Shown on the sell screen's first page.
    """

    plu: str | None = None
    weighed: bool = False
    open_price: bool = False
    age_restricted: int | None = None
    color: str | None = None
    favourite: bool = False


class ProductImage(Record, frozen=True, kw_only=True):
    """A picture of a product."""

    url: str | None = None
    alt: str | None = None
    is_primary: bool = False


class Specification(Record, frozen=True, kw_only=True):
    """One line of a product's data sheet."""

    name: str | None = None
    value: str | None = None
    unit: str | None = None


class Variant(Record, frozen=True, kw_only=True):
    """A choice the buyer has, such as Colour with Red and Blue."""

    name: str | None = None
    options: tuple[str, ...] = ()
    required: bool = False


class Seo(Record, frozen=True, kw_only=True):
    """What search engines are told."""

    meta_title: str | None = None
    meta_description: str | None = None
    keywords: tuple[str, ...] = ()


class Dimensions(Record, frozen=True, kw_only=True):
    """Size of the parcel."""

    length: Decimal | None = None
    width: Decimal | None = None
    height: Decimal | None = None


class ProductShipping(Record, frozen=True, kw_only=True):
    """What a parcel of the product weighs and needs."""

    weight: Decimal | None = None
    dimensions: Dimensions | None = None
    shipping_class: str | None = None


class Ratings(Record, frozen=True, kw_only=True):
    """Buyers' ratings, written by the web store only."""

    average: Decimal = Decimal(0)
    count: int = 0


class Product(Record, frozen=True, kw_only=True):
    """A document of ``products``."""

    id: Id = msgspec.field(name="_id")
    name: Text
    slug: Text
    description: Text
    short_description: str | None = None
    pricing: ProductPricing
    inventory: Inventory
    category: Id
    images: tuple[ProductImage, ...] = ()
    specifications: tuple[Specification, ...] = ()
    variants: tuple[Variant, ...] = ()
    seo: Seo | None = None
    shipping: ProductShipping | None = None
    status: ProductStatus = ProductStatus.DRAFT
    vendor: Id | None = None
    ratings: Ratings = Ratings()
    tags: tuple[str, ...] = ()
    featured: bool = False
    tax_class: str = STANDARD_TAX
    pos: CounterFields = CounterFields()
    created_at: dt.datetime
    updated_at: dt.datetime

    @property
    def shelf_price(self) -> Decimal:
        """The price before promotions: the sale price where there is one, else the list price."""
        sale = self.pricing.sale_price
        return self.pricing.base_price if sale is None else sale


class Category(Record, frozen=True, kw_only=True):
    """A document of ``categories``: a department, or an aisle below one.

    Attributes:
        path: Ids from the root down to the parent.
        former_slugs: Slugs it had before, oldest first, for redirects.
    """

    id: Id = msgspec.field(name="_id")
    name: Text
    slug: Text
    parent: Id | None = None
    path: tuple[Id, ...] = ()
    image: str | None = None
    sort_order: int = 0
    is_active: bool = True
    former_slugs: tuple[str, ...] = ()
    created_at: dt.datetime
    updated_at: dt.datetime


def lineage(category: Id, find: Callable[[Id], Category | None]) -> tuple[Id, ...]:
    """Returns ``category`` and those above it, nearest first; a cycle ends where it closes.

    By ``parent``: not every writer of categories keeps ``path``.

    Args:
        category: Where to begin.
        find: Returns a category by its id, None where there is none.
    """
    line: list[Id] = []
    step: Id | None = category
    while step is not None and step not in line:
        line.append(step)
        found = find(step)
        step = None if found is None else found.parent
    return tuple(line)

"""The label templates that come with the program. Sizes are what the makers of the sheets publish.

Sources: Avery's product pages and Word templates for L7159, L7160, L7163 and L7651 (avery.co.uk, A4) and
for 5160 and 5163 (avery.com, US Letter); gaps not published follow from page, label and margins, which are
symmetrical.
"""

import datetime as dt

from b4mart_desktop.domain.contents import PriceBase
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.labels import A4, LETTER, LabelField, LabelStock, LabelTemplate, roll

_ALWAYS = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_SHELF = (
    LabelField.NAME,
    LabelField.PRICE,
    LabelField.WAS,
    LabelField.UNIT_PRICE,
    LabelField.BARCODE,
    LabelField.SKU,
)
_PRODUCT = (LabelField.NAME, LabelField.PRICE, LabelField.BARCODE)


def _sheet(
    page: tuple[float, float], grid: tuple[int, int], label: tuple[float, float], left: float, pitch_x: float
) -> LabelStock:
    """Rows touch each other on all of these sheets and stand in the middle of the page."""
    columns, rows = grid
    width, height = label
    return LabelStock(
        page_width=page[0],
        page_height=page[1],
        width=width,
        height=height,
        columns=columns,
        rows=rows,
        left=left,
        top=(page[1] - rows * height) / 2,
        pitch_x=pitch_x,
        pitch_y=height,
    )


def _template(
    number: int,
    code: str,
    name: str,
    stock: LabelStock,
    fields: tuple[LabelField, ...],
) -> LabelTemplate:
    is_us = abs(stock.page_width - LETTER[0]) < 0.1
    return LabelTemplate(
        id=Id(f"{number:024x}"),
        name=name,
        code=code,
        stock=stock,
        fields=fields,
        unit_prices=PriceBase.US if is_us else PriceBase.METRIC,
        created_at=_ALWAYS,
        updated_at=_ALWAYS,
    )


BUILT_IN = (
    _template(1, "shelf", "Shelf edge 70 × 38 mm", roll(70, 38), (*_SHELF, LabelField.DATE)),
    _template(2, "shelf-small", "Shelf edge 50 × 30 mm", roll(50, 30), _SHELF),
    _template(3, "product", "Product 40 × 25 mm", roll(40, 25), _PRODUCT),
    _template(
        4, "offer", "Offer 100 × 70 mm", roll(100, 70), (*_SHELF, LabelField.OFFER_END, LabelField.STORE)
    ),
    _template(
        5, "L7160", "L7160 · A4, 21 of 63.5 × 38.1 mm", _sheet(A4, (3, 7), (63.5, 38.1), 7.21, 66.04), _SHELF
    ),
    _template(
        6, "L7159", "L7159 · A4, 24 of 63.5 × 33.9 mm", _sheet(A4, (3, 8), (63.5, 33.9), 7.21, 66.04), _SHELF
    ),
    _template(
        7, "L7163", "L7163 · A4, 14 of 99.1 × 38.1 mm", _sheet(A4, (2, 7), (99.1, 38.1), 4.65, 101.6), _SHELF
    ),
    _template(
        8,
        "L7651",
        "L7651 · A4, 65 of 38.1 × 21.2 mm",
        _sheet(A4, (5, 13), (38.1, 21.2), 4.67, 40.64),
        _PRODUCT,
    ),
    _template(
        9,
        "5160",
        "5160 · Letter, 30 of 2⅝ × 1 in",
        _sheet(LETTER, (3, 10), (66.675, 25.4), 4.7625, 69.85),
        _PRODUCT,
    ),
    _template(
        10,
        "5163",
        "5163 · Letter, 10 of 4 × 2 in",
        _sheet(LETTER, (2, 5), (101.6, 50.8), 3.96875, 106.3625),
        _SHELF,
    ),
)
"""Every one, rolls first."""

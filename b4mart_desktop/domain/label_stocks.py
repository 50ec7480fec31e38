"""The label templates that come with the program: rolls, and the sheets that shops use most.

Sources: LibreOffice's table of labels (extras/source/labels/labels.xml: the makers' measures in 1/100 mm),
compared with gLabels' (avery-us-templates.xml, avery-iso-templates.xml, herma-iso-templates.xml). The grids
agree; margins and pitches within 0.6 mm but for four, of which LibreOffice's are taken: the top of 4780
(2.5 mm), the pitch and left edge of L7163 (1.4 and 1.3 mm), L7162 and 5160 (0.8 mm; LibreOffice's is that of
Word's template, too). L7159 is 63.5 mm wide by its maker, 64 mm in LibreOffice's table: the labels stand in
the middle of those.
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
    page: tuple[float, float], grid: tuple[int, int], label: tuple[float, float], gap: float = 0.0
) -> LabelStock:
    """Returns a sheet whose labels stand in the middle of the page, in rows that touch each other."""
    columns, rows = grid
    width, height = label
    return LabelStock(
        page_width=page[0],
        page_height=page[1],
        width=width,
        height=height,
        columns=columns,
        rows=rows,
        left=(page[0] - columns * width - (columns - 1) * gap) / 2,
        top=(page[1] - rows * height) / 2,
        pitch_x=width + gap,
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


_LARGE = (*_SHELF, LabelField.OFFER_END, LabelField.STORE)
_TINY = (LabelField.PRICE, LabelField.BARCODE)
_INCH = 25.4
_GAP = 2.54  # a tenth of an inch, on all of Avery's A4 sheets
_EIGHTH, _SIXTEENTHS = 3.175, 4.7625  # 1/8 and 3/16 inch

BUILT_IN = (
    _template(1, "shelf", "Shelf edge 70 × 38 mm", roll(70, 38), (*_SHELF, LabelField.DATE)),
    _template(2, "shelf-small", "Shelf edge 50 × 30 mm", roll(50, 30), _SHELF),
    _template(3, "product", "Product 40 × 25 mm", roll(40, 25), _PRODUCT),
    _template(4, "offer", "Offer 100 × 70 mm", roll(100, 70), _LARGE),
    _template(5, "L7160", "L7160 · A4, 21 of 63.5 × 38.1 mm", _sheet(A4, (3, 7), (63.5, 38.1), _GAP), _SHELF),
    _template(6, "L7159", "L7159 · A4, 24 of 63.5 × 33.9 mm", _sheet(A4, (3, 8), (63.5, 33.9), 3.04), _SHELF),
    _template(7, "L7163", "L7163 · A4, 14 of 99.1 × 38.1 mm", _sheet(A4, (2, 7), (99.1, 38.1), _GAP), _SHELF),
    _template(
        11, "L7161", "L7161 · A4, 18 of 63.5 × 46.6 mm", _sheet(A4, (3, 6), (63.5, 46.6), _GAP), _SHELF
    ),
    _template(
        12, "L7162", "L7162 · A4, 16 of 99.1 × 33.9 mm", _sheet(A4, (2, 8), (99.1, 33.9), _GAP), _SHELF
    ),
    _template(13, "L7173", "L7173 · A4, 10 of 99.1 × 57 mm", _sheet(A4, (2, 5), (99.1, 57.0), _GAP), _LARGE),
    _template(14, "L7165", "L7165 · A4, 8 of 99.1 × 67.7 mm", _sheet(A4, (2, 4), (99.1, 67.7), _GAP), _LARGE),
    _template(
        15, "L7654", "L7654 · A4, 40 of 45.7 × 25.4 mm", _sheet(A4, (4, 10), (45.7, 25.4), _GAP), _PRODUCT
    ),
    _template(
        8, "L7651", "L7651 · A4, 65 of 38.1 × 21.2 mm", _sheet(A4, (5, 13), (38.1, 21.2), _GAP), _PRODUCT
    ),
    _template(
        16, "3474", "3474, Herma 4464 · A4, 24 of 70 × 37 mm", _sheet(A4, (3, 8), (70.0, 37.125)), _SHELF
    ),
    _template(17, "3659", "3659 · A4, 12 of 97 × 42.3 mm", _sheet(A4, (2, 6), (97.0, 42.3)), _SHELF),
    _template(
        18, "4780", "4780, 3657 · A4, 40 of 48.5 × 25.4 mm", _sheet(A4, (4, 10), (48.5, 25.4)), _PRODUCT
    ),
    _template(
        19, "4266", "Herma 4266 · A4, 12 of 63.5 × 72 mm", _sheet(A4, (3, 4), (63.5, 72.0), _GAP), _LARGE
    ),
    _template(
        20, "4270", "Herma 4270, 3666 · A4, 65 of 38.1 × 21.2 mm", _sheet(A4, (5, 13), (38.1, 21.2)), _PRODUCT
    ),
    _template(
        9,
        "5160",
        "5160, 8160 · Letter, 30 of 2⅝ × 1 in",
        _sheet(LETTER, (3, 10), (66.675, 25.4), _EIGHTH),
        _PRODUCT,
    ),
    _template(
        21,
        "5161",
        "5161, 8161 · Letter, 20 of 4 × 1 in",
        _sheet(LETTER, (2, 10), (101.6, 25.4), _SIXTEENTHS),
        _PRODUCT,
    ),
    _template(
        22,
        "5162",
        "5162, 8162 · Letter, 14 of 4 × 1⅓ in",
        _sheet(LETTER, (2, 7), (101.6, _INCH * 4 / 3), _SIXTEENTHS),
        _SHELF,
    ),
    _template(
        10,
        "5163",
        "5163, 8163 · Letter, 10 of 4 × 2 in",
        _sheet(LETTER, (2, 5), (101.6, 50.8), _SIXTEENTHS),
        _SHELF,
    ),
    _template(
        23,
        "5164",
        "5164, 8164 · Letter, 6 of 4 × 3⅓ in",
        _sheet(LETTER, (2, 3), (101.6, _INCH * 10 / 3), _SIXTEENTHS),
        _LARGE,
    ),
    _template(
        24,
        "5167",
        "5167, 8167 · Letter, 80 of 1¾ × ½ in",
        _sheet(LETTER, (4, 20), (44.45, 12.7), 7.9375),
        _TINY,
    ),
)
"""Every one: rolls, A4, Letter."""

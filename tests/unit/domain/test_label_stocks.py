"""The sheets that come with the program beside what LibreOffice's table of labels says of them."""

import pytest

from b4mart_desktop.domain.label_stocks import BUILT_IN
from b4mart_desktop.domain.labels import A4, LETTER, LabelStock, LabelTemplate, fault_of

# Pitch x and y, width, height, left and upper edge in 1/100 mm, columns, rows.
PUBLISHED = {
    "L7159": (6654, 3386, 6400, 3386, 646, 1306, 3, 8),
    "L7160": (6604, 3810, 6350, 3810, 720, 1515, 3, 7),
    "L7161": (6604, 4656, 6350, 4656, 721, 882, 3, 6),
    "L7162": (10160, 3387, 9906, 3387, 467, 1302, 2, 8),
    "L7163": (10160, 3810, 9906, 3810, 467, 1515, 2, 7),
    "L7165": (10160, 6773, 9906, 6773, 467, 1304, 2, 4),
    "L7173": (10160, 5700, 9906, 5700, 467, 600, 2, 5),
    "L7651": (4064, 2117, 3810, 2117, 467, 1090, 5, 13),
    "L7654": (4826, 2540, 4572, 2540, 975, 2143, 4, 10),
    "3474": (7000, 3710, 7000, 3710, 0, 0, 3, 8),
    "3659": (9700, 4230, 9700, 4230, 800, 2153, 2, 6),
    "4780": (4850, 2540, 4850, 2540, 800, 2143, 4, 10),
    "4266": (6604, 7200, 6350, 7200, 721, 450, 3, 4),
    "4270": (3810, 2120, 3810, 2120, 975, 1070, 5, 13),
    "5160": (6985, 2540, 6668, 2540, 478, 1270, 3, 10),
    "5161": (10636, 2540, 10160, 2540, 396, 1270, 2, 10),
    "5162": (10636, 3387, 10160, 3387, 396, 2117, 2, 7),
    "5163": (10636, 5080, 10160, 5080, 396, 1270, 2, 5),
    "5164": (10636, 8467, 10160, 8467, 396, 1270, 2, 3),
    "5167": (5240, 1270, 4445, 1270, 714, 1270, 4, 20),
}
NEAR = 0.3  # mm: what a printer's feed varies by, anyway

sheets = pytest.mark.parametrize(
    "template", [each for each in BUILT_IN if not each.stock.is_roll], ids=lambda each: each.code
)


def middle(stock: LabelStock, cell: int) -> tuple[float, float]:
    left, top = stock.place(cell)
    return left + stock.width / 2, top + stock.height / 2


@sheets
def test_labels_stand_where_the_makers_say(template: LabelTemplate) -> None:
    assert template.code is not None
    *lengths, columns, rows = PUBLISHED[template.code]
    pitch_x, pitch_y, width, height, left, top = (length / 100 for length in lengths)
    stock = template.stock
    assert (stock.columns, stock.rows) == (columns, rows)
    assert stock.width == pytest.approx(width, abs=0.5)
    assert stock.height == pytest.approx(height, abs=0.1)
    first, last = middle(stock, 0), middle(stock, stock.per_page - 1)
    assert first == pytest.approx((left + width / 2, top + height / 2), abs=NEAR)
    right, lower = left + (columns - 1) * pitch_x, top + (rows - 1) * pitch_y
    assert last == pytest.approx((right + width / 2, lower + height / 2), abs=NEAR)


@sheets
def test_sheet_fits_its_page(template: LabelTemplate) -> None:
    stock = template.stock
    assert fault_of(stock) is None
    assert (stock.page_width, stock.page_height) in (A4, LETTER)
    assert stock.left >= 0
    assert stock.top >= 0
    assert stock.pitch_x >= stock.width
    assert f"{stock.per_page} of" in template.name


def test_templates_can_be_told_apart() -> None:
    for told in ("id", "code", "name"):
        values = [getattr(template, told) for template in BUILT_IN]
        assert len(set(values)) == len(values)

"""Labels on paper and as printers' commands: what they say, where it stands, that a reader reads it."""

import asyncio
from decimal import Decimal

import msgspec
import pytest
from reportlab.lib.units import mm

from b4mart_desktop.adapters.documents.label_press import FEW, PaperLabels
from b4mart_desktop.adapters.documents.label_typesetter import LabelTypesetter
from b4mart_desktop.adapters.documents.label_zpl import dot_of
from b4mart_desktop.domain.contents import UnitPrice
from b4mart_desktop.domain.gtin import check_digit
from b4mart_desktop.domain.label_layout import BarcodeMark, LayoutProblem, MatrixMark, TextMark
from b4mart_desktop.domain.label_stocks import BUILT_IN
from b4mart_desktop.domain.labels import LabelFacts, LabelField, LabelOrder
from tests.adapters.documents.labels import barcodes, facts, order, pages, rectangles, template, text

PRESS = PaperLabels("en_US")
CODES = ["4006381333931", "96385074", "036000291452", "10036000291459", "SKU 12-b/7"]


async def pdf(wanted: LabelOrder) -> bytes:
    layouts = PRESS.layouts([item for item, _ in wanted.items], wanted.template, "EUR")
    return await PRESS.pdf(wanted, layouts, lambda _: None)


def only(item: LabelFacts, code: str, resolution: int = 0) -> list[object]:
    (layout,) = PRESS.layouts([item], template(code), "USD", resolution)
    return list(layout.marks)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("stock", ["shelf", "L7163"])
async def test_barcode_on_paper_is_read_by_an_independent_reader(code: str, stock: str) -> None:
    ((_, seen),) = barcodes(await pdf(order(stock, (facts(code=code), 1))))
    assert seen.lstrip("0") == code.lstrip("0")


@pytest.mark.parametrize("stock", [found.code for found in BUILT_IN])
async def test_every_built_in_label_has_a_retail_barcode_that_is_read(stock: str) -> None:
    ((_, seen),) = barcodes(await pdf(order(stock, (facts(), 1))))
    assert seen == "4006381333931"


async def test_label_says_what_its_template_wants() -> None:
    said = text(await pdf(order("offer", (facts(offer_end=facts().day), 1))))
    for part in (
        "Whole Milk 1 l",
        "€1.29",
        "€1.49",
        "€1.29 / l",
        "MILK-1",
        "Corner Market",
        "until 11/23/26",
    ):
        assert part in said
    plain = text(await pdf(order("product", (facts(), 1))))
    assert "€1.29" in plain
    assert "MILK-1" not in plain


def test_weighed_goods_say_their_unit_and_small_prices_are_finer() -> None:
    weighed = only(facts(measured="kg", unit_price=None, was=None), "shelf")
    assert "$1.29 / kg" in [mark.text for mark in weighed if isinstance(mark, TextMark)]
    cents = facts(unit_price=UnitPrice(amount=Decimal("0.0213"), per=Decimal(1), unit="oz"))
    assert "0.0213 / oz" in [mark.text for mark in only(cents, "shelf") if isinstance(mark, TextMark)]


async def test_sheet_begins_where_the_used_part_ends() -> None:
    start, items = 19, [(facts(code=ean(number)), 2) for number in range(3)]
    content = await pdf(order("L7160", *items, start=start))
    assert pages(content) == 2
    assert [seen for _, seen in barcodes(content, 0)] == [ean(0), ean(0)]
    assert [seen for _, seen in barcodes(content, 1)] == [ean(1), ean(1), ean(2), ean(2)]
    stock = template("L7160").stock
    left = min(rectangle[0] for rectangle in rectangles(content, 0)[1]) / mm
    assert stock.place(19)[0] < left < stock.place(20)[0]


def ean(number: int) -> str:
    payload = f"95{number:010}"
    return payload + check_digit(payload)


@pytest.mark.parametrize("stock", [found.code for found in BUILT_IN])
@pytest.mark.parametrize(
    "item",
    [
        facts(),
        facts(
            "Extra long name of an organic whole grain sourdough bread with seeds, sliced, 750 g",
            price=Decimal("12345.67"),
        ),
        facts("Ünïcödé Żółć 漢字", code="A" * 30),
        facts("W" * 80, plu="4011", offer_end=facts().day, was=None),
    ],
    ids=["usual", "long", "odd", "wide"],
)
def test_nothing_leaves_the_label(stock: str, item: LabelFacts) -> None:
    size = template(stock).stock
    for mark in only(item, stock):
        match mark:
            case TextMark():
                assert mark.x >= 0
                assert mark.x + mark.width <= size.width + 0.01
                assert mark.size * 0.7 <= mark.baseline <= size.height
            case BarcodeMark():
                assert mark.y >= 0
                assert mark.y + mark.height <= size.height


def test_what_cannot_be_said_is_told() -> None:
    def problems(item: LabelFacts, stock: str = "product") -> tuple[LayoutProblem, ...]:
        (layout,) = PRESS.layouts([item], template(stock), "USD")
        return layout.problems

    assert problems(facts()) == ()
    assert problems(facts(code=None)) == (LayoutProblem.NO_BARCODE,)
    assert problems(facts(code="ABC-1234567890-XYZ-9876543210")) == (LayoutProblem.BARCODE_TOO_WIDE,)
    assert problems(facts(price=Decimal(0))) == (LayoutProblem.PRICE_MISSING,)
    assert problems(facts("Name " * 60)) == (LayoutProblem.NAME_CUT,)


def test_qr_code_of_the_web_address_has_its_quiet_zone() -> None:
    wanted = (LabelField.NAME, LabelField.PRICE, LabelField.QR)
    own = msgspec.structs.replace(template("L7160"), fields=wanted)
    item = facts(address="https://shop.example/products/whole-milk")
    (layout,) = PRESS.layouts([item], own, "USD")
    (matrix,) = [mark for mark in layout.marks if isinstance(mark, MatrixMark)]
    edge = len(matrix.rows) * matrix.module
    assert matrix.x + edge + 4 * matrix.module <= own.stock.width
    price = next(mark for mark in layout.marks if isinstance(mark, TextMark) and mark.text == "$1.29")
    assert price.x + price.width <= matrix.x - 4 * matrix.module + 0.01


async def test_qr_code_on_paper_is_read() -> None:
    own = msgspec.structs.replace(template("shelf"), fields=(LabelField.PRICE, LabelField.QR))
    item = facts(address="https://shop.example/products/whole-milk")
    content = await pdf(LabelOrder(template=own, items=((item, 1),)))
    ((_, seen),) = barcodes(content)
    assert seen == "https://shop.example/products/whole-milk"


@pytest.mark.parametrize("resolution", [203, 300])
def test_bars_fall_on_the_printer_s_dots(resolution: int) -> None:
    dot = dot_of(resolution)
    for code in CODES[:3]:
        (bars,) = [m for m in only(facts(code=code), "shelf", resolution) if isinstance(m, BarcodeMark)]
        for length in (bars.module, bars.x):
            assert length / dot == pytest.approx(round(length / dot), abs=1e-6)


def commands(item: LabelFacts, copies: int = 1, stock: str = "shelf") -> str:
    wanted = order(stock, (item, copies))
    layouts = PRESS.layouts([item], wanted.template, "USD", 203)
    return PRESS.commands(wanted, layouts, 203).decode()


def test_printer_s_commands_have_everything_of_the_label() -> None:
    said = commands(facts("Grüße & Co ^1"), copies=3)
    assert said.startswith("^XA^CI28^PW559^LL304^LH0,0\n")
    assert "^FDGrüße & Co _5E1^FS" in said
    assert "^FD4006381333931^FS" in said  # what people read below the bars
    assert "^B" not in said  # bars are drawn
    assert said.endswith("^PQ3\n^XZ\n")
    assert "^GB" in said  # the struck price


def test_label_that_is_not_wanted_is_not_printed() -> None:
    assert commands(facts(), copies=0) == ""


async def test_many_labels_are_drawn_in_a_process_of_their_own_and_progress_is_told() -> None:
    items = tuple((facts(code=ean(number)), 1) for number in range(FEW + 5))
    wanted = LabelOrder(template=template("L7651"), items=items)
    layouts = PRESS.layouts([item for item, _ in items], wanted.template, "USD")
    told: list[int] = []
    content = await PRESS.pdf(wanted, layouts, told.append)
    assert told == [FEW + 5] if FEW + 5 <= 65 else told[-1] == FEW + 5
    assert pages(content) == wanted.pages


async def test_cancelling_ends_the_drawing() -> None:
    items = tuple((facts(), 500) for _ in range(20))
    wanted = LabelOrder(template=template("product"), items=items)
    layouts = PRESS.layouts([item for item, _ in items], wanted.template, "USD")
    told: list[int] = []
    drawing = asyncio.ensure_future(PRESS.pdf(wanted, layouts, told.append))
    async with asyncio.timeout(30):
        while not told:  # noqa: ASYNC110 - another process tells
            await asyncio.sleep(0.02)
    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing
    assert told[-1] < wanted.count


def test_texts_are_measured_as_they_are_drawn() -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    from b4mart_desktop.domain.label_layout import Weight

    wide = LabelTypesetter().width("€1.29", Weight.BOLD, 10.0)
    assert wide == pytest.approx(stringWidth("€1.29", "B4Mart-Bold", 10.0))

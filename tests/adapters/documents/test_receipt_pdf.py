"""The receipt: what stands on it, and that it can be drawn whatever was sold."""

import asyncio
import io
import threading
from decimal import Decimal

import msgspec
import pytest
import zxingcpp
from pypdf import PdfReader

from b4mart_desktop.adapters.documents.receipt_pdf import ReceiptPdf
from b4mart_desktop.adapters.documents.strip import PAPER_WIDTH
from b4mart_desktop.domain.orders import Measure
from b4mart_desktop.domain.payments import TenderKind
from b4mart_desktop.domain.receipt import Receipt, ReceiptTax, ReceiptTender
from tests.adapters.documents.reading import picture_of_bars, texts_of
from tests.adapters.documents.sales import STORE, line, receipt


def drawn(paper: Receipt, *, copy: bool = False, language: str = "en-US") -> bytes:
    return asyncio.run(ReceiptPdf(language).pdf(paper, copy))


def test_names_store_sale_and_people() -> None:
    rows = texts_of(drawn(receipt([line()], customer="Ana Petrović")))

    assert ["Corner Market"] in rows
    assert ["Corner Market LLC"] in rows
    assert ["Oakland, CA 94607"] in rows
    assert ["Tax no. 94-1234567"] in rows
    assert ["Cashier Maria Lopez", "Register R1"] in rows
    assert ["Customer", "Ana Petrović"] in rows
    assert ["Order ORD-1795467900123-k3j9x0a2z"] in rows


def test_date_is_the_stores_own() -> None:
    (number, moment) = next(row for row in texts_of(drawn(receipt([line()]))) if row[0] == "R1-000123")

    assert number == "R1-000123"
    assert moment.replace("\u202f", " ") == "Nov 23, 2026, 1:05 PM"


def test_shows_pieces_weight_discount_and_note_below_the_name() -> None:
    rows = texts_of(
        drawn(
            receipt(
                [
                    line(
                        "Whole Milk",
                        quantity=2,
                        unit_price=Decimal("3.99"),
                        total=Decimal("7.98"),
                        discount=Decimal("1.00"),
                        promotion="Dairy week",
                        note="Cold bag",
                    ),
                    line(
                        "Apples",
                        measure=Measure(value=Decimal("0.45"), unit="kg"),
                        unit_price=Decimal("3.99"),
                        total=Decimal("1.80"),
                    ),
                    line(
                        "Cheese",
                        quantity=2,
                        measure=Measure(value=Decimal("0.2"), unit="kg"),
                        unit_price=Decimal("10"),
                        total=Decimal("4.00"),
                    ),
                ]
            )
        )
    )

    start = rows.index(["Whole Milk", "7.98"])
    assert rows[start + 1 : start + 4] == [["2 × 3.99"], ["Discount (Dairy week)", "−1.00"], ["Cold bag"]]
    assert rows[rows.index(["Apples", "1.80"]) + 1] == ["0.450 kg × 3.99/kg"]
    assert rows[rows.index(["Cheese", "4.00"]) + 1] == ["2 × 0.200 kg × 10.00/kg"]


def test_shows_a_discount_on_the_order_once_by_its_promotions_name() -> None:
    amounts = {
        "subtotal": Decimal("200.00"),
        "discount": Decimal("11.00"),
        "order_discount": Decimal("10.00"),
    }
    lines = [line("Ham", total=Decimal("200.00"), discount=Decimal("1.00"))]

    named = texts_of(drawn(receipt(lines, **amounts, order_promotion="5% off orders over $100")))
    by_staff = texts_of(drawn(receipt(lines, **amounts)))
    long = texts_of(drawn(receipt(lines, **amounts, order_promotion="Anniversary week " * 4)))

    assert named[named.index(["Ham", "200.00"]) + 1] == ["Discount", "−1.00"]
    assert named[named.index(["Discounts", "−1.00"]) + 1] == ["5% off orders over $100", "−10.00"]
    assert ["Discount on the order", "−10.00"] in by_staff
    assert ["Anniversary week Anniversary week", "−10.00"] in long


def test_marks_lines_with_their_rate_only_where_there_are_several() -> None:
    taxes = (
        ReceiptTax(rate=Decimal(2), base=Decimal("1.00"), tax=Decimal("0.02")),
        ReceiptTax(rate=Decimal("8.25"), base=Decimal("1.00"), tax=Decimal("0.08")),
    )
    lines = [line("Bread", tax_rate=Decimal(2)), line("Wine", tax_rate=Decimal("8.25"))]

    several = texts_of(drawn(receipt(lines, taxes=taxes)))
    one = texts_of(drawn(receipt(lines[:1], taxes=taxes[:1])))

    assert ["Bread", "1.00", "A"] in several
    assert ["Wine", "1.00", "B"] in several
    assert ["Tax 8.25% on 1.00", "0.08", "B"] in several
    assert ["Bread", "1.00"] in one


def test_included_tax_stands_below_the_total() -> None:
    taxes = (ReceiptTax(rate=Decimal(19), base=Decimal("1.00"), tax=Decimal("0.16")),)

    rows = texts_of(drawn(receipt([line()], taxes=taxes, tax=Decimal("0.16"), tax_included=True)))

    assert rows.index(["Includes 19% tax on 1.00", "0.16"]) > rows.index(["TOTAL", "$1.00"])


def test_shows_rounding_tenders_and_change() -> None:
    tenders = (
        ReceiptTender(kind=TenderKind.GIFT_CARD, tendered=Decimal("0.50"), change=Decimal(0)),
        ReceiptTender(kind=TenderKind.CASH, tendered=Decimal("5.00"), change=Decimal("4.45")),
    )

    rows = texts_of(
        drawn(receipt([line()], rounding=Decimal("-0.02"), total=Decimal("0.98"), tenders=tenders))
    )

    assert ["Cash rounding", "−0.02"] in rows
    assert ["Gift card", "0.50"] in rows
    assert ["Change", "$4.45"] in rows


@pytest.mark.parametrize("copy", [True, False])
def test_only_a_reprint_says_copy(copy: bool) -> None:
    assert (["COPY"] in texts_of(drawn(receipt([line()]), copy=copy))) is copy


def test_barcode_reads_back_as_the_receipt_number() -> None:
    codes = zxingcpp.read_barcodes(picture_of_bars(drawn(receipt([line()]))))

    assert [(code.text, code.format.name) for code in codes] == [("R1-000123", "Code128")]


def test_five_hundred_lines_are_one_strip() -> None:
    pdf = drawn(receipt([line(f"Product {number}") for number in range(500)]))

    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert float(page.mediabox.width) == pytest.approx(PAPER_WIDTH, abs=0.1)
    assert sum(row[0].startswith("Product ") for row in texts_of(pdf)) == 500


def test_what_is_longer_than_a_pdf_page_may_be_goes_on_to_the_next() -> None:
    pdf = drawn(receipt([line(f"Product {number}", note="with a note") for number in range(700)]))

    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 2
    assert all(page.mediabox.height <= 14_400 for page in pages)
    assert sum(row[0].startswith("Product ") for row in texts_of(pdf)) == 700


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x" * 500,
        "Σοκολάτα υγείας",
        "Чёрный шоколад",
        "Crème brûlée à l’ancienne, ½ Liter – Łódź",
        "北京烤鸭",
        "שוקולד 🍫",
        "tab\tbell\x07 and\nnew line",
    ],
)
def test_any_name_can_be_drawn(name: str) -> None:
    assert ["TOTAL", "$1.00"] in texts_of(drawn(receipt([line(name)])))


def test_names_in_latin_greek_and_cyrillic_stay_as_they_are() -> None:
    names = ["Crème brûlée Łódź", "Σοκολάτα υγείας", "Чёрный шоколад", "Cafe\u0301"]

    rows = texts_of(drawn(receipt([line(name) for name in names])))

    assert [row[0] for row in rows if row[-1] == "1.00" and len(row) == 2][:4] == [*names[:3], "Café"]


def test_letters_the_typeface_lacks_become_boxes() -> None:
    assert ["□□ Tea", "1.00"] in texts_of(drawn(receipt([line("绿茶 Tea")])))


def test_numbers_follow_language_and_currency() -> None:
    yen = receipt([line("Tee", total=Decimal(1234), unit_price=Decimal(1234))], currency="JPY")

    assert ["Tee", "1.234"] in texts_of(drawn(yen, language="de-DE"))


def test_same_sale_gives_the_same_bytes() -> None:
    paper = receipt([line()])

    assert drawn(paper) == drawn(paper)


async def test_documents_drawn_at_the_same_time_do_not_disturb_each_other() -> None:
    printer = ReceiptPdf("en-US")
    papers = [
        receipt([line(f"Ω{number} Product")], receipt_number=f"R1-{number:06d}") for number in range(12)
    ]

    pdfs = await asyncio.gather(*(printer.pdf(paper, copy=False) for paper in papers))

    assert [["Ω" in row[0] for row in texts_of(pdf)].count(True) for pdf in pdfs] == [1] * 12
    assert pdfs == [await printer.pdf(paper, copy=False) for paper in papers]


async def test_drawing_happens_off_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []
    draw = ReceiptPdf._draw

    def watched(self: ReceiptPdf, paper: Receipt, copy: bool) -> bytes:
        threads.append(threading.current_thread())
        return draw(self, paper, copy)

    monkeypatch.setattr(ReceiptPdf, "_draw", watched)
    await ReceiptPdf().pdf(receipt([line()]), copy=False)

    assert threads != [threading.main_thread()]


def test_stores_own_footer_replaces_the_thanks() -> None:
    store = msgspec.structs.replace(STORE, receipt_footer="See you\nReturns within 30 days")

    rows = texts_of(drawn(receipt([line()], store=store)))

    assert ["See you"] in rows
    assert ["Returns within 30 days"] in rows
    assert ["Thank you for shopping with us"] not in rows

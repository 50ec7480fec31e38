"""The invoice: who, what, how much, on as many pages as it takes."""

import asyncio
import io
from decimal import Decimal

import pytest
from pypdf import PdfReader

from b4mart_desktop.adapters.documents.invoice_pdf import InvoicePdf
from b4mart_desktop.domain.orders import Measure, ShippingAddress
from b4mart_desktop.domain.payments import TenderKind
from b4mart_desktop.domain.receipt import Receipt, ReceiptTax, ReceiptTender
from tests.adapters.documents.reading import rows_of, texts_of
from tests.adapters.documents.sales import line, receipt

A4_POINTS = (595.28, 841.89)


def drawn(paper: Receipt) -> bytes:
    return asyncio.run(InvoicePdf("en-US").pdf(paper))


def texts(paper: Receipt) -> set[str]:
    return {cell.text for row in rows_of(drawn(paper)) for cell in row}


def test_names_seller_buyer_and_numbers() -> None:
    said = texts(receipt([line()], customer="Ana Petrović"))

    assert {"Corner Market LLC", "1 Main Street", "Oakland, CA 94607", "Tax no. 94-1234567"} <= said
    assert {"Bill to", "Ana Petrović", "R1-000123", "ORD-1795467900123-k3j9x0a2z"} <= said


def test_walk_in_customer_is_named_as_such() -> None:
    assert "Walk-in customer" in texts(receipt([line()]))


def test_web_order_shows_address_and_shipping() -> None:
    address = ShippingAddress(
        first_name="Ana",
        last_name="Petrović",
        street="5 Lake Road",
        city="Zagreb",
        state="-",
        zip_code="10000",
        country="Croatia",
    )
    paper = receipt([line()], customer="Ana Petrović", address=address, shipping=Decimal("4.90"))

    rows = texts_of(drawn(paper))

    assert {"5 Lake Road", "Zagreb, 10000", "Croatia"} <= {text for row in rows for text in row}
    assert any(row[-2:] == ["Shipping", "4.90"] for row in rows)


def test_discount_on_the_order_stands_once_in_the_totals() -> None:
    lines = [line("Ham", total=Decimal("200.00"), discount=Decimal("1.00"))]
    promotion = "Anniversary week in all our stores"

    amounts = {"discount": Decimal("11.00"), "order_discount": Decimal("10.00")}

    endings = [row[-2:] for row in texts_of(drawn(receipt(lines, **amounts, order_promotion=promotion)))]

    assert ["Discounts", "−1.00"] in endings
    assert ["Anniversary week in all our", "−10.00"] in endings
    assert any(ending[-1] == "stores" for ending in endings)


def test_table_shows_code_quantity_price_discount_and_rate() -> None:
    lines = [
        line(
            "Whole Milk",
            sku="DAI-1",
            quantity=2,
            unit_price=Decimal("3.99"),
            total=Decimal("7.98"),
            discount=Decimal("1.00"),
            promotion="Dairy week",
            tax_rate=Decimal("8.25"),
        ),
        line("Apples", sku="FRU-1", measure=Measure(value=Decimal("0.45"), unit="kg"), tax_rate=Decimal(2)),
    ]

    rows = texts_of(drawn(receipt(lines)))

    milk = rows.index(["DAI-1", "Whole Milk", "2", "3.99", "7.98", "−1.00", "8.25%"])
    assert rows[milk + 1] == ["Discount (Dairy week)"]
    assert ["FRU-1", "Apples", "0.450 kg", "1.00/kg", "1.00", "2%"] in rows


def test_says_how_and_when_it_was_paid() -> None:
    tenders = (
        ReceiptTender(kind=TenderKind.CARD, tendered=Decimal("0.40"), change=Decimal(0)),
        ReceiptTender(kind=TenderKind.CASH, tendered=Decimal("5.00"), change=Decimal("4.40")),
    )

    rows = texts_of(drawn(receipt([line()], tenders=tenders)))

    assert ["Paid by card on November 23, 2026", "0.40"] in [row[:2] for row in rows]
    assert ["Paid in cash on November 23, 2026", "0.60"] in [row[:2] for row in rows]


def test_says_where_nothing_was_paid() -> None:
    assert "Not paid yet" in texts(receipt([line()], tenders=()))


def test_says_whether_prices_include_tax() -> None:
    taxes = (ReceiptTax(rate=Decimal(19), base=Decimal("1.00"), tax=Decimal("0.16")),)
    included = receipt([line()], taxes=taxes, tax=Decimal("0.16"), tax_included=True)

    assert {"Prices include tax.", "Tax included", "Gross"} <= texts(included)
    assert "Prices do not include tax." in texts(receipt([line()]))


def test_every_page_has_the_table_head_and_its_number() -> None:
    pdf = drawn(receipt([line(f"Product {number}", sku=f"SKU-{number}") for number in range(100)]))

    pages = PdfReader(io.BytesIO(pdf)).pages
    rows = texts_of(pdf)
    heads = [row for row in rows if row[0] == "SKU"]
    feet = [row[-1] for row in rows if row[-1].startswith("Page ")]
    assert len(pages) > 2
    assert len(heads) == len(pages)
    assert feet == [f"Page {number} of {len(pages)}" for number in range(1, len(pages) + 1)]
    assert sum(row[0].startswith("SKU-") for row in rows) == 100
    assert tuple(map(float, pages[0].mediabox[2:])) == pytest.approx(A4_POINTS, abs=0.1)


@pytest.mark.parametrize("count", range(20, 32))
def test_nothing_is_drawn_below_the_foot(count: int) -> None:
    """Where the table leaves the totals no room, they move to the next page and take the last line along."""
    pdf = drawn(receipt([line(f"Product {number}") for number in range(count)]))
    assert sum(row[0].startswith("Product ") for row in texts_of(pdf)) == count

    for page in PdfReader(io.BytesIO(pdf)).pages:
        heights: list[float] = []

        def visit(
            text: str, _: object, matrix: list[float], *__: object, into: list[float] = heights
        ) -> None:
            if text.strip():
                into.append(matrix[5])

        page.extract_text(visitor_text=visit)
        foot, *others = sorted(set(heights))
        assert others[0] - foot > 20


@pytest.mark.parametrize("name", ["", "x" * 500, "北京烤鸭", "שוקולד 🍫", "tab\tbell\x07"])
def test_any_name_can_be_drawn(name: str) -> None:
    rows = texts_of(drawn(receipt([line(name, sku=name)], customer=name or None)))

    assert any(row[-2:] == ["Total", "$1.00"] for row in rows)


def test_same_sale_gives_the_same_bytes() -> None:
    paper = receipt([line()])

    assert drawn(paper) == drawn(paper)

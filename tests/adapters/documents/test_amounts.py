"""What the two documents print is what the receipt record says, and what they print adds up."""

import asyncio
from decimal import Decimal

from hypothesis import HealthCheck, given, settings

from b4mart_desktop.adapters.documents.invoice_pdf import InvoicePdf
from b4mart_desktop.adapters.documents.receipt_pdf import ReceiptPdf
from b4mart_desktop.domain.receipt import Receipt
from tests.adapters.documents.reading import amount_of, rows_of, texts_of
from tests.adapters.documents.sales import receipts

ZERO = Decimal(0)
MIDDLE = 290.0  # points: the invoice's totals begin right of it, its taxes end left of it
ORDER_DISCOUNTS = ("Big shop", "Discount on the order")
TOTALS = ("Subtotal", "Discounts", *ORDER_DISCOUNTS, "Tax", "Cash rounding", "Total")
CAREFUL = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CAREFUL
@given(receipts())
def test_receipt_prints_all_amounts_and_they_add_up(receipt: Receipt) -> None:
    rows = texts_of(asyncio.run(ReceiptPdf("en-US").pdf(receipt, copy=False)))
    lines = [amount_of(row[1]) for row in rows if row[0].startswith("Product ")]
    discounts = [
        amount_of(row[1]) for row in rows if row[0].startswith(("Discount (",)) or row[0] == "Discount"
    ]
    taxes = [amount_of(row[1]) for row in rows if row[0].startswith(("Tax ", "Includes ")) and len(row) > 1]
    names = ("Subtotal", "Discounts", *ORDER_DISCOUNTS, "TOTAL")
    amounts = {row[0]: amount_of(row[1]) for row in rows if row[0] in names}
    off_order = sum((amounts.get(name, ZERO) for name in ORDER_DISCOUNTS), ZERO)
    rounding = sum((amount_of(row[1]) for row in rows if row[0] == "Cash rounding"), ZERO)
    tendered = [amount_of(row[1]) for row in rows if row[0] in ("Card", "Cash")]
    change = sum((amount_of(row[1]) for row in rows if row[0] == "Change"), ZERO)

    assert lines == [line.total for line in receipt.lines]
    assert discounts == [-line.discount for line in receipt.lines if line.discount]
    assert taxes == [tax.tax for tax in receipt.taxes]
    assert rounding == receipt.rounding
    assert amounts["TOTAL"] == receipt.total
    assert amounts["Subtotal"] == sum(lines, ZERO)
    assert amounts.get("Discounts", ZERO) == sum(discounts, ZERO)
    assert off_order == -receipt.order_discount
    added_tax = ZERO if receipt.tax_included else sum(taxes, ZERO)
    assert sum(lines, ZERO) + sum(discounts, ZERO) + off_order + added_tax + rounding == amounts["TOTAL"]
    assert sum(tendered, ZERO) - change == amounts["TOTAL"]


@CAREFUL
@given(receipts())
def test_invoice_prints_all_amounts_and_they_add_up(receipt: Receipt) -> None:
    rows = rows_of(asyncio.run(InvoicePdf("en-US").pdf(receipt)))
    table = [[cell.text for cell in row] for row in rows if row[0].text.startswith("SKU-")]
    lines = [amount_of(row[4]) for row in table]
    discounts = [amount_of(row[5]) for row in table if len(row) == 7]
    totals = {row[-2].text: amount_of(row[-1].text) for row in rows if len(row) > 1 and row[-2].x > MIDDLE
              and row[-2].text in TOTALS}  # fmt: skip
    left = [[cell.text for cell in row if cell.x < MIDDLE] for row in rows]
    taxes = [amount_of(texts[2]) for texts in left if len(texts) == 3 and texts[0].endswith("%")]
    paid = [amount_of(texts[1]) for texts in left if len(texts) == 2 and texts[0].startswith("Paid ")]

    assert lines == [line.total for line in receipt.lines]
    assert discounts == [-line.discount for line in receipt.lines if line.discount]
    assert taxes == [tax.tax for tax in receipt.taxes]
    assert totals["Total"] == receipt.total
    assert totals["Subtotal"] == sum(lines, ZERO)
    assert totals.get("Discounts", ZERO) == sum(discounts, ZERO)
    assert sum((totals.get(name, ZERO) for name in ORDER_DISCOUNTS), ZERO) == -receipt.order_discount
    assert totals.get("Cash rounding", ZERO) == receipt.rounding
    assert totals.get("Tax", ZERO) == (ZERO if receipt.tax_included else sum(taxes, ZERO))
    assert (
        sum(amount for name, amount in totals.items() if name not in ("Subtotal", "Total")) + sum(lines, ZERO)
        == totals["Total"]
    )
    assert sum(paid, ZERO) == totals["Total"]

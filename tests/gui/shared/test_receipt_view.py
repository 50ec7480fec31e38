"""The receipt on screen says what the record says."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import ZoneInfo

from PySide6.QtGui import QTextDocument

from b4mart_desktop.domain.receipt import Receipt
from b4mart_desktop.gui.shared.receipt_view import receipt_html
from b4mart_desktop.gui.style.formats import Formats
from tests.adapters.documents.sales import line, receipt

OFF = {"discount": Decimal("11.00"), "order_discount": Decimal("10.00")}


def rows_of(paper: Receipt) -> list[str]:
    document = QTextDocument()
    document.setHtml(receipt_html(paper, Formats("en_US", "USD", ZoneInfo("UTC"))))
    return document.toPlainText().splitlines()


def test_shows_a_discount_on_the_order_once_in_the_totals() -> None:
    lines = [line("Ham", total=Decimal("200.00"), discount=Decimal("1.00"))]

    rows = rows_of(receipt(lines, **OFF, order_promotion="5% off & more"))

    assert rows[rows.index("Ham") + 2 : rows.index("Ham") + 4] == ["Discount", "−1.00"]
    assert rows[rows.index("Discounts") + 1] == "−1.00"
    assert rows[rows.index("5% off & more") + 1] == "−10.00"


def test_names_a_discount_by_staff_on_the_order() -> None:
    rows = rows_of(receipt([line("Ham", total=Decimal("200.00"))], **OFF | {"discount": Decimal("10.00")}))

    assert rows[rows.index("Discount on the order") + 1] == "−10.00"
    assert "Discounts" not in rows

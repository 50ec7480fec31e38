"""Fonts and formats on their own: figures line up, texts fit, numbers look as the language wants them."""

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics

from b4mart_desktop.adapters.documents import fonts
from b4mart_desktop.adapters.documents.formats import Formats
from b4mart_desktop.adapters.documents.invoice_pdf import InvoicePdf
from b4mart_desktop.adapters.documents.receipt_pdf import ReceiptPdf
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from tests.adapters.documents.sales import line, receipt

WEIGHTS = (fonts.REGULAR, fonts.MEDIUM, fonts.SEMIBOLD, fonts.BOLD)


@pytest.fixture(autouse=True)
def _loaded() -> None:
    fonts.load_fonts()


@pytest.mark.parametrize("font", WEIGHTS)
def test_all_figures_are_equally_wide(font: str) -> None:
    assert len({fonts.width_of(digit, font, 10) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("font", WEIGHTS)
def test_unmeasured_short_texts_really_fit(font: str) -> None:
    for code in range(32, 127):
        text = chr(code) * 10
        assert fonts.width_of(text, font, 10) <= 110


@pytest.mark.parametrize(
    "text",
    ["one two three four", "x" * 80, "a " + "y" * 60 + " b", "short", "", "Ω" * 50, "two  spaces here"],
)
def test_wrapped_lines_fit_and_lose_nothing(text: str) -> None:
    lines = fonts.wrap(text, fonts.REGULAR, 9, 60)

    assert all(fonts.width_of(line, fonts.REGULAR, 9) <= 60 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_damaged_font_file_is_an_error_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Inter-Regular.ttf").write_bytes(b"no font")
    monkeypatch.setattr(fonts, "resource", lambda *parts: tmp_path / parts[-1])
    monkeypatch.setattr(pdfmetrics, "_fonts", {})

    with pytest.raises(AdapterError) as caught:
        fonts.load_fonts()

    assert caught.value.code is ErrorCode.DOCUMENT_FAILED
    assert caught.value.data["file"] == "Inter-Regular.ttf"


def test_amounts_have_the_currencys_digits() -> None:
    assert Formats("en", "USD", "UTC").amount(Decimal("-1234.5")) == "−1,234.50"
    assert Formats("en", "JPY", "UTC").amount(Decimal(1234)) == "1,234"
    assert Formats("en", "KWD", "UTC").amount(Decimal("1.5")) == "1.500"


def test_languages_write_numbers_their_way() -> None:
    german = Formats("de-DE", "EUR", "Europe/Berlin")

    assert german.amount(Decimal("1234.5")) == "1.234,50"
    assert german.money(Decimal(12)) == "12,00\xa0€"
    assert german.rate(Decimal("8.25")) == "8,25\xa0%"


def test_unknown_language_is_written_as_english() -> None:
    assert Formats("klingon", "USD", "UTC").money(Decimal(1)) == "$1.00"


def test_finer_prices_keep_their_digits() -> None:
    assert Formats("en", "USD", "UTC").unit_price(Decimal("1.299")) == "1.299"
    assert Formats("en", "USD", "UTC").unit_price(Decimal(2)) == "2.00"


def test_unknown_zone_is_utc_and_says_so() -> None:
    noon = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)

    assert Formats("de", "EUR", "Middle/Earth").moment(noon) == "23.11.2026, 12:00 UTC"
    assert Formats("de", "EUR", "Europe/Berlin").moment(noon) == "23.11.2026, 13:00"


def test_day_is_the_stores_own() -> None:
    night = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)

    assert Formats("en", "USD", "America/Los_Angeles").day(night) == "November 23, 2026"


@pytest.mark.parametrize("printer", [ReceiptPdf(), InvoicePdf()])
async def test_all_fonts_are_embedded(printer: ReceiptPdf | InvoicePdf) -> None:
    paper = receipt([line()])
    pdf = await (printer.pdf(paper, copy=True) if isinstance(printer, ReceiptPdf) else printer.pdf(paper))

    pages: list[Any] = list(PdfReader(io.BytesIO(pdf)).pages)
    fonts_used = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    assert len(fonts_used) == 4
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts_used)

"""A receipt on screen, as it is on paper: one narrow white strip. Amounts are the record's, as they are."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QLabel, QScrollArea, QVBoxLayout, QWidget

from b4mart_desktop.domain.money import ZERO
from b4mart_desktop.domain.payments import TenderKind
from b4mart_desktop.domain.receipt import Receipt, ReceiptLine
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import ColorRole, tokens

# Paper is white in the dark, too.
PAPER, INK, PALE = "#ffffff", "#11151c", "#5b6472"
NOTHING = "&nbsp;"  # a table that ends with an empty cell swallows what follows it
RULE = "<hr style='background-color:#c9ced6'>"


def tender_name(kind: TenderKind) -> str:
    """What a tender is called on screen."""
    names = {
        TenderKind.CASH: QCoreApplication.translate("Receipt", "Cash"),
        TenderKind.CARD: QCoreApplication.translate("Receipt", "Card"),
        TenderKind.PAYPAL: QCoreApplication.translate("Receipt", "PayPal"),
        TenderKind.BANK_TRANSFER: QCoreApplication.translate("Receipt", "Bank transfer"),
        TenderKind.GIFT_CARD: QCoreApplication.translate("Receipt", "Gift card"),
        TenderKind.STORE_CREDIT: QCoreApplication.translate("Receipt", "Store credit"),
        TenderKind.ON_ACCOUNT: QCoreApplication.translate("Receipt", "On account"),
    }
    return names[kind]


class ReceiptView(QScrollArea):
    """Shows one receipt."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._paper = QLabel()
        self._paper.setTextFormat(Qt.TextFormat.RichText)
        self._paper.setWordWrap(True)
        self._paper.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._paper.setStyleSheet(f"background: {PAPER}; color: {INK}; border-radius: 4px; padding: 18px;")
        self._paper.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._paper.setAccessibleName(QCoreApplication.translate("Receipt", "Receipt"))
        self._paper.setGraphicsEffect(_shadow(self._paper))
        holder = QWidget()
        holder.setProperty("kind", "clear")
        column = QVBoxLayout(holder)
        margin = tokens().space.lg
        column.setContentsMargins(margin, margin, margin, margin)
        column.addWidget(self._paper)
        column.addStretch()
        self.setProperty("kind", "sunken")
        self.viewport().setAutoFillBackground(False)
        self.setWidget(holder)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_receipt(self, receipt: Receipt) -> None:
        """Shows ``receipt`` from its top."""
        self._paper.setText(receipt_html(receipt, self._formats))
        self.verticalScrollBar().setValue(0)

    def clear(self) -> None:
        """Shows empty paper."""
        self._paper.clear()


def _shadow(paper: QWidget) -> QGraphicsDropShadowEffect:
    effect = QGraphicsDropShadowEffect(paper)
    effect.setBlurRadius(tokens().space.xl)
    effect.setOffset(0, tokens().space.xs)
    effect.setColor(tokens().color(ColorRole.SHADOW))
    return effect


def receipt_html(receipt: Receipt, formats: Formats) -> str:
    """Returns the receipt as the rich text that Qt draws."""
    store = receipt.store
    head = [f"<b style='font-size:17px'>{escape(store.name)}</b>", escape(store.address.street)]
    head.append(escape(f"{store.address.city} {store.address.zip_code}"))
    facts = f"{formats.date_time(receipt.sold_at)} · {escape(receipt.cashier)}"
    parts = [
        f"<p align='center'>{'<br>'.join(head)}</p>",
        f"<p align='center' style='color:{PALE}'>{facts}<br>{escape(receipt.receipt_number)}</p>",
        RULE,
        _rows([row for line in receipt.lines for row in _line_rows(line, formats)]),
        RULE,
        _rows(_total_rows(receipt, formats)),
    ]
    if store.receipt_footer:
        parts.append(f"<p align='center' style='color:{PALE}'>{escape(store.receipt_footer)}</p>")
    return "".join(parts)


def _line_rows(line: ReceiptLine, formats: Formats) -> list[tuple[str, str]]:
    rows = [(escape(line.name), formats.amount(line.total))]
    unit = formats.amount(line.unit_price)
    if line.measure is not None:
        measure = formats.quantity(line.measure.value, line.measure.unit)
        rows.append((_pale(f"{measure} × {unit}/{escape(line.measure.unit)}"), ""))
    elif line.quantity > 1:
        rows.append((_pale(f"{line.quantity} × {unit}"), ""))
    if line.discount:
        name = escape(line.promotion or QCoreApplication.translate("Receipt", "Discount"))
        rows.append((_pale(name), _pale(formats.amount(-line.discount))))
    if line.note:
        rows.append((_pale(escape(line.note)), ""))
    return rows


def _total_rows(receipt: Receipt, formats: Formats) -> list[tuple[str, str]]:
    amount = formats.amount
    rows = [(QCoreApplication.translate("Receipt", "Subtotal"), amount(receipt.subtotal))]
    if receipt.line_discount:
        rows.append((QCoreApplication.translate("Receipt", "Discounts"), amount(-receipt.line_discount)))
    if receipt.order_discount:
        name = receipt.order_promotion or QCoreApplication.translate("Receipt", "Discount on the order")
        rows.append((escape(name), amount(-receipt.order_discount)))
    tax_name = QCoreApplication.translate("Receipt", "Tax {rate}")
    if receipt.tax_included:
        tax_name = QCoreApplication.translate("Receipt", "of which tax {rate}")
    rows += [
        (tax_name.format(rate=formats.percent(tax.rate / 100)), amount(tax.tax)) for tax in receipt.taxes
    ]
    if receipt.rounding:
        rows.append((QCoreApplication.translate("Receipt", "Cash rounding"), amount(receipt.rounding)))
    total = QCoreApplication.translate("Receipt", "Total")
    rows.append((_big(total), _big(formats.money(receipt.total))))
    rows += [(tender_name(tender.kind), amount(tender.tendered)) for tender in receipt.tenders]
    if receipt.change > ZERO:
        rows.append((QCoreApplication.translate("Receipt", "Change"), amount(receipt.change)))
    return rows


def _rows(rows: list[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><td>{name}</td><td align='right' style='white-space:nowrap'>{value or NOTHING}</td></tr>"
        for name, value in rows
    )
    return f"<table width='100%' cellspacing='0' cellpadding='2'>{cells}</table>"


def _pale(text: str) -> str:
    return f"<span style='color:{PALE}'>{text}</span>"


def _big(text: str) -> str:
    return f"<b style='font-size:17px'>{text}</b>"

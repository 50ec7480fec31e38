"""Every text that documents print of their own accord, in English; a translation passes another instance.

Texts of the sale (names, notes, footers) come with the receipt. Braces are filled by ``str.format``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from b4mart_desktop.domain.payments import TenderKind


def _tenders() -> Mapping[TenderKind, str]:
    return {
        TenderKind.CASH: "Cash",
        TenderKind.CARD: "Card",
        TenderKind.PAYPAL: "PayPal",
        TenderKind.BANK_TRANSFER: "Bank transfer",
        TenderKind.GIFT_CARD: "Gift card",
        TenderKind.STORE_CREDIT: "Store credit",
        TenderKind.ON_ACCOUNT: "On account",
    }


def _payments() -> Mapping[TenderKind, str]:
    return {
        TenderKind.CASH: "Paid in cash on {date}",
        TenderKind.CARD: "Paid by card on {date}",
        TenderKind.PAYPAL: "Paid by PayPal on {date}",
        TenderKind.BANK_TRANSFER: "Paid by bank transfer on {date}",
        TenderKind.GIFT_CARD: "Paid by gift card on {date}",
        TenderKind.STORE_CREDIT: "Paid by store credit on {date}",
        TenderKind.ON_ACCOUNT: "Charged to account on {date}",
    }


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The texts of receipts and invoices."""

    # Both
    tax_number: str = "Tax no. {number}"
    subtotal: str = "Subtotal"
    discount: str = "Discount"
    promotion: str = "Discount ({name})"
    discounts: str = "Discounts"
    order_discount: str = "Discount on the order"
    shipping: str = "Shipping"
    tax: str = "Tax {rate} on {base}"
    included_tax: str = "Includes {rate} tax on {base}"
    rounding: str = "Cash rounding"
    total: str = "Total"
    order: str = "Order"
    cashier: str = "Cashier"
    register: str = "Register"
    customer: str = "Customer"
    each: str = "{quantity} × {price}"
    weighed: str = "{measure} × {price}/{unit}"
    weighed_pieces: str = "{quantity} × {measure} × {price}/{unit}"

    # Receipt
    receipt: str = "Receipt"
    copy: str = "COPY"
    items: str = "Items"
    change: str = "Change"
    thanks: str = "Thank you for shopping with us"
    tenders: Mapping[TenderKind, str] = field(default_factory=_tenders)

    # Invoice
    invoice: str = "Invoice"
    invoice_number: str = "Invoice no."
    sold_on: str = "Date of supply"
    bill_to: str = "Bill to"
    walk_in: str = "Walk-in customer"
    sku: str = "SKU"
    item: str = "Item"
    quantity: str = "Qty"
    unit_price: str = "Unit price"
    amount: str = "Amount"
    tax_rate: str = "Tax"
    tax_summary: str = "Tax summary"
    taxed_amount: str = "Taxable"
    taxed_gross: str = "Gross"
    tax_excluded_note: str = "Prices do not include tax."
    tax_included_note: str = "Prices include tax."
    all_tax: str = "Tax"
    all_included_tax: str = "Tax included"
    payments: Mapping[TenderKind, str] = field(default_factory=_payments)
    unpaid: str = "Not paid yet"
    page: str = "Page {page} of {pages}"

"""The sums under a cart's lines, written the same on every screen that has them. Adds nothing up."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel

from b4mart_desktop.domain.priced_cart import PricedCart
from b4mart_desktop.gui.style.formats import Formats


class TotalsForm(Protocol):
    """The labels that a form with sums has."""

    subtotal_label: QLabel
    saved_caption: QLabel
    saved_label: QLabel
    tax_caption: QLabel
    tax_label: QLabel
    total_label: QLabel


def show_totals(form: TotalsForm, cart: PricedCart, formats: Formats) -> None:
    """Writes subtotal, discounts if there are any, tax and total of ``cart``."""
    form.subtotal_label.setText(formats.money(cart.subtotal))
    form.saved_caption.setText(_saved_name(cart))
    form.saved_label.setText(formats.money(-cart.discount))
    for widget in (form.saved_caption, form.saved_label):
        widget.setVisible(bool(cart.discount))
    included = QCoreApplication.translate("Totals", "Tax included")
    form.tax_caption.setText(included if cart.tax_included else QCoreApplication.translate("Totals", "Tax"))
    form.tax_label.setText(formats.money(cart.tax))
    form.total_label.setText(formats.money(cart.total))


def _saved_name(cart: PricedCart) -> str:
    name = QCoreApplication.translate("Totals", "Discounts")
    return f"{name} · {cart.order_promotion}" if cart.order_promotion else name

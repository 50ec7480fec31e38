"""Codes that a shop gives out itself: barcodes for goods that came without one, and SKUs."""

import secrets

from b4mart_desktop.domain.gtin import check_digit, normal_form

_OWN_PREFIX = "04"
_FREE_DIGITS = 10
_SKU_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_SKU_LENGTH = 6


def in_store_barcode() -> str:
    """Returns a new barcode for use inside a company only, in its normal form.

    Prefix 04, since 02 and 20 to 29 may mean a weight or price label. Source: GS1 General Specifications,
    figure 1.4.2-1 (restricted circulation numbers within a company).
    """
    payload = _OWN_PREFIX + "".join(secrets.choice("0123456789") for _ in range(_FREE_DIGITS))
    return normal_form(payload + check_digit(payload))


def own_sku() -> str:
    """Returns a new SKU without the letters and digits that people mix up."""
    return "".join(secrets.choice(_SKU_ALPHABET) for _ in range(_SKU_LENGTH))

"""Reads one pasted line of code, price and quantity. Looks nothing up."""

import re
from decimal import Decimal, InvalidOperation

import msgspec

_MARKS = re.compile(r"[\t;|]")
_SPACES = re.compile(r"\s+")
_NOT_OF_A_NUMBER = re.compile(r"[^\d.,\-]")
_ONE = Decimal(1)


class PastedLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a line says.

    Attributes:
        number: Which line, from 1.
        code: A SKU or barcode, as it was pasted.
        price: None where there is none that can be read.
        quantity: From how much of the product on the price holds.
        matches: How many products have that code.
    """

    number: int
    text: str
    code: str
    price: Decimal | None = None
    quantity: Decimal = _ONE
    matches: int = 0


def read_line(number: int, text: str, digits: int) -> PastedLine:
    """Returns what a line says: the code first, then the price, then perhaps the quantity.

    Args:
        number: Which line it is.
        text: Separated by tabs, semicolons, commas with a space, or spaces.
        digits: How many decimals a price may have.
    """
    parts = [part.strip() for part in _split(text.strip())]
    code, rest = parts[0], [part for part in parts[1:] if part]
    price = _amount(rest[0], digits) if rest else None
    quantity = _amount(rest[1], 3) if len(rest) > 1 else _ONE
    if quantity is None or quantity <= 0:
        price, quantity = None, _ONE
    return PastedLine(number=number, text=text.strip(), code=code, price=price, quantity=quantity)


def _split(text: str) -> list[str]:
    if _MARKS.search(text):
        return _MARKS.split(text)
    return text.split(", ") if ", " in text else _SPACES.split(text)


def _amount(text: str, digits: int) -> Decimal | None:
    """A number with comma or point before its decimals and perhaps a currency's sign around it."""
    bare = _NOT_OF_A_NUMBER.sub("", text)
    decimals = max(bare.rfind("."), bare.rfind(","))
    if decimals >= 0:
        whole = bare[:decimals].replace(".", "").replace(",", "")
        bare = f"{whole}.{bare[decimals + 1 :]}"
    try:
        amount = Decimal(bare)
    except InvalidOperation:
        return None
    exponent = amount.as_tuple().exponent
    too_fine = isinstance(exponent, int) and -exponent > digits
    return None if amount < 0 or too_fine else amount

"""Global trade item numbers: check digits, the one stored form, UPC-E. Decoding scans belongs to an adapter.

Source of the rules: GS1 General Specifications, sections 7.9.1 (check digit), 7.9.2-7.9.4 (price and
weight check digits), 3.2 (GTINs right-aligned in 14 digits) and 5.2.2.4.2 (UPC-E).
"""

import enum
import unicodedata

LENGTHS = (8, 12, 13, 14)
_UPC_E_LENGTH = 8
_LONGEST_PRINTED = 64  # 14 digits and what is between them


class GtinFault(enum.StrEnum):
    """Why a text is not a GTIN."""

    NOT_DIGITS = "not_digits"
    WRONG_LENGTH = "wrong_length"
    CHECK_DIGIT = "check_digit"


def check_digit(payload: str) -> str:
    """Returns the check digit that follows the digits ``payload``: weights 3, 1, 3 … from the right."""
    total = 3 * sum(map(int, payload[::-2])) + sum(map(int, payload[-2::-2]))
    return str(-total % 10)


def fault(code: str) -> GtinFault | None:
    """Returns what is wrong with ``code`` as a GTIN-8, -12, -13 or -14; None where nothing is."""
    if not (code.isascii() and code.isdigit()):
        return GtinFault.NOT_DIGITS
    if len(code) not in LENGTHS:
        return GtinFault.WRONG_LENGTH
    return None if check_digit(code[:-1]) == code[-1] else GtinFault.CHECK_DIGIT


def as_printed(text: str) -> str | None:
    """Returns the GTIN that ``text`` writes as people read it off a package; None where it writes none.

    Under the bars digits stand in groups ("9 520000 306953", "978-0-14-103614-4"); keyboards of many
    languages have digits and dashes of their own.
    """
    if len(text) > _LONGEST_PRINTED:
        return None
    digits: list[str] = []
    for char in unicodedata.normalize("NFKC", text):
        if char.isdecimal():
            digits.append(str(unicodedata.decimal(char)))
        elif not (char.isspace() or unicodedata.category(char) == "Pd" or char == "\N{MINUS SIGN}"):
            return None
    code = "".join(digits)
    return code if fault(code) is None else None


def normal_form(code: str) -> str:
    """Returns the one form in which a GTIN is stored: 8 digits, else 13, else 14, whichever first holds it.

    '00012345678905', '0012345678905' and '012345678905' are one number and become '0012345678905';
    '0000096385074' becomes the GTIN-8 '96385074' that its symbol shows.

    Raises:
        ValueError: ``code`` is no GTIN.
    """
    found = fault(code)
    if found is not None:
        raise ValueError(f"{code!r} is no GTIN: {found}")
    digits = code.lstrip("0")
    for length in (8, 13):
        if len(digits) <= length:
            return digits.rjust(length, "0")
    return digits.rjust(14, "0")


def forms(code: str) -> tuple[str, ...]:
    """Returns every text under which the same GTIN may be stored or scanned, its normal form first.

    Raises:
        ValueError: ``code`` is no GTIN.
    """
    normal = normal_form(code)
    digits = normal.lstrip("0")
    return normal, *(digits.rjust(n, "0") for n in LENGTHS if len(digits) <= n and n != len(normal))


def expand_upc_e(code: str) -> str | None:
    """Returns the GTIN-12 that an 8-digit UPC-E stands for, or None where ``code`` is no UPC-E.

    The last digit before the check digit says where the zeros were left out.
    """
    if not (len(code) == _UPC_E_LENGTH and code.isascii() and code.isdigit() and code[0] in "01"):
        return None
    system, body, rule, check = code[0], code[1:6], code[6], code[7]
    if rule in "012":
        payload = f"{system}{body[:2]}{rule}0000{body[2:]}"
    elif rule == "3":
        payload = f"{system}{body[:3]}00000{body[3:]}"
    elif rule == "4":
        payload = f"{system}{body[:4]}00000{body[4]}"
    else:
        payload = f"{system}{body}0000{rule}"
    return payload + check if check_digit(payload) == check else None


# The weights of section 7.9.2: what each digit counts at a position marked 2-, 3, 5+ and 5-.
_TWO_MINUS = (0, 2, 4, 6, 8, 9, 1, 3, 5, 7)
_THREE = (0, 3, 6, 9, 2, 5, 8, 1, 4, 7)
_FIVE_PLUS = (0, 5, 1, 6, 2, 7, 3, 8, 4, 9)
_FIVE_MINUS = (0, 5, 9, 4, 8, 3, 7, 2, 6, 1)
_POSITIONS = {
    4: (_TWO_MINUS, _TWO_MINUS, _THREE, _FIVE_MINUS),
    5: (_FIVE_PLUS, _TWO_MINUS, _FIVE_MINUS, _FIVE_PLUS, _TWO_MINUS),
}
VALUE_LENGTHS = tuple(_POSITIONS)
"""How many digits a price or weight may have that has a check digit of its own."""


def measure_check_digit(value: str) -> str:
    """Returns the inner check digit of a price or weight field of four or five digits of a label.

    Raises:
        ValueError: ``value`` has another number of digits.
    """
    if len(value) not in _POSITIONS:
        raise ValueError(f"a value with a check digit has 4 or 5 digits, not {value!r}")
    positions = _POSITIONS[len(value)]
    total = sum(weights[int(digit)] for weights, digit in zip(positions, value, strict=True))
    # 7.9.3 for four digits, 7.9.4 for five
    return str(total * 3 % 10) if len(value) == min(VALUE_LENGTHS) else str(_FIVE_MINUS.index(-total % 10))

"""Linear barcodes as modules: which of them are bars. Drawing them belongs elsewhere.

Sources: GS1 General Specifications 5.2 (EAN/UPC), 5.3 (ITF-14) and 5.4 with ISO/IEC 15417 (Code 128).
"""

import enum
import functools
from collections.abc import Iterator

from b4mart_desktop.domain.gtin import fault


class Symbology(enum.StrEnum):
    """A kind of barcode."""

    EAN_13 = "ean_13"
    EAN_8 = "ean_8"
    UPC_A = "upc_a"
    ITF_14 = "itf_14"
    CODE_128 = "code_128"


QUIET_ZONES = {
    Symbology.EAN_13: (11, 7),
    Symbology.EAN_8: (7, 7),
    Symbology.UPC_A: (9, 9),
    Symbology.ITF_14: (10, 10),
    Symbology.CODE_128: (10, 10),
}
"""Modules that stay white before and behind the bars."""

_BY_LENGTH = {13: Symbology.EAN_13, 8: Symbology.EAN_8, 12: Symbology.UPC_A, 14: Symbology.ITF_14}
_SPACE, _TILDE = 32, 126

# EAN/UPC: a digit's seven modules at the left with odd parity; the others follow from them.
_ODD_TABLE = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011"
_ODD = _ODD_TABLE.split()
_RIGHT = tuple(code.translate(str.maketrans("01", "10")) for code in _ODD)
_EVEN = tuple(code[::-1] for code in _RIGHT)
# Which of the six left digits have even parity tells the first digit of an EAN-13.
_PARITIES_TABLE = "OOOOOO OOEOEE OOEEOE OOEEEO OEOOEE OEEOOE OEEEOO OEOEOE OEOEEO OEEOEO"
_PARITIES = _PARITIES_TABLE.split()

# ITF: which two of five elements are wide.
_WIDE_TABLE = "nnwwn wnnnw nwnnw wwnnn nnwnw wnwnn nwwnn nnnww wnnwn nwnwn"
_WIDE = _WIDE_TABLE.split()
_ITF_WIDTHS = {"n": 1, "w": 3}  # 2.25 to 3 are allowed

# Code 128: the widths of bar, space, bar, space, bar, space of each value.
_WIDTHS = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231
113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211
212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131
113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211
241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141
214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214
211232
"""
_CODE_128 = _WIDTHS.split()
_STOP = "2331112"
_START_B, _START_C, _TO_C, _TO_B = 104, 105, 99, 100
_MODULUS = 103
_PAIRS_WORTH_CHANGING = 4


def symbology_of(code: str) -> Symbology | None:
    """Returns how ``code`` is printed: a GTIN by its length, other plain texts as Code 128; None for none."""
    if fault(code) is None:
        return _BY_LENGTH[len(code)]
    printable = code and all(_SPACE <= ord(char) <= _TILDE for char in code)
    return Symbology.CODE_128 if printable else None


@functools.lru_cache(maxsize=1024)
def modules(code: str, symbology: Symbology) -> str:
    """Returns the modules of ``code``, without quiet zones: ``1`` where there is a bar.

    Raises:
        ValueError: The symbology cannot hold the code.
    """
    if symbology is Symbology.CODE_128:
        return _code_128(code)
    if fault(code) is not None or _BY_LENGTH[len(code)] is not symbology:
        raise ValueError(f"{code!r} is no {symbology}")
    match symbology:
        case Symbology.EAN_8:
            return f"101{_odd(code[:4])}01010{_right(code[4:])}101"
        case Symbology.UPC_A:
            return _ean_13(f"0{code}")
        case Symbology.ITF_14:
            return _itf(code)
        case _:
            return _ean_13(code)


def _odd(digits: str) -> str:
    return "".join(_ODD[int(digit)] for digit in digits)


def _right(digits: str) -> str:
    return "".join(_RIGHT[int(digit)] for digit in digits)


def _ean_13(code: str) -> str:
    parities = zip(code[1:7], _PARITIES[int(code[0])], strict=True)
    left = "".join((_ODD if parity == "O" else _EVEN)[int(digit)] for digit, parity in parities)
    return f"101{left}01010{_right(code[7:])}101"


def _itf(code: str) -> str:
    parts = ["1010"]
    for bar, space in zip(code[::2], code[1::2], strict=True):
        for wide_bar, wide_space in zip(_WIDE[int(bar)], _WIDE[int(space)], strict=True):
            parts.append("1" * _ITF_WIDTHS[wide_bar] + "0" * _ITF_WIDTHS[wide_space])
    return "".join([*parts, "1" * _ITF_WIDTHS["w"], "01"])


def _code_128(text: str) -> str:
    if symbology_of(text) is None:
        raise ValueError(f"{text!r} is no {Symbology.CODE_128}")
    values = list(_values(text))
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % _MODULUS
    widths = "".join(_CODE_128[value] for value in [*values, check]) + _STOP
    return "".join(("1", "0")[place % 2] * int(width) for place, width in enumerate(widths))


def _values(text: str) -> Iterator[int]:
    """Yields the values of ``text``: digits in pairs where enough of them stand together."""
    in_pairs = _digits_at(text, 0) >= min(_PAIRS_WORTH_CHANGING, max(len(text), 2))
    yield _START_C if in_pairs else _START_B
    place = 0
    while place < len(text):
        run = _digits_at(text, place)
        if in_pairs and run >= 2:
            yield int(text[place : place + 2])
            place += 2
        elif in_pairs:
            in_pairs = False
            yield _TO_B
        elif run >= _PAIRS_WORTH_CHANGING and (run % 2 == 0):
            in_pairs = True
            yield _TO_C
        else:
            yield ord(text[place]) - _SPACE
            place += 1


def _digits_at(text: str, place: int) -> int:
    end = place
    while end < len(text) and text[end].isdigit():
        end += 1
    return end - place

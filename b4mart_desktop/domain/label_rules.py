"""Labels of the shop's own scales: which digits mean what. Scanners and screens are elsewhere.

A pattern has a sign for each digit of the code, blanks apart: a digit stands for itself, ``I`` for the item
number, ``V`` for the value, ``C`` for the check digit of the value, ``X`` for what means nothing, ``K`` for
the check digit of the whole. Sources: GS1 General Specifications, 2.1.12 (numbers of restricted circulation)
and 7.9 (check digits).
"""

import enum
import functools
import itertools
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.gtin import VALUE_LENGTHS, check_digit, measure_check_digit
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import Record, Text

SHORTEST, LONGEST = 8, 20
MOST_DECIMALS = 4
_EAN, _UPC = 13, 12
_GRAMS = Decimal("0.001")
_ONE_RUN = ("I", "V", "C", "K")


class LabelUnit(enum.StrEnum):
    """What the value of a label is."""

    PRICE = "price"
    KILOGRAMS = "kg"
    GRAMS = "g"
    POUNDS = "lb"
    COUNT = "count"


class Part(enum.StrEnum):
    """What a digit of a label is there for; the values are the pattern's signs."""

    FIXED = "0"
    ITEM = "I"
    VALUE = "V"
    INNER_CHECK = "C"
    ANY = "X"
    CHECK = "K"


class PatternFault(enum.StrEnum):
    """Why a pattern can decode nothing."""

    ODD_SIGN = "odd_sign"
    LENGTH = "length"
    NO_PREFIX = "no_prefix"
    """It must begin with a digit, or it would take every code for a label."""
    NO_ITEM = "no_item"
    NO_VALUE = "no_value"
    SCATTERED = "scattered"
    """The digits of an item number, or of a value, stand together."""
    CHECK_NOT_LAST = "check_not_last"
    INNER_CHECK_LENGTH = "inner_check_length"
    """The check digit of a value is defined for four and for five digits only."""


class LabelSample(Record, frozen=True, kw_only=True):
    """A label kept with its rule as a test of it.

    Attributes:
        code: As it was scanned.
        item: The item number it has.
        value: What it says, in the rule's unit.
    """

    code: Text
    item: Text
    value: Decimal


class LabelRule(Record, frozen=True, kw_only=True):
    """How one kind of label is laid out.

    Attributes:
        pattern: A sign for each digit; blanks are for the eye.
        unit: What the value is.
        decimals: How many digits of the value are behind the decimal point.
        active: Whether scans are read by it.
        samples: Labels that it must read rightly.
    """

    id: Id
    name: Text
    pattern: Text
    unit: LabelUnit
    decimals: int = 0
    active: bool = True
    samples: tuple[LabelSample, ...] = ()


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """Digits of a code that belong together.

    Attributes:
        expected: What they should be, where they are wrong.
    """

    part: Part
    digits: str
    expected: str | None = None


class LabelReading(msgspec.Struct, frozen=True, kw_only=True):
    """A code taken apart by a rule.

    Attributes:
        pieces: All digits in order; empty where the code is not as long as the pattern.
        item: The item number's digits.
        value: In the rule's unit; zero where the code is the goods' own number, without a value.
    """

    rule: LabelRule
    pieces: tuple[Piece, ...]
    item: str = ""
    value: Decimal = Decimal(0)

    @property
    def fits(self) -> bool:
        """Whether the code is such a label: as long, begun so, and with the right check digits."""
        return bool(self.pieces) and all(piece.expected is None for piece in self.pieces)

    @property
    def carries_value(self) -> bool:
        """Whether it is a label that says something."""
        return self.fits and self.value > 0

    @property
    def kilograms(self) -> Decimal | None:
        """The weight in kilograms where it is one in metric units."""
        match self.rule.unit:
            case LabelUnit.KILOGRAMS:
                return self.value
            case LabelUnit.GRAMS:
                return self.value * _GRAMS
            case _:
                return None


def signs(pattern: str) -> str:
    """Returns the pattern's signs without what is for the eye, in capitals."""
    return "".join(pattern.split()).upper()


@functools.lru_cache
def pattern_fault(pattern: str) -> PatternFault | None:
    """Returns why ``pattern`` can decode nothing; None where it can."""
    plain = signs(pattern)
    if any(not (sign.isascii() and (sign.isdigit() or sign in "IVCXK")) for sign in plain):
        return PatternFault.ODD_SIGN
    if not SHORTEST <= len(plain) <= LONGEST:
        return PatternFault.LENGTH
    if not plain[0].isdigit():
        return PatternFault.NO_PREFIX
    return _fault_of_parts(plain)


def _fault_of_parts(plain: str) -> PatternFault | None:
    runs = [sign for sign, _ in itertools.groupby(plain)]
    if "I" not in plain:
        return PatternFault.NO_ITEM
    if "V" not in plain:
        return PatternFault.NO_VALUE
    if "K" in plain and plain.index("K") != len(plain) - 1:
        return PatternFault.CHECK_NOT_LAST
    if any(runs.count(sign) > 1 for sign in _ONE_RUN) or plain.count("C") > 1:
        return PatternFault.SCATTERED
    if "C" in plain and plain.count("V") not in VALUE_LENGTHS:
        return PatternFault.INNER_CHECK_LENGTH
    return None


def dissect(rule: LabelRule, code: str) -> LabelReading:
    """Returns ``code`` taken apart by ``rule``, also where it is none of its labels: then pieces say why.

    A UPC-A and the EAN-13 that scanners make of it by a leading zero are the same.

    Raises:
        ValueError: The rule's pattern has a fault.
    """
    if pattern_fault(rule.pattern) is not None:
        raise ValueError(rule.pattern)
    plain = signs(rule.pattern)
    digits = _as_long_as(code, len(plain))
    if digits is None:
        return LabelReading(rule=rule, pieces=())
    value = _taken(plain, digits, "V")
    wanted = _expected(plain, digits, value)
    return LabelReading(
        rule=rule,
        pieces=tuple(_pieces(plain, digits, wanted)),
        item=_taken(plain, digits, "I"),
        value=Decimal(value).scaleb(-rule.decimals),
    )


def read(rules: Iterable[LabelRule], code: str) -> LabelReading | None:
    """Returns what the first active rule says that ``code`` fits; None where it fits none."""
    for rule in rules:
        if rule.active and pattern_fault(rule.pattern) is None:
            reading = dissect(rule, code)
            if reading.carries_value:
                return reading
    return None


def without_value(rule: LabelRule, code: str) -> str:
    """Returns the label's number with a value of zero, under which shops store the goods.

    Raises:
        ValueError: The code is not as long as the pattern.
    """
    plain = signs(rule.pattern)
    digits = _as_long_as(code, len(plain))
    if digits is None:
        raise ValueError(code)
    zeroed = "".join("0" if sign == "V" else digit for sign, digit in zip(plain, digits, strict=True))
    return _expected(plain, zeroed, _taken(plain, zeroed, "V"))


def encode(rule: LabelRule, item: str, value: Decimal) -> str:
    """Returns the label that says ``value`` of ``item``: what a scale would print.

    Raises:
        ValueError: The item number or the value has more digits than the pattern has room for.
    """
    plain = signs(rule.pattern)
    number = str(int(value.scaleb(rule.decimals)))
    filled = {"I": iter(item.rjust(plain.count("I"), "0")), "V": iter(number.rjust(plain.count("V"), "0"))}
    if len(item) > plain.count("I") or len(number) > plain.count("V"):
        raise ValueError((item, value))
    digits = "".join(
        next(filled[sign]) if sign in filled else sign if sign.isdigit() else "0" for sign in plain
    )
    return _expected(plain, digits, _taken(plain, digits, "V"))


class Clash(enum.StrEnum):
    """How a rule stands to one before it."""

    OVERLAPS = "overlaps"
    """Some codes fit both; the one before reads them."""
    HIDDEN = "hidden"
    """Every code that fits it fits the one before, so that it never reads any."""


def clash(rule: LabelRule, before: LabelRule) -> Clash | None:
    """Returns whether ``before`` takes codes from ``rule``, as far as fixed digits and length tell."""
    mine, theirs = _full_length(rule.pattern), _full_length(before.pattern)
    if len(mine) != len(theirs):
        return None
    pairs = list(zip(mine, theirs, strict=True))
    if any(a.isdigit() and b.isdigit() and a != b for a, b in pairs):
        return None
    hidden = all(a == b for a, b in pairs if b.isdigit()) and "C" not in theirs
    return Clash.HIDDEN if hidden else Clash.OVERLAPS


def fixed_beginning(rule: LabelRule) -> str:
    """Returns the digits every such label begins with."""
    return "".join(itertools.takewhile(str.isdigit, signs(rule.pattern)))


def sample_holds(rules: Sequence[LabelRule], rule: LabelRule, sample: LabelSample) -> bool:
    """Whether the shop's ``rules`` read ``sample`` by ``rule``, and as it was when it was kept."""
    reading = read(rules, sample.code) if rule.active else dissect(rule, sample.code)
    if reading is None or reading.rule.id != rule.id or not reading.fits:
        return False
    return (reading.item, reading.value) == (sample.item, sample.value)


def _as_long_as(code: str, length: int) -> str | None:
    if not (code.isascii() and code.isdigit()):
        return None
    if (len(code), length) == (_UPC, _EAN):
        return f"0{code}"
    if (len(code), length) == (_EAN, _UPC) and code[0] == "0":
        return code[1:]
    return code if len(code) == length else None


def _full_length(pattern: str) -> str:
    plain = signs(pattern)
    return f"0{plain}" if len(plain) == _UPC else plain


def _taken(plain: str, digits: str, wanted: str) -> str:
    return "".join(digit for sign, digit in zip(plain, digits, strict=True) if sign == wanted)


def _expected(plain: str, digits: str, value: str) -> str:
    """The code as it should be: the pattern's own digits, and the check digits of what it says."""
    inner = measure_check_digit(value) if "C" in plain else ""
    right = "".join(
        sign if sign.isdigit() else inner if sign == "C" else digit
        for sign, digit in zip(plain, digits, strict=True)
    )
    return f"{right[:-1]}{check_digit(right[:-1])}" if plain[-1] == "K" else right


def _pieces(plain: str, digits: str, wanted: str) -> Iterable[Piece]:
    place = 0
    for part, run in itertools.groupby(plain, _part_of):
        end = place + len(list(run))
        found, right = digits[place:end], wanted[place:end]
        yield Piece(part=part, digits=found, expected=None if found == right else right)
        place = end


def _part_of(sign: str) -> Part:
    return Part.FIXED if sign.isdigit() else Part(sign)

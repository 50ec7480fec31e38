"""Rules for weight and price labels: what a pattern may be, and what it makes of a code."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.label_rules import (
    Clash,
    LabelRule,
    LabelSample,
    LabelUnit,
    Part,
    PatternFault,
    clash,
    dissect,
    encode,
    fixed_beginning,
    pattern_fault,
    read,
    sample_holds,
    without_value,
)


def rule(pattern: str, unit: LabelUnit = LabelUnit.PRICE, decimals: int = 2, **more: object) -> LabelRule:
    return LabelRule(id=new_id(), name=pattern, pattern=pattern, unit=unit, decimals=decimals, **more)  # type: ignore[arg-type]


BUTCHER = rule("21 IIIII C VVVV K")
UPC = rule("2 IIIII C VVVV K")
GRAMS = rule("28 IIIII VVVVV K", LabelUnit.GRAMS, 0)


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("21 IIIII VVVVV K", None),
        ("2 IIIII C VVVV K", None),
        ("21iiiiivvvvvk", None),
        ("99 IIIIII XX VVVVV", None),
        ("21 IIIII WWWWW K", PatternFault.ODD_SIGN),
        ("२1 IIIII VVVVV K", PatternFault.ODD_SIGN),
        ("2 II VV", PatternFault.LENGTH),
        ("2" * 9 + "IIIIII VVVVVV", PatternFault.LENGTH),
        ("IIIIIII VVVVV K", PatternFault.NO_PREFIX),
        ("XX IIIII VVVVV K", PatternFault.NO_PREFIX),
        ("21 VVVVVVVVVV K", PatternFault.NO_ITEM),
        ("21 IIIIIIIIII K", PatternFault.NO_VALUE),
        ("21 IIIII K VVVVV", PatternFault.CHECK_NOT_LAST),
        ("21 III VVVVV II K", PatternFault.SCATTERED),
        ("21 IIIII C VVVVVV K", PatternFault.INNER_CHECK_LENGTH),
        ("21 IIIII CC VVVV K", PatternFault.SCATTERED),
    ],
)
def test_pattern_says_what_is_wrong_with_it(pattern: str, fault: PatternFault | None) -> None:
    assert pattern_fault(pattern) is fault


def test_label_is_taken_apart_piece_by_piece() -> None:
    code = encode(BUTCHER, "12345", Decimal("28.75"))
    reading = dissect(BUTCHER, code)
    assert [(piece.part, piece.digits) for piece in reading.pieces] == [
        (Part.FIXED, "21"),
        (Part.ITEM, "12345"),
        (Part.INNER_CHECK, "9"),  # the example of GS1 General Specifications 7.9.3
        (Part.VALUE, "2875"),
        (Part.CHECK, code[-1]),
    ]
    assert (reading.item, reading.value, reading.fits) == ("12345", Decimal("28.75"), True)


def test_wrong_digits_are_told_with_what_they_should_be() -> None:
    reading = dissect(BUTCHER, "2212345828754")
    wrong = {piece.part: piece.expected for piece in reading.pieces if piece.expected is not None}
    assert wrong[Part.FIXED] == "21"
    assert wrong[Part.INNER_CHECK] == "9"
    assert not reading.fits


@pytest.mark.parametrize("code", ["", "21", "21123459287501", "211234592875x", "２１１２３４５９２８７５０"])
def test_code_of_another_length_has_no_pieces(code: str) -> None:
    assert dissect(BUTCHER, code).pieces == ()


def test_upc_is_the_same_with_the_leading_zero_that_scanners_add() -> None:
    code = encode(UPC, "40110", Decimal("3.99"))
    assert len(code) == 12
    for scanned in (code, f"0{code}"):
        reading = read([UPC], scanned)
        assert reading is not None
        assert (reading.item, reading.value) == ("40110", Decimal("3.99"))


def test_first_rule_that_fits_reads_the_label() -> None:
    by_count = rule("28 IIIII VVVVV K", LabelUnit.COUNT, 0)
    code = encode(GRAMS, "00042", Decimal(450))
    first = read([BUTCHER, GRAMS, by_count], code)
    assert first is not None
    assert first.rule is GRAMS
    assert first.kilograms == Decimal("0.450")
    resting = msgspec.structs.replace(GRAMS, active=False)
    second = read([resting, by_count], code)
    assert second is not None
    assert second.rule is by_count
    assert second.kilograms is None


def test_rule_that_nobody_could_have_saved_reads_nothing_and_stops_nothing() -> None:
    assert read([rule("no pattern"), GRAMS], encode(GRAMS, "1", Decimal(5))) is not None
    with pytest.raises(ValueError, match="no pattern"):
        dissect(rule("no pattern"), "1")


def test_label_without_a_value_is_the_goods_own_number() -> None:
    code = encode(BUTCHER, "77", Decimal("1.50"))
    own = without_value(BUTCHER, code)
    assert read([BUTCHER], own) is None
    assert dissect(BUTCHER, own).fits
    assert own == encode(BUTCHER, "77", Decimal(0))


def test_item_and_value_must_fit_the_pattern() -> None:
    with pytest.raises(ValueError, match="123456"):
        encode(BUTCHER, "123456", Decimal(1))
    with pytest.raises(ValueError, match=r"100\.00"):
        encode(BUTCHER, "1", Decimal("100.00"))


@pytest.mark.parametrize(
    ("later", "before", "expected"),
    [
        ("21 IIIII VVVVV K", "22 IIIII VVVVV K", None),
        ("21 IIIII VVVVV K", "21 IIII VVVVV K", None),  # not as long
        ("21 IIIII VVVVV K", "2 IIIIII VVVVV K", Clash.HIDDEN),
        ("2 IIIIII VVVVV K", "21 IIIII VVVVV K", Clash.OVERLAPS),
        ("21 IIIII VVVVV K", "21 IIIII C VVVV K", Clash.OVERLAPS),  # only one in ten has that check digit
        ("2 IIIII C VVVV K", "02 IIIII VVVVV K", Clash.HIDDEN),  # UPC-A and the EAN-13 made of it
    ],
)
def test_rules_that_take_codes_from_others(later: str, before: str, expected: Clash | None) -> None:
    assert clash(rule(later), rule(before)) is expected


def test_sample_holds_while_its_rule_reads_it_as_it_did() -> None:
    code = encode(GRAMS, "00042", Decimal(450))
    sample = LabelSample(code=code, item="00042", value=Decimal(450))
    assert sample_holds([BUTCHER, GRAMS], GRAMS, sample)
    before = rule("28 IIIII VVVVV K", LabelUnit.COUNT, 0)
    assert not sample_holds([before, GRAMS], GRAMS, sample)  # another rule reads it first
    shifted = msgspec.structs.replace(GRAMS, pattern="28 IIII VVVVVV K")
    assert not sample_holds([shifted], shifted, sample)
    resting = msgspec.structs.replace(GRAMS, active=False)
    assert sample_holds([resting], resting, sample)


def test_beginning_is_what_every_label_begins_with() -> None:
    assert fixed_beginning(rule("021 IIII VVVVV K")) == "021"


_patterns = st.builds(
    lambda prefix, items, inner, values, check: (
        f"{prefix}{'I' * items}{'C' if inner and values in (4, 5) else ''}{'V' * values}{check}"
    ),
    st.sampled_from(["2", "21", "022", "99"]),
    st.integers(2, 7),
    st.booleans(),
    st.integers(3, 6),
    st.sampled_from(["", "K"]),
)


@given(_patterns, st.integers(1, 99), st.integers(1, 999), st.integers(0, 3))
def test_what_a_scale_encodes_is_read_back(pattern: str, item: int, number: int, decimals: int) -> None:
    assume(pattern_fault(pattern) is None)
    wanted = rule(pattern, decimals=decimals)
    value = Decimal(number).scaleb(-decimals)
    reading = read([wanted], encode(wanted, str(item), value))
    assert reading is not None
    assert (int(reading.item), reading.value) == (item, value)


@given(_patterns, st.text("0123456789", min_size=8, max_size=16))
def test_any_digits_are_taken_apart_whole(pattern: str, code: str) -> None:
    assume(pattern_fault(pattern) is None)
    pieces = dissect(rule(pattern), code).pieces
    assert "".join(piece.digits for piece in pieces) in ("", code, f"0{code}", code[1:])

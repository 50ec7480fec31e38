"""Numbers on goods: check digits against GS1's own examples and against biip, an independent reader."""

import biip.checksums
import pytest
from biip.upc import Upc
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.domain.gtin import (
    GtinFault,
    as_printed,
    check_digit,
    expand_upc_e,
    fault,
    forms,
    measure_check_digit,
    normal_form,
)


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


@pytest.mark.parametrize(
    ("payload", "check"),
    [("950110153100", "0"), ("629104150021", "3"), ("9638507", "4"), ("03600029145", "2"), ("0", "0")],
)
def test_check_digit_of_published_examples(payload: str, check: str) -> None:
    assert check_digit(payload) == check


@given(digits(12) | digits(7) | digits(11) | digits(13))
def test_check_digit_agrees_with_biip(payload: str) -> None:
    assert check_digit(payload) == str(biip.checksums.gs1_standard_check_digit(payload))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("96385074", None),
        ("036000291452", None),
        ("6291041500213", None),
        ("00036000291452", None),
        ("6291041500214", GtinFault.CHECK_DIGIT),
        ("62910415002", GtinFault.WRONG_LENGTH),
        ("", GtinFault.NOT_DIGITS),
        ("629104150021x", GtinFault.NOT_DIGITS),
        ("٦٢٩١٠٤١٥٠٠٢١٣", GtinFault.NOT_DIGITS),
    ],
)
def test_fault_says_what_is_wrong(code: str, expected: GtinFault | None) -> None:
    assert fault(code) is expected


@pytest.mark.parametrize(
    ("code", "normal"),
    [
        ("036000291452", "0036000291452"),
        ("0036000291452", "0036000291452"),
        ("00036000291452", "0036000291452"),
        ("96385074", "96385074"),
        ("0000096385074", "96385074"),
        ("10036000291459", "10036000291459"),
    ],
)
def test_all_lengths_of_one_number_have_one_normal_form(code: str, normal: str) -> None:
    assert normal_form(code) == normal


def test_what_is_no_gtin_has_no_normal_form() -> None:
    with pytest.raises(ValueError, match="check_digit"):
        normal_form("6291041500214")


@given(digits(13) | digits(12) | digits(11) | digits(7))
def test_every_form_is_the_same_number_to_biip(payload: str) -> None:
    code = payload + check_digit(payload)
    same = forms(code)
    assert code in same
    assert same[0] == normal_form(code)
    assert len({form.zfill(14) for form in same}) == 1
    assert all(forms(form) == same for form in same)


@given(st.sampled_from("01"), digits(6))
def test_upc_e_expands_as_biip_does(system: str, body: str) -> None:
    expanded = Upc.parse(f"{system}{body}").as_upc_a()
    assert expand_upc_e(f"{system}{body}{expanded[-1]}") == expanded


@pytest.mark.parametrize("code", ["04252615", "24252614", "0425261", "0425261x"])
def test_what_is_no_upc_e_does_not_expand(code: str) -> None:
    assert expand_upc_e(code) is None


@given(st.one_of(digits(4), digits(5)))
def test_measure_check_digit_agrees_with_biip(value: str) -> None:
    assert measure_check_digit(value) == str(biip.checksums.gs1_price_weight_check_digit(value))


@pytest.mark.parametrize("value", ["123", "123456"])
def test_measure_has_four_or_five_digits(value: str) -> None:
    with pytest.raises(ValueError, match="4 or 5 digits"):
        measure_check_digit(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9520000306953", "9520000306953"),
        ("9 520000 306953", "9520000306953"),
        ("952-0000306953", "9520000306953"),
        ("978\u20110-14-103614-4", "9780141036144"),
        ("\u00a09\u2009520000\u202f306953 ", "9520000306953"),
        ("９５２００００３０６９５３", "9520000306953"),
        ("٩٥٢٠٠٠٠٣٠٦٩٥٣", "9520000306953"),
        ("0 36000 29145 2", "036000291452"),
        ("9 520000 306954", None),
        ("9 520000 30695", None),
        ("9.520000.306953", None),
        ("-", None),
        ("", None),
        ("9 " * 40, None),
    ],
)
def test_a_number_is_read_as_it_is_printed(text: str, code: str | None) -> None:
    assert as_printed(text) == code

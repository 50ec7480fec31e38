"""Barcodes as modules: drawn as pixels, an independent reader reads back what was encoded."""

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from b4mart_desktop.domain.gtin import check_digit
from b4mart_desktop.domain.symbols import QUIET_ZONES, Symbology, modules, symbology_of

_FORMATS = {
    Symbology.EAN_13: "EAN13",
    Symbology.EAN_8: "EAN8",
    Symbology.UPC_A: "UPCA",
    Symbology.ITF_14: "ITF",
    Symbology.CODE_128: "Code128",
}
_MODULE, _HEIGHT = 2, 40


def seen(bars: str, symbology: Symbology) -> tuple[str, str]:
    """Draws the bars with no more than their quiet zones and returns what a reader sees."""
    before, behind = QUIET_ZONES[symbology]
    row = "0" * before + bars + "0" * behind
    line = bytes(0 if module == "1" else 255 for module in row for _ in range(_MODULE))
    image = Image.frombytes("L", (len(line), _HEIGHT), line * _HEIGHT)
    (found,) = zxingcpp.read_barcodes(image)
    return found.text, str(found.format).replace("-", "").replace(" ", "").removeprefix("BarcodeFormat.")


def gtin(length: int) -> st.SearchStrategy[str]:
    payload = st.text("0123456789", min_size=length - 1, max_size=length - 1)
    return payload.map(lambda digits: digits + check_digit(digits))


@given(st.sampled_from([8, 12, 13, 14]).flatmap(gtin))
def test_every_gtin_is_read_back(code: str) -> None:
    symbology = symbology_of(code)
    assert symbology is not None
    text, kind = seen(modules(code, symbology), symbology)
    # A UPC-A is an EAN-13 that begins with 0: readers may name it either way.
    assert text.lstrip("0") == code.lstrip("0")
    assert kind.startswith(_FORMATS[symbology]) or {kind, _FORMATS[symbology]} == {"EAN13", "UPCA"}


@given(st.text([chr(code) for code in range(32, 127)], min_size=1, max_size=24))
def test_every_plain_text_is_read_back_as_code_128(text: str) -> None:
    assert seen(modules(text, Symbology.CODE_128), Symbology.CODE_128)[0] == text


@given(st.from_regex(r"\A[A-Z]{0,3}[0-9]{1,12}[A-Z]{0,3}[0-9]{0,6}\Z"))
def test_digits_take_half_the_room_and_are_read_back(text: str) -> None:
    assert seen(modules(text, Symbology.CODE_128), Symbology.CODE_128)[0] == text


def test_even_digits_are_packed_in_pairs() -> None:
    assert len(modules("12345678", Symbology.CODE_128)) == 11 * (1 + 4 + 1) + 13
    assert len(modules("SKU-1", Symbology.CODE_128)) == 11 * (1 + 5 + 1) + 13


@pytest.mark.parametrize(
    ("code", "symbology"),
    [
        ("4006381333931", Symbology.EAN_13),
        ("96385074", Symbology.EAN_8),
        ("036000291452", Symbology.UPC_A),
        ("10036000291459", Symbology.ITF_14),
        ("4006381333930", Symbology.CODE_128),  # no GTIN: its check digit is wrong
        ("SKU 12/b", Symbology.CODE_128),
        ("Größe", None),
        ("", None),
    ],
)
def test_how_a_code_is_printed(code: str, symbology: Symbology | None) -> None:
    assert symbology_of(code) is symbology


@pytest.mark.parametrize(
    ("code", "symbology"),
    [("4006381333930", Symbology.EAN_13), ("96385074", Symbology.EAN_13), ("é", Symbology.CODE_128)],
)
def test_code_that_a_symbology_cannot_hold(code: str, symbology: Symbology) -> None:
    with pytest.raises(ValueError, match=code):
        modules(code, symbology)

"""What scanners send, understood: real codes, labels, element strings, and what is none of these."""

import subprocess
import sys
from decimal import Decimal

import pytest
from biip.checksums import gs1_price_weight_check_digit, gs1_standard_check_digit
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.adapters.devices.codes import BarcodeReader
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.label_rules import LabelRule, LabelUnit, encode
from b4mart_desktop.domain.orders import Measure
from b4mart_desktop.services.ports import DecodedCode

READER = BarcodeReader("DE")
GS1_GTIN = "09506000134352"
KILO_AND_A_QUARTER = Measure(value=Decimal("1.250"), unit="kg")


def label(prefix: str, item: str, value: str) -> str:
    """A German label: prefix, item, check digit of the value, value, check digit of all."""
    body = f"{prefix}{item}{gs1_price_weight_check_digit(value)}{value}"
    return f"{body}{gs1_standard_check_digit(body)}"


def wrong(code: str, place: int = -1) -> str:
    """The code with the digit at ``place`` changed, so that its check digit is wrong."""
    digits = list(code)
    digits[place] = str((int(digits[place]) + 1) % 10)
    return "".join(digits)


@pytest.mark.parametrize(
    ("scanned", "lookups"),
    [
        ("4006381333931", ("4006381333931", "04006381333931")),  # EAN-13
        ("036000291452", ("036000291452", "0036000291452", "00036000291452")),  # UPC-A
        ("0036000291452", ("0036000291452", "036000291452", "00036000291452")),  # the same by another scanner
        ("00036000291452", ("00036000291452", "0036000291452", "036000291452")),  # the same as GTIN-14
        ("96385074", ("96385074", "0000096385074", "000096385074", "00000096385074")),  # EAN-8
        ("04252614", ("04252614", "0042100005264", "042100005264", "00042100005264")),  # UPC-E
        ("10036000291459", ("10036000291459",)),  # a case: not the piece inside it
        ("9780141036144", ("9780141036144", "09780141036144")),  # a book
        ("9521234567890", ("9521234567890",)),  # wrong check digit
        ("9521234567899", ("9521234567899", "09521234567899")),  # GS1's prefix for demonstrations
    ],
)
def test_numbers_are_looked_up_in_every_form_they_may_be_stored_in(
    scanned: str, lookups: tuple[str, ...]
) -> None:
    assert READER.read(scanned) == DecodedCode(lookups=lookups)


@pytest.mark.parametrize("code", ["4006381333931", "036000291452", "96385074", "04252614"])
def test_wrong_check_digit_is_an_unknown_text(code: str) -> None:
    assert READER.read(wrong(code)) == DecodedCode(lookups=(wrong(code),))


@pytest.mark.parametrize(
    "text",
    [
        "SKU-001",
        "4011",
        "412345",
        "012345",
        "4006381",
        "400638133393",
        "http://example.com",
        "Milch 1,5 %",
        "",
    ],
)
def test_other_texts_and_half_scans_are_their_own_only_lookup(text: str) -> None:
    assert READER.read(text) == DecodedCode(lookups=(text,))


@pytest.mark.parametrize(
    "typed", ["4 006381 333931", "400-6381333931", "４００６３８１３３３９３１", "٤٠٠٦٣٨١٣٣٣٩٣١"]
)
def test_number_typed_as_printed_is_looked_up_as_typed_then_as_its_digits(typed: str) -> None:
    assert READER.read(typed) == DecodedCode(lookups=(typed, "4006381333931", "04006381333931"))


def test_label_typed_as_printed_gives_its_weight() -> None:
    number = label("28", "4011", "00450")

    assert READER.read(f"{number[0]} {number[1:7]} {number[7:]}").measure == Measure(
        value=Decimal("0.450"), unit="kg"
    )


@pytest.mark.parametrize(
    "scanned",
    [
        " 4006381333931",
        "4006381333931\r\n",
        "4006381333931\t",
        "\x024006381333931\x03",
        "\ufeff4006381333931\x00",
        "]E04006381333931",
        "]E04006381333931\r",
    ],
)
def test_what_scanners_put_around_a_code_is_dropped(scanned: str) -> None:
    assert READER.read(scanned).lookups == ("4006381333931", "04006381333931")


@pytest.mark.parametrize(
    ("scanned", "plain"), [("]A0SHELF-7", "SHELF-7"), ("]Q1hello", "hello"), ("]zZtext", "text")]
)
def test_identifiers_of_other_symbologies_are_dropped(scanned: str, plain: str) -> None:
    assert READER.read(scanned) == DecodedCode(lookups=(plain,))


def test_bracket_that_begins_no_identifier_stays() -> None:
    assert READER.read("]-shelf") == DecodedCode(lookups=("]-shelf",))


@pytest.mark.parametrize(
    ("scanned", "measure", "price"),
    [
        (f"01{GS1_GTIN}3103001250", KILO_AND_A_QUARTER, None),
        (f"]C101{GS1_GTIN}310300125015260101", KILO_AND_A_QUARTER, None),  # GS1-128, best before
        (f"]d201{GS1_GTIN}3103001250\x1d3922199", KILO_AND_A_QUARTER, Decimal("1.99")),  # DataMatrix
        (f"]e001{GS1_GTIN}3922000499", None, Decimal("4.99")),  # DataBar Expanded
        (f"]C1\x1d01{GS1_GTIN}10LOT7\x1d3201000123", Measure(value=Decimal("12.3"), unit="lb"), None),
        (f"01{GS1_GTIN}17000000", None, None),  # no real date
        (f"01{GS1_GTIN}3103000000", None, None),  # a weight of zero says nothing
        (f"https://id.gs1.org/01/{GS1_GTIN}/10/LOT7?3103=001250", KILO_AND_A_QUARTER, None),
    ],
)
def test_element_strings_give_the_number_its_weight_and_its_price(
    scanned: str, measure: Measure | None, price: Decimal | None
) -> None:
    decoded = READER.read(scanned)

    assert decoded.lookups[1:] == ("9506000134352", GS1_GTIN)
    assert (decoded.measure, decoded.price) == (measure, price)


def test_element_string_with_a_wrong_check_digit_is_an_unknown_text() -> None:
    scanned = f"01{wrong(GS1_GTIN)}3103001250"

    assert READER.read(scanned) == DecodedCode(lookups=(scanned,))


def test_number_that_looks_like_element_strings_is_a_number() -> None:
    """21 is also the identifier of a serial number."""
    assert READER.read("2112345678900").measure is None
    assert READER.read("2112345678900").lookups[0] == "2112345678900"


def test_weight_label_gives_grams_and_the_numbers_of_the_goods() -> None:
    decoded = READER.read(label("28", "4011", "00450"))

    assert decoded.measure == Measure(value=Decimal("0.450"), unit="kg")
    assert decoded.price is None
    assert decoded.lookups[0] == label("28", "4011", "00450")
    assert label("28", "4011", "00000") in decoded.lookups
    assert decoded.lookups[-1] == "4011"


def test_price_label_gives_the_price() -> None:
    decoded = READER.read(label("22", "0042", "01234"))

    assert (decoded.measure, decoded.price) == (None, Decimal("12.34"))
    assert decoded.lookups[-2:] == ("0042", "42")


def test_label_with_a_wrong_inner_check_digit_is_an_unknown_text() -> None:
    body = wrong(label("28", "4011", "00450"), place=6)[:12]
    scanned = f"{body}{gs1_standard_check_digit(body)}"

    assert READER.read(scanned) == DecodedCode(lookups=(scanned,))


def test_label_without_a_value_is_the_goods_own_number() -> None:
    number = label("28", "4011", "00000")

    assert READER.read(number) == DecodedCode(lookups=(number, f"0{number}"))


@pytest.mark.parametrize("region", [None, "", "US", "nowhere"])
def test_without_rules_of_a_region_a_label_is_a_plain_number(region: str | None) -> None:
    number = label("28", "4011", "00450")

    assert BarcodeReader(region).read(number) == DecodedCode(lookups=(number, f"0{number}"))


def test_regions_have_their_own_rules() -> None:
    body = "230012340450"
    finnish = f"{body}{gs1_standard_check_digit(body)}"

    assert BarcodeReader("fi").read(finnish).measure == Measure(value=Decimal("0.450"), unit="kg")
    assert READER.read(finnish).measure is None


def own_rule(pattern: str, unit: LabelUnit, decimals: int) -> LabelRule:
    return LabelRule(id=new_id(), name="own", pattern=pattern, unit=unit, decimals=decimals)


def test_count_label_gives_the_pieces() -> None:
    decoded = READER.read(label("25", "0042", "00012"))

    assert (decoded.pieces, decoded.measure, decoded.price) == (12, None, None)
    assert decoded.lookups[-1] == "42"


@pytest.mark.parametrize("region", ["US", "ca"])
def test_north_american_label_gives_the_price_its_verifier_vouches_for(region: str) -> None:
    reader, body = BarcodeReader(region), "2" + "12345" + "9" + "2875"
    number = f"{body}{gs1_standard_check_digit(body)}"

    for scanned in (number, f"0{number}"):
        assert reader.read(scanned).price == Decimal("28.75")
        assert reader.read(scanned).lookups[-1] == "12345"
    body = body.replace("92875", "82875")  # a verifier that vouches for another price
    assert reader.read(f"{body}{gs1_standard_check_digit(body)}").price is None


@pytest.mark.parametrize(
    ("rule", "value", "decoded"),
    [
        (
            own_rule("28 IIIII VVVVV K", LabelUnit.GRAMS, 0),
            "450",
            {"measure": Measure(value=Decimal("0.450"), unit="kg")},
        ),
        (
            own_rule("28 IIIII VVVVV K", LabelUnit.KILOGRAMS, 2),
            "4.5",
            {"measure": Measure(value=Decimal("4.50"), unit="kg")},
        ),
        (
            own_rule("28 IIIII VVVVV K", LabelUnit.POUNDS, 2),
            "1.25",
            {"measure": Measure(value=Decimal("1.25"), unit="lb")},
        ),
        (own_rule("28 IIIII VVVVV K", LabelUnit.PRICE, 2), "9.99", {"price": Decimal("9.99")}),
        (own_rule("28 IIIII VVVVV K", LabelUnit.COUNT, 0), "6", {"pieces": 6}),
    ],
)
def test_own_rules_come_before_the_country_s(rule: LabelRule, value: str, decoded: dict[str, object]) -> None:
    code = encode(rule, "4011", Decimal(value))
    read = BarcodeReader("DE", [rule]).read(code)

    assert read == DecodedCode(lookups=read.lookups, **decoded)  # type: ignore[arg-type]
    assert read.lookups == (
        code,
        encode(rule, "4011", Decimal(0)),
        "0" + encode(rule, "4011", Decimal(0)),
        "2804011",
        "04011",
        "4011",
    )


def test_rules_that_change_are_read_by_from_the_next_scan_on() -> None:
    rule = own_rule("29 IIIII VVVVV K", LabelUnit.PRICE, 2)
    reader, code = BarcodeReader(), encode(rule, "7", Decimal("1.23"))

    assert reader.read(code).price is None
    reader.use(None, [rule])
    assert reader.read(code).price == Decimal("1.23")
    assert reader.read("4006381333931") == READER.read("4006381333931")


@given(st.text(max_size=60))
def test_any_text_is_read_and_never_lost(text: str) -> None:
    decoded = READER.read(text)

    assert len(decoded.lookups) >= 1
    assert len(set(decoded.lookups)) == len(decoded.lookups)
    assert all(lookup.isprintable() for lookup in decoded.lookups)


@given(st.text("0123456789]C1EdQ\x1d", max_size=40))
def test_any_digits_are_read(text: str) -> None:
    assert READER.read(text).lookups


def test_pasted_page_is_not_parsed() -> None:
    page = "01" * 5_000

    assert READER.read(page) == DecodedCode(lookups=(page,))


def test_biip_is_imported_by_the_first_scan_only() -> None:
    code = (
        "import sys; from b4mart_desktop.adapters.devices.codes import BarcodeReader as R;"
        "r = R('DE'); assert 'biip' not in sys.modules; r.warm_up(); assert 'biip' in sys.modules"
    )

    subprocess.run([sys.executable, "-c", code], check=True)

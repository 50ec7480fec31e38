"""Understands scanned texts: GTINs, GS1 element strings, Digital Links, weight and price labels (``biip``).

Whether the shop knows the product is not asked here. biip (80 ms) is imported by the first scan, or by
``warm_up``.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from b4mart_desktop.adapters.devices.label_presets import NORTH_AMERICA, presets
from b4mart_desktop.domain import label_rules
from b4mart_desktop.domain.gtin import as_printed, fault, forms
from b4mart_desktop.domain.label_rules import LabelReading, LabelRule, LabelUnit
from b4mart_desktop.domain.money import ZERO
from b4mart_desktop.domain.orders import Measure
from b4mart_desktop.services.ports import DecodedCode

if TYPE_CHECKING:
    from biip import ParseResult
    from biip.gs1_element_strings import GS1ElementStrings
    from biip.gtin import Gtin
    from biip.rcn import Rcn

_FIELD_END = "\x1d"  # how scanners send FNC1, which ends a GS1 field of variable length
_AIM_IDENTIFIER = re.compile(r"\][A-Za-z][0-9A-Za-z]")  # ISO/IEC 15424: "]E0" says EAN-13
_LONGEST = 512  # a Digital Link is under 300 characters; whatever is longer was pasted, not scanned
_SHORTEST = 8  # biip also takes six digits for a UPC-E without check digit: a PLU or half a scan is likelier
_UPC_E_LENGTH = 8
_WEIGHT_UNITS = {"310": "kg", "320": "lb"}  # GS1 application identifiers 310n and 320n: net weight
_AMOUNT_PAYABLE = "392"  # 392n: price of a variable measure item in the local currency


class BarcodeReader:
    """Understands scanned texts.

    Args:
        label_region: Country whose GS1 rules say how weight and price labels (GTINs beginning with 2) are
            laid out, as ISO 3166 code. None, or a country biip has no rules for: they are plain numbers.
        own_rules: The shop's own rules, asked before the country's.
    """

    def __init__(self, label_region: str | None = None, own_rules: Sequence[LabelRule] = ()) -> None:
        self.use(label_region, own_rules)

    def use(self, label_region: str | None, own_rules: Sequence[LabelRule]) -> None:
        """Reads by those rules from the next scan on; from any thread."""
        region = label_region or ""
        american = presets(region) if region.upper() in NORTH_AMERICA else ()  # biip has no rules for these
        self._region, self._own_rules = region.lower(), (*own_rules, *american)

    def warm_up(self) -> None:
        """Imports what the first scan would have to wait for."""
        self.read("00000000")

    def read(self, text: str) -> DecodedCode:
        """Returns what ``text`` means; a text it does not know is its own only look-up.

        Control characters, white space around it and the scanner's symbology identifier are dropped. A
        wrong check digit, be it of the code or of the label's value, makes a text an unknown one. A number
        typed as it is printed, in groups of digits, is also looked up without what is between them.
        """
        scanned = "".join(char for char in text if char == _FIELD_END or char.isprintable()).strip()
        plain = _AIM_IDENTIFIER.sub("", scanned, count=1) if _AIM_IDENTIFIER.match(scanned) else scanned
        plain = plain.replace(_FIELD_END, "").strip()
        printed = as_printed(plain)
        if printed is not None and printed != plain:
            typed = self.read(printed)
            return msgspec.structs.replace(typed, lookups=_unique((plain, *typed.lookups)))
        label = label_rules.read(self._own_rules, plain)
        if label is not None:
            return _decode_own_label(plain, label)
        result = self._parse(scanned) if _SHORTEST <= len(plain) <= _LONGEST else None
        if result is None:
            return DecodedCode(lookups=(plain,))
        return _decode(plain, result)

    def _parse(self, scanned: str) -> "ParseResult | None":
        from biip import ParseConfig, ParseError, parse
        from biip.rcn import RcnRegion

        known = {region.value for region in RcnRegion}
        config = ParseConfig(
            rcn_region=self._region if self._region in known else None,
            gs1_element_strings_verify_date=False,  # an odd date must not keep goods from being sold
        )
        try:
            return parse(scanned.strip(_FIELD_END), config=config)
        except ParseError:
            return None  # an identifier that no symbology has


def _decode(plain: str, result: "ParseResult") -> DecodedCode:
    from biip.rcn import Rcn

    elements = _elements(result)
    gtin = result.gtin
    if gtin is not None and elements is not None:
        lookups = (plain, *_forms(gtin))
        return DecodedCode(lookups=_unique(lookups), measure=_weight(elements), price=_price(elements))
    if isinstance(gtin, Rcn) and (gtin.weight or gtin.price or gtin.count):
        return _decode_label(plain, gtin)
    return DecodedCode(lookups=_unique((plain, *_forms(gtin), *_expanded(plain, result))))


def _decode_label(plain: str, label: "Rcn") -> DecodedCode:
    """Offers the number without its value, under which the goods are stored, then the bare item number."""
    item = label.item_reference or ""
    short = item.lstrip("0")
    lookups = (plain, *_forms(label.without_variable_measure()), item, short)
    measure = Measure(value=label.weight, unit="kg") if label.weight else None
    return DecodedCode(
        lookups=_unique(lookups), measure=measure, price=label.price or None, pieces=label.count or None
    )


def _decode_own_label(plain: str, label: LabelReading) -> DecodedCode:
    """As a country's label; some shops store the goods under the digits before the value."""
    number = label_rules.without_value(label.rule, plain)
    stored = (number,) if fault(number) else forms(number)
    beginning = f"{label_rules.fixed_beginning(label.rule)}{label.item}"
    lookups = _unique((plain, *stored, beginning, label.item, label.item.lstrip("0")))
    match label.rule.unit:
        case LabelUnit.PRICE:
            return DecodedCode(lookups=lookups, price=label.value)
        case LabelUnit.COUNT:
            return DecodedCode(lookups=lookups, pieces=int(label.value) or None)
        case LabelUnit.POUNDS:
            return DecodedCode(lookups=lookups, measure=Measure(value=label.value, unit="lb"))
        case _:
            weight = label.kilograms
            assert weight is not None
            return DecodedCode(lookups=lookups, measure=Measure(value=weight, unit="kg"))


def _elements(result: "ParseResult") -> "GS1ElementStrings | None":
    """The GS1 fields, if they name the goods: a text without a GTIN may look like fields by accident."""
    source = result.gs1_message or result.gs1_digital_link_uri
    if source is None or source.element_strings.get(ai="01") is None:
        return None
    return source.element_strings


def _forms(gtin: "Gtin | None") -> tuple[str, ...]:
    """The lengths a number may be stored in: 13 digits, 12 without the leading zero, then 8 and 14."""
    if gtin is None:
        return ()
    digits = gtin.as_gtin_14()
    return tuple(digits[-length:] for length in (13, 12, 8, 14) if not digits[:-length].strip("0"))


def _expanded(plain: str, result: "ParseResult") -> tuple[str, ...]:
    """The number that a UPC-E abbreviates; eight digits may be both that and a GTIN-8."""
    if result.upc is None or len(plain) != _UPC_E_LENGTH:
        return ()
    upc_a = result.upc.as_upc_a()
    return (f"0{upc_a}", upc_a)


def _weight(elements: "GS1ElementStrings") -> Measure | None:
    for ai, unit in _WEIGHT_UNITS.items():
        value = _decimal(elements, ai)
        if value is not None:
            return Measure(value=value, unit=unit)
    return None


def _price(elements: "GS1ElementStrings") -> Decimal | None:
    return _decimal(elements, _AMOUNT_PAYABLE)


def _decimal(elements: "GS1ElementStrings", ai: str) -> Decimal | None:
    """The value of the first field whose identifier begins with ``ai``; a zero says nothing."""
    for element in elements:
        if element.ai.ai.startswith(ai) and element.decimal is not None and element.decimal > ZERO:
            return element.decimal
    return None


def _unique(lookups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lookup for lookup in lookups if lookup))

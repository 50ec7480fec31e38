"""The rules that countries have for weight and price labels, as rules to read and to copy (``biip``).

biip keeps its tables to itself, so each prefix is asked with a number whose digits all differ in place.
"""

from collections.abc import Sequence

from b4mart_desktop.domain.gtin import check_digit
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.label_rules import LabelRule, LabelUnit

_PREFIXES = range(20, 30)
_PROBE = (
    "1234567891"  # what follows the prefix; no zero at the end, which would be lost behind a decimal point
)

# UPC-A numbers that begin with 2, with a check digit of the price: GS1 US, "Random weight item number".
NORTH_AMERICA = ("US", "CA")
_PRICE_VERIFIER = LabelRule(
    id=Id(f"{2:024x}"), name="2", pattern="2 IIIII C VVVV K", unit=LabelUnit.PRICE, decimals=2
)


def regions() -> Sequence[str]:
    """Returns the country codes there are rules for, in capitals."""
    from biip.rcn import RcnRegion

    return tuple(sorted([*(region.value.upper() for region in RcnRegion), *NORTH_AMERICA]))


def presets(region: str) -> Sequence[LabelRule]:
    """Returns the rules of a country; none where it has none of its own.

    Args:
        region: ISO 3166 code.
    """
    if region.upper() in NORTH_AMERICA:
        return (_PRICE_VERIFIER,)
    found = (_preset(region.lower(), str(prefix)) for prefix in _PREFIXES)
    return tuple(rule for rule in found if rule is not None)


def _preset(region: str, prefix: str) -> LabelRule | None:
    from biip import ParseConfig, ParseError
    from biip.gtin import Gtin
    from biip.rcn import Rcn, RcnRegion

    if region not in {known.value for known in RcnRegion}:
        return None
    payload = f"{prefix}{_PROBE}"
    config = ParseConfig(rcn_region=RcnRegion(region), rcn_verify_variable_measure=False)
    try:
        number = Gtin.parse(f"{payload}{check_digit(payload)}", config=config)
    except ParseError:
        return None
    if not isinstance(number, Rcn) or number.item_reference is None:
        return None
    return _rule(prefix, number.item_reference, number.price, number.weight, number.count)


def _rule(prefix: str, item: str, price: object, weight: object, count: object) -> LabelRule | None:
    kinds = ((LabelUnit.PRICE, price), (LabelUnit.KILOGRAMS, weight), (LabelUnit.COUNT, count))
    told = [(unit, str(value)) for unit, value in kinds if value is not None]
    if not told:
        return None
    ((unit, text),) = told
    digits = text.replace(".", "")
    between = len(_PROBE) - len(item) - len(digits)
    pattern = f"{prefix} {'I' * len(item)} {'C' * between} {'V' * len(digits)} K"
    return LabelRule(
        id=Id(f"{int(prefix):024x}"),  # no document of the shop's: a copy gets an identity of its own
        name=prefix,
        pattern=" ".join(pattern.split()),
        unit=unit,
        decimals=len(text.partition(".")[2]),
    )

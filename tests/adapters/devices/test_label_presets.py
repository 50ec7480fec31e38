"""The countries' rules as patterns: they read what biip reads, to the digit."""

from decimal import Decimal

import pytest
from biip import ParseConfig
from biip.gtin import Gtin
from biip.rcn import Rcn, RcnRegion

from b4mart_desktop.adapters.devices.label_presets import presets, regions
from b4mart_desktop.domain.label_rules import LabelUnit, dissect, encode, pattern_fault


def test_germany_reads_as_its_handbook_says() -> None:
    read = {rule.name: (rule.pattern, rule.unit, rule.decimals) for rule in presets("DE")}
    assert read["22"] == ("22 IIII C VVVVV K", LabelUnit.PRICE, 2)
    assert read["25"] == ("25 IIII C VVVVV K", LabelUnit.COUNT, 0)
    assert read["29"] == ("29 IIII C VVVVV K", LabelUnit.KILOGRAMS, 3)
    assert sorted(read) == ["22", "23", "25", "26", "28", "29"]


@pytest.mark.parametrize("region", list(RcnRegion))
def test_every_rule_agrees_with_biip(region: RcnRegion) -> None:
    rules = presets(region.value)
    assert rules
    for rule in rules:
        assert pattern_fault(rule.pattern) is None
        code = encode(rule, "12", Decimal(345).scaleb(-rule.decimals))
        parsed = Gtin.parse(code, config=ParseConfig(rcn_region=region))
        assert isinstance(parsed, Rcn)
        told = parsed.price or parsed.weight or parsed.count
        reading = dissect(rule, code)
        assert (reading.item, reading.value) == (parsed.item_reference, told)


def test_north_america_has_the_price_verifier() -> None:
    (rule,) = presets("us")
    # GS1 US, "Random weight item number": 4-digit price with verifier, behind the five digits of the item
    assert dissect(rule, encode(rule, "12345", Decimal("28.75"))).pieces[2].digits == "9"  # of GS1 7.9.3
    assert presets("ca") == (rule,)


def test_country_without_rules_has_none() -> None:
    assert presets("BR") == ()
    assert presets("") == ()
    assert {"DE", "US", "CA", "SE"} <= set(regions())

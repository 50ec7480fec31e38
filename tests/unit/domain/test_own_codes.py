"""Codes of the shop's own: right in themselves, and not taken for a weight or price label."""

from b4mart_desktop.domain.gtin import fault, normal_form
from b4mart_desktop.domain.own_codes import in_store_barcode, own_sku


def test_an_own_barcode_is_a_gtin_for_inside_a_company_only() -> None:
    made = {in_store_barcode() for _ in range(50)}
    assert len(made) > 40
    assert all(fault(code) is None and normal_form(code) == code for code in made)
    assert {code.rjust(13, "0")[:2] for code in made} == {"04"}


def test_an_own_sku_has_nothing_that_people_mix_up() -> None:
    made = {own_sku() for _ in range(50)}
    assert len(made) > 40
    assert not set("01IO") & set("".join(made))

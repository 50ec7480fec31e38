"""What the demo store sells: complete, the same every time, plausible, with codes that readers accept."""

import importlib.util
from collections import Counter
from decimal import Decimal

import biip
import pytest

from b4mart_desktop.adapters.demo import groceries as groceries_module
from b4mart_desktop.adapters.demo.groceries import Groceries, read_groceries
from b4mart_desktop.adapters.demo.products import count_products, demo_products, ean13, label_code
from b4mart_desktop.adapters.demo.shop import LABEL_REGION
from b4mart_desktop.domain import gtin
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.combinations import count
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.product_check import problems
from b4mart_desktop.domain.stock import MovementReason, StockMovement

Goods = list[tuple[Product, StockMovement | None]]


@pytest.fixture(scope="module")
def goods(groceries: Groceries) -> Goods:
    return list(demo_products(groceries))


@pytest.fixture(scope="module")
def products(goods: Goods) -> list[Product]:
    return [product for product, _ in goods]


def test_all_names_are_there_and_a_few_goods_of_our_own(
    groceries: Groceries, products: list[Product]
) -> None:
    assert len(groceries.rows) == 49_688
    assert len(groceries.aisles) == 134
    assert len(groceries.departments) == 21
    assert len(products) == count_products(groceries) == 49_692
    assert sum(product.pos.open_price for product in products) == 2


def all_barcodes(product: Product) -> list[str]:
    stock = product.inventory
    packs = [pack.barcode or "" for pack in stock.packs]
    return [*stock.barcodes, *packs, *(variant.barcode or "" for variant in stock.variant_stock)]


def test_some_are_sold_in_packs_and_some_in_variants(products: list[Product]) -> None:
    packed = [product for product in products if product.inventory.packs]
    varied = [product for product in products if product.inventory.variant_stock]
    assert (len(packed), len(varied)) == (2, 2)
    for product in (*packed, *varied):
        assert all(gtin.fault(code) is None for code in all_barcodes(product))
        assert not problems(product)
    for product in packed:
        cheaper = [pack.price or 0 for pack in product.inventory.packs]
        assert all(
            price < pack.quantity * product.shelf_price
            for price, pack in zip(cheaper, product.inventory.packs, strict=True)
        )
    for product in varied:
        stock = product.inventory.variant_stock
        assert sum(each.quantity for each in stock) == product.inventory.on_hand
        assert len(stock) == count(product.variants)
        assert any(each.price_delta for each in stock)


def test_identities_and_codes_are_unique(products: list[Product]) -> None:
    for values in (
        [product.id for product in products],
        [product.slug for product in products],
        [product.inventory.sku for product in products],
        [code for product in products for code in all_barcodes(product)],
        [product.pos.plu for product in products if product.pos.plu],
    ):
        assert Counter(values).most_common(1)[0][1] == 1


def test_every_barcode_is_a_valid_ean13(products: list[Product]) -> None:
    for product in products:
        first, *labels = product.inventory.barcodes
        assert gtin.fault(first) is None
        assert first.startswith("952")
        assert bool(labels) is product.pos.weighed
        assert all(gtin.fault(label) is None for label in labels)


def test_ean_and_number_are_one_to_one() -> None:
    assert ean13(24_852) == "9520000248529"
    assert biip.parse(ean13(24_852)).gtin is not None
    assert {int(ean13(number)[3:12]) for number in range(1, 1000)} == set(range(1, 1000))


def test_some_hundred_goods_are_weighed_and_their_labels_can_be_read(products: list[Product]) -> None:
    weighed = [product for product in products if product.pos.weighed]
    assert 300 <= len(weighed) <= 999
    assert all(product.inventory.unit == "kg" for product in weighed)
    config = biip.ParseConfig(rcn_region=LABEL_REGION.lower())
    for product in weighed:
        plu = product.pos.plu or ""
        label = biip.parse(label_code(plu, 1234), config=config).gtin
        assert isinstance(label, biip.rcn.Rcn)
        assert (label.item_reference, label.weight) == (plu, Decimal("1.234"))
        assert label.without_variable_measure().value in product.inventory.barcodes


def test_well_known_goods_are_favourites_with_their_real_plu(products: list[Product]) -> None:
    favourites = {product.name: product for product in products if product.pos.favourite}
    assert len(favourites) == 26
    banana = favourites["Banana"]
    assert (banana.pos.plu, banana.shelf_price, banana.inventory.unit) == ("4011", Decimal("1.49"), "kg")
    listed = [product for product in favourites.values() if not product.variants]
    assert all(product.inventory.on_hand > 100 for product in listed)


def test_prices_lie_in_the_aisle_and_end_as_prices_do(groceries: Groceries, products: list[Product]) -> None:
    aisles = {row.number: row.aisle for row in groceries.rows}
    for product in products[: len(groceries.rows)]:
        price, cost = product.shelf_price, product.pricing.cost_price
        aisle = aisles[int(product.slug.rpartition("-")[2])]
        assert cost is not None
        assert 0 < cost < price
        if not product.pos.favourite:
            assert aisle.low <= price <= aisle.high * Decimal("1.15") + 1
            assert price % Decimal("0.10") == Decimal("0.09")


def test_alcohol_is_for_adults_and_taxed_in_full(groceries: Groceries, products: list[Product]) -> None:
    restricted = [product for product in products if product.pos.age_restricted]
    wanted = sum(row.aisle.department.name == "Alcohol" for row in groceries.rows)
    assert len(restricted) == wanted == 1054
    assert {product.pos.age_restricted for product in restricted} == {21}
    assert {product.tax_class for product in restricted} == {"standard"}
    assert {product.tax_class for product in products} == {"standard", "reduced"}


def test_stock_is_what_the_opening_movement_brought(goods: Goods) -> None:
    for product, movement in goods:
        booked = Decimal(0) if movement is None else movement.delta
        assert product.inventory.on_hand == booked
        assert movement is None or (movement.product, movement.reason) == (product.id, MovementReason.OPENING)
    assert any(movement is None for _, movement in goods[:-2])


def test_names_carry_no_traces_of_the_data_set(products: list[Product]) -> None:
    for product in products:
        assert "\\" not in product.name
        assert product.name == " ".join(product.name.split())


def test_the_same_goods_come_out_every_time(groceries: Groceries, goods: Goods) -> None:
    again = list(demo_products(groceries, limit=500))
    everything = {product.id: (product, movement) for product, movement in goods}
    assert 500 <= len(again) <= 530
    assert len(again) == count_products(groceries, limit=500)
    assert all(everything[product.id] == (product, movement) for product, movement in again)
    assert sum(product.pos.favourite for product, _ in again) == 26


def test_missing_package_is_an_error_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(AdapterError) as caught:
        read_groceries()
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    assert caught.value.data["install"] == groceries_module.INSTALL

import datetime as dt
from decimal import Decimal

import msgspec
import pytest
from bson import Decimal128, Int64, ObjectId
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.adapters.mongo.codec import RECORDS, changed_fields, from_document, to_document
from b4mart_desktop.domain.catalog import Product, ProductImage, Seo
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.orders import OrderItem
from b4mart_desktop.domain.record import Record
from b4mart_desktop.gui.style.formats import Formats
from tests.adapters.mongo.samples import NOW, full_records, make_product

BSON_TYPES = (str, int, float, bool, dt.datetime, ObjectId, dict, list)


def test_every_collection_has_a_sample() -> None:
    assert {name: type(record) for name, record in full_records().items()} == dict(RECORDS)


@pytest.mark.parametrize("collection", RECORDS)
def test_a_record_survives_the_way_to_a_document_and_back(collection: str) -> None:
    record = full_records()[collection]
    document = to_document(record)
    assert isinstance(document["_id"], ObjectId)
    assert from_document(document, type(record)) == record


@pytest.mark.parametrize("collection", RECORDS)
def test_documents_hold_plain_bson_values_only(collection: str) -> None:
    def check(value: object) -> None:
        assert type(value) in BSON_TYPES, value
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(inner)

    check(to_document(full_records()[collection]))


def test_none_is_left_out() -> None:
    assert "salePrice" not in to_document(make_product())["pricing"]


@given(st.decimals(0, 10_000_000, places=2))
def test_money_comes_back_to_the_cent(amount: Decimal) -> None:
    item = OrderItem(product=make_product().id, quantity=1, price_at_time=amount, total_price=amount)
    assert from_document(to_document(item), OrderItem).total_price == amount


def test_what_the_web_store_writes_otherwise_is_read() -> None:
    document = to_document(make_product())
    document |= {"__v": 0, "shortDescription": None, "tags": ["a", None], "seo": None, "unknown": {"x": 1}}
    document["pricing"] |= {"basePrice": Decimal128("2.50"), "salePrice": None}
    document["inventory"] |= {"quantity": Int64(7)}
    document["ratings"] = {"average": 4.5, "count": 2.0}
    document["images"] = [{"_id": ObjectId(), "url": "u", "alt": None}]
    product = from_document(document, Product)
    assert product.pricing.base_price == Decimal("2.50")
    assert product.inventory.quantity == 7
    assert product.ratings.count == 2
    assert product.tags == ("a",)
    assert product.images == (ProductImage(url="u"),)


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("category", 5, "$.category"),
        ("category", "not an id", "$.category"),
        ("status", "sold", "$.status"),
        ("name", "", "$.name"),
        ("images", [None, {}], "$.images[0]"),
        ("createdAt", "yesterday", "$.createdAt"),
    ],
)
def test_what_cannot_be_read_is_named(field: str, value: object, place: str) -> None:
    document = to_document(make_product()) | {field: value}
    with pytest.raises(AdapterError) as raised:
        from_document(document, Product)
    assert raised.value.code is ErrorCode.UNREADABLE_DOCUMENT
    assert raised.value.data["collection"] == "products"
    assert raised.value.data["id"] == str(document["_id"])
    assert place in str(raised.value.data["reason"])


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), 1e30, -0.01])
@pytest.mark.parametrize(
    ("collection", "path"),
    [
        ("products", "pricing.basePrice"),
        ("products", "pricing.salePrice"),
        ("promotions", "value"),
        ("promotions", "threshold"),
        ("taxes", "rate"),
        ("settings", "cashStep"),
    ],
)
def test_what_nothing_can_be_priced_by_is_unreadable(collection: str, path: str, odd: float) -> None:
    record = full_records()[collection]
    document = to_document(record)
    *parents, last = path.split(".")
    target = document
    for parent in parents:
        target = target[parent]
    target[last] = odd
    with pytest.raises(AdapterError) as raised:
        from_document(document, type(record))
    assert raised.value.code is ErrorCode.UNREADABLE_DOCUMENT
    assert f"$.{path}" in str(raised.value.data["reason"])


@pytest.mark.parametrize("odd", [float("nan"), float("-inf"), 1e300, -1e300, Decimal128("1E+6000")])
@pytest.mark.parametrize("field", ["quantity", "shortage", "lowStockThreshold"])
def test_stock_that_no_shop_has_is_unreadable(field: str, odd: object) -> None:
    document = to_document(make_product())
    document["inventory"][field] = odd
    with pytest.raises(AdapterError) as raised:
        from_document(document, Product)
    assert raised.value.code is ErrorCode.UNREADABLE_DOCUMENT
    assert f"$.inventory.{field}" in str(raised.value.data["reason"])


@pytest.mark.parametrize(
    "stock", [0, -3, 1e9, 1e-300, Decimal128("1E-6000"), Decimal128("0.1234567890123456789012345678901234")]
)
def test_what_is_on_hand_of_a_readable_product_can_be_written(stock: object) -> None:
    document = to_document(make_product())
    document["inventory"] |= {"quantity": stock, "shortage": 1e9}
    product = from_document(document, Product)
    assert Formats("en_US", "USD", dt.UTC).quantity(product.inventory.on_hand, product.inventory.unit)


def _apply(document: dict[str, object], changes: dict[str, dict[str, object]]) -> dict[str, object]:
    """What MongoDB makes of ``$set`` and ``$unset`` with dotted paths."""
    for operator, fields in changes.items():
        for path, value in fields.items():
            *parents, last = path.split(".")
            target: object = document
            for parent in parents:
                target = target[int(parent)] if isinstance(target, list) else target[parent]  # type: ignore[index]
            if isinstance(target, list):
                target[int(last) :] = [value, *target[int(last) + 1 :]]
            elif operator == "$set":
                target[last] = value  # type: ignore[index]
            else:
                target.pop(last)  # type: ignore[attr-defined]
    return document


def test_an_edit_keeps_what_the_desktop_does_not_know() -> None:
    old = full_records()["products"]
    assert isinstance(old, Product)
    document = to_document(old)
    document["webOnly"] = 1
    document["seo"]["canonical"] = "/b"
    document["images"][0]["_id"] = ObjectId()
    new = msgspec.structs.replace(
        old,
        name="Plantain",
        short_description=None,
        seo=Seo(meta_title="new", keywords=("k",)),
        images=(ProductImage(url="w"), *old.images[1:], ProductImage(url="third")),
        tags=("fruit",),
    )
    changes = changed_fields(old, new)
    assert set(changes["$set"]) == {
        "name",
        "seo.metaTitle",
        "images.0.url",
        "images.0.isPrimary",
        "images.2",
        "tags",
    }
    assert set(changes["$unset"]) == {"shortDescription", "seo.metaDescription", "images.0.alt"}
    first_image = document["images"][0]["_id"]
    edited = _apply(document, changes)
    assert from_document(edited, Product) == new
    assert edited["webOnly"] == 1
    assert edited["seo"]["canonical"] == "/b"  # type: ignore[index]
    assert edited["images"][0]["_id"] == first_image  # type: ignore[index]


def test_a_shorter_list_is_set_as_a_whole() -> None:
    old = make_product()
    old = msgspec.structs.replace(old, images=(ProductImage(url="a"), ProductImage(url="b")))
    new = msgspec.structs.replace(old, images=old.images[1:])
    assert changed_fields(old, new) == {"$set": {"images": [{"url": "b", "isPrimary": False}]}}


@pytest.mark.parametrize("collection", RECORDS)
def test_no_change_is_no_update(collection: str) -> None:
    record: Record = full_records()[collection]
    same = from_document(to_document(record), type(record))
    assert changed_fields(record, same) == {}


def test_aware_dates_stay_as_they_are() -> None:
    assert to_document(make_product())["createdAt"] == NOW

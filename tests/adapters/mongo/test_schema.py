from collections.abc import Callable
from typing import Any

import pytest
from bson import ObjectId
from pymongo.errors import WriteError

from b4mart_desktop.adapters.mongo.codec import RECORDS, Document, to_document
from b4mart_desktop.adapters.mongo.errors import translate
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.schema import validators
from b4mart_desktop.domain.errors import ErrorCode
from tests.adapters.mongo.samples import NOW, full_records


def test_every_record_has_a_validator() -> None:
    assert set(validators()) == set(RECORDS)


@pytest.mark.parametrize("collection", RECORDS)
async def test_the_server_takes_every_record(shop: Database, collection: str) -> None:
    await shop[collection].insert_one(to_document(full_records()[collection]))


@pytest.mark.parametrize("collection", RECORDS)
async def test_the_server_refuses_a_field_of_the_wrong_type(shop: Database, collection: str) -> None:
    document = to_document(full_records()[collection])
    for name, value in document.items():
        if name == "_id" or (collection, name) == ("settings", "key"):
            continue
        wrong: object = 5 if isinstance(value, str | dict | list | bool | ObjectId) else "5"
        with pytest.raises(WriteError, match="failed validation"):
            await shop[collection].insert_one(document | {name: wrong})


def _set(path: str, value: Any) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        *parents, last = path.split(".")
        target: Any = document
        for parent in parents:
            target = target[int(parent)] if isinstance(target, list) else target[parent]
        if value is ...:
            del target[last]
        else:
            target[last] = value

    return change


@pytest.mark.parametrize(
    ("collection", "path", "value"),
    [
        ("products", "pricing.basePrice", -0.01),
        ("products", "pricing.basePrice", float("nan")),
        ("products", "inventory.quantity", -1),
        ("products", "inventory.shortage", -1),
        ("products", "status", "sold"),
        ("products", "name", ""),
        ("products", "slug", ...),
        ("products", "inventory.sku", ...),
        ("products", "tags", ["a", 5]),
        ("orders", "items.0.quantity", 0),
        ("orders", "items.0.measure.value", 0),
        ("orders", "items.0.product", "text"),
        ("orders", "status", "paid"),
        ("orders", "payment.method", "cash"),
        ("orders", "pricing.total", ...),
        ("orders", "shippingAddress.city", ""),
        ("orders", "items.0.selectedVariants.color", 5),
        ("payments", "paymentMethod.type", "cash"),
        ("payments", "tender", "barter"),
        ("payments", "amount", -1),
        ("users", "role", "clerk"),
        ("users", "staff.role", "boss"),
        ("users", "profile.firstName", ...),
        ("stockmovements", "reason", "theft"),
        ("stockmovements", "delta", None),
        ("shifts", "status", "half open"),
        ("jobs", "kind", "mail"),
        ("jobs", "dedupe", ""),
        ("auditlog", "details", {"amount": 5}),
        ("settings", "currency", ...),
        ("settings", "key", 5),
    ],
)
async def test_the_server_refuses_what_no_record_may_hold(
    shop: Database, collection: str, path: str, value: object
) -> None:
    document = to_document(full_records()[collection])
    _set(path, value)(document)
    with pytest.raises(WriteError, match="failed validation") as raised:
        await shop[collection].insert_one(document)
    error = translate(raised.value)
    assert error.code is ErrorCode.DATABASE_REFUSED
    if collection != "settings":
        assert any(part in str(error.data["reason"]) for part in path.split(".")[-2:])


async def test_a_refused_update_names_every_field(shop: Database) -> None:
    document = to_document(full_records()["orders"])
    await shop.orders.insert_one(document)
    with pytest.raises(WriteError) as raised:
        await shop.orders.update_one({}, {"$set": {"items.0.quantity": 0, "notes": 5}})
    reason = str(translate(raised.value).data["reason"])
    assert "items.0.quantity" in reason
    assert "notes" in reason


OPTIONAL_IN_THE_SEED = {
    "users": [
        "profile.phone",
        "addresses",
        "role",
        "isEmailVerified",
        "preferences",
        "lastLoginAt",
        "createdAt",
    ],
    "products": [
        "shortDescription",
        "pricing.salePrice",
        "pricing.currency",
        "inventory.lowStockThreshold",
        "inventory.trackQuantity",
        "images",
        "specifications",
        "variants",
        "seo",
        "shipping",
        "status",
        "vendor",
        "ratings",
        "tags",
        "featured",
        "updatedAt",
    ],
    "categories": ["parent", "path", "image", "sortOrder", "isActive", "createdAt"],
    "orders": [
        "items",
        "pricing.shipping",
        "pricing.tax",
        "pricing.discount",
        "pricing.currency",
        "shippingAddress.phone",
        "billingAddress",
        "status",
        "payment.status",
        "payment.transactionId",
        "shipping",
        "notes",
        "statusHistory",
        "createdAt",
    ],
    "payments": ["currency", "paymentMethod.provider", "paymentMethod.details", "status", "transactionId"],
}


@pytest.mark.parametrize("value", [..., None], ids=["absent", "null"])
@pytest.mark.parametrize("collection", OPTIONAL_IN_THE_SEED)
async def test_what_the_seed_makes_optional_may_be_absent_or_null(
    shop: Database, collection: str, value: object
) -> None:
    document = to_document(full_records()[collection])
    for path in OPTIONAL_IN_THE_SEED[collection]:
        _set(path, value)(document)
    await shop[collection].insert_one(document)


async def test_unknown_fields_and_other_settings_are_nobodys_business(shop: Database) -> None:
    await shop.products.insert_one(to_document(full_records()["products"]) | {"__v": 0, "web": {"x": [1]}})
    await shop.settings.insert_one({"key": "demo", "loadedAt": NOW})


async def test_a_document_that_was_wrong_before_may_be_corrected_bit_by_bit(shop: Database) -> None:
    document = to_document(full_records()["payments"]) | {"status": "lost", "currency": 978}
    await shop.command("insert", "payments", documents=[document], bypassDocumentValidation=True)
    await shop.payments.update_one({}, {"$set": {"status": "completed"}})
    await shop.payments.update_one({}, {"$set": {"currency": "EUR"}})
    with pytest.raises(WriteError):
        await shop.payments.update_one({}, {"$set": {"currency": 978}})

"""What the desktop writes passes the web store's own models, and the other way round."""

import datetime as dt
import random
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from bson import ObjectId

from b4mart_desktop.adapters.mongo.codec import RECORDS, Document, from_document, to_document
from b4mart_desktop.adapters.mongo.indexes import SEED_INDEXES
from b4mart_desktop.adapters.mongo.migrations import Database, open_ledger, prepare_database
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.entries import CustomerAdded, SaleCompleted
from b4mart_desktop.domain.orders import Order
from tests.adapters.mongo.samples import (
    Line,
    full_records,
    make_customer,
    make_product,
    make_sale_of,
)
from tests.web_store.conftest import Node

MODELS = {
    "users": "User",
    "products": "Product",
    "categories": "Category",
    "orders": "Order",
    "payments": "Payment",
}
SEED = Path(__file__).parents[3] / "shared" / "seed" / "b4mart-architecture.md"


def _failures(results: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [result for result in results if result.get("errors") or result.get("error")]


async def _written(shop: Database) -> list[tuple[str, Document]]:
    """Every document of the five collections that the web store knows."""
    return [
        (model, document)
        for name, model in MODELS.items()
        for document in await shop[name].find({}).to_list()
    ]


async def _sell_all_sorts(shop: Database) -> None:
    """A day at the counter: all sorts of goods, discounts, tenders, customers and a shelf run empty."""
    dice = random.Random(20260304)
    pieces = [make_product("3", f"{dice.randint(0, 2000) / 100:.2f}", name=f"Piece {n}") for n in range(12)]
    weighed = [make_product("1.5", "3.99", True, name=f"Weighed {n}") for n in range(4)]
    free = make_product("5", "0", name="Leaflet")
    await shop.products.insert_many([to_document(product) for product in (*pieces, *weighed, free)])
    await open_ledger(shop)
    customers = [make_customer(), make_customer("Upper@Example.org"), make_customer("upper@example.org")]
    posting = MongoPosting(shop)
    for customer in customers:
        await posting.post([CustomerAdded(customer=customer)])
    for number in range(1, 41):
        lines = [
            Line(product, dice.randint(1, 3), discount=dice.choice([None, None, "15", "100"]))
            for product in dice.sample(pieces, dice.randint(0, 4))
        ]
        lines += [
            Line(product, weight=f"{dice.randint(1, 2500) / 1000:.3f}") for product in dice.sample(weighed, 2)
        ]
        sale = make_sale_of(
            lines,
            card=dice.choice([None, "0.01", "0.10"]),
            customer=dice.choice([None, *customers]),
            order_discount=dice.choice([None, "12.5"]),
            number=number,
        )
        await posting.post([SaleCompleted(sale=sale)])
    await posting.post([SaleCompleted(sale=make_sale_of([Line(free)], number=99))])


async def test_everything_the_desktop_writes_passes_the_models(shop: Database, web_store: Node) -> None:
    await _sell_all_sorts(shop)
    documents = await _written(shop)
    assert {model for model, _ in documents} == {"User", "Product", "Order", "Payment"}
    assert any(document["inventory"].get("shortage") for model, document in documents if model == "Product")
    assert any(document["pricing"]["total"] == 0 for model, document in documents if model == "Order")
    results = web_store("validate.js", lines=documents)
    assert len(results) == len(documents)
    assert _failures(results) == []


def test_every_field_of_every_record_passes_the_models(web_store: Node) -> None:
    records = full_records()
    lines = [(model, to_document(records[name])) for name, model in MODELS.items()]
    assert _failures(web_store("validate.js", lines=lines)) == []


@pytest.mark.parametrize(
    ("collection", "change", "error"),
    [
        ("orders", {"status": "paid"}, "status: `paid` is not a valid enum value"),
        ("orders", {"notes": 5}, 'notes: Number 5 became String "5"'),
        ("orders", {"items": [{"product": ObjectId(), "quantity": 0}]}, "items.0.quantity"),
        ("orders", {"orderNumber": ""}, "orderNumber: Path `orderNumber` is required"),
        ("payments", {"amount": "12.50"}, 'amount: String "12.50" became Number 12.5'),
        ("payments", {"order": "5f0000000000000000000000"}, "order: String"),
        (
            "users",
            {"email": "Ada@Example.org"},
            'email: String "Ada@Example.org" became String "ada@example.org"',
        ),
        ("users", {"password": "short"}, "password: Path `password`"),
        ("products", {"createdAt": "2026-03-04"}, "createdAt: String"),
        ("products", {"images": [{"url": 5}]}, "images.0.url: Number 5"),
    ],
)
def test_the_check_finds_what_the_models_refuse_or_change(
    web_store: Node, collection: str, change: Document, error: str
) -> None:
    document = to_document(full_records()[collection]) | change
    (result,) = web_store("validate.js", lines=[(MODELS[collection], document)])
    assert any(found.startswith(error) for found in result["errors"]), result


# ---------------------------------------------------------------- what the web store writes

OBJECT = ObjectId("65f000000000000000000001")
LEAST: dict[str, Document] = {
    "User": {
        "email": "Web@Example.org",
        "password": "secret",
        "profile": {"firstName": "W", "lastName": "S"},
    },
    "Product": {
        "name": "Mug",
        "slug": "mug",
        "description": "A mug",
        "pricing": {"basePrice": 7},
        "inventory": {"sku": "MUG", "quantity": 3},
        "category": OBJECT,
    },
    "Category": {"name": "Kitchen", "slug": "kitchen"},
    "Order": {
        "customer": OBJECT,
        "items": [{"product": OBJECT, "quantity": 2, "priceAtTime": 7.5, "totalPrice": 15}],
        "pricing": {"subtotal": 15, "total": 15},
        "shippingAddress": {
            "firstName": "W",
            "lastName": "S",
            "street": "s",
            "city": "c",
            "state": "st",
            "zipCode": "1",
            "country": "US",
        },
        "payment": {"method": "card"},
    },
    "Payment": {"order": OBJECT, "amount": 15, "paymentMethod": {"type": "stripe"}},
}
MOST: dict[str, Document] = {
    "User": {
        "addresses": [{"street": "s", "isDefault": True}, {"city": None}],
        "role": "vendor",
        "preferences": {"currency": "EUR", "notifications": {"sms": True}},
        "lastLoginAt": dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
    },
    "Product": {
        "shortDescription": None,
        "pricing": {"basePrice": 7.25, "salePrice": None, "costPrice": 3},
        "images": [{"url": "u"}, {"alt": "a", "isPrimary": True}],
        "specifications": [{"name": "n", "value": "v"}],
        "variants": [{"name": "Color", "options": ["Red", "Blue"], "required": True}],
        "seo": {"metaTitle": "t", "keywords": ["k"]},
        "shipping": {"weight": 0.4, "dimensions": {"length": 1, "width": 2}},
        "status": "active",
        "vendor": OBJECT,
        "ratings": {"average": 4.5, "count": 12},
        "tags": ["a", "b"],
        "featured": True,
    },
    "Category": {"parent": OBJECT, "path": [OBJECT], "image": "i", "sortOrder": 3, "isActive": False},
    "Order": {
        "items": [
            {
                "product": OBJECT,
                "quantity": 2,
                "priceAtTime": 7.5,
                "totalPrice": 15,
                "selectedVariants": {"color": "red", "size": None},
            }
        ],
        "billingAddress": {"firstName": "B", "sameAsShipping": False},
        "payment": {"method": "paypal", "status": "completed", "transactionId": "x", "paidAt": None},
        "shipping": {"method": "m", "estimatedDelivery": dt.datetime(2026, 1, 2, tzinfo=dt.UTC)},
        "notes": None,
        "statusHistory": [{"status": "pending"}, {"status": "shipped", "note": "n"}],
    },
    "Payment": {
        "paymentMethod": {
            "type": "card",
            "provider": "stripe",
            "details": {"last4": "4242", "expiryYear": 2030},
        },
        "transactionId": "pi_1",
        "refunds": [{"amount": 2, "reason": "r", "status": "completed"}],
        "metadata": {"riskScore": 0.2},
        "gateway": {"provider": "stripe"},
    },
}


def _database_uri(uri: str, database: str) -> str:
    return urlunsplit(urlsplit(uri)._replace(path=f"/{database}"))


@pytest.mark.parametrize("extra", [{}, MOST], ids=["least", "most"])
async def test_what_the_web_store_saves_is_accepted_and_read(
    shop: Database, web_store: Node, mongo_uri: str, extra: Mapping[str, Document]
) -> None:
    lines = [(model, document | extra.get(model, {})) for model, document in LEAST.items()]
    results = web_store("save.js", _database_uri(mongo_uri, shop.name), lines=lines)
    assert _failures(results) == []
    for name, kind in RECORDS.items():
        if name in MODELS:
            (document,) = await shop[name].find({}).to_list()
            read = from_document(document, kind)
            if isinstance(read, Product):
                assert read.pricing.base_price == Decimal("7.25" if extra else "7")
                assert read.pos.plu is None
            if isinstance(read, Order):
                assert read.items[0].price_at_time == Decimal("7.5")
                assert read.channel is None


async def test_both_sides_make_the_same_indexes(
    shop: Database, web_store: Node, mongo_uri: str, database: str
) -> None:
    failed_alone = web_store("save.js", _database_uri(mongo_uri, database))
    failed_here = web_store("save.js", _database_uri(mongo_uri, shop.name))
    # On an empty database Mongoose trips over its own second declaration of two indexes, and only those.
    assert [(result["model"], result["indexError"][:33]) for result in failed_here] == [
        (result["model"], result["indexError"][:33]) for result in failed_alone
    ]
    web = shop.client[database]
    for name, models in SEED_INDEXES.items():
        theirs = await web[name].index_information()
        ours = await shop[name].index_information()
        assert {model.document["name"] for model in models} | {"_id_"} == set(theirs)
        for index, options in theirs.items():
            assert ours[index]["key"] == options["key"]
            for option in ("unique", "sparse", "weights"):
                assert ours[index].get(option) == options.get(option), (name, index, option)


async def test_a_database_the_web_store_made_can_be_prepared(
    shop: Database, web_store: Node, mongo_uri: str, database: str
) -> None:
    web_store("save.js", _database_uri(mongo_uri, database), lines=list(LEAST.items()))
    web = shop.client[database]
    await prepare_database(web)
    movements = await web.stockmovements.find({}).to_list()
    assert [(movement["delta"], movement["reason"]) for movement in movements] == [(3, "opening")]


@pytest.mark.skipif(not SEED.is_file(), reason="the seed's text is there in development only")
def test_the_models_are_the_seeds_word_for_word() -> None:
    text = SEED.read_text(encoding="utf-8")
    schemas = dict(re.findall(r"### (\w+) Schema\n```javascript\n(.*?)```", text, re.DOTALL))
    assert set(schemas) == set(MODELS.values()) - {"Category"}
    for model, schema in schemas.items():
        assert (Path(__file__).parent / "models" / f"{model}.js").read_text(encoding="utf-8") == schema

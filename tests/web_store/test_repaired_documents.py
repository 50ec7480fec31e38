"""Documents that a migration spoiled, repaired at the desktop: the web store's models take them again."""

from pathlib import Path
from typing import Any

from bson import Decimal128, Int64, ObjectId

from b4mart_desktop.adapters.local.replica.hiding import LocalHiding
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.repairs import MongoDocumentRepairs
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.ports import SkippedDocument
from b4mart_desktop.services.repairing import Repairing
from tests.unit.services.shop import MANAGER, open_shop
from tests.web_store.conftest import Node

SPOILED: dict[str, Any] = {
    "name": "Soap",
    "description": None,
    "slug": "",
    "pricing": {"basePrice": "12,99", "salePrice": "", "costPrice": float("nan"), "wholesale": "left"},
    "inventory": {"sku": 4711.0, "quantity": Decimal128("-5"), "trackQuantity": "true"},
    "images": ["https://example.com/soap.jpg", None],
    "specifications": [{"name": "Weight", "value": 100}],
    "tags": "bath, soap",
    "status": "Published",
    "ratings": {"average": "4.5", "count": "12"},
    "featured": "yes",
    "createdAt": "2026-03-01T10:30:00Z",
    "updatedAt": Int64(1_772_361_000_000),
}


async def test_what_was_repaired_passes_the_models_of_the_web_store(
    shop: Database, web_store: Node, tmp_path: Path
) -> None:
    identity = ObjectId()
    spoiled = SPOILED | {"_id": identity, "category": {"$oid": str(ObjectId())}}
    await shop.products.insert_one(spoiled, bypass_document_validation=True)
    skipped = SkippedDocument(collection="products", id=str(identity), reason="many", since=utc_now())
    with open_shop(tmp_path) as counter:
        counter.sign_in(MANAGER)
        hiding = LocalHiding(counter.replica.file)
        outcome = await Repairing(counter.counter, MongoDocumentRepairs(shop), hiding).repair_all([skipped])
    assert (outcome.repaired, outcome.left, outcome.failed) == (1, [], [])
    repaired = await shop.products.find_one({"_id": identity})
    assert repaired is not None
    assert repaired["pricing"] == {"basePrice": 12.99, "wholesale": "left"}
    assert (repaired["inventory"]["quantity"], repaired["inventory"]["shortage"]) == (0, 5)
    results = web_store("validate.js", lines=[("Product", repaired)])
    assert [result for result in results if result.get("errors") or result.get("error")] == []

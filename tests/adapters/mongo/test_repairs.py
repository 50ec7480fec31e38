"""Repairing documents on a real server, as Mongoose and foreign programs wrote them."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bson import Binary, Decimal128, Int64, ObjectId

from b4mart_desktop.adapters.local.replica.hiding import LocalHiding
from b4mart_desktop.adapters.mongo.codec import RECORDS, from_document, to_document
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.adapters.mongo.repairs import MongoDocumentRepairs
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.edits import EditKind
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.ports import SkippedDocument
from b4mart_desktop.services.repairing import Diagnosis, Repairing, Standing, typed
from tests.adapters.mongo.samples import make_product
from tests.unit.services.shop import CLERK, DRINKS, MANAGER, SUPERVISOR, Shop, open_shop


class Desk:
    """A counter with an office, on the real server."""

    def __init__(self, counter: Shop, database: Database) -> None:
        self.counter, self.database = counter, database
        hiding = LocalHiding(counter.replica.file)
        self.repairing = Repairing(counter.counter, MongoDocumentRepairs(database), hiding)
        counter.sign_in(MANAGER)

    async def put(self, collection: str = "products", **fields: Any) -> SkippedDocument:
        """Adds a document that another program wrote; a dotted name is one field below."""
        document = to_document(DRINKS if collection == "categories" else make_product("7"))
        document["_id"] = ObjectId()
        if collection == "products":
            tail = str(document["_id"])[-6:]
            document |= {"slug": f"soap-{tail}", "name": "Soap"}
            document["inventory"]["sku"] = f"S-{tail}"
        for name, value in fields.items():
            *above, last = name.split("__")
            inside = document
            for step in above:
                inside = inside[step]
            inside[last] = value
        return await self.insert(collection, document)

    async def insert(self, collection: str, document: dict[str, Any]) -> SkippedDocument:
        await self.database[collection].insert_one(document, bypass_document_validation=True)
        with pytest.raises(AdapterError) as error:
            from_document(document, RECORDS[collection])
        reason = str(error.value.data["reason"])
        return SkippedDocument(
            collection=collection, id=str(document["_id"]), name="Soap", reason=reason, since=utc_now()
        )

    async def stored(self, document: SkippedDocument) -> dict[str, Any]:
        found = await self.database[document.collection].find_one({"_id": ObjectId(document.id)})
        assert found is not None
        return found

    async def accept(self, document: SkippedDocument) -> Diagnosis:
        """Takes all proposals."""
        diagnosis = await self.repairing.look(document)
        assert diagnosis.proposals is not None
        await self.repairing.repair(diagnosis, diagnosis.proposals)
        return diagnosis


@pytest.fixture
def desk(shop: Database, tmp_path: Path) -> Iterator[Desk]:
    with open_shop(tmp_path) as counter:
        yield Desk(counter, shop)


async def test_only_the_wrong_places_are_written(desk: Desk) -> None:
    soap = await desk.put(
        pricing__basePrice="12,99",
        pricing__costPrice=float("nan"),
        pricing__wholesale="as it was",
        inventory__quantity=Decimal128("-5"),
        inventory__trackQuantity="true",
        inventory__barcodes=Int64(4006381333931),
        warranty={"months": Int64(24), "card": Binary(b"\x00")},
        tags=["bath", None, "soap"],
        status="Published",
        description="",
    )
    before = await desk.stored(soap)
    await desk.accept(soap)
    after = await desk.stored(soap)
    product = from_document(after, Product)
    assert (product.pricing.base_price, product.pricing.cost_price) == (Decimal("12.99"), None)
    assert (product.inventory.on_hand, product.inventory.shortage) == (Decimal(-5), Decimal(5))
    assert (product.inventory.barcodes, product.inventory.track_quantity) == (("4006381333931",), True)
    assert (product.status, product.description) == ("active", "Soap")
    assert after["updatedAt"] > before["updatedAt"]
    assert after["pricing"]["wholesale"] == "as it was"
    assert (after["warranty"], after["tags"]) == (before["warranty"], before["tags"])


async def test_a_repair_is_in_the_history_and_cannot_be_taken_back(desk: Desk, tmp_path: Path) -> None:
    soap = await desk.put(pricing__basePrice="12,99")
    await desk.accept(soap)
    editing = Editing(desk.counter.counter, MongoProductEdits(desk.database), None)  # type: ignore[arg-type]
    (change,) = await editing.history(Id(soap.id))
    (field,) = change.fields
    assert (change.kind, change.user_name) == (EditKind.REPAIRED, MANAGER.name)
    assert (field.field, field.before, field.after) == ("pricing.basePrice", '"12,99"', '"12.99"')
    assert change.version == (await editing.product(Id(soap.id))).updated_at
    with pytest.raises(DomainError) as refused:
        await editing.undo(change)
    assert refused.value.code is ErrorCode.CHANGED_MEANWHILE


async def test_what_changed_since_it_was_shown_is_left(desk: Desk) -> None:
    soap = await desk.put(pricing__basePrice="12,99")
    diagnosis = await desk.repairing.look(soap)
    await desk.database.products.update_one(
        {"_id": ObjectId(soap.id)}, {"$set": {"pricing.basePrice": 13.5}}, bypass_document_validation=True
    )
    with pytest.raises(AdapterError) as refused:
        await desk.repairing.repair(diagnosis, diagnosis.proposals or ())
    assert refused.value.code is ErrorCode.CHANGED_MEANWHILE
    assert (await desk.stored(soap))["pricing"]["basePrice"] == 13.5


async def test_a_person_types_what_nobody_can_tell(desk: Desk) -> None:
    soap = await desk.put(pricing="free", vendor="acme")
    diagnosis = await desk.repairing.look(soap)
    pricing, price, vendor = diagnosis.places
    assert (diagnosis.proposals, price.proposal, vendor.proposal) == (None, None, None)
    assert pricing.proposal is not None
    with pytest.raises(DomainError) as refused:
        await desk.repairing.repair(diagnosis, pricing.proposal)
    assert refused.value.data["field"] == "pricing.basePrice"
    changes = (*pricing.proposal, typed(price.misfit, "3.50"), typed(vendor.misfit, ""))
    await desk.repairing.repair(diagnosis, changes)
    stored = await desk.stored(soap)
    assert stored["pricing"] == {"basePrice": 3.5}
    assert "vendor" not in stored


async def test_many_are_repaired_together_and_what_has_no_proposal_is_left(desk: Desk) -> None:
    wrong = [await desk.put(pricing__basePrice=f"{n},50") for n in range(1, 4)]
    free = await desk.put(pricing__basePrice="free")
    twin = await desk.put(pricing__basePrice="4,50", inventory__sku=(float(1)))
    await desk.put(pricing__basePrice="5,50", inventory__sku="1")  # the SKU that the twin will have
    aisle = await desk.put("categories", isActive="yes", slug="aisle")
    gone = await desk.put(pricing__basePrice="6,50")
    await desk.database.products.delete_one({"_id": ObjectId(gone.id)})
    ticks: list[int] = []
    outcome = await desk.repairing.repair_all([*wrong, free, twin, gone, aisle], ticks.append)
    assert (outcome.repaired, outcome.left, ticks) == (4, [free], [6, 7])
    ((failed, error),) = outcome.failed
    assert (failed, error.code) == (twin, ErrorCode.DUPLICATE)
    prices = [(await desk.stored(each))["pricing"]["basePrice"] for each in (*wrong, free)]
    assert prices == [1.5, 2.5, 3.5, "free"]
    assert (await desk.stored(aisle))["isActive"] is True


async def test_what_is_not_repaired_here_is_told(desk: Desk, shop: Database) -> None:
    soap = await desk.put(pricing__basePrice="12,99", pricing__costPrice="8,49")
    numbered = await desk.insert("products", {**to_document(make_product("1")), "_id": 4711})
    user = await desk.insert("users", {"_id": ObjectId(), "email": 7})
    assert (await desk.repairing.look(numbered)).standing is Standing.IDENTITY
    assert (await desk.repairing.look(user)).standing is Standing.ELSEWHERE
    assert "email" in [place.misfit.field for place in (await desk.repairing.look(user)).places]
    desk.counter.sign_in(SUPERVISOR)
    diagnosis = await desk.repairing.look(soap)
    assert (diagnosis.standing, len(diagnosis.places)) == (Standing.NOT_ALLOWED, 1)
    for attempt in (
        desk.repairing.repair(diagnosis, diagnosis.proposals or ()),
        desk.repairing.repair_all([soap]),
    ):
        with pytest.raises(DomainError) as refused:
            await attempt
        assert refused.value.code is ErrorCode.NOT_ALLOWED
    desk.counter.sign_in(CLERK)
    with pytest.raises(DomainError):
        await desk.repairing.look(soap)
    assert (await desk.stored(soap))["pricing"]["basePrice"] == "12,99"


async def test_what_was_put_right_or_deleted_meanwhile_is_told(desk: Desk) -> None:
    soap = await desk.put(pricing__basePrice="12,99")
    await desk.accept(soap)
    assert (await desk.repairing.look(soap)).standing is Standing.READABLE
    await desk.database.products.delete_one({"_id": ObjectId(soap.id)})
    assert (await desk.repairing.look(soap)).standing is Standing.DELETED

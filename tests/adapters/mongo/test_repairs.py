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
from b4mart_desktop.domain.misfits import Change
from b4mart_desktop.domain.people import StaffRole
from b4mart_desktop.domain.permissions import LOWEST_ROLE, Action
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.ports import SkippedDocument
from b4mart_desktop.services.ports.repairs import Repair
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


async def booked(desk: Desk, soap: SkippedDocument, *deltas: float) -> None:
    """Puts movements of a product into the ledger."""
    movements = [
        {
            "product": ObjectId(soap.id),
            "delta": delta,
            "reason": "opening",
            "at": utc_now(),
            "location": "main",
        }
        for delta in deltas
    ]
    await desk.database.stockmovements.insert_many(movements)


async def ledger_and_audit(desk: Desk, soap: SkippedDocument) -> tuple[list[float], list[dict[str, str]]]:
    """Returns the movements of a product, and what the audit log says of its stock."""
    moved = await desk.database.stockmovements.find({"product": ObjectId(soap.id)}).to_list()
    noted = await desk.database.auditlog.find({"ref": ObjectId(soap.id)}).to_list()
    assert {entry["action"] for entry in noted} <= {"adjust_stock"}
    return [each["delta"] for each in moved], [entry["details"] for entry in noted]


@pytest.mark.parametrize("found", ["many", "35,0", None, -2.0])
async def test_stock_that_cannot_be_read_is_what_the_ledger_says(desk: Desk, found: object) -> None:
    soap = await desk.put(
        tags="bath", inventory__quantity=found, inventory__shortage=7.0, inventory__inLedger=True
    )
    await booked(desk, soap, 50.0, -10.0)
    assert (await desk.repairing.repair_all([soap])).repaired == 1
    inventory = (await desk.stored(soap))["inventory"]
    assert (inventory["quantity"], inventory["shortage"]) == (40, 0)
    assert await ledger_and_audit(desk, soap) == ([50.0, -10.0], [])


async def test_other_stock_than_the_ledger_says_is_a_movement_that_somebody_stands_for(desk: Desk) -> None:
    soap = await desk.put(inventory__quantity="many", inventory__inLedger=True)
    await booked(desk, soap, 40.0)
    diagnosis = await desk.repairing.look(soap)
    (quantity,) = diagnosis.places
    await desk.repairing.repair(diagnosis, [typed(quantity.misfit, "38")])
    inventory = (await desk.stored(soap))["inventory"]
    assert (inventory["quantity"], inventory["shortage"], inventory["inLedger"]) == (38, 0, True)
    (_, change), (audit,) = await ledger_and_audit(desk, soap)
    assert (change, audit["before"], audit["after"]) == (-2.0, "40", "38")


async def test_stock_the_ledger_does_not_know_begins_there(desk: Desk) -> None:
    soap = await desk.put(inventory__quantity="7,0")
    many = await desk.put(inventory__quantity="many")
    outcome = await desk.repairing.repair_all([soap, many])
    assert (outcome.repaired, outcome.left) == (1, [many])
    assert (await desk.stored(soap))["inventory"]["quantity"] == 7
    moved, (audit,) = await ledger_and_audit(desk, soap)
    assert (moved, audit["before"], audit["after"]) == ([7.0], "0", "7")


async def test_who_may_not_adjust_stock_repairs_none(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    soap = await desk.put(inventory__quantity="7,0")
    tea = await desk.put(inventory__quantity="7,0")
    await booked(desk, tea, 5.0)
    monkeypatch.setitem(LOWEST_ROLE, Action.ADJUST_STOCK, StaffRole.OWNER)
    outcome = await desk.repairing.repair_all([soap, tea])
    ((failed, error),) = outcome.failed
    assert (failed, error.code, outcome.repaired) == (soap, ErrorCode.NOT_ALLOWED, 1)
    assert (await desk.stored(soap))["inventory"]["quantity"] == "7,0"
    assert await ledger_and_audit(desk, soap) == ([], [])


async def test_what_was_sold_between_looking_and_repairing_is_not_lost(desk: Desk) -> None:
    soap = await desk.put(inventory__quantity="many")
    await booked(desk, soap, 40.0)
    diagnosis = await desk.repairing.look(soap)
    await booked(desk, soap, -1.0)
    with pytest.raises(AdapterError) as refused:
        await desk.repairing.repair(diagnosis, diagnosis.proposals or ())
    assert refused.value.code is ErrorCode.CHANGED_MEANWHILE


async def test_stock_below_zero_adds_to_what_is_short_and_minds_it(desk: Desk) -> None:
    soap = await desk.put(tags="bath", inventory__quantity=-3.0, inventory__shortage=2.0)
    diagnosis = await desk.repairing.look(soap)
    await desk.database.products.update_one({"_id": ObjectId(soap.id)}, {"$set": {"inventory.shortage": 9.0}})
    with pytest.raises(AdapterError) as refused:
        await desk.repairing.repair(diagnosis, diagnosis.proposals or ())
    assert refused.value.code is ErrorCode.CHANGED_MEANWHILE
    await desk.database.products.update_one({"_id": ObjectId(soap.id)}, {"$set": {"inventory.shortage": 2.0}})
    await desk.accept(soap)
    inventory = (await desk.stored(soap))["inventory"]
    assert (inventory["quantity"], inventory["shortage"]) == (0, 5)


@pytest.mark.parametrize("option", ["Size. EU", "", "$size", "Size"])
async def test_names_that_others_gave_are_no_steps(desk: Desk, option: str) -> None:
    variant = {"sku": "S-38", "options": {option: 38, "Color": "red"}, "quantity": 1.0, "shelf": "B2"}
    soap = await desk.put(inventory__variantStock=[variant])
    await desk.accept(soap)
    stored = await desk.stored(soap)
    options = {option: "38", "Color": "red"}
    assert stored["inventory"]["variantStock"] == [variant | {"options": options}]
    assert from_document(stored, Product).inventory.variant_stock[0].options == options


async def test_what_cannot_be_read_after_it_was_written_is_not_written(desk: Desk) -> None:
    soap = await desk.put(pricing__basePrice="12,99")
    tea = await desk.put(pricing__basePrice="4,50")
    archive = MongoDocumentRepairs(desk.database)
    price = ("pricing", "basePrice")
    good = Repair(id=tea.id, seen={price: "4,50"}, changes=(Change(path=price, value=Decimal("4.5")),))
    bad = Repair(id=soap.id, seen={price: "12,99"}, changes=(Change(path=("pricing",), value={}),))
    refused, done = await archive.repair("products", [bad, good])
    assert (refused and refused.code, done) == (ErrorCode.UNREADABLE_DOCUMENT, None)
    assert [(await desk.stored(each))["pricing"]["basePrice"] for each in (soap, tea)] == ["12,99", 4.5]


async def test_a_repaired_category_is_in_the_audit_log_and_a_price_in_the_history(desk: Desk) -> None:
    """As an editor's save: a product's history tells of its prices, and the audit log says nothing twice."""
    aisle = await desk.put("categories", isActive="yes", slug="aisle")
    soap = await desk.put(pricing__basePrice="12,99")
    await desk.repairing.repair_all([aisle, soap])
    (entry,) = await desk.database.auditlog.find({}).to_list()
    assert (str(entry["ref"]), entry["action"], entry["userName"]) == (
        aisle.id,
        "edit_catalogue",
        MANAGER.name,
    )
    assert entry["details"] == {"repaired": "categories", "isActive": '"yes" → true'}
    assert await desk.database.cataloguechanges.count_documents({"product": ObjectId(soap.id)}) == 1

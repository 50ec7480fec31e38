"""Editing products on a real server: two people at one product, history, undo, stock, rights."""

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bson import ObjectId

from b4mart_desktop.adapters.local.drafts import SqliteDrafts
from b4mart_desktop.adapters.mongo.codec import from_document, to_document
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.domain.catalog import Product, ProductImage, ProductStatus
from b4mart_desktop.domain.edits import CatalogueChange, EditKind
from b4mart_desktop.domain.entries import SaleCompleted
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.people import User
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.ports.catalogue import Collided, Saved
from tests.adapters.mongo.samples import Line, make_product, make_sale_of
from tests.seals import SEAL
from tests.unit.domain.test_edits import but
from tests.unit.services.shop import CLERK, MANAGER, SUPERVISOR, Shop, open_shop

EAN = "4006381333931"


class Desk:
    """A counter with an office, on the real server."""

    def __init__(self, counter: Shop, database: Database, folder: Path) -> None:
        self.counter, self.database = counter, database
        self.drafts = SqliteDrafts(folder / "drafts.sqlite", SEAL)
        self.editing = Editing(counter.counter, MongoProductEdits(database), self.drafts)
        counter.sign_in(MANAGER)

    def sign_in(self, user: User) -> None:
        self.counter.sign_in(user)

    async def put(self, **fields: Any) -> Product:
        """Adds a product as a manager does."""
        saved = await self.editing.save(None, but(make_product("5"), **fields))
        assert isinstance(saved, Saved)
        return saved.product

    async def stored(self, product: Id) -> dict[str, Any]:
        document = await self.database.products.find_one({"_id": ObjectId(product)})
        assert document is not None
        return document


@pytest.fixture
def desk(shop: Database, tmp_path: Path) -> Iterator[Desk]:
    with open_shop(tmp_path) as counter:
        made = Desk(counter, shop, tmp_path)
        yield made
        made.drafts.close()


async def test_a_new_product_has_its_stock_booked_and_a_history(desk: Desk, shop: Database) -> None:
    tea = await desk.put(name="Tea")
    assert tea.inventory.on_hand == 5
    (movement,) = await shop.stockmovements.find().to_list()
    assert (movement["delta"], movement["reason"]) == (5, "opening")
    (change,) = await desk.editing.history(tea.id)
    assert (change.kind, change.name, change.user_name, change.fields) == (
        EditKind.CREATED, "Tea", MANAGER.name, (),
    )  # fmt: skip


async def test_an_edit_writes_what_differs_with_its_history(desk: Desk, shop: Database) -> None:
    tea = await desk.put()
    await shop.products.update_one({"_id": ObjectId(tea.id)}, {"$set": {"pricing.wholesale": 1.5}})
    saved = await desk.editing.save(tea, but(tea, pricing__base_price=Decimal("2.49")))
    assert isinstance(saved, Saved)
    document = await desk.stored(tea.id)
    assert (document["pricing"]["basePrice"], document["pricing"]["wholesale"]) == (2.49, 1.5)
    change = (await desk.editing.history(tea.id))[0]
    assert [(each.field, each.before, each.after) for each in change.fields] == [
        ("pricing.basePrice", '"1.99"', '"2.49"')
    ]
    assert change.version == saved.product.updated_at == document["updatedAt"]


async def test_a_sale_meanwhile_is_no_collision_and_stays(desk: Desk, shop: Database) -> None:
    tea = await desk.put()
    await MongoPosting(shop).post([SaleCompleted(sale=make_sale_of([Line(tea)]))])
    saved = await desk.editing.save(tea, but(tea, name="Green tea"))
    assert isinstance(saved, Saved)
    document = await desk.stored(tea.id)
    assert (document["name"], document["inventory"]["quantity"]) == ("Green tea", 4)
    assert saved.product.inventory.on_hand == 4


async def test_what_the_web_store_saved_without_a_new_date_is_seen(desk: Desk, shop: Database) -> None:
    tea = await desk.put()
    theirs = {"$set": {"name": "Web tea", "pricing.basePrice": 99.0}}
    await shop.products.update_one({"_id": ObjectId(tea.id)}, theirs)
    saved = await desk.editing.save(tea, but(tea, featured=True))
    assert isinstance(saved, Saved)
    assert (saved.product.name, saved.product.featured) == ("Web tea", True)
    collided = await desk.editing.save(tea, but(tea, name="Ours"))
    assert isinstance(collided, Collided)
    dear = but(tea, pricing__base_price=Decimal(3))
    outcome = await desk.editing.save_many([(tea, dear)], new_id(), EditKind.BULK)
    assert [error.code for _, error in outcome.failed] == [ErrorCode.CHANGED_MEANWHILE]
    assert (await desk.stored(tea.id))["pricing"]["basePrice"] == 99


async def test_a_batch_asked_for_again_changes_nothing_twice(desk: Desk) -> None:
    tea, batch = await desk.put(), new_id()
    first = await desk.editing.save_many(
        [(tea, but(tea, pricing__base_price=Decimal("2.20")))], batch, EditKind.BULK
    )
    now = await desk.editing.product(tea.id)
    again = await desk.editing.save_many(
        [(now, but(now, pricing__base_price=Decimal("2.42")))], batch, EditKind.BULK
    )
    assert (first.saved, again.saved, again.failed) == (1, 1, [])
    assert (await desk.stored(tea.id))["pricing"]["basePrice"] == 2.2
    assert (await desk.editing.undo_batch(batch)).saved == 1
    assert (await desk.editing.undo_batch(batch)).failed == []


async def test_pictures_that_change_places_take_unknown_fields_along(desk: Desk, shop: Database) -> None:
    tea = await desk.put(images=(ProductImage(url="a"), ProductImage(url="b"), ProductImage(url="c")))
    known = {f"images.{place}.publicId": name for place, name in enumerate("ABC")}
    await shop.products.update_one({"_id": ObjectId(tea.id)}, {"$set": known})
    a, _, c = tea.images
    await desk.editing.save(tea, but(tea, images=(c, a, ProductImage(url="d"))))
    images = (await desk.stored(tea.id))["images"]
    assert [(each["url"], each.get("publicId")) for each in images] == [("c", "C"), ("a", "A"), ("d", None)]


async def test_a_flaw_the_product_had_keeps_nobody_from_editing(desk: Desk, shop: Database) -> None:
    tea = await desk.put()
    odd = {"$set": {"slug": "Blue_Tea", "pricing.basePrice": 12.999, "pricing.costPrice": float("nan")}}
    await shop.products.with_options().database.command(
        "update",
        "products",
        updates=[{"q": {"_id": ObjectId(tea.id)}, "u": odd}],
        bypassDocumentValidation=True,
    )
    tea = await desk.editing.product(tea.id)
    assert tea.pricing.cost_price is None
    assert isinstance(await desk.editing.save(tea, but(tea, name="Blue tea")), Saved)
    with pytest.raises(DomainError) as caught:
        await desk.editing.save(tea, but(tea, pos__plu="1"))
    assert caught.value.data["field"] == "pos.plu"


async def test_a_code_that_another_has_by_now_does_not_come_back(desk: Desk) -> None:
    tea = await desk.put(inventory__barcodes=(EAN,))
    await desk.editing.save(tea, but(tea, inventory__barcodes=()))
    await desk.put(inventory__barcodes=(EAN,))
    with pytest.raises(DomainError) as caught:
        await desk.editing.undo((await desk.editing.history(tea.id))[0])
    assert (caught.value.code, caught.value.data["value"]) == (ErrorCode.DUPLICATE, EAN)


async def test_changes_of_other_fields_go_together(desk: Desk) -> None:
    tea = await desk.put()
    await desk.editing.save(tea, but(tea, name="Green tea"))
    saved = await desk.editing.save(tea, but(tea, featured=True))
    assert isinstance(saved, Saved)
    assert (saved.product.name, saved.product.featured) == ("Green tea", True)
    assert saved.merged is not None
    assert [change.field for change in saved.merged.theirs] == ["name"]


async def test_changes_of_the_same_field_collide_and_nothing_is_written(desk: Desk) -> None:
    tea = await desk.put()
    await desk.editing.save(tea, but(tea, name="Green tea"))
    collided = await desk.editing.save(tea, but(tea, name="Black tea", featured=True))
    assert isinstance(collided, Collided)
    assert [conflict.field for conflict in collided.merge.conflicts] == ["name"]
    assert (await desk.stored(tea.id))["name"] == "Green tea"
    assert len(await desk.editing.history(tea.id)) == 2


async def test_ten_people_at_once_lose_nothing(desk: Desk) -> None:
    tea = await desk.put()
    edits = [but(tea, tags=("new",)), *(but(tea, pos__plu=f"40{n:02}") for n in range(9))]
    outcomes = await asyncio.gather(*(desk.editing.save(tea, mine) for mine in edits))
    assert [isinstance(outcome, Saved) for outcome in outcomes].count(True) == 2
    document = await desk.stored(tea.id)
    assert document["tags"] == ["new"]
    winner = next(mine for mine, won in zip(edits[1:], outcomes[1:], strict=True) if isinstance(won, Saved))
    assert document["pos"]["plu"] == winner.pos.plu


async def test_a_sku_that_is_taken_is_told_and_nothing_is_written(desk: Desk) -> None:
    tea, coffee = await desk.put(), await desk.put()
    with pytest.raises(AdapterError) as caught:
        await desk.editing.save(coffee, but(coffee, inventory__sku=tea.inventory.sku, name="X"))
    assert (caught.value.code, caught.value.data["field"]) == (ErrorCode.DUPLICATE, "inventory.sku")
    assert (await desk.stored(coffee.id))["name"] == "Banana"
    assert len(await desk.editing.history(coffee.id)) == 1


async def test_codes_of_others_in_any_length(desk: Desk) -> None:
    tea = await desk.put(name="Tea", inventory__barcodes=(EAN,))
    mine = but(make_product(), inventory__barcodes=(f"0{EAN}",))
    (taken,) = await desk.editing.taken_codes(mine)
    assert (taken.code, taken.product, taken.name, taken.archived) == (EAN, tea.id, "Tea", False)
    assert await desk.editing.taken_codes(tea) == []


async def test_a_fault_is_refused_by_field(desk: Desk) -> None:
    with pytest.raises(DomainError) as caught:
        await desk.editing.save(None, but(make_product(), inventory__barcodes=("4006381333932",)))
    assert (caught.value.code, caught.value.data["field"]) == (
        ErrorCode.FIELD_INVALID, "inventory.barcodes.0",
    )  # fmt: skip


async def test_many_are_saved_together_and_the_bad_ones_told(desk: Desk, shop: Database) -> None:
    teas = [await desk.put() for _ in range(4)]
    await desk.editing.save(teas[0], but(teas[0], featured=True))
    await shop.products.delete_one({"_id": ObjectId(teas[1].id)})
    taken = but(teas[3], inventory__sku=teas[2].inventory.sku)
    pairs = [(tea, but(tea, featured=False, name="New")) for tea in teas[:3]] + [(teas[3], taken)]
    pairs[0] = (teas[0], but(teas[0], name="New"))
    batch = new_id()
    outcome = await desk.editing.save_many(pairs, batch, EditKind.BULK)
    assert outcome.saved == 2
    assert [error.code for _, error in outcome.failed] == [ErrorCode.NOT_FOUND, ErrorCode.DUPLICATE]
    assert (await desk.stored(teas[0].id))["featured"] is True
    assert await shop.cataloguechanges.count_documents({"batch": ObjectId(batch)}) == 2


async def test_undoing_a_batch_leaves_what_changed_since(desk: Desk) -> None:
    teas = [await desk.put() for _ in range(3)]
    batch, dear = new_id(), Decimal("9.99")
    pairs = [(tea, but(tea, pricing__base_price=dear, featured=True)) for tea in teas]
    await desk.editing.save_many(pairs, batch, EditKind.BULK)
    now = await desk.editing.product(teas[0].id)
    await desk.editing.save(now, but(now, pricing__base_price=Decimal(5)))
    now = await desk.editing.product(teas[1].id)
    await desk.editing.save(now, but(now, pricing__base_price=Decimal(6), featured=False))
    told: list[int] = []
    outcome = await desk.editing.undo_batch(batch, told.append)
    assert (outcome.saved, [product.id for product, _ in outcome.failed], told) == (2, [teas[1].id], [3])
    found = [await desk.stored(tea.id) for tea in teas]
    assert [(each["pricing"]["basePrice"], each["featured"]) for each in found] == [
        (5, False), (6, False), (1.99, False),
    ]  # fmt: skip


async def test_undoing_what_made_a_product_archives_it(desk: Desk) -> None:
    tea = await desk.put()
    (change,) = await desk.editing.history(tea.id)
    saved = await desk.editing.undo(change)
    assert isinstance(saved, Saved)
    assert saved.product.status is ProductStatus.ARCHIVED
    with pytest.raises(DomainError) as caught:
        await desk.editing.undo(change)
    assert caught.value.code is ErrorCode.CHANGED_MEANWHILE


async def test_archiving_and_taking_back(desk: Desk) -> None:
    tea = await desk.put()
    assert (await desk.editing.set_status([tea.id], ProductStatus.ARCHIVED)).saved == 1
    assert (await desk.stored(tea.id))["status"] == "archived"
    assert (await desk.editing.set_status([tea.id], ProductStatus.ARCHIVED)).saved == 0


async def test_stock_is_corrected_by_a_movement(desk: Desk, shop: Database) -> None:
    tea = await desk.put()
    after = await desk.editing.set_on_hand(tea, Decimal(3), "broken")
    assert after.inventory.on_hand == 3
    movement = await shop.stockmovements.find_one({"reason": "adjustment"})
    audit = await shop.auditlog.find_one({"action": "adjust_stock"})
    assert movement is not None
    assert audit is not None
    assert (movement["delta"], movement["quantityAfter"], audit["details"]["reason"]) == (-2, 3, "broken")
    again = await desk.editing.set_on_hand(tea, Decimal(10), "counted")  # of a product that is older
    audits = await shop.auditlog.find({"action": "adjust_stock"}).sort("_id", -1).to_list()
    assert again.inventory.on_hand == 10
    assert [Decimal(audits[0]["details"][name]) for name in ("before", "after")] == [3, 10]
    with pytest.raises(DomainError) as caught:
        await desk.editing.set_on_hand(tea, Decimal(3), " ")
    assert caught.value.code is ErrorCode.FIELD_REQUIRED


async def test_who_may_not(desk: Desk) -> None:
    tea = await desk.put(pricing__cost_price=Decimal(1))
    await desk.editing.save(tea, but(tea, pricing__cost_price=Decimal("1.1")))
    desk.sign_in(SUPERVISOR)
    assert (await desk.editing.history(tea.id))[0].fields == ()
    for deed in (
        desk.editing.save(tea, but(tea, name="X")),
        desk.editing.save(tea, but(tea, pricing__base_price=Decimal(1))),
        desk.editing.save_many([(tea, but(tea, name="X"))], new_id(), EditKind.BULK),
        desk.editing.undo_batch(new_id()),
        desk.editing.set_status([tea.id], ProductStatus.ARCHIVED),
    ):
        with pytest.raises(DomainError) as caught:
            await deed
        assert caught.value.code is ErrorCode.NOT_ALLOWED
    desk.sign_in(CLERK)
    with pytest.raises(DomainError) as caught:
        await desk.editing.product(tea.id)
    assert caught.value.code is ErrorCode.NOT_ALLOWED


async def test_a_copy_has_nothing_that_only_one_can_have(desk: Desk) -> None:
    tea = await desk.put(inventory__barcodes=(EAN,), pos__plu="4011")
    copy = desk.editing.copy_of(tea)
    assert copy.id != tea.id
    assert (copy.slug, copy.inventory.sku, copy.inventory.barcodes, copy.pos.plu) == ("", "", (), None)
    assert (copy.status, copy.name) == (ProductStatus.DRAFT, tea.name)
    assert copy.inventory.on_hand == 0


async def test_drafts_are_each_persons_own_and_survive(desk: Desk, tmp_path: Path) -> None:
    tea = await desk.put()
    desk.editing.keep_draft(tea, but(tea, name="Half a na"))
    desk.editing.keep_draft(tea, but(tea, name="Half a name"))
    again = SqliteDrafts(tmp_path / "drafts.sqlite", SEAL)
    kept = again.draft(MANAGER.id, tea.id)
    again.close()
    assert kept is not None
    assert (kept.base, kept.mine.name) == (tea, "Half a name")
    assert [draft.mine.name for draft in desk.editing.drafts()] == ["Half a name"]
    desk.sign_in(SUPERVISOR)
    assert desk.editing.draft(tea.id) is None
    desk.sign_in(MANAGER)
    desk.editing.drop_draft(tea.id)
    assert desk.editing.drafts() == []


async def test_a_damaged_file_of_drafts_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "drafts.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    drafts = SqliteDrafts(path, SEAL)
    assert drafts.drafts(new_id()) == []
    drafts.close()


async def test_the_stores_own_odd_document_is_edited_in_place(desk: Desk, shop: Database) -> None:
    document = to_document(make_product())
    document |= {"tags": [None, "a"], "vendor": None, "seo": None, "__v": 3, "custom": {"kept": True}}
    document["images"] = [{"url": "x", "width": 3}]
    del document["pos"], document["taxClass"]
    await shop.products.insert_one(document)
    tea = await desk.editing.product(Id(str(document["_id"])))
    await desk.editing.save(tea, but(tea, name="Ours", images=(*tea.images, tea.images[0])))
    after = await desk.stored(tea.id)
    assert (after["name"], after["__v"], after["custom"], after["tags"]) == (
        "Ours", 3, {"kept": True}, [None, "a"],
    )  # fmt: skip
    assert after["images"][0] == {"url": "x", "width": 3}
    (change,) = [from_document(each, CatalogueChange) async for each in shop.cataloguechanges.find()]
    assert [each.field for each in change.fields] == ["images", "name"]

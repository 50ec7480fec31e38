"""Many products changed together on a real server, chosen from a real replica: preview, run, stop, undo."""

import datetime as dt
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from bson import ObjectId

from b4mart_desktop.adapters.local.drafts import SqliteDrafts
from b4mart_desktop.adapters.local.replica.listing import LocalProductListing
from b4mart_desktop.adapters.mongo.catalogue_batches import MongoCatalogueBatches
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.adapters.mongo.scheduled_prices import MongoScheduledPrices
from b4mart_desktop.domain.bulk_changes import BulkChange
from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.edits import EditKind
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.price_changes import PriceMethod, PriceNote, PriceRule
from b4mart_desktop.domain.product_lists import ProductFilter, ProductSort
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.scheduled_prices import ScheduleState
from b4mart_desktop.services import bulk_edit
from b4mart_desktop.services.bulk_edit import BulkEdit, Chosen
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.scheduled_prices import ScheduledPrices, Span
from tests.seals import SEAL
from tests.unit.services.shop import DRINKS, MANAGER, SUPERVISOR, Shop, goods, open_shop

DEARER = BulkChange(price=PriceRule(method=PriceMethod.PERCENT, value=Decimal(10)))
ALL = ProductFilter(text="bulk")


class Desk:
    """A manager's counter whose server and replica hold the same 25 products, of 1.00 to 25.00."""

    def __init__(self, counter: Shop, database: Database, drafts: SqliteDrafts) -> None:
        self.counter, self.database = counter, database
        self.listing = LocalProductListing(counter.replica.file)
        editing = Editing(counter.counter, MongoProductEdits(database), drafts)
        self.schedule = ScheduledPrices(counter.counter, MongoScheduledPrices(database))
        book = MongoCatalogueBatches(database)
        self.bulk = BulkEdit(counter.counter, self.listing, editing, self.schedule, book)
        self.products = [goods(f"Bulk {number:02}", str(number)) for number in range(1, 26)]
        counter.sign_in(MANAGER)

    async def fill(self) -> None:
        documents = [to_document(product) for product in self.products]
        await self.database.products.insert_many(documents)
        self.counter.replica.change("products", *documents)

    def all(self, *without: Product) -> Chosen:
        selection = self.listing.select(ALL, ProductSort())
        return Chosen(selection=selection, without=frozenset(product.id for product in without))

    async def prices(self) -> list[float]:
        found = self.database.products.find({}, {"pricing": 1}).sort("name")
        return [document["pricing"]["basePrice"] async for document in found]

    async def reprice(self, product: Product, price: float) -> None:
        """Changes a price as the web store does."""
        fields = {"pricing.basePrice": price, "updatedAt": utc_now()}
        await self.database.products.update_one({"_id": ObjectId(product.id)}, {"$set": fields})

    async def replicate(self) -> None:
        """Brings to the replica what the server has."""
        documents = await self.database.products.find().to_list()
        self.counter.replica.change("products", *documents)


@pytest.fixture
async def desk(shop: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr(bulk_edit, "BATCH", 10)
    drafts = SqliteDrafts(tmp_path / "drafts.sqlite", SEAL)
    with open_shop(tmp_path) as counter:
        made = Desk(counter, shop, drafts)
        await made.fill()
        yield made
    drafts.close()


PLAIN = [float(number) for number in range(1, 26)]
RAISED = [round(number * 1.1, 2) for number in PLAIN]


async def test_a_preview_counts_all_and_writes_nothing(desk: Desk) -> None:
    seen: list[int] = []
    preview = await desk.bulk.preview(DEARER, desk.all(desk.products[0]), 3, seen.append)
    shown = [(row.before.name, row.after.pricing.base_price) for row in preview.rows]
    assert shown == [("Bulk 02", Decimal("2.20")), ("Bulk 03", Decimal("3.30")), ("Bulk 04", Decimal("4.40"))]
    assert (preview.changed, preview.unchanged, preview.prevented, preview.gone) == (24, 0, 0, 0)
    assert seen == [9, 19, 24]
    assert await desk.prices() == PLAIN


async def test_a_preview_tells_what_stays_and_why(desk: Desk) -> None:
    bold = BulkChange(price=PriceRule(method=PriceMethod.MARGIN, value=Decimal(20)))
    one, two, three = (
        msgspec.structs.replace(product, pricing=msgspec.structs.replace(product.pricing, cost_price=cost))
        for product, cost in zip(desk.products, (Decimal("0.80"), Decimal(5), None), strict=False)
    )
    desk.counter.replica.change("products", *map(to_document, (one, two, three)))
    chosen = Chosen(ids=(one.id, new_id(), two.id, three.id))
    preview = await desk.bulk.preview(bold, chosen)
    assert (preview.changed, preview.unchanged, preview.prevented, preview.gone) == (1, 1, 1, 1)
    assert preview.notes == {PriceNote.NO_COST: 1}
    assert [row.before.id for row in preview.noted] == [three.id]


async def test_changes_are_remembered_for_whoever_wants_them_back(desk: Desk) -> None:
    run = desk.bulk.run(DEARER, desk.all(), what="Change prices")
    await run.go(lambda done: run.stop() if done == 10 else None)
    (batch,) = await desk.bulk.last_changes()
    assert (batch.what, batch.state, batch.chosen, batch.saved) == ("Change prices", "stopped", 25, 10)
    assert (batch.user_name, batch.id) == (MANAGER.name, run.outcome.batch)
    await run.go()
    (batch,) = await desk.bulk.last_changes()
    assert (batch.state, batch.saved) == ("done", 25)
    await desk.bulk.undo(batch.id)
    assert [each.state for each in await desk.bulk.last_changes()] == ["undone"]
    assert await desk.prices() == PLAIN


async def test_a_run_changes_all_chosen_and_can_be_taken_back(desk: Desk, shop: Database) -> None:
    seen: list[int] = []
    outcome = await desk.bulk.run(DEARER, desk.all()).go(seen.append)
    assert (outcome.saved, outcome.unchanged, outcome.failures, outcome.stopped) == (25, 0, 0, False)
    assert seen == [10, 20, 25]
    assert await desk.prices() == RAISED
    history = await shop.cataloguechanges.find({"batch": ObjectId(outcome.batch)}).to_list()
    assert {change["kind"] for change in history} == {EditKind.BULK.value}
    undone = await desk.bulk.undo(outcome.batch)
    assert (undone.saved, undone.failed) == (25, [])
    assert await desk.prices() == PLAIN


async def test_undo_leaves_what_somebody_changed_since_and_tells(desk: Desk) -> None:
    outcome = await desk.bulk.run(DEARER, desk.all()).go()
    await desk.reprice(desk.products[4], 4.44)
    undone = await desk.bulk.undo(outcome.batch)
    assert (undone.saved, [product.name for product, _ in undone.failed]) == (24, ["Bulk 05"])
    assert sorted(await desk.prices()) == sorted([*PLAIN[:4], 4.44, *PLAIN[5:]])


async def test_what_somebody_changed_meanwhile_fails_alone(desk: Desk) -> None:
    await desk.reprice(desk.products[4], 9.99)
    outcome = await desk.bulk.run(DEARER, desk.all()).go()
    assert (outcome.saved, outcome.failures) == (24, 1)
    ((product, error),) = outcome.failed
    assert (product.name, error.code) == ("Bulk 05", ErrorCode.CHANGED_MEANWHILE)
    assert (await desk.prices())[4] == 9.99


async def test_a_stopped_run_keeps_what_is_done_and_goes_on_later(desk: Desk) -> None:
    run = desk.bulk.run(DEARER, desk.all())
    outcome = await run.go(lambda done: run.stop())
    assert (outcome.stopped, outcome.saved) == (True, 10)
    assert await desk.prices() == RAISED[:10] + PLAIN[10:]
    assert (await run.go()).saved == 25
    assert await desk.prices() == RAISED
    assert not run.outcome.stopped


async def test_a_batch_that_was_written_unheard_is_not_written_twice(desk: Desk) -> None:
    """As where the server's answer was lost: the run begins again with what the replica still holds."""
    await desk.bulk.run(DEARER, desk.all()).go()
    again = await desk.bulk.run(DEARER, desk.all()).go()
    assert again.failures == 0
    assert await desk.prices() == RAISED


async def test_many_get_another_category_status_and_tags_at_once(desk: Desk, shop: Database) -> None:
    change = BulkChange(
        category=DRINKS.id, status=ProductStatus.INACTIVE, tax_class="reduced", add_tags=("new",)
    )
    chosen = Chosen(ids=[product.id for product in desk.products[:3]])
    assert (await desk.bulk.run(change, chosen).go()).saved == 3
    wanted = {"category": ObjectId(DRINKS.id), "status": "inactive", "taxClass": "reduced", "tags": "new"}
    assert await shop.products.count_documents(wanted) == 3
    await desk.replicate()
    again = await desk.bulk.run(change, chosen).go()
    assert (again.saved, again.unchanged) == (0, 3)


async def test_who_may_not_is_refused_before_anything_is_written(desk: Desk) -> None:
    desk.counter.sign_in(SUPERVISOR)
    with pytest.raises(DomainError) as caught:
        await desk.bulk.run(DEARER, desk.all()).go()
    assert caught.value.code is ErrorCode.NOT_ALLOWED
    assert caught.value.data["action"] is Action.CHANGE_CATALOGUE_PRICES
    with pytest.raises(DomainError) as caught:
        await desk.bulk.preview(BulkChange(featured=True), desk.all())
    assert caught.value.data["action"] is Action.EDIT_CATALOGUE
    assert await desk.prices() == PLAIN


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (BulkChange(), ErrorCode.FIELD_REQUIRED),
        (BulkChange(category=new_id()), ErrorCode.NOT_FOUND),
        (BulkChange(tax_class="none"), ErrorCode.NOT_FOUND),
        (
            BulkChange(price=PriceRule(method=PriceMethod.MARGIN, value=Decimal(100))),
            ErrorCode.FIELD_INVALID,
        ),
    ],
)
async def test_a_change_that_makes_no_sense_is_refused(
    desk: Desk, change: BulkChange, code: ErrorCode
) -> None:
    with pytest.raises(DomainError) as caught:
        await desk.bulk.preview(change, desk.all())
    assert caught.value.code is code


async def test_prices_are_planned_in_one_batch_and_called_off_together(desk: Desk) -> None:
    at = desk.counter.counter.clock() + dt.timedelta(days=1)
    span = Span(at, at + dt.timedelta(days=7))
    outcome = await desk.bulk.run(DEARER, desk.all(desk.products[0]), span).go()
    plans = await desk.schedule.upcoming()
    assert (outcome.saved, len(plans), {plan.batch for plan in plans}) == (24, 24, {outcome.batch})
    assert {(plan.at, plan.until) for plan in plans} == {tuple(span)}
    assert sorted(plan.base_price for plan in plans if plan.base_price is not None) == [
        Decimal(number) * Decimal("1.1") for number in range(2, 26)
    ]
    assert await desk.prices() == [float(number) for number in range(1, 26)]
    assert await desk.bulk.call_off(outcome.batch) == 24
    assert await desk.bulk.call_off(outcome.batch) == 0
    assert await desk.schedule.upcoming() == []
    assert {plan.state for plan in await desk.schedule.past()} == {ScheduleState.CANCELLED}


async def test_only_prices_can_be_planned(desk: Desk) -> None:
    change = BulkChange(price=DEARER.price, status=ProductStatus.ARCHIVED)
    with pytest.raises(DomainError) as caught:
        await desk.bulk.run(change, desk.all(), Span(desk.bulk.now, None)).go()
    assert caught.value.code is ErrorCode.FIELD_INVALID

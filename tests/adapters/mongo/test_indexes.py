import datetime as dt
from typing import Any

import msgspec

from b4mart_desktop.adapters.mongo.catalogue_batches import MongoCatalogueBatches
from b4mart_desktop.adapters.mongo.codec import from_document, to_document
from b4mart_desktop.adapters.mongo.coupons import MongoCoupons
from b4mart_desktop.adapters.mongo.files import MongoFiles
from b4mart_desktop.adapters.mongo.held_carts import MongoHeldCarts
from b4mart_desktop.adapters.mongo.jobs import MongoJobs
from b4mart_desktop.adapters.mongo.labels import MongoLabels
from b4mart_desktop.adapters.mongo.leases import MongoLeadership
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.orders import MongoOrders
from b4mart_desktop.adapters.mongo.pictures import MongoPictures
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.adapters.mongo.presence import MongoPresence
from b4mart_desktop.adapters.mongo.price_rules import MongoPriceRules
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.adapters.mongo.products import MongoProducts
from b4mart_desktop.adapters.mongo.registers import MongoRegisters
from b4mart_desktop.adapters.mongo.saved_views import MongoSavedViews
from b4mart_desktop.adapters.mongo.scheduled_prices import MongoScheduledPrices
from b4mart_desktop.adapters.mongo.store_settings import MongoStoreSettings
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.counters import Presence
from b4mart_desktop.domain.edits import EditKind
from b4mart_desktop.domain.entries import (
    Audited,
    CashMoved,
    CustomerAdded,
    SaleCompleted,
    ShiftClosed,
    ShiftOpened,
)
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.jobs import JobKind
from b4mart_desktop.domain.label_stocks import BUILT_IN
from b4mart_desktop.domain.labels import LabelPrint
from b4mart_desktop.domain.price_lists import ListPrice, PriceList
from b4mart_desktop.domain.promotions import CouponLimits, CouponUse, Promotion, Tax
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.scheduled_prices import ScheduledPrice, ScheduleState
from b4mart_desktop.domain.stock import MovementReason
from b4mart_desktop.domain.store import Store
from b4mart_desktop.domain.tills import CashMovementKind
from b4mart_desktop.services.ports.catalogue import Author
from b4mart_desktop.services.ports.coupons import WantedCoupon
from b4mart_desktop.services.ports.pictures import MadePicture
from tests.adapters.mongo.held import shared_cart, taking
from tests.adapters.mongo.office_samples import catalogue_batch, saved_view
from tests.adapters.mongo.price_samples import price_records
from tests.adapters.mongo.samples import (
    NOW,
    Line,
    make_audit_entry,
    make_cash_movement,
    make_customer,
    make_movement,
    make_product,
    make_sale_of,
    make_shift,
    make_store,
)

DAY = dt.timedelta(days=1)
_Rules = tuple[Promotion, PriceList, Tax]


async def _sell_and_look(shop: Database, product: Product) -> None:
    """Posts one entry of each kind and reads the orders."""
    await shop.products.insert_one(to_document(product))
    sale = make_sale_of([Line(product)], card="0.50", customer=make_customer())
    shift = make_shift()
    movement = make_cash_movement(shift, CashMovementKind.FLOAT, "1")
    posting = MongoPosting(shop)
    for entry in (
        SaleCompleted(sale=sale),
        ShiftOpened(shift=shift, float_movement=movement),
        ShiftClosed(id=new_id(), shift=shift),
        CashMoved(movement=movement),
        CustomerAdded(customer=make_customer()),
        Audited(id=new_id(), audit=(make_audit_entry(),)),
    ):
        await posting.post([entry])
    orders = MongoOrders(shop)
    await orders.between(NOW, NOW + DAY, None)
    await orders.between(NOW, NOW + DAY, sale.order.cashier)
    await orders.order(sale.order.id)
    await orders.by_receipt("R1-000001")
    await orders.payments(sale.order.id)


async def _work_and_manage(shop: Database, product: Product) -> None:
    """Takes jobs, keeps files, changes the catalogue, enrols registers: after a sale."""
    jobs = MongoJobs(shop)
    job = await jobs.claim([JobKind.INVOICE], "w", DAY)
    assert job is not None
    await jobs.bury(job, "reason")
    await jobs.retry(job, "reason", utc_now())
    await jobs.for_refs([job.ref])
    files = MongoFiles(shop)
    await files.put("a", b"1", new_id(), "invoice")
    await files.put("a", b"2", new_id(), "invoice")
    await files.get("a")
    pictures = MongoPictures(shop)
    await pictures.put(MadePicture(content=b"1", digest="0" * 64, edge=1), None)
    await pictures.fetch(await pictures.put(MadePicture(content=b"1", digest="0" * 64, edge=1), None))
    products = MongoProducts(shop)
    await products.by_codes([product.inventory.sku, "9520000000008"])
    await products.slugs([product.slug])
    await products.insert([make_product()], Author(kind=EditKind.IMPORTED))
    await products.vendors()
    batch = new_id()
    set_to = make_movement(product.id, "1", MovementReason.ADJUSTMENT)
    await products.book([msgspec.structs.replace(set_to, ref=batch)], None)
    assert [each async for some in products.corrections(batch) for each in some] == [set_to.id]
    await products.take_back([set_to.id], lambda _: ([make_movement(product.id, "1")], make_audit_entry()))
    (stored,) = (await products.by_codes([product.inventory.sku])).values()
    await _edit(shop, stored)
    registers = MongoRegisters(shop)
    await registers.enrol("till", "Front", None)
    await registers.enrol("till", "Front", "1")
    await registers.last_receipt("1")
    (first,) = await registers.all()
    await registers.change(first, msgspec.structs.replace(first, name="Back"), make_audit_entry())


async def _edit(shop: Database, product: Product) -> None:
    """Changes a product as a manager does, and looks at what became of it."""
    edits, batch = MongoProductEdits(shop), new_id()
    author = Author(kind=EditKind.BULK, batch=batch)
    now = await edits.product(product.id)
    await edits.save(now, msgspec.structs.replace(now, name="Newer"), author)
    await edits.save_many([(now, msgspec.structs.replace(now, featured=True))], author)
    await edits.codes_taken([product.inventory.sku, "4011"], new_id())
    await edits.slug_taken(product.slug, new_id())
    await edits.history(product.id, utc_now(), 10)
    assert len([change async for change in edits.batch(batch)]) == 1  # asked for twice


async def _keep_views(shop: Database) -> None:
    """Keeps views of the catalogue."""
    views, view = MongoSavedViews(shop), saved_view()
    await views.add(view)
    await views.views(view.owner)
    await views.remove(await views.change(view, msgspec.structs.replace(view, name="Newer")))
    batches, batch = MongoCatalogueBatches(shop), catalogue_batch()
    await batches.keep(batch)
    await batches.mark_undone(batch.id)
    await batches.last(10)


async def _price(shop: Database, product: Product) -> None:
    """Makes the rules that prices come of, counts coupons, plans prices and carries plans out."""
    made = price_records()
    book, coupons = MongoPriceRules(shop), MongoCoupons(shop)
    rules = msgspec.convert((made["promotions"], made["pricelists"], made["taxes"]), _Rules)
    for rule in rules:
        stored = await book.save(None, rule, make_audit_entry())
        await book.save(stored, msgspec.structs.replace(stored, name="Newer"), make_audit_entry())
    own = msgspec.convert(made["prices"], ListPrice)
    await book.put_prices(own.list, [own], make_audit_entry())
    await book.list_prices(own.list, own.product, 10)
    await book.prices_for(own.list, [own.product])
    await book.drop_prices(own.list, [own.product], make_audit_entry())
    await book.promotions()
    await book.taxes()
    await book.count_prices()
    await book.is_taxed("reduced")
    use = msgspec.convert(made["couponuses"], CouponUse)
    await shop.couponuses.insert_one(to_document(use))
    wanted = WantedCoupon(use.promotion, CouponLimits(total=9), use.code, new_id(), use.customer)
    assert await coupons.claim(wanted) == (1, 1, 1)
    await coupons.give_back(use.promotion, wanted.code, wanted.cart)
    await book.coupon_uses()
    await _plan(shop, product, msgspec.convert(made["scheduledprices"], ScheduledPrice))


async def _plan(shop: Database, product: Product, sample: ScheduledPrice) -> None:
    """Plans a price, looks at what is planned, carries it out; calls another one off."""
    schedule, now = MongoScheduledPrices(shop), utc_now()
    plan, other = (
        msgspec.structs.replace(
            sample, id=new_id(), product=product.id, state=ScheduleState.WAITING, due_at=now, before=None
        )
        for _ in range(2)
    )
    await schedule.add([plan, other], make_audit_entry())
    await schedule.open(10)
    assert set(await schedule.due(now, 10)) == {plan.id, other.id}
    assert await schedule.carry_out(plan.id, now)
    assert await schedule.cancel([other.id], make_audit_entry()) == 1
    await schedule.ended(None, 10)
    await schedule.ended(now + DAY, 10)
    await schedule.of_product(product.id)


async def _label(shop: Database, product: Product) -> None:
    """Keeps a template, notes what was printed and asks for it, changes how scale labels are read."""
    book, template = MongoLabels(shop), msgspec.structs.replace(BUILT_IN[0], id=new_id())
    await book.add(template)
    await book.change(template, msgspec.structs.replace(template, name="Ours"))
    await book.templates()
    price, batch = product.shelf_price, new_id()
    by, at = new_id(), utc_now()
    printed = LabelPrint(
        id=product.id, price=price, list_price=price, template=template.id, batch=batch, at=at, by=by
    )
    await book.note([printed])
    assert await book.last_batch() == [printed]
    await book.remove(template.id)
    store = make_store()
    await shop.settings.replace_one({"key": store.key}, to_document(store), upsert=True)
    stored = from_document(await shop.settings.find_one({"key": store.key}) or {}, Store)
    wanted = msgspec.structs.replace(stored, label_region="DE")
    await MongoStoreSettings(shop).change(stored, wanted, make_audit_entry())


async def _be_there(shop: Database) -> None:
    """Says that a counter runs and what it does for all."""
    board, till = MongoPresence(shop), new_id()
    await board.announce(Presence(id=till, code="1", name="Front", seen_at=NOW))
    await board.present()
    await board.last_seen()
    await board.leave(till)
    assert await MongoLeadership(shop, till).holds("popularity")


async def _share_a_cart(shop: Database) -> None:
    """Holds a cart for all counters; one begins to take it, gives it back, takes it for good."""
    carts, cart, mine = MongoHeldCarts(shop), shared_cart(), taking()
    await carts.share(cart)
    await carts.claim(cart.id, mine, taking())
    await carts.claims_of(mine.register)
    await carts.release(cart.id, mine)
    await carts.settle(cart.id, mine)
    await carts.settle(cart.id, taking())
    await carts.find([cart.id])


def _is_probe(command: dict[str, Any]) -> bool:
    """Whether the driver only asks if a GridFS collection is empty, to make its indexes."""
    return command.get("filter") == {} and command.get("limit") == 1


async def test_no_query_of_the_adapters_scans_a_collection(shop: Database) -> None:
    product = make_product()
    await shop.command("profile", 2)
    try:
        await _sell_and_look(shop, product)
        await _work_and_manage(shop, product)
        await _keep_views(shop)
        await _price(shop, product)
        await _label(shop, product)
        await _be_there(shop)
        await _share_a_cart(shop)
    finally:
        await shop.command("profile", 0)
    seen = await shop["system.profile"].find({"ns": {"$ne": f"{shop.name}.system.profile"}}).to_list()
    await shop["system.profile"].drop()
    planned = {
        (query["ns"].removeprefix(f"{shop.name}."), query["planSummary"])
        for query in seen
        if "planSummary" in query and not _is_probe(query["command"])
    }
    collections = {name for name, _ in planned}
    assert {
        "orders",
        "products",
        "jobs",
        "payments",
        "registers",
        "shifts",
        "documents.files",
        "pictures.files",
    } <= collections
    assert {"presence", "leases", "heldcarts", "catalogueviews"} <= collections
    assert {"promotions", "prices", "couponuses", "scheduledprices"} <= collections
    assert [plan for plan in planned if "COLLSCAN" in plan[1]] == []

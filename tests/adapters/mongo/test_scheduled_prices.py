"""Scheduled prices on a real server: once, late, back again, and not over what somebody else decided."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from bson import ObjectId

from b4mart_desktop.adapters.mongo.codec import from_document, to_document
from b4mart_desktop.adapters.mongo.leases import MongoLeadership
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.scheduled_prices import MongoScheduledPrices
from b4mart_desktop.backstage.scheduled_prices import ScheduledPriceKeeper
from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.scheduled_prices import ScheduledPrice, ScheduleState, SkipReason
from b4mart_desktop.services.scheduled_prices import NewPrices, ScheduledPrices
from tests.adapters.mongo.samples import make_product
from tests.unit.services.shop import CLERK, MANAGER, NOON, Shop, open_shop

HOUR = dt.timedelta(hours=1)


class Prices(NamedTuple):
    """A manager who plans prices, and the counters that carry them out."""

    counter: Shop
    database: Database
    schedule: MongoScheduledPrices
    service: ScheduledPrices

    async def put(self, **pricing: Decimal) -> Product:
        product = make_product("5")
        priced = msgspec.structs.replace(product.pricing, **pricing)
        product = msgspec.structs.replace(product, pricing=priced)
        await self.database.products.insert_one(to_document(product))
        return product

    async def stored(self, product: Id) -> Product:
        document = await self.database.products.find_one({"_id": ObjectId(product)})
        assert document is not None
        return from_document(document, Product)

    async def plan(self, product: Id) -> ScheduledPrice:
        (plan,) = await self.service.of_product(product)
        return plan

    def keeper(self) -> ScheduledPriceKeeper:
        return ScheduledPriceKeeper(
            self.schedule, MongoLeadership(self.database, new_id()), self.counter.clock
        )

    async def at(self, moment: dt.datetime) -> int:
        self.counter.clock.now = moment
        await self.database.leases.delete_many({})
        return await self.keeper().carry_out_due()


@pytest.fixture
def prices(shop: Database, tmp_path: Path) -> Iterator[Prices]:
    with open_shop(tmp_path) as counter:
        counter.sign_in(MANAGER)
        schedule = MongoScheduledPrices(shop)
        yield Prices(counter, shop, schedule, ScheduledPrices(counter.counter, schedule))


def pair(product: Product) -> tuple[Decimal, Decimal | None]:
    return product.pricing.base_price, product.pricing.sale_price


async def test_a_price_comes_when_it_is_due_and_goes_back(prices: Prices) -> None:
    tea = await prices.put(base_price=Decimal("3.00"))
    new = NewPrices(tea, base_price=Decimal("3.50"), sale_price=Decimal("2.50"))
    await prices.service.schedule([new], NOON + HOUR, NOON + 3 * HOUR)
    assert await prices.at(NOON) == 0
    assert [plan.product for plan in await prices.service.upcoming()] == [tea.id]
    assert await prices.at(NOON + HOUR) == 1
    assert pair(await prices.stored(tea.id)) == (Decimal("3.5"), Decimal("2.5"))
    assert (await prices.plan(tea.id)).state is ScheduleState.APPLIED
    assert await prices.at(NOON + 2 * HOUR) == 0
    assert await prices.at(NOON + 3 * HOUR) == 1
    assert pair(await prices.stored(tea.id)) == (Decimal(3), None)
    assert await prices.service.upcoming() == []
    assert [plan.state for plan in await prices.service.past()] == [ScheduleState.DONE]
    changes = await prices.database.cataloguechanges.find().sort("at", 1).to_list()
    assert [(change["kind"], change["userName"]) for change in changes] == [("scheduled", MANAGER.name)] * 2


async def test_two_counters_do_it_once(prices: Prices) -> None:
    tea = await prices.put(base_price=Decimal("3.00"))
    await prices.service.schedule([NewPrices(tea, base_price=Decimal("3.50"))], NOON)
    plan = (await prices.plan(tea.id)).id
    done = await asyncio.gather(*(prices.schedule.carry_out(plan, NOON) for _ in range(4)))
    assert sorted(done) == [False, False, False, True]
    assert await prices.database.cataloguechanges.count_documents({}) == 1


async def test_only_the_leader_does_it(prices: Prices) -> None:
    tea = await prices.put(base_price=Decimal("3.00"))
    await prices.service.schedule([NewPrices(tea, base_price=Decimal("3.50"))], NOON)
    assert await MongoLeadership(prices.database, new_id()).holds("scheduled prices")
    assert await prices.keeper().carry_out_due() == 0
    assert pair(await prices.stored(tea.id)) == (Decimal(3), None)


async def test_what_was_missed_is_done_late_unless_it_is_over(prices: Prices) -> None:
    late, over = await prices.put(), await prices.put()
    await prices.service.schedule([NewPrices(late, base_price=Decimal(9))], NOON)
    await prices.service.schedule([NewPrices(over, base_price=Decimal(9))], NOON, NOON + HOUR)
    assert await prices.at(NOON + 9 * HOUR) == 2
    assert (await prices.stored(late.id)).pricing.base_price == 9
    assert pair(await prices.stored(over.id)) == pair(over)


async def test_a_price_somebody_changed_meanwhile_stays(prices: Prices) -> None:
    tea = await prices.put(base_price=Decimal("3.00"))
    await prices.service.schedule([NewPrices(tea, sale_price=Decimal(2))], NOON, NOON + HOUR)
    await prices.at(NOON)
    await prices.database.products.update_one({"_id": ObjectId(tea.id)}, {"$set": {"pricing.salePrice": 1.0}})
    await prices.at(NOON + HOUR)
    assert pair(await prices.stored(tea.id)) == (Decimal(3), Decimal(1))
    plan = await prices.plan(tea.id)
    assert (plan.state, plan.reason) == (ScheduleState.SKIPPED, SkipReason.PRICE_CHANGED)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (None, SkipReason.PRODUCT_GONE),
        ({"status": ProductStatus.ARCHIVED.value}, SkipReason.PRODUCT_GONE),
        ({"pricing.basePrice": "dear"}, SkipReason.REFUSED),
    ],
)
async def test_a_product_that_is_gone_is_skipped_with_the_reason(
    prices: Prices, change: dict[str, str] | None, reason: SkipReason
) -> None:
    tea, other = await prices.put(), await prices.put()
    await prices.service.schedule([NewPrices(each, base_price=Decimal(9)) for each in (tea, other)], NOON)
    if change is None:
        await prices.database.products.delete_one({"_id": ObjectId(tea.id)})
    else:
        await prices.database.command("collMod", "products", validationLevel="off")
        await prices.database.products.update_one({"_id": ObjectId(tea.id)}, {"$set": change})
    assert await prices.at(NOON) == 2
    plan = await prices.plan(tea.id)
    assert (plan.state, plan.reason) == (ScheduleState.SKIPPED, reason)
    assert (await prices.stored(other.id)).pricing.base_price == 9


async def test_what_is_called_off_is_not_done(prices: Prices) -> None:
    tea = await prices.put(base_price=Decimal("3.00"))
    await prices.service.schedule([NewPrices(tea, ends_sale=True)], NOON)
    plan = (await prices.plan(tea.id)).id
    assert await prices.service.cancel([plan]) == 1
    assert await prices.service.cancel([plan]) == 0
    assert await prices.at(NOON) == 0
    assert (await prices.plan(tea.id)).state is ScheduleState.CANCELLED


async def test_who_may_plan_and_what_makes_sense(prices: Prices) -> None:
    tea = await prices.put()
    for new, until, code in (
        (NewPrices(tea), None, ErrorCode.FIELD_REQUIRED),
        (NewPrices(tea, base_price=Decimal(1)), NOON, ErrorCode.FIELD_INVALID),
        (NewPrices(tea, base_price=Decimal(-1)), None, ErrorCode.AMOUNT_OUT_OF_RANGE),
    ):
        with pytest.raises(DomainError) as refused:
            await prices.service.schedule([new], NOON, until)
        assert refused.value.code is code
    prices.counter.sign_in(CLERK)
    with pytest.raises(DomainError) as denied:
        await prices.service.schedule([NewPrices(tea, base_price=Decimal(1))], NOON)
    assert denied.value.code is ErrorCode.NOT_ALLOWED
    assert await prices.database.scheduledprices.count_documents({}) == 0


async def test_overlapping_plans_leave_no_passing_price_behind(prices: Prices) -> None:
    tea = await prices.put(base_price=Decimal(10))
    first, second = NewPrices(tea, sale_price=Decimal(8)), NewPrices(tea, sale_price=Decimal(7))
    await prices.service.schedule([first], NOON + HOUR, NOON + 3 * HOUR)
    await prices.service.schedule([second], NOON + 2 * HOUR, NOON + 4 * HOUR)
    seen = []
    for hours in (1, 2, 3, 4):
        await prices.at(NOON + hours * HOUR)
        seen.append(pair(await prices.stored(tea.id))[1])
    assert seen == [8, 7, 7, None]
    plans = await prices.service.of_product(tea.id)
    assert [plan.state for plan in plans] == [ScheduleState.DONE, ScheduleState.DONE]


async def test_a_plan_that_cannot_be_read_keeps_no_other_waiting(prices: Prices) -> None:
    tea = await prices.put(base_price=Decimal(10))
    odd = {"_id": ObjectId(), "dueAt": NOON, "at": NOON, "state": "waiting", "product": "none"}
    await prices.database.command("insert", "scheduledprices", documents=[odd], bypassDocumentValidation=True)
    await prices.service.schedule([NewPrices(tea, base_price=Decimal(9))], NOON + HOUR)
    assert await prices.at(NOON + HOUR) == 2
    assert pair(await prices.stored(tea.id))[0] == 9
    left = await prices.database.scheduledprices.find_one({"_id": odd["_id"]})
    assert left is not None
    assert (left["state"], "dueAt" in left) == ("skipped", False)


async def test_planning_and_calling_off_are_audited(prices: Prices) -> None:
    tea = await prices.put(base_price=Decimal(10))
    batch = await prices.service.schedule([NewPrices(tea, base_price=Decimal(9))], NOON + HOUR)
    await prices.service.cancel_batch(batch)
    found = await prices.database.auditlog.find().sort("_id", 1).to_list()
    assert [(each["action"], str(each["ref"])) for each in found] == [
        ("change_catalogue_prices", batch), ("change_catalogue_prices", batch),
    ]  # fmt: skip

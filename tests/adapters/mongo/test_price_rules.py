"""Rules of prices on a real server: who may change them, what is written, what is refused, two at once."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from bson import ObjectId

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.price_rules import MongoPriceRules
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.price_lists import PriceList, PriceTier
from b4mart_desktop.domain.promotions import CouponLimits, CouponUse, DatedRate, Promotion, PromotionKind
from b4mart_desktop.services.price_list_rules import PriceListRules
from b4mart_desktop.services.price_rules import PromotionRules, RuleState, generate_codes, read_codes
from b4mart_desktop.services.tax_rules import TaxRules
from tests.adapters.mongo.samples import make_product
from tests.unit.services.shop import CLERK, MANAGER, NOON, SUPERVISOR, Shop, open_shop

replace = msgspec.structs.replace
DAY = dt.timedelta(days=1)


class Office:
    """A counter where a manager sits, on the real server."""

    def __init__(self, counter: Shop, database: Database) -> None:
        self.counter = counter
        book = MongoPriceRules(database)
        self.promotions = PromotionRules(counter.counter, book)
        self.lists = PriceListRules(counter.counter, book)
        self.taxes = TaxRules(counter.counter, book)
        counter.sign_in(MANAGER)

    async def promotion(self, name: str = "Sale", **fields: object) -> Promotion:
        """Adds a promotion as a manager does."""
        return await self.promotions.save(None, replace(self.promotions.blank(), name=name, **fields), ())

    async def price_list(self) -> PriceList:
        """Adds a price list as a manager does."""
        return await self.lists.save(None, replace(self.lists.blank(), name="Trade"))


@pytest.fixture
def office(shop: Database, tmp_path: Path) -> Iterator[Office]:
    with open_shop(tmp_path) as counter:
        yield Office(counter, shop)


async def _audit(shop: Database) -> list[tuple[str, dict[str, str]]]:
    return [(entry["action"], entry["details"]) async for entry in shop.auditlog.find().sort("_id")]


async def test_a_promotion_is_kept_with_its_audit_entry(office: Office, shop: Database) -> None:
    saved = await office.promotion("  Spring ")
    (row,) = await office.promotions.all()
    assert (row.promotion, row.state, row.promotion.name) == (saved, RuleState.RUNNING, "Spring")
    await office.promotions.switch(saved, on=False)
    assert [row.state for row in await office.promotions.all()] == [RuleState.OFF]
    assert [details.get("active", details["name"]) for _, details in await _audit(shop)] == [
        "  Spring ",
        "False",
    ]


async def test_promotions_stand_in_the_order_they_matter(office: Office) -> None:
    await office.promotion("past", ends_at=NOON - DAY)
    await office.promotion("off", is_active=False)
    await office.promotion("to come", starts_at=NOON + DAY)
    await office.promotion("now", starts_at=NOON - DAY)
    rows = await office.promotions.all()
    assert [(row.promotion.name, row.state) for row in rows] == [
        ("now", RuleState.RUNNING),
        ("to come", RuleState.UPCOMING),
        ("past", RuleState.ENDED),
        ("off", RuleState.OFF),
    ]


async def test_of_two_managers_the_second_is_refused_whole(office: Office, shop: Database) -> None:
    old = await office.promotion()
    await office.promotions.save(old, replace(old, value=Decimal(20)), ())
    with pytest.raises(AdapterError) as caught:
        await office.promotions.save(old, replace(old, value=Decimal(30)), ())
    assert caught.value.code is ErrorCode.CHANGED_MEANWHILE
    assert (await shop.promotions.find_one())["value"] == 20  # type: ignore[index]
    assert len(await _audit(shop)) == 2


async def test_a_coupon_code_leads_to_one_promotion(office: Office, shop: Database) -> None:
    mine = await office.promotion("Mine", codes=("SAVE10",))
    again = replace(office.promotions.blank(), name="Theirs", codes=("SAVE10",))
    with pytest.raises(DomainError) as seen:
        await office.promotions.save(None, again, [mine])
    assert seen.value.data["field"] == "codes"
    with pytest.raises(AdapterError) as missed:  # another office had not read the first one yet
        await office.promotions.save(None, again, ())
    assert missed.value.code is ErrorCode.DUPLICATE
    assert await shop.promotions.count_documents({}) == 1


async def test_uses_of_coupons_are_counted_and_end_them(office: Office, shop: Database) -> None:
    once = await office.promotion(codes=("ONCE",), limits=CouponLimits(total=1))
    use = CouponUse(id=new_id(), promotion=once.id, code="ONCE", order=new_id(), amount=Decimal(1), at=NOON)
    await shop.couponuses.insert_one(to_document(use))
    (row,) = await office.promotions.all()
    assert (row.used, row.state) == (1, RuleState.USED_UP)


async def test_what_a_kind_does_not_use_is_not_kept(office: Office) -> None:
    saved = await office.promotion(
        kind=PromotionKind.BUY_X_GET_Y, buy=2, get=1, value=Decimal(50), limits=CouponLimits(total=5)
    )
    assert (saved.value, saved.limits) == (Decimal(0), CouponLimits())


async def test_a_removed_promotion_is_gone_and_the_trail_says_by_whom(office: Office, shop: Database) -> None:
    await office.promotions.remove(await office.promotion())
    assert await office.promotions.all() == []
    assert (await _audit(shop))[-1] == ("manage_promotions", {"name": "Sale", "removed": "True"})


async def test_who_may_look_and_who_may_change(office: Office, shop: Database) -> None:
    promotion, tax = office.promotions.blank(), office.taxes.blank()
    office.counter.sign_in(SUPERVISOR)
    assert await office.promotions.all() == []
    assert not office.promotions.may_change
    for refused in (
        office.promotions.save(None, replace(promotion, name="x"), ()),
        office.lists.save(None, replace(office.lists.blank(), name="x")),
        office.taxes.save(None, replace(tax, code="x", name="x"), ()),
    ):
        with pytest.raises(DomainError) as caught:
            await refused
        assert caught.value.code is ErrorCode.NOT_ALLOWED
    office.counter.sign_in(CLERK)
    with pytest.raises(DomainError):
        await office.promotions.all()
    assert await _audit(shop) == []


async def test_prices_of_a_list_come_in_pages_and_are_replaced(office: Office, shop: Database) -> None:
    trade = await office.price_list()
    products = sorted(new_id() for _ in range(5))
    one = (PriceTier(price=Decimal(2)),)
    assert await office.lists.put_prices(trade, dict.fromkeys(products, one)) == 5
    breaks = (PriceTier(price=Decimal(2)), PriceTier(quantity=Decimal(6), price=Decimal("1.79")))
    await office.lists.put_prices(trade, {products[0]: breaks})
    first = await office.lists.prices(trade.id, None, 3)
    rest = await office.lists.prices(trade.id, first[-1].price.product, 3)
    assert [row.price.product for row in (*first, *rest)] == products
    assert first[0].price.tiers == breaks
    await office.lists.drop_prices(trade, products[1:])
    (row,) = await office.lists.all()
    assert (row.prices, await shop.prices.count_documents({})) == (1, 1)


async def test_a_price_list_goes_with_its_prices_and_no_others(office: Office, shop: Database) -> None:
    trade, staff = await office.price_list(), await office.price_list()
    for price_list in (trade, staff):
        await office.lists.put_prices(price_list, {new_id(): (PriceTier(price=Decimal(1)),)})
    await office.lists.remove(trade)
    assert [str(price["list"]) async for price in shop.prices.find()] == [staff.id]


async def test_a_price_that_cannot_be_is_refused_before_anything_is_written(
    office: Office, shop: Database
) -> None:
    trade = await office.price_list()
    with pytest.raises(DomainError):
        await office.lists.put_prices(trade, {new_id(): (PriceTier(price=Decimal(1)),), new_id(): ()})
    assert await shop.prices.count_documents({}) == 0


async def test_pasted_prices_name_their_products_and_bad_lines_say_why(office: Office) -> None:
    code = next(iter(office.counter.counter.catalogue.search("cola").hits)).sku
    pasted = office.lists.read_pasted(f"{code}\t1,79 €\n{code}; 1.49; 6\nnothing 2.00\n{code} cheap\n\n")
    (tiers,) = pasted.prices.values()
    assert [(tier.quantity, tier.price) for tier in tiers] == [
        (Decimal(1), Decimal("1.79")),
        (Decimal(6), Decimal("1.49")),
    ]
    assert [(line.number, line.price, line.matches) for line in pasted.bad] == [
        (3, Decimal(2), 0),
        (4, None, 0),
    ]


async def test_a_tax_has_the_rate_of_the_day(office: Office, shop: Database) -> None:
    tax = replace(office.taxes.blank(), code="food", name="Food", rate=Decimal(7))
    saved = await office.taxes.save(None, tax, ())
    later = DatedRate(since=(NOON + 9 * DAY).date(), rate=Decimal(9))
    past = DatedRate(since=(NOON - 9 * DAY).date(), rate=Decimal(8))
    await office.taxes.save(saved, replace(saved, code="other", rates=(later, past)), ())
    (row,) = await office.taxes.all()
    assert (row.tax.code, row.rate, row.since, row.next) == ("food", Decimal(8), past.since, later)


async def test_a_tax_class_in_use_cannot_go(office: Office, shop: Database) -> None:
    taxes = [replace(office.taxes.blank(), code=code, name=code) for code in ("standard", "food", "rare")]
    saved = {tax.code: await office.taxes.save(None, tax, ()) for tax in taxes}
    await shop.products.insert_one(to_document(replace(make_product("1"), tax_class="food")))
    for code in ("standard", "food"):
        with pytest.raises(DomainError) as caught:
            await office.taxes.remove(saved[code])
        assert caught.value.code is ErrorCode.TAX_IN_USE
    await office.taxes.remove(saved["rare"])
    assert {row.tax.code for row in await office.taxes.all()} == {"standard", "food"}


async def test_an_unreadable_promotion_does_not_hide_the_others(office: Office, shop: Database) -> None:
    await office.promotion("good")
    broken = await office.promotion("broken")
    await shop.promotions.update_one(
        {"_id": ObjectId(broken.id)}, {"$set": {"value": -3}}, bypass_document_validation=True
    )
    assert [row.promotion.name for row in await office.promotions.all()] == ["good"]


def test_codes_are_read_as_people_type_them() -> None:
    assert read_codes("save 10\nSAVE10, x-5;  ") == ("SAVE10", "X-5")


def test_generated_codes_are_new_and_as_many_as_wanted() -> None:
    first = generate_codes(50, (), "may")
    assert len(set(first)) == 50
    assert all(code.startswith("MAY") for code in first)
    assert not set(generate_codes(50, first)) & set(first)

"""Coupons and variants in the transaction of a sale: counted once, whatever happens on the way."""

import asyncio
import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec
import pytest
import time_machine
from bson import ObjectId

from b4mart_desktop.adapters.mongo.codec import from_document, to_document
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.coupons import CLAIM_LASTS, MongoCoupons
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.domain import cart as carts
from b4mart_desktop.domain.cart import Cart, CartProduct
from b4mart_desktop.domain.catalog import Product, VariantStock
from b4mart_desktop.domain.entries import SaleCompleted
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.orders import SoldPack
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.pricing import price
from b4mart_desktop.domain.promotions import CouponCount, CouponLimits, CouponUse, Promotion, PromotionKind
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.sale import Sale, Seller, make_sale, with_receipt_number
from b4mart_desktop.domain.settlement import settle
from b4mart_desktop.services.ports.coupons import WantedCoupon
from tests.adapters.mongo.cut_proxy import CutProxy
from tests.adapters.mongo.samples import (
    CASH_STEP,
    NOW,
    RULES,
    as_cart_product,
    make_customer,
    make_product,
    make_store,
)
from tests.adapters.mongo.shelf import check_ledger, on_hand, stock

replace = msgspec.structs.replace
SELLER = Seller(register=new_id(), shift=new_id(), cashier=new_id(), cashier_name="Cleo Clerk")
TEN_OFF = Promotion(
    id=new_id(),
    name="Ten",
    kind=PromotionKind.PERCENT_OFF,
    value=Decimal(10),
    codes=("TEN", "ZEHN"),
    created_at=NOW,
    updated_at=NOW,
)


def _shirt() -> Product:
    """Ten on hand, five of them of size L."""
    product = make_product("10", name="Shirt")
    sizes = tuple(
        VariantStock(options={"size": size}, sku=f"SHIRT-{size}", quantity=Decimal(5)) for size in ("L", "M")
    )
    return replace(product, inventory=replace(product.inventory, variant_stock=sizes))


def _of_size_l(product: Product) -> CartProduct:
    return replace(as_cart_product(product), variant="SHIRT-L", options={"size": "L"})


def _cart(*lines: tuple[CartProduct, int], coupon: str | None = None, customer: Id | None = None) -> Cart:
    cart = carts.new_cart()
    for product, quantity in lines:
        cart, _ = carts.add(cart, product, quantity)
    if customer is not None:
        cart = carts.set_customer(cart, customer, "Ada")
    return cart if coupon is None else carts.add_coupon(cart, coupon)


def _sale(cart: Cart, number: int = 1) -> Sale:
    priced = price(cart, replace(RULES, promotions=(TEN_OFF,)), NOW)
    paid = [Tender(kind=TenderKind.CASH, tendered=priced.total + 1)]
    sale = make_sale(cart, priced, settle(priced.total, paid, CASH_STEP), make_store(), SELLER, NOW)
    return with_receipt_number(sale, "1", number)


async def _sizes(shop: Database, product: Product) -> dict[str, float]:
    document = await shop.products.find_one({"_id": ObjectId(product.id)})
    assert document is not None
    return {each["sku"]: each["quantity"] for each in document["inventory"]["variantStock"]}


# ------------------------------------------------------------ coupons


async def test_a_use_is_written_with_its_sale_and_only_once(shop: Database) -> None:
    product = make_product()
    await stock(shop, product)
    entry = SaleCompleted(sale=_sale(_cart((as_cart_product(product), 1), coupon="TEN")))
    await asyncio.gather(*(MongoPosting(shop).post([entry]) for _ in range(3)))
    await MongoPosting(shop).post([entry])
    [document] = await shop.couponuses.find().to_list()
    use = from_document(document, CouponUse)
    assert (use.promotion, use.code, use.order, use.amount) == (
        TEN_OFF.id,
        "TEN",
        entry.sale.order.id,
        Decimal("0.20"),
    )
    assert await on_hand(shop, product) == (9, 0)


async def test_a_sale_that_is_refused_uses_no_coupon(shop: Database) -> None:
    shirt = _shirt()
    await stock(shop, shirt)
    sale = _sale(_cart((_of_size_l(shirt), 1), coupon="TEN"))
    pricing = replace(sale.order.pricing, total=Decimal(-1))
    wrong = replace(sale, order=replace(sale.order, pricing=pricing))
    with pytest.raises(AdapterError):
        await MongoPosting(shop).post([SaleCompleted(sale=wrong)])
    assert await shop.couponuses.count_documents({}) == 0
    assert (await _sizes(shop, shirt))["SHIRT-L"] == 5


def _wanted(
    code: str = "TEN", customer: Id | None = None, cart: Id | None = None, **limits: int
) -> WantedCoupon:
    return WantedCoupon(TEN_OFF.id, CouponLimits(**limits), code, cart or new_id(), customer)


async def _counted(shop: Database, wanted: WantedCoupon) -> CouponCount:
    """How often it is used by others, leaving no claim."""
    coupons = MongoCoupons(shop)
    count = await coupons.claim(wanted)
    await coupons.give_back(wanted.promotion, wanted.code, wanted.cart)
    return count


async def test_uses_are_counted_by_promotion_code_and_customer(shop: Database) -> None:
    product, ada = make_product(), make_customer()
    await stock(shop, product)
    assert await _counted(shop, _wanted("TEN", ada.id)) == CouponCount()
    sold = [("TEN", ada.id), ("TEN", None), ("ZEHN", ada.id), (None, ada.id)]
    entries = [
        SaleCompleted(sale=_sale(_cart((as_cart_product(product), 1), coupon=code, customer=who), number))
        for number, (code, who) in enumerate(sold, 1)
    ]
    await MongoPosting(shop).post(entries)
    assert await _counted(shop, _wanted("TEN", ada.id)) == CouponCount(3, 2, 2)
    assert await _counted(shop, _wanted("ZEHN")) == CouponCount(3, 1, 0)
    assert await _counted(shop, _wanted()._replace(promotion=new_id())) == CouponCount()


async def test_of_eight_registers_at_the_same_moment_three_get_one_of_three(shop: Database) -> None:
    limits = CouponLimits(total=3)
    wanted = [_wanted(total=3) for _ in range(8)]
    counts = await asyncio.gather(*(MongoCoupons(shop).claim(each) for each in wanted))
    got = [each for each, count in zip(wanted, counts, strict=True) if limits.reached(count) is None]
    assert len(got) == 3
    assert [await MongoCoupons(shop).claim(each) for each in got] == [CouponCount(2, 2, 0)] * 3  # keeps it
    await MongoCoupons(shop).give_back(TEN_OFF.id, got[0].code, got[0].cart)
    assert limits.reached(await MongoCoupons(shop).claim(_wanted(total=3))) is None


@pytest.mark.parametrize("limits", [{"per_code": 1}, {"per_customer": 1}])
async def test_a_claim_counts_for_its_code_and_customer(shop: Database, limits: dict[str, int]) -> None:
    coupons, ada, ben = MongoCoupons(shop), new_id(), new_id()
    for code, customer, others in (("TEN", ada, None), ("TEN", ada, (1, 1)), ("ZEHN", ben, None)):
        wanted = WantedCoupon(TEN_OFF.id, CouponLimits(**limits), code, new_id(), customer)
        assert wanted.limits.reached(await coupons.claim(wanted)) == others


async def test_a_claim_becomes_the_use_of_its_sale_and_counts_once(shop: Database) -> None:
    product, coupons = make_product(), MongoCoupons(shop)
    await stock(shop, product)
    cart = carts.under(_cart((as_cart_product(product), 1), coupon="TEN"), new_id())  # it was held meanwhile
    await coupons.claim(_wanted(cart=cart.claim, total=2))
    await MongoPosting(shop).post([SaleCompleted(sale=_sale(cart))])
    assert await _counted(shop, _wanted(total=2)) == CouponCount(1, 1, 0)
    await shop.couponclaims.delete_many({})
    assert await _counted(shop, _wanted(total=2)) == CouponCount(1, 1, 0)


async def test_a_claim_of_a_register_that_died_ends_by_itself(shop: Database) -> None:
    await MongoCoupons(shop, lasts=dt.timedelta(milliseconds=80)).claim(_wanted(total=1))
    assert await _counted(shop, _wanted(total=1)) == CouponCount(1, 1, 0)
    await asyncio.sleep(0.1)
    assert await _counted(shop, _wanted(total=1)) == CouponCount()


@pytest.mark.parametrize("minutes", [-20, 20])
async def test_a_registers_wrong_clock_neither_ends_claims_nor_keeps_them(
    shop: Database, minutes: int
) -> None:
    """One claims and another counts with clocks that differ by more than a claim lasts."""
    elsewhere = utc_now() + dt.timedelta(minutes=minutes)
    with time_machine.travel(elsewhere, tick=True):
        await MongoCoupons(shop).claim(_wanted(total=1))
    assert await _counted(shop, _wanted(total=1)) == CouponCount(1, 1, 0)
    with time_machine.travel(elsewhere, tick=True):
        assert await _counted(shop, _wanted(total=1)) == CouponCount(1, 1, 0)
    [claims] = await shop.couponclaims.find().to_list()
    assert abs(claims["claims"][0]["until"] - utc_now() - CLAIM_LASTS) < dt.timedelta(minutes=1)


async def test_giving_back_one_code_leaves_the_claim_of_the_next(shop: Database) -> None:
    coupons, cart = MongoCoupons(shop), new_id()
    await coupons.claim(_wanted("TEN", cart=cart, per_code=1))
    await coupons.claim(_wanted("ZEHN", cart=cart, per_code=1))
    await coupons.give_back(TEN_OFF.id, "TEN", cart)
    assert await _counted(shop, _wanted("ZEHN", per_code=1)) == CouponCount(1, 1, 0)
    assert await _counted(shop, _wanted("TEN", per_code=1)) == CouponCount(1, 0, 0)


async def test_a_use_by_another_code_or_customer_than_claimed_counts_for_its_own(shop: Database) -> None:
    """Claimed as ZEHN for nobody, sold as TEN to Ada: all the same one sale."""
    product, ada = make_product(), make_customer()
    await stock(shop, product)
    cart = _cart((as_cart_product(product), 1), coupon="TEN", customer=ada.id)
    await MongoCoupons(shop).claim(_wanted("ZEHN", cart=cart.claim, total=9))
    await MongoPosting(shop).post([SaleCompleted(sale=_sale(cart))])
    assert await _counted(shop, _wanted("TEN", ada.id, total=9)) == CouponCount(1, 1, 1)


async def test_a_sale_is_posted_although_its_coupon_is_used_up(shop: Database) -> None:
    product = make_product()
    await stock(shop, product)
    await MongoCoupons(shop).claim(_wanted(total=1))
    await MongoPosting(shop).post(
        [SaleCompleted(sale=_sale(_cart((as_cart_product(product), 1), coupon="TEN")))]
    )
    assert await shop.couponuses.count_documents({}) == 1


async def test_a_database_that_is_away_claims_nothing() -> None:
    async with make_client("mongodb://127.0.0.1:1/", serverSelectionTimeoutMS=100) as client:
        with pytest.raises(AdapterError) as raised:
            await MongoCoupons(client.b4mart).claim(_wanted())
    assert raised.value.code is ErrorCode.DATABASE_UNREACHABLE


# ------------------------------------------------------------ variants and packs


async def test_a_variants_own_stock_goes_down_with_the_products(shop: Database) -> None:
    shirt = _shirt()
    await stock(shop, shirt)
    crate = replace(as_cart_product(shirt), pack=SoldPack(name="box of 3", quantity=Decimal(3)))
    entry = SaleCompleted(sale=_sale(_cart((_of_size_l(shirt), 2), (as_cart_product(shirt), 1), (crate, 2))))
    await MongoPosting(shop).post([entry])
    assert await _sizes(shop, shirt) == {"SHIRT-L": 3, "SHIRT-M": 5}
    assert await on_hand(shop, shirt) == (1, 0)
    await check_ledger(shop)


async def test_a_variant_that_is_gone_or_unreadable_does_not_stop_a_paid_sale(shop: Database) -> None:
    gone, odd = make_product(name="Gone"), _shirt()
    await stock(shop, gone)
    document: dict[str, Any] = to_document(odd)
    document["inventory"]["variantStock"][0]["quantity"] = "a few"
    await shop.command("insert", "products", documents=[document], bypassDocumentValidation=True)
    await MongoPosting(shop).post(
        [SaleCompleted(sale=_sale(_cart((_of_size_l(gone), 1), (_of_size_l(odd), 1))))]
    )
    assert await on_hand(shop, gone) == (9, 0)
    assert (await on_hand(shop, odd), await _sizes(shop, odd)) == ((9, 0), {"SHIRT-L": "a few", "SHIRT-M": 5})


@pytest.mark.parametrize("word", [b"commitTransaction", b"update"])
async def test_a_lost_answer_counts_neither_twice(shop: Database, mongo_uri: str, word: bytes) -> None:
    shirt = _shirt()
    await stock(shop, shirt)
    entry = SaleCompleted(sale=_sale(_cart((_of_size_l(shirt), 2), coupon="TEN")))
    async with CutProxy(mongo_uri, word).running() as proxy, make_client(proxy.uri) as client:
        await client.admin.command("ping")
        proxy.cuts = 2
        await MongoPosting(client[shop.name]).post([entry])
        assert proxy.cuts == 0
    await asyncio.gather(*(MongoPosting(shop).post([entry]) for _ in range(3)))
    assert (await _sizes(shop, shirt))["SHIRT-L"] == 3
    assert await on_hand(shop, shirt) == (8, 0)
    assert await shop.couponuses.count_documents({}) == 1

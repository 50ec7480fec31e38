"""Coupons, customer groups, packs and variants at the till."""

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.cart import under
from b4mart_desktop.domain.catalog import Inventory, Pack, VariantStock
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.promotions import CouponCount, CouponLimits, Promotion, PromotionKind
from b4mart_desktop.services import coupons as service
from b4mart_desktop.services.coupons import Coupons
from b4mart_desktop.services.ports.coupons import WantedCoupon
from b4mart_desktop.services.selling import Added, CouponFound
from tests.unit.services.shop import BREAD_CODE, CUSTOMER, NOON, SUPERVISOR, Shop, goods, open_shop

OFFER = Promotion(
    id=new_id(),
    name="Summer",
    kind=PromotionKind.ORDER_PERCENT_OFF,
    value=Decimal(10),
    codes=("SUMMER", "SUN"),
    created_at=NOON,
    updated_at=NOON,
)
LIMITED = msgspec.structs.replace(
    OFFER, id=new_id(), name="Once", codes=("ONCE", "ONCEMORE"), limits=CouponLimits(per_code=1)
)
PERSONAL = msgspec.structs.replace(
    OFFER, id=new_id(), name="Mine", codes=("MINE",), limits=CouponLimits(per_customer=1)
)


class Ledger:
    """What the database knows, or that it is away or slow."""

    def __init__(self) -> None:
        self.count = CouponCount()
        self.away = False
        self.slow = False
        self.lost = False  # it claims, and its answer is lost
        self.claims: set[tuple[Id, str, Id]] = set()

    async def claim(self, wanted: WantedCoupon) -> CouponCount:
        if self.lost:
            self.claims.add((wanted.promotion, wanted.code, wanted.cart))
        if self.away or self.lost:
            raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="away")
        if self.slow:
            await asyncio.sleep(60)
        if wanted.limits.reached(self.count) is None:
            self.claims.add((wanted.promotion, wanted.code, wanted.cart))
        return self.count

    def give_back(self, promotion: Id, code: str, cart: Id) -> None:
        self.claims.discard((promotion, code, cart))


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path, OFFER, LIMITED, PERSONAL) as opened:
        yield opened


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def coupons(till: Shop, ledger: Ledger) -> Coupons:
    return Coupons(till.counter, till.selling, ledger)


async def refused(coupons: Coupons, code: str) -> ErrorCode:
    with pytest.raises(DomainError) as error:
        await coupons.enter(code)
    return error.value.code


async def test_a_coupon_takes_off_and_is_used_with_the_sale(till: Shop, coupons: Coupons) -> None:
    await till.open()
    till.selling.enter(BREAD_CODE)
    before = till.selling.priced().discount
    assert (await coupons.enter(" summer ")).name == "Summer"
    assert (before, till.selling.priced().discount) == (Decimal(0), Decimal("0.25"))
    paid = await till.checkout.pay([Tender(kind=TenderKind.CASH, tendered=Decimal(10))])
    [use] = paid.sale.coupon_uses
    assert (use.code, use.promotion, use.amount, use.order) == (
        "SUMMER",
        OFFER.id,
        Decimal("0.25"),
        paid.sale.order.id,
    )


async def test_a_scanned_coupon_is_found_and_can_be_taken_out(till: Shop, coupons: Coupons) -> None:
    assert till.selling.enter("SUN") == CouponFound("SUN")
    await coupons.enter("SUN")
    coupons.remove("SUN")
    assert coupons.codes == ()


async def test_what_a_coupon_needs(till: Shop, coupons: Coupons, ledger: Ledger) -> None:
    assert await refused(coupons, "nothing") is ErrorCode.COUPON_UNKNOWN
    assert await refused(coupons, "MINE") is ErrorCode.COUPON_NEEDS_CUSTOMER
    ledger.count = CouponCount(total=1, of_code=1)
    assert await refused(coupons, "ONCE") is ErrorCode.COUPON_USED_UP
    till.selling.set_customer(CUSTOMER.id, CUSTOMER.name)
    await coupons.enter("MINE")
    till.selling.set_customer(None)
    assert coupons.codes == ()


@pytest.mark.parametrize("trouble", ["away", "slow"])
async def test_a_limited_coupon_needs_leave_while_the_database_does_not_answer(
    till: Shop, coupons: Coupons, ledger: Ledger, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "WAIT_SECONDS", 0.01)
    setattr(ledger, trouble, True)
    await coupons.enter("SUMMER")  # any number of times
    assert await refused(coupons, "ONCE") is ErrorCode.NOT_ALLOWED
    await coupons.enter("ONCE", SUPERVISOR)
    [entry] = till.selling.cart.trail
    assert (entry.action.value, entry.details["coupon"], entry.approver) == (
        "discount",
        "ONCE",
        SUPERVISOR.id,
    )


async def test_a_coupon_used_up_since_is_given_back_before_paying(
    till: Shop, coupons: Coupons, ledger: Ledger
) -> None:
    await till.open()
    till.selling.enter(BREAD_CODE)
    await coupons.enter("SUMMER")
    await coupons.enter("ONCE")
    await coupons.check_again()
    ledger.count = CouponCount(total=1, of_code=1)
    with pytest.raises(DomainError) as error:
        await coupons.check_again()
    assert (error.value.code, error.value.data["name"]) == (ErrorCode.COUPON_USED_UP, "Once")
    assert coupons.codes == ("SUMMER",)
    await coupons.check_again()


@pytest.mark.parametrize("promised", ["away", "partly paid"])
async def test_what_was_promised_holds(till: Shop, coupons: Coupons, ledger: Ledger, promised: str) -> None:
    await till.open()
    till.selling.enter(BREAD_CODE)
    await coupons.enter("ONCE")
    ledger.count = CouponCount(of_code=1)
    if promised == "away":
        ledger.away = True
    else:
        till.checkout.take(Tender(kind=TenderKind.CASH, tendered=Decimal(1)))
    await coupons.check_again()
    assert coupons.codes == ("ONCE",)


async def test_a_claim_is_given_back_with_its_coupon_or_the_whole_sale(
    till: Shop, coupons: Coupons, ledger: Ledger
) -> None:
    await till.open()
    till.selling.enter(BREAD_CODE)
    claim = (LIMITED.id, "ONCE", till.selling.cart.claim)
    await coupons.enter("ONCE")
    assert ledger.claims == {claim}
    coupons.remove("ONCE")
    assert ledger.claims == set()
    await coupons.enter("ONCE")
    await till.selling.void("changed their mind", SUPERVISOR)
    assert ledger.claims == set()


async def test_a_claim_ends_when_its_coupon_leaves_the_cart_in_whatever_way(
    till: Shop, coupons: Coupons, ledger: Ledger
) -> None:
    await till.open()
    till.selling.enter(BREAD_CODE)
    await coupons.enter("ONCE")
    till.selling.undo()
    assert (coupons.codes, ledger.claims) == ((), set())
    till.selling.set_customer(CUSTOMER.id, CUSTOMER.name)
    await coupons.enter("MINE")
    assert ledger.claims
    till.selling.set_customer(None)
    assert ledger.claims == set()


async def test_a_claim_ends_without_the_leave_it_took(till: Shop, coupons: Coupons, ledger: Ledger) -> None:
    ledger.lost = True
    assert await refused(coupons, "ONCE") is ErrorCode.NOT_ALLOWED
    assert ledger.claims == set()
    await coupons.enter("ONCE", SUPERVISOR)
    assert ledger.claims


async def test_a_sale_frees_the_coupons_that_took_nothing_off_it(
    till: Shop, coupons: Coupons, ledger: Ledger
) -> None:
    """Of two on the order one is applied; the claim of the other ends, that of the one becomes its use."""
    await till.open()
    till.selling.enter(BREAD_CODE)
    till.selling.set_customer(CUSTOMER.id, CUSTOMER.name)
    await coupons.enter("ONCE")
    await coupons.enter("MINE")
    assert len(ledger.claims) == 2
    paid = await till.checkout.pay([Tender(kind=TenderKind.CASH, tendered=Decimal(10))])
    assert [(promotion, code) for promotion, code, _ in ledger.claims] == [
        (use.promotion, use.code) for use in paid.sale.coupon_uses
    ]


async def test_a_sale_has_one_code_of_a_promotion(till: Shop, coupons: Coupons, ledger: Ledger) -> None:
    await coupons.enter("ONCE")
    before = set(ledger.claims)
    with pytest.raises(DomainError) as error:
        await coupons.enter("ONCE MORE")
    assert error.value.code is ErrorCode.COUPON_DOUBLED
    assert error.value.data == {"name": "Once", "code": "ONCE"}
    assert (coupons.codes, ledger.claims) == (("ONCE",), before)
    coupons.remove("ONCE")
    await coupons.enter("ONCE MORE")
    assert [code for _, code, _ in ledger.claims] == ["ONCEMORE"]


async def test_a_held_cart_keeps_its_claim_under_its_next_identity(till: Shop, coupons: Coupons) -> None:
    till.selling.enter(BREAD_CODE)
    await coupons.enter("ONCE")
    cart = till.selling.cart
    moved = under(under(cart, new_id()), new_id())
    assert (moved.claim, moved.coupons) == (cart.id, ("ONCE",))


# ------------------------------------------------------------ packs and variants


def test_a_packs_barcode_sells_the_pack_and_a_variants_the_variant(till: Shop) -> None:
    options, dearer = {"size": "L", "taste": "Lime"}, Decimal("0.50")
    lime = VariantStock(options=options, sku="SODA-L", barcode="444", price_delta=dearer)
    inventory = Inventory(
        sku="SODA",
        quantity=Decimal(50),
        barcodes=("111",),
        packs=(
            Pack(name="crate of 12", quantity=Decimal(12), barcode="222", price=Decimal("9.99")),
            Pack(name="six", quantity=Decimal(6), barcode="333"),
        ),
        variant_stock=(lime,),
    )
    soda = msgspec.structs.replace(goods("Soda", "1.00"), inventory=inventory)
    till.replica.change("products", to_document(soda))
    for code in ("111", "222", "222", "333", "444"):
        assert isinstance(till.selling.enter(code), Added)
    found = [
        (line.line.product.name, line.line.quantity, line.unit_price, line.line.units)
        for line in till.selling.priced().lines
    ]
    assert found == [
        ("Soda", 1, Decimal("1.00"), Decimal(1)),
        ("Soda · crate of 12", 2, Decimal("9.99"), Decimal(12)),
        ("Soda · six", 1, Decimal("6.00"), Decimal(6)),
        ("Soda · L, Lime", 1, Decimal("1.50"), Decimal(1)),
    ]


def test_what_is_found_by_the_beginning_of_a_packs_barcode_sells_the_pack(till: Shop) -> None:
    inventory = Inventory(
        sku="SODA", quantity=Decimal(50), packs=(Pack(name="six", quantity=Decimal(6), barcode="333444555"),)
    )
    soda = msgspec.structs.replace(goods("Soda", "1.00"), inventory=inventory)
    till.replica.change("products", to_document(soda))
    [hit] = till.counter.catalogue.search("333444").hits
    till.selling.add(hit.id, code=hit.matched)
    [line] = till.selling.cart.lines
    assert (line.product.name, line.units) == ("Soda · six", Decimal(6))

"""Lists of products: who may see what, the last request wins, what there is to mend."""

import asyncio
import sqlite3
import threading
from decimal import Decimal

import msgspec
import pytest
from bson import ObjectId
from typing_extensions import override

from b4mart_desktop.adapters.local.replica.file import ReplicaFile
from b4mart_desktop.adapters.local.replica.listing import (
    LocalProductListing,
    LocalProductSelection,
    LocalSelecting,
)
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.product_lists import Flaw, ProductFilter, ProductSort, SortKey
from b4mart_desktop.services.ports import Change
from b4mart_desktop.services.product_list import FLAWS_OF_COST, ProductList
from tests.unit.services.shop import CLERK, MANAGER, MILK, PRODUCTS, SUPERVISOR, TWIN_A, TWIN_B, Shop

ALL, BY_NAME = ProductFilter(), ProductSort()


@pytest.fixture
def products(shop: Shop) -> ProductList:
    shop.sign_in(MANAGER)
    return ProductList(shop.counter, LocalProductListing(shop.replica.file))


def _cost_milk(shop: Shop) -> None:
    pricing = msgspec.structs.replace(MILK.pricing, cost_price=Decimal(2))
    shop.replica.change("products", to_document(msgspec.structs.replace(MILK, pricing=pricing)))


async def test_a_manager_sees_all_with_their_costs(shop: Shop, products: ProductList) -> None:
    _cost_milk(shop)
    selection = await products.open(ALL, ProductSort(key=SortKey.COST))
    first = selection.rows(0, 1)[0]
    assert first is not None
    assert (selection.count, first.name, first.cost) == (len(PRODUCTS), "Milk", Decimal(2))
    assert Flaw.BELOW_COST in first.flaws
    assert selection.products(0, 1)[0].pricing.cost_price == 2


async def test_a_supervisor_sees_no_costs_and_cannot_ask_for_them(shop: Shop, products: ProductList) -> None:
    _cost_milk(shop)
    shop.sign_in(SUPERVISOR)
    selection = await products.open(ProductFilter(text="milk"), BY_NAME)
    (row,) = selection.rows(0, 9)
    assert row is not None
    assert (selection.count, row.name, row.cost) == (1, "Milk", None)
    assert not FLAWS_OF_COST & row.flaws
    assert selection.products(0, 1)[0].pricing.cost_price is None
    assert not FLAWS_OF_COST & (await products.quality()).flaws.keys()
    for wanted, sort in (
        (ALL, ProductSort(key=SortKey.MARGIN)),
        (ALL, ProductSort(key=SortKey.COST)),
        (ProductFilter(flaws=(Flaw.BELOW_COST,)), BY_NAME),
    ):
        with pytest.raises(DomainError) as caught:
            await products.open(wanted, sort)
        assert caught.value.data["action"] is Action.SEE_COSTS


async def test_a_clerk_sees_no_list(shop: Shop, products: ProductList) -> None:
    shop.sign_in(CLERK)
    for asking in (products.open(ALL, BY_NAME), products.quality(), products.tags(), products.vendors()):
        with pytest.raises(DomainError) as caught:
            await asking
        assert caught.value.code is ErrorCode.NOT_ALLOWED
    with pytest.raises(DomainError):
        products.unreadable()


class Held(LocalSelecting):
    """A real selecting that tells when it begins, and waits for leave to hand over what it found.

    Attributes:
        begun: Given once it runs.
        leave: It waits for it.
        selection: What it found; None where it was stopped before.
    """

    def __init__(self, file: ReplicaFile, wanted: ProductFilter, sort: ProductSort) -> None:
        super().__init__(file, wanted, sort)
        self.begun, self.leave = threading.Event(), threading.Event()
        self.selection: LocalProductSelection | None = None

    @override
    def run(self) -> LocalProductSelection:
        self.selection = super().run()
        self.begun.set()
        self.leave.wait()
        return self.selection


class HoldingListing(LocalProductListing):
    """The real listing with one held selecting."""

    def __init__(self, file: ReplicaFile) -> None:
        super().__init__(file)
        self.held = Held(file, ALL, BY_NAME)

    @override
    def selecting(self, wanted: ProductFilter, sort: ProductSort, most: int | None = None) -> LocalSelecting:
        return self.held


async def test_a_list_nobody_waits_for_any_more_is_closed(shop: Shop) -> None:
    shop.sign_in(MANAGER)
    listing = HoldingListing(shop.replica.file)
    asking = asyncio.ensure_future(ProductList(shop.counter, listing).open(ALL, BY_NAME))
    await asyncio.to_thread(listing.held.begun.wait)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    listing.held.leave.set()
    assert listing.held.selection is not None
    for _ in range(500):  # the thread's end is told to the loop
        if _is_closed(listing.held.selection):
            return
        await asyncio.sleep(0.01)
    pytest.fail("the selection is still open")


def _is_closed(selection: LocalProductSelection) -> bool:
    """Whether the connection is closed; told from one that was stopped by SQLite's own error."""
    try:
        selection._connection._connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return True
    return False


async def test_lists_asked_for_at_once_are_all_answered(shop: Shop, products: ProductList) -> None:
    """As where an export begins while somebody scrolls through a list."""
    wanted = [ProductFilter(text=text) for text in ("milk", "bread", "twin")]
    found = await asyncio.gather(*[products.open(each, BY_NAME) for each in wanted])
    assert [selection.count for selection in found] == [1, 1, 2]


async def test_what_there_is_to_mend_is_counted_and_shown(shop: Shop, products: ProductList) -> None:
    broken = {"_id": ObjectId(), "name": "Broken", "status": "draft", "pricing": {"basePrice": "a lot"}}
    change = Change(
        collection="products", id=MILK.id, document=broken | {"_id": ObjectId(MILK.id)}, token=b"x"
    )
    shop.replica.writer.apply([change])
    quality = await products.quality()
    assert quality.unreadable == 1
    assert [document.name for document in products.unreadable()] == ["Broken"]
    assert quality.flaws[Flaw.DUPLICATE_BARCODE] == 2
    assert quality.flaws[Flaw.NO_PICTURE] == len(PRODUCTS) - 1
    (shared,) = await products.shared_barcodes()
    assert {product.id for product in shared.products} == {TWIN_A.id, TWIN_B.id}
    archived = msgspec.structs.replace(TWIN_B, status=ProductStatus.ARCHIVED)
    shop.replica.change("products", to_document(archived))
    assert await products.shared_barcodes() == []


async def test_nothing_is_listed_while_the_catalogue_is_loading(shop: Shop, products: ProductList) -> None:
    with shop.replica.file.writing() as connection:
        connection.execute("DELETE FROM meta WHERE key = 'loaded'")
    with pytest.raises(AdapterError) as caught:
        await products.open(ALL, BY_NAME)
    assert caught.value.code is ErrorCode.CATALOGUE_LOADING

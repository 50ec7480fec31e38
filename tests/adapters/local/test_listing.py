import contextlib
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pytest

from b4mart_desktop.adapters.local.replica.listing import LocalProductListing
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.catalog import Pack, ProductImage, ProductStatus, VariantStock
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.product_lists import Flaw, ProductFilter, ProductSort, SortKey
from tests.adapters.local.goods import Document, Replica, category, identity, product, with_fields

ASPIRIN = "4006381333931"
UPC, SAME_AS_EAN = "036000291452", "0036000291452"
BY_NAME = ProductSort()


@pytest.fixture
def listing(replica: Replica) -> LocalProductListing:
    return LocalProductListing(replica.file)


def names(
    listing: LocalProductListing,
    wanted: ProductFilter = ProductFilter(),  # noqa: B008 (a frozen value)
    key: SortKey = SortKey.NAME,
    *,
    descending: bool = False,
) -> list[str]:
    """The names of all that a filter finds, in order."""
    selection = listing.select(wanted, ProductSort(key=key, descending=descending))
    found = [row.name for row in selection.rows(0, selection.count) if row is not None]
    selection.close()
    return found


def test_nothing_is_listed_before_the_first_load(listing: LocalProductListing) -> None:
    with pytest.raises(AdapterError) as caught:
        listing.select(ProductFilter(), BY_NAME)
    assert caught.value.code is ErrorCode.CATALOGUE_LOADING


def test_all_but_archived_ones_are_listed_by_name_unless_asked_for(
    replica: Replica, listing: LocalProductListing
) -> None:
    replica.load(products=[product(status.value, status=status) for status in ProductStatus])
    assert names(listing) == ["active", "draft", "inactive"]
    archived = ProductFilter(statuses=(ProductStatus.ARCHIVED, ProductStatus.DRAFT))
    assert names(listing, archived) == ["archived", "draft"]


def test_a_row_shows_what_the_catalogue_needs(replica: Replica, listing: LocalProductListing) -> None:
    vendor, shelf = new_id(), new_id()
    made = with_fields(
        product("Gouda", ASPIRIN, sku="CH-1", plu="4011", tags=("cheese",), category=shelf, favourite=True),
        base_price=Decimal("4.99"),
        sale_price=Decimal("3.99"),
        cost_price=Decimal("2.50"),
        unit="kg",
        weighed=True,
        color="#ffcc00",
        quantity=Decimal(3),
        vendor=vendor,
        featured=True,
        images=(ProductImage(url="a.jpg"), ProductImage(url="b.jpg", is_primary=True)),
    )
    replica.load(products=[made])
    (row,) = listing.select(ProductFilter(), BY_NAME).rows(0, 10)
    assert row is not None
    assert (row.name, row.sku, row.barcode, row.plu, row.unit) == ("Gouda", "CH-1", ASPIRIN, "4011", "kg")
    assert (row.price, row.sale_price, row.cost) == (Decimal("4.99"), Decimal("3.99"), Decimal("2.50"))
    assert (row.on_hand, row.low, row.tracked) == (Decimal(3), True, True)
    assert row.flaws == frozenset()
    assert (row.category, row.vendor, row.tags, row.picture) == (shelf, vendor, ("cheese",), "b.jpg")
    assert (row.weighed, row.open_price, row.featured, row.favourite, row.color) == (
        True,
        False,
        True,
        True,
        "#ffcc00",
    )


TEXTS = [
    ("milk", ["Milk 1 l", "Oat milk"]),
    ("mil oa", ["Oat milk"]),
    ("ilk", []),
    ("500g", ["Flour 500g"]),
    ("500 g", ["Flour 500g"]),
    ("50", ["Flour 500g"]),
    ("JAGER", ["Jäger's Tee"]),
    ("jägers", ["Jäger's Tee"]),
    ("jaegers t", ["Jäger's Tee"]),
    ("jae", ["Jäger's Tee"]),
    ("aeger", []),
    ("北京", ["北京烤鸭"]),
    ("烤鸭", ["北京烤鸭"]),
    ("قهوة", ["القهوة العربية"]),
    ("sku-a", ["Milk 1 l"]),
    ("400638", ["Jäger's Tee"]),
    ("4 006381 333931", ["Jäger's Tee"]),
    (SAME_AS_EAN, ["Oat milk"]),
    ("44", ["Flour 500g"]),
    ("%", []),
    ("*", []),
    ("  ", ["Flour 500g", "Jäger's Tee", "Milk 1 l", "Oat milk", "القهوة العربية", "北京烤鸭"]),
]


def test_a_text_finds_beginnings_of_words_and_of_codes_in_products_of_every_status(
    replica: Replica, listing: LocalProductListing
) -> None:
    replica.load(
        products=[
            product("Milk 1 l", sku="SKU-A1"),
            product("Oat milk", UPC, sku="X2", status=ProductStatus.DRAFT),
            product("Flour 500g", sku="X3", plu="4400"),
            product("Jäger's Tee", ASPIRIN, sku="X4", status=ProductStatus.INACTIVE),
            product("北京烤鸭", sku="X5"),
            product("القهوة العربية", sku="X6"),
        ]
    )
    assert {text: names(listing, ProductFilter(text=text)) for text, _ in TEXTS} == dict(TEXTS)


def test_filters_narrow_one_another(replica: Replica, listing: LocalProductListing) -> None:
    food, cheese, vendor = new_id(), new_id(), new_id()
    replica.load(
        categories=[category("Cheese", food, id=cheese), category("Food", id=food)],
        products=[
            gouda := with_fields(
                product("Gouda", category=cheese, tags=("dairy", "Dutch"), favourite=True),
                base_price=Decimal(8),
                sale_price=Decimal(5),
                quantity=Decimal(2),
                vendor=vendor,
            ),
            with_fields(product("Bread", category=food, tags=("dairy",)), base_price=Decimal(3)),
            with_fields(product("Nail", category=new_id()), base_price=Decimal(1), featured=True),
        ],
    )
    for wanted, found in [
        (ProductFilter(category=food), ["Bread", "Gouda"]),
        (ProductFilter(category=cheese), ["Gouda"]),
        (ProductFilter(price_from=Decimal(3), price_to=Decimal(5)), ["Bread", "Gouda"]),
        (ProductFilter(price_from=Decimal("5.01")), []),
        (ProductFilter(low_stock=True), ["Gouda"]),
        (ProductFilter(low_stock=False), ["Bread", "Nail"]),
        (ProductFilter(featured=True), ["Nail"]),
        (ProductFilter(favourite=False), ["Bread", "Nail"]),
        (ProductFilter(tags=("dairy",)), ["Bread", "Gouda"]),
        (ProductFilter(tags=("dairy", "Dutch")), ["Gouda"]),
        (ProductFilter(vendor=vendor), ["Gouda"]),
        (ProductFilter(products=(identity(gouda), new_id())), ["Gouda"]),
        (ProductFilter(category=food, tags=("dairy",), low_stock=False), ["Bread"]),
    ]:
        assert names(listing, wanted) == found, wanted


SORTED = {
    SortKey.NAME: ["apple", "Bread", "Corn", "Dill"],
    SortKey.SKU: ["Dill", "Corn", "Bread", "apple"],
    SortKey.STATUS: ["apple", "Bread", "Dill", "Corn"],
    SortKey.CATEGORY: ["Bread", "Dill", "apple", "Corn"],
    SortKey.PRICE: ["Dill", "apple", "Bread", "Corn"],
    SortKey.COST: ["Bread", "Corn", "apple", "Dill"],
    SortKey.MARGIN: ["apple", "Bread", "Corn", "Dill"],
    SortKey.ON_HAND: ["Corn", "Bread", "apple", "Dill"],
    SortKey.UPDATED: ["Bread", "Dill", "Corn", "apple"],
}


@pytest.mark.parametrize("key", SortKey)
def test_a_list_is_sorted_both_ways_with_what_has_no_value_at_its_end(
    replica: Replica, listing: LocalProductListing, key: SortKey
) -> None:
    fruit, grain = new_id(), new_id()
    replica.load(
        categories=[category("Zucchini and fruit", id=fruit), category("grain", id=grain)],
        products=[
            _sortable("apple", "d", 2, 2, 7, 4, fruit),
            _sortable("Bread", "C", 3, 1, 5, 1, grain),
            _sortable("Corn", "b", 9, 1.5, 2, 3, new_id(), status=ProductStatus.DRAFT),
            _sortable("Dill", "A", 1, None, 9, 2, grain),
        ],
    )
    expected = SORTED[key]
    assert names(listing, key=key) == expected
    valueless = {SortKey.COST: 1, SortKey.MARGIN: 1, SortKey.CATEGORY: 1}.get(key, 0)
    if key is not SortKey.STATUS and key is not SortKey.CATEGORY:
        split = len(expected) - valueless
        assert names(listing, key=key, descending=True) == expected[:split][::-1] + expected[split:]


def _sortable(
    name: str,
    sku: str,
    price: int,
    cost: float | None,
    on_hand: int,
    day: int,
    shelf: Id,
    status: ProductStatus = ProductStatus.ACTIVE,
) -> Document:
    return with_fields(
        product(name, sku=sku, category=shelf, status=status),
        base_price=Decimal(price),
        cost_price=None if cost is None else Decimal(cost),
        quantity=Decimal(on_hand),
        updated_at=dt.datetime(2026, 3, day, tzinfo=dt.UTC),
    )


def _flawed() -> dict[Flaw, Document]:
    fine = {
        "cost_price": Decimal(1),
        "images": (ProductImage(url="a.jpg"),),
    }
    return {
        Flaw.NO_PRICE: with_fields(product("price", "951", plu="1"), **fine | {"base_price": Decimal(0)}),
        Flaw.NO_BARCODE: with_fields(product("barcode"), **fine),
        Flaw.NO_CATEGORY: with_fields(product("category", "952", category=new_id()), **fine),
        Flaw.NO_PICTURE: with_fields(product("picture", "953"), **fine | {"images": ()}),
        Flaw.NO_COST: with_fields(product("cost", "954"), **fine | {"cost_price": None}),
        Flaw.BELOW_COST: with_fields(product("below", "955"), **fine | {"sale_price": Decimal("0.99")}),
        Flaw.SALE_NOT_BELOW: with_fields(product("sale", "957"), **fine | {"sale_price": Decimal(2)}),
        Flaw.DUPLICATE_BARCODE: with_fields(product("twin", UPC), **fine),
    }


def _shelved(documents: Sequence[Document]) -> list[Document]:
    """The category that those products are in which say nothing else."""
    return [category("Shelf", id=identity({"_id": documents[0]["category"]}))]


@pytest.mark.parametrize("key", SortKey)
@pytest.mark.parametrize("descending", [False, True])
def test_the_first_rows_of_a_list_are_those_it_begins_with(
    replica: Replica, listing: LocalProductListing, key: SortKey, *, descending: bool
) -> None:
    replica.load(products=[product(f"Milk {number % 7} {number}") for number in range(30)])
    sort = ProductSort(key=key, descending=descending)
    with contextlib.closing(listing.select(ProductFilter(text="milk"), sort)) as whole:
        for most in (1, 12, 40):
            with contextlib.closing(listing.selecting(ProductFilter(text="milk"), sort, most).run()) as first:
                assert first.ids(0, 99) == whole.ids(0, most)


def test_each_flaw_is_counted_and_finds_the_products_that_have_it(
    replica: Replica, listing: LocalProductListing
) -> None:
    flawed = _flawed()
    pack = Pack(name="Crate", quantity=Decimal(12), barcode=SAME_AS_EAN)
    other = with_fields(product("packed", "956"), cost_price=Decimal(1), packs=(pack,))
    other = with_fields(other, images=(ProductImage(url="a.jpg"),))
    gone = product("archived", UPC, status=ProductStatus.ARCHIVED)
    products = [*flawed.values(), other, gone]
    replica.load(categories=_shelved([flawed[Flaw.NO_PRICE]]), products=products)
    assert listing.flaws() == {**dict.fromkeys(Flaw, 1), Flaw.DUPLICATE_BARCODE: 2}
    for flaw, document in flawed.items():
        expected = ["packed", "twin"] if flaw is Flaw.DUPLICATE_BARCODE else [document["name"]]
        assert names(listing, ProductFilter(flaws=(flaw,))) == expected
    sharing = {identity(flawed[Flaw.DUPLICATE_BARCODE]), identity(other)}
    ((code, products_of_code),) = listing.shared_barcodes()
    assert (code, set(products_of_code)) == (SAME_AS_EAN, sharing)


def test_what_is_weighed_has_a_plu_or_an_open_price_lacks_nothing(
    replica: Replica, listing: LocalProductListing
) -> None:
    variants = (VariantStock(options={"size": "M"}, sku="V", barcode="958", price_delta=Decimal(1)),)
    replica.load(
        products=[
            with_fields(product("weighed"), weighed=True),
            product("by PLU", plu="4011"),
            product("in sizes", variants=variants),
            with_fields(product("open", "957"), base_price=Decimal(0), open_price=True),
        ]
    )
    found = listing.flaws()
    assert (found[Flaw.NO_BARCODE], found[Flaw.NO_PRICE]) == (0, 0)


def test_codes_that_only_look_alike_are_not_shared(replica: Replica, listing: LocalProductListing) -> None:
    replica.load(
        products=[product("A", "123"), product("B", "0123"), product("C", "SKU"), product("D", sku="SKU")]
    )
    assert listing.flaws()[Flaw.DUPLICATE_BARCODE] == 0
    assert listing.shared_barcodes() == []


def test_tags_and_vendors_come_the_most_used_first(replica: Replica, listing: LocalProductListing) -> None:
    one, two = new_id(), new_id()
    replica.load(
        products=[
            with_fields(product("A", tags=("bio", "blue")), vendor=one),
            with_fields(product("B", tags=("blue", "cold")), vendor=two),
            with_fields(product("C"), vendor=two),
        ]
    )
    assert listing.tags() == ["blue", "bio", "cold"]
    assert listing.tags("b", 1) == ["blue"]
    assert listing.vendors() == [(two, 2), (one, 1)]
    replica.change("products", product("D", tags=("cold",)), product("E", tags=("cold",)))
    assert listing.tags() == ["cold", "blue", "bio"]


def test_products_are_given_whole_and_in_order_whatever_their_status(
    replica: Replica, listing: LocalProductListing
) -> None:
    draft, sold = product("Draft", status=ProductStatus.DRAFT), product("Sold")
    replica.load(products=[draft, sold])
    found = listing.products([identity(sold), new_id(), identity(draft)])
    assert [to_document(item) for item in found] == [sold, draft]


def test_a_closed_selection_says_so(replica: Replica, listing: LocalProductListing) -> None:
    replica.load(products=[product("Tea")])
    selection = listing.select(ProductFilter(), BY_NAME)
    selection.close()
    with pytest.raises(AdapterError) as caught:
        selection.rows(0, 1)
    assert caught.value.code is ErrorCode.CANCELLED

"""What is found stays found: places while products change, threads, files that are replaced."""

import threading

import pytest

from b4mart_desktop.adapters.local.replica.listing import LocalProductListing, LocalProductSelection
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.product_lists import Flaw, ProductFilter, ProductSort, SortKey
from tests.adapters.local.goods import Replica, product

BY_NAME = ProductSort()


@pytest.fixture
def listing(replica: Replica) -> LocalProductListing:
    return LocalProductListing(replica.file)


def test_a_selection_stays_in_its_order_while_its_rows_are_fresh(
    replica: Replica, listing: LocalProductListing
) -> None:
    milk, oats = new_id(), new_id()
    replica.load(products=[product("Milk", id=milk), product("Oats", id=oats), product("Pasta")])
    selection = listing.select(ProductFilter(), BY_NAME)
    replica.change("products", product("Zwieback", id=milk))
    replica.delete("products", oats)
    replica.change("products", product("Quinoa"))
    assert _shown(selection, 0, 10) == ["Zwieback", None, "Pasta"]
    assert _shown(selection, 2, 1) == ["Pasta"]
    assert (selection.count, selection.place(milk), selection.place(oats)) == (3, 0, None)
    assert len(selection.ids(0, 3)) == len([*selection.all_ids()]) == len(selection.products(0, 3)) == 2
    assert _shown(listing.select(ProductFilter(), BY_NAME), 0, 9) == ["Pasta", "Quinoa", "Zwieback"]


def _shown(selection: LocalProductSelection, start: int, count: int) -> list[str | None]:
    return [None if row is None else row.name for row in selection.rows(start, count)]


def test_a_place_never_shows_a_product_that_was_not_selected(
    replica: Replica, listing: LocalProductListing
) -> None:
    last = new_id()
    replica.load(products=[product("First"), product("Last", id=last)])
    selection = listing.select(ProductFilter(), BY_NAME)
    replica.delete("products", last)
    replica.change("products", product("Newcomer"))
    assert _shown(selection, 0, 2) == ["First", None]


def test_typing_ahead_finds_the_first_place(replica: Replica, listing: LocalProductListing) -> None:
    replica.load(products=[product(name, sku=f"S-{name}") for name in ("Apple", "bread", "Butter", "Corn")])

    def first(key: SortKey, text: str, *, descending: bool = False) -> int:
        return listing.select(ProductFilter(), ProductSort(key=key, descending=descending)).first_from(text)

    assert [first(SortKey.NAME, text) for text in ("a", "b", "BU", "ca", "z")] == [0, 1, 2, 3, 4]
    assert [first(SortKey.NAME, text, descending=True) for text in ("z", "b", "a", "0")] == [0, 1, 3, 4]
    assert [first(SortKey.SKU, text) for text in ("s-b", "S-BU", "T")] == [1, 2, 4]
    assert [first(SortKey.PRICE, text) for text in ("bu", "x")] == [2, 4]


def test_a_selection_that_is_stopped_says_so_and_the_next_one_works(
    replica: Replica, listing: LocalProductListing
) -> None:
    replica.load(products=[product(f"Product {number}") for number in range(2000)])
    slow = ProductFilter(text="product", flaws=(Flaw.DUPLICATE_BARCODE,))
    selecting = listing.selecting(slow, BY_NAME)
    ended: list[ErrorCode] = []

    def select_until_stopped() -> None:
        try:
            while True:
                selecting.run().close()
        except AdapterError as error:
            ended.append(error.code)

    running = threading.Thread(target=select_until_stopped)
    running.start()
    selecting.stop()
    running.join()
    assert ended == [ErrorCode.CANCELLED]
    assert listing.select(ProductFilter(), BY_NAME).count == 2000


def test_a_selection_of_a_file_that_was_replaced_says_so(
    replica: Replica, listing: LocalProductListing
) -> None:
    replica.load(products=[product("Milk")])
    selection = listing.select(ProductFilter(), BY_NAME)
    replica.file.path.unlink()
    replica.file.check()
    with pytest.raises(AdapterError) as caught:
        selection.rows(0, 1)
    assert caught.value.code is ErrorCode.REPLICA_RENEWED
    selection.close()
    replica.load(products=[product("Oats")])
    assert _shown(listing.select(ProductFilter(), BY_NAME), 0, 9) == ["Oats"]


def test_any_thread_may_read_a_selection(replica: Replica, listing: LocalProductListing) -> None:
    replica.load(products=[product("Milk"), product("Oats")])
    selection = listing.select(ProductFilter(), BY_NAME)
    found: list[list[str | None]] = []
    reading = threading.Thread(target=lambda: found.append(_shown(selection, 0, 2)))
    reading.start()
    reading.join()
    assert found == [_shown(selection, 0, 2)] == [["Milk", "Oats"]]
    selection.close()

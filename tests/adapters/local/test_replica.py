import logging
import os
import shutil
import sqlite3
import stat
import sys
import threading
from decimal import Decimal
from pathlib import Path

import pytest
from bson import ObjectId

from b4mart_desktop.adapters.local.replica import open_replica
from b4mart_desktop.adapters.local.replica_load import KnownDocuments
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.catalog import ProductStatus, VariantStock
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.people import StaffFields, StaffRole, UserRole
from b4mart_desktop.domain.promotions import Promotion, PromotionKind, Tax
from b4mart_desktop.services.ports import Change, CodeKind
from tests.adapters.local.facts import NOON, STORE
from tests.adapters.local.goods import SETTINGS, TOKEN, Replica, category, identity, open_empty, product, user


def test_nothing_is_there_before_the_first_load(replica: Replica) -> None:
    assert not replica.reader.is_loaded()
    assert replica.writer.token() is None
    assert replica.reader.store() is None
    assert replica.reader.product(new_id()) is None
    assert replica.reader.find_code("4006381333931") == ()
    assert replica.reader.search("milk").hits == replica.reader.tiles(None) == ()
    assert replica.reader.categories() == ()
    assert replica.reader.staff() == ()


def test_a_load_brings_everything_and_is_there_after_reopening(tmp_path: Path) -> None:
    tax = Tax(id=new_id(), code="reduced", name="Reduced", rate=2, created_at=NOON, updated_at=NOON)  # type: ignore[arg-type]
    off = Promotion(id=new_id(), name="Off", kind=PromotionKind.AMOUNT_OFF, created_at=NOON, updated_at=NOON)
    ended = Promotion(
        id=new_id(),
        name="Was",
        kind=PromotionKind.AMOUNT_OFF,
        is_active=False,
        created_at=NOON,
        updated_at=NOON,
    )
    with open_empty(tmp_path / "replica.sqlite") as replica:
        replica.load(
            settings=[SETTINGS, {"_id": ObjectId(), "key": "demo", "anything": 1}],
            taxes=[to_document(tax)],
            promotions=[to_document(off), to_document(ended)],
            categories=[
                category("B", order=1),
                category("Z", order=0),
                category("a", order=1),
                category("-", active=False),
            ],
            products=[milk := product("Milk", "4006381333931")],
        )
    with open_empty(tmp_path / "replica.sqlite") as replica:
        assert replica.file.refused is None
        assert replica.reader.is_loaded()
        assert replica.writer.token() == TOKEN
        assert replica.reader.store() == STORE
        assert replica.reader.taxes() == (tax,)
        assert replica.reader.promotions() == (off,)
        assert [found.name for found in replica.reader.categories()] == ["Z", "a", "B"]
        assert (found := replica.reader.product(identity(milk)))
        assert to_document(found) == milk


def test_a_code_finds_its_product_by_what_kind_it_is(replica: Replica) -> None:
    replica.load(
        products=[one := product("One", "111", "222", sku="333", plu="44"), two := product("Two", "333")]
    )
    for code, kind in (("111", CodeKind.BARCODE), ("222", CodeKind.BARCODE), ("44", CodeKind.PLU)):
        assert [(found, item.id) for found, item in replica.reader.find_code(code)] == [(kind, identity(one))]
    both = [(kind, item.id) for kind, item in replica.reader.find_code("333")]
    assert both == [(CodeKind.BARCODE, identity(two)), (CodeKind.SKU, identity(one))]
    assert replica.reader.find_code("11") == ()


def test_a_variant_is_found_by_its_code_only_where_it_costs_what_the_product_does(replica: Replica) -> None:
    variants = tuple(
        VariantStock(options={"size": size}, sku=f"S-{size}", barcode=code, price_delta=Decimal(delta))
        for size, code, delta in (("M", "951", "0"), ("L", "952", "0.50"))
    )
    replica.load(products=[product("Shirt", "950", variants=variants)])
    found = {code: len(replica.reader.find_code(code)) for code in ("950", "951", "S-M", "952", "S-L")}
    assert found == {"950": 1, "951": 1, "S-M": 1, "952": 0, "S-L": 0}


def test_a_product_with_one_code_twice_is_found_once(replica: Replica) -> None:
    replica.load(products=[product("One", "111", sku="111")])
    assert [kind for kind, _ in replica.reader.find_code("111")] == [CodeKind.BARCODE]
    assert [hit.matched for hit in replica.reader.search("111").hits] == ["111"]


def test_an_inactive_product_is_found_by_its_code_only_and_a_draft_by_nothing(replica: Replica) -> None:
    asleep = product("Milk asleep", "111", favourite=True, status=ProductStatus.INACTIVE)
    draft = product("Milk draft", "222", status=ProductStatus.DRAFT)
    unfinished = {"_id": ObjectId(), "status": "draft"}
    replica.load(products=[asleep, draft, unfinished])
    assert [item.status for _, item in replica.reader.find_code("111")] == [ProductStatus.INACTIVE]
    assert replica.found("milk") == replica.found("111") == replica.shown(None) == []
    assert replica.reader.find_code("222") == ()
    assert replica.reader.hits([identity(asleep)]) == ()


def test_tiles_show_what_is_below_a_category_by_name(replica: Replica) -> None:
    food, fruit, tropical = new_id(), new_id(), new_id()
    replica.load(
        categories=[
            category("Tropical", fruit, id=tropical),
            category("Fruit", food, id=fruit),
            category("Food", id=food),
        ],
        products=[
            product("mango", category=tropical, favourite=True),
            product("Äpple", category=fruit),
            product("Bread", category=food),
            product("Lost", category=new_id()),
        ],
    )
    assert replica.shown(food) == ["Äpple", "Bread", "mango"]
    assert replica.shown(fruit) == ["Äpple", "mango"]
    assert replica.shown(tropical) == replica.shown(None) == ["mango"]
    assert [hit.name for hit in replica.reader.tiles(food, offset=1, limit=1)] == ["Bread"]


def test_tiles_follow_categories_that_move_appear_and_go(replica: Replica) -> None:
    food, fruit, sale = new_id(), new_id(), new_id()
    replica.load(products=[product("Mango", category=fruit)])
    assert replica.shown(fruit) == ["Mango"]
    replica.change("categories", category("Fruit", food, id=fruit))
    assert replica.shown(food) == ["Mango"]
    replica.change("categories", category("Fruit", sale, id=fruit), category("Sale", id=sale))
    assert (replica.shown(food), replica.shown(sale)) == ([], ["Mango"])
    replica.delete("categories", fruit)
    assert (replica.shown(fruit), replica.shown(sale)) == (["Mango"], [])


def test_categories_in_a_circle_do_no_harm(replica: Replica) -> None:
    one, two = new_id(), new_id()
    replica.load(
        categories=[category("One", two, id=one), category("Two", one, id=two)],
        products=[product("Mango", category=one)],
    )
    assert replica.shown(one) == replica.shown(two) == ["Mango"]


def test_a_changed_product_is_found_by_its_new_self_only(replica: Replica) -> None:
    aisle = new_id()
    milk = new_id()
    replica.load(products=[product("Milk", "111", id=milk, favourite=True)])
    replica.change("products", product("Oat drink", "222", id=milk, category=aisle))
    assert (replica.found("milk"), replica.found("oat")) == ([], ["Oat drink"])
    assert (replica.reader.find_code("111"), len(replica.reader.find_code("222"))) == ((), 1)
    assert (replica.shown(None), replica.shown(aisle)) == ([], ["Oat drink"])
    assert replica.writer.token() == b"after the change"


def test_a_sold_product_keeps_its_place_and_shows_its_stock(replica: Replica) -> None:
    milk = new_id()
    replica.load(products=[product("Milk", "111", id=milk, quantity=40)])
    replica.change("products", product("Milk", "111", id=milk, quantity=3))
    (hit,) = replica.reader.hits([milk, new_id()])
    assert (str(hit.on_hand), hit.low) == ("3.0", True)
    assert replica.reader.search("milk").hits == (hit,)


@pytest.mark.parametrize("how", ["deleted", "archived", "unreadable"])
def test_a_product_that_goes_is_gone_everywhere(replica: Replica, how: str) -> None:
    milk = new_id()
    replica.load(products=[product("Milk", "111", id=milk, favourite=True)])
    match how:
        case "deleted":
            replica.delete("products", milk)
        case "archived":
            replica.change("products", product("Milk", "111", id=milk, status=ProductStatus.ARCHIVED))
        case _:
            broken = product("Milk", "111", id=milk) | {"pricing": {"basePrice": "dear"}}
            ((collection, problem, reason),) = replica.writer.apply(
                [Change(collection="products", id=milk, document=broken, token=b"x")]
            )
            assert (collection, problem) == ("products", milk)
            assert "basePrice" in reason
    assert replica.reader.product(milk) is None
    assert replica.found("milk") == replica.found("111") == replica.shown(None) == []


def test_an_unreadable_document_of_a_load_is_named_and_the_others_are_there(replica: Replica) -> None:
    load = replica.begin_load()
    broken = product("Broken") | {"name": 7}
    problems = replica.bring(load, "products", product("Milk"), broken, product("Bread"))
    load.finish(TOKEN)
    ((problem, reason),) = problems.items()
    assert problem == identity(broken)
    assert "name" in reason
    assert (replica.found("milk"), replica.found("bread")) == (["Milk"], ["Bread"])


def test_a_load_can_be_sold_from_while_it_runs_and_its_end_removes_what_it_did_not_bring(
    replica: Replica,
) -> None:
    kept = product("Kept", "111")
    old = [kept, *(product(f"Old {number}") for number in range(1200))]
    replica.load(products=old, users=[to_document(user("Ann", "Old"))], categories=[category("Old")])
    load = replica.begin_load()
    assert replica.writer.token() is None
    assert replica.reader.is_loaded()
    replica.bring(load, "products", kept, product("New"))
    assert (len(replica.found("old", 2000)), replica.found("new")) == (1200, ["New"])
    load.finish(b"second")
    assert (replica.found("old"), replica.found("new"), replica.found("kept")) == ([], ["New"], ["Kept"])
    assert (replica.reader.search_customers("ann"), replica.reader.categories()) == ((), ())
    assert replica.writer.token() == b"second"


def test_the_first_load_is_not_over_when_the_program_ends_in_the_middle(tmp_path: Path) -> None:
    with open_empty(tmp_path / "replica.sqlite") as replica:
        replica.bring(replica.begin_load(), "products", product("Milk"), gone := product("Gone"))
        assert replica.found("milk") == ["Milk"]
    with open_empty(tmp_path / "replica.sqlite") as replica:
        assert not replica.reader.is_loaded()
        assert replica.writer.token() is None
        replica.load(products=[product("Bread")])
        assert replica.reader.product(identity(gone)) is None
        assert replica.found("bread") == ["Bread"]


def test_changes_and_their_token_are_written_together_or_not_at_all(
    replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    food, fruit = new_id(), new_id()
    replica.load(products=[product("Mango", category=fruit)], categories=[category("Fruit", food, id=fruit)])

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("planted")

    changes = [
        Change(collection="categories", id=fruit, document=None, token=b"1"),
        Change(collection="products", id=new_id(), document=product("Milk"), token=b"2"),
    ]
    with monkeypatch.context() as patch:
        patch.setattr("b4mart_desktop.adapters.local.replica_write.set_token", fail)
        with pytest.raises(sqlite3.OperationalError, match="planted"):
            replica.writer.apply(changes)
    assert replica.writer.token() == TOKEN
    assert replica.found("milk") == []
    replica.change("products", product("Papaya", category=fruit))
    assert replica.shown(food) == ["Mango", "Papaya"]


def test_users_are_customers_staff_both_or_neither(replica: Replica) -> None:
    staff = StaffFields(role=StaffRole.CLERK)
    both = user("Both", "Ways", staff=staff)
    replica.load(
        users=[
            to_document(user("Ann", "Lee")),
            to_document(both),
            to_document(user("Zoe", "Boss", role=UserRole.ADMIN, staff=staff)),
            to_document(
                user(
                    "Gone",
                    "Clerk",
                    role=UserRole.ADMIN,
                    staff=StaffFields(role=StaffRole.CLERK, active=False),
                )
            ),
            to_document(user("Web", "Admin", role=UserRole.ADMIN)),
        ]
    )
    assert [member.name for member in replica.reader.staff()] == ["Both Ways", "Zoe Boss"]
    assert replica.reader.staff()[0] == both == replica.reader.customer(both.id)
    assert [hit.name for hit in replica.reader.search_customers("l")] == ["Ann Lee"]
    assert replica.reader.search_customers("zoe") == replica.reader.search_customers("web") == ()
    replica.change("users", to_document(user("Both", "Ways", id=both.id, role=UserRole.ADMIN)))
    assert replica.reader.customer(both.id) is None
    assert [member.name for member in replica.reader.staff()] == ["Zoe Boss"]


def test_a_customer_added_here_stays_until_the_database_knows_better(replica: Replica) -> None:
    replica.load()
    added = user("Ann", "Lee", phone="555 0101")
    replica.reader.add_customer(added)
    replica.reader.add_customer(added)
    assert [hit.id for hit in replica.reader.search_customers("5550101")] == [added.id]
    replica.load()
    assert replica.reader.customer(added.id) == added

    replica.change("users", to_document(user("Anna", "Lee", id=added.id)))
    replica.reader.add_customer(added)
    assert [hit.name for hit in replica.reader.search_customers("lee")] == ["Anna Lee"]
    replica.load()
    assert replica.reader.customer(added.id) is None


@pytest.mark.parametrize("damage", ["garbage", "another version", "another database", "marked"])
def test_a_file_that_will_not_do_is_put_aside_and_made_anew(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "replica.sqlite"
    with open_empty(path) as replica:
        replica.load(products=[product("Milk")])
        if damage == "another version":
            replica.file.rows("PRAGMA user_version = 99")
    if damage == "garbage":
        path.write_bytes(b"no database" * 1000)
    if damage == "marked":
        path.with_name("replica.sqlite.damaged").touch()
    with caplog.at_level(logging.WARNING):
        name = "another" if damage == "another database" else "embedded"
        for expected in (True, False):
            with open_empty(path, name) as replica:
                assert bool(replica.file.refused) is expected
                assert not replica.reader.is_loaded()
    assert (tmp_path / "replica.aside.sqlite").exists()
    assert len(caplog.records) == 1


def scribble(path: Path) -> None:
    """Overwrites all but the first pages of a file."""
    with path.open("r+b") as file:
        size = path.stat().st_size
        file.seek(4096 * 4)
        file.write(b"\xff" * (size - 4096 * 4))


@pytest.mark.parametrize("found_by", ["reading", "writing"])
def test_damage_is_mended_by_an_empty_file_as_soon_as_it_is_found(tmp_path: Path, found_by: str) -> None:
    path = tmp_path / "replica.sqlite"
    with open_empty(path) as replica:
        replica.load(products=[product(f"Milk {number}", str(number)) for number in range(500)])
    scribble(path)
    with open_empty(path) as replica:
        assert replica.writer.token() == TOKEN
        if found_by == "reading":
            assert {len(replica.reader.find_code(str(number))) for number in range(500)} <= {0, 1}
        else:
            with pytest.raises(AdapterError) as broken:
                replica.change("products", *(product(f"New {number}") for number in range(50)))
            assert broken.value.code is ErrorCode.FILE_UNREADABLE
        assert replica.file.renewed
        with pytest.raises(AdapterError) as renewed:
            replica.writer.check()
        assert renewed.value.code is ErrorCode.REPLICA_RENEWED
        assert not replica.reader.is_loaded()
        assert replica.reader.find_code("7") == ()
        replica.load(products=[product("Bread", "7")])
        assert len(replica.reader.find_code("7")) == 1
        replica.writer.token()
        replica.writer.check()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody take away an open file")
@pytest.mark.parametrize("how", ["deleted", "replaced", "cut short"])
def test_a_file_taken_away_while_it_is_open_is_missed_and_made_anew(tmp_path: Path, how: str) -> None:
    path = tmp_path / "replica.sqlite"
    with open_empty(path) as replica:
        replica.load(products=[product(f"Milk {number}", str(number)) for number in range(500)])
    with open_empty(path) as replica:
        assert len(replica.reader.find_code("7")) == 1
        replica.writer.check()
        match how:
            case "deleted":
                path.unlink()
            case "replaced":
                shutil.copy(path, tmp_path / "copy")
                (tmp_path / "copy").replace(path)
            case _:
                os.truncate(path, path.stat().st_size // 2)
        with pytest.raises(AdapterError) as renewed:
            replica.writer.check()
        assert renewed.value.code is ErrorCode.REPLICA_RENEWED
        assert renewed.value.data["reason"] == replica.file.renewed
        assert replica.reader.find_code("7") == ()
        assert path.exists()


def test_changes_are_not_applied_to_the_empty_file_that_took_the_place(tmp_path: Path) -> None:
    with open_empty(tmp_path / "replica.sqlite") as replica:
        replica.load(products=[product("Milk")])
        assert replica.writer.token() == TOKEN
        replica.file.path.unlink()
        replica.file.check()
        with pytest.raises(AdapterError) as renewed:
            replica.change("products", product("Bread"))
        assert renewed.value.code is ErrorCode.REPLICA_RENEWED
        assert replica.writer.token() is None
        assert not replica.reader.is_loaded()


def test_nobody_reads_while_the_file_is_replaced(replica: Replica) -> None:
    replica.load(products=[product("Milk", "111")])
    seen: set[int] = set()

    def read() -> None:
        for _ in range(300):
            seen.add(len(replica.reader.find_code("111")))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        replica.file.path.unlink()
        replica.file.check()
        replica.load(products=[product("Milk", "111")])
    for thread in threads:
        thread.join()
    assert seen <= {0, 1}
    assert 1 in seen


def test_what_cannot_be_read_is_listed_until_it_can(replica: Replica) -> None:
    milk, bread = new_id(), new_id()
    broken = product("Milk", id=milk) | {"pricing": {"basePrice": "dear"}}
    load = replica.begin_load()
    replica.bring(load, "products", broken)
    load.finish(TOKEN)
    (skipped,) = replica.reader.skipped()
    assert (skipped.collection, skipped.id) == ("products", milk)
    assert "basePrice" in skipped.reason
    replica.writer.apply(
        [
            Change(collection="products", id=milk, document=broken | {"pricing": 7}, token=b"1"),
            Change(collection="products", id=bread, document=broken | {"_id": ObjectId(bread)}, token=b"2"),
        ]
    )
    again = {found.id: found for found in replica.reader.skipped()}
    assert again.keys() == {milk, bread}
    assert again[milk].since == skipped.since
    assert again[milk].reason != skipped.reason
    replica.change("products", product("Milk", id=milk))
    replica.delete("products", bread)
    assert replica.reader.skipped() == ()


def test_a_load_forgets_what_could_not_be_read_and_is_not_there_any_more(replica: Replica) -> None:
    load = replica.begin_load()
    replica.bring(load, "products", product("Milk") | {"name": 7})
    load.finish(TOKEN)
    replica.load(products=[product("Bread")])
    assert replica.reader.skipped() == ()


def test_a_load_by_difference_knows_what_is_here_already(replica: Replica) -> None:
    milk, bread = product("Milk"), product("Bread")
    digests = {identity(milk): b"1", identity(bread): b"1"}
    load = replica.begin_load()
    assert KnownDocuments(replica.file).among("products", digests) == set()
    load.write([(replica.prepare("products", milk, bread, digest=b"1"), ())])
    load.finish(TOKEN)
    assert KnownDocuments(replica.file).among("products", digests) == digests.keys()
    replica.change("products", product("Rye bread", id=identity(bread)))

    load = replica.begin_load()
    known = KnownDocuments(replica.file).among("products", digests)
    assert known == {identity(milk)}, "a change leaves no digest"
    load.write([(replica.prepare("products"), tuple(known))])
    load.finish(TOKEN)
    assert replica.file.rows("SELECT id FROM products") == [(identity(milk),)]


def test_what_finds_a_product_by_words_is_marked_where_it_differs(replica: Replica) -> None:
    milk, bread = product("Milk", "1"), product("Bread", "2")
    replica.load(products=[milk, bread])

    def marked(collection: str, document: dict[str, object]) -> list[tuple[int]]:
        replica.writer.apply(
            [Change(collection=collection, id=identity(milk), document=document, token=b"x")]
        )
        rows = replica.file.rows("SELECT row FROM unindexed")
        replica.indexer.drain()
        return rows

    sold_by = {"_id": milk["_id"], "score": 5, "updatedAt": NOON}
    assert marked("products", milk | {"inventory": milk["inventory"] | {"quantity": 1.0}}) == []
    assert marked("products", milk | {"name": "Oat drink"}) == [(1,)]
    assert marked("popularity", sold_by) == [(1,)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owner-only mode bits")
def test_the_file_with_its_password_hashes_is_the_owners_alone(tmp_path: Path) -> None:
    with open_empty(tmp_path / "replica.sqlite") as replica:
        replica.load()
        assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("*.sqlite*")} == {0o600}


def test_one_thread_reads_while_another_writes(replica: Replica) -> None:
    replica.load(products=[product("Milk", "111")])
    seen: set[tuple[str, int]] = set()

    def read() -> None:
        for _ in range(200):
            seen.add((*replica.found("milk"), len(replica.reader.find_code("111"))))  # type: ignore[arg-type]

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(50):
        replica.change("products", *(product(f"Other {number} {place}") for place in range(5)))
    thread.join()
    assert seen == {("Milk", 1)}


def test_the_identity_is_kept_and_no_connection_is_left_open(tmp_path: Path) -> None:
    path = tmp_path / "replica.sqlite"
    open_replica(path, "first").close()
    open_replica(path, "second").close()
    path.with_name("replica.aside.sqlite").rename(path)
    again = open_replica(path, "first")
    assert again.refused is None
    again.close()

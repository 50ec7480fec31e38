import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from bson import ObjectId

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.catalog import Pack, ProductStatus, VariantStock
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


def test_what_is_read_as_a_whole_is_decoded_again_only_once_it_changed(replica: Replica) -> None:
    first, second = (
        Promotion(id=new_id(), name=name, kind=PromotionKind.AMOUNT_OFF, created_at=NOON, updated_at=NOON)
        for name in ("First", "Second")
    )
    replica.load(settings=[SETTINGS], promotions=[to_document(first)])
    (known,) = replica.reader.promotions()
    replica.change("products", product("Milk"))
    assert replica.reader.promotions()[0] is known
    replica.change("promotions", to_document(second))
    assert set(replica.reader.promotions()) == {first, second}


def test_a_code_finds_its_product_by_what_kind_it_is(replica: Replica) -> None:
    replica.load(
        products=[one := product("One", "111", "222", sku="333", plu="44"), two := product("Two", "333")]
    )
    for code, kind in (("111", CodeKind.BARCODE), ("222", CodeKind.BARCODE), ("44", CodeKind.PLU)):
        assert [(found, item.id) for found, item in replica.reader.find_code(code)] == [(kind, identity(one))]
    both = [(kind, item.id) for kind, item in replica.reader.find_code("333")]
    assert both == [(CodeKind.BARCODE, identity(two)), (CodeKind.SKU, identity(one))]
    assert replica.reader.find_code("11") == ()


def test_packs_and_variants_are_found_by_their_own_codes(replica: Replica) -> None:
    variants = tuple(
        VariantStock(options={"size": size}, sku=f"S-{size}", barcode=code, price_delta=Decimal(delta))
        for size, code, delta in (("M", "951", "0"), ("L", "952", "0.50"))
    )
    packs = (Pack(name="box", quantity=Decimal(6), barcode="953"), Pack(name="pallet", quantity=Decimal(600)))
    replica.load(products=[product("Shirt", "950", variants=variants, packs=packs)])
    found = {code: len(replica.reader.find_code(code)) for code in ("950", "951", "S-M", "952", "S-L", "953")}
    assert set(found.values()) == {1}


def test_a_product_with_one_code_twice_is_found_once(replica: Replica) -> None:
    replica.load(products=[product("One", "111", sku="111")])
    assert [kind for kind, _ in replica.reader.find_code("111")] == [CodeKind.BARCODE]
    assert [hit.matched for hit in replica.reader.search("111").hits] == ["111"]


def test_an_inactive_product_is_found_by_its_code_only_and_a_draft_by_nothing(replica: Replica) -> None:
    asleep = product("Milk asleep", "111", favourite=True, status=ProductStatus.INACTIVE)
    draft = product("Milk draft", "222", status=ProductStatus.DRAFT)
    replica.load(products=[asleep, draft])
    assert [item.status for _, item in replica.reader.find_code("111")] == [ProductStatus.INACTIVE]
    assert replica.found("milk") == replica.found("111") == replica.shown(None) == []
    assert replica.reader.find_code("222") == ()
    assert replica.reader.product(identity(draft)) is None
    assert replica.reader.hits([identity(asleep), identity(draft)]) == ()


def test_an_archived_products_barcode_finds_its_successor_alone(replica: Replica) -> None:
    old = product("Milk", "111", sku="M", plu="44", status=ProductStatus.ARCHIVED)
    replica.load(products=[old, new := product("Fresh milk", "111", sku="M", plu="44")])
    for code in ("111", "M", "44"):
        assert [item.id for _, item in replica.reader.find_code(code)] == [identity(new)]
        assert replica.found(code) == ["Fresh milk"]
    assert replica.reader.product(identity(old)) is None


def test_a_product_that_is_archived_is_sold_no_more_until_it_is_taken_back(replica: Replica) -> None:
    milk = new_id()
    replica.load(products=[product("Milk", "111", id=milk, favourite=True)])
    replica.change("products", product("Milk", "111", id=milk, status=ProductStatus.ARCHIVED))
    assert replica.found("milk") == replica.found("111") == replica.shown(None) == []
    assert replica.reader.find_code("111") == ()
    replica.change("products", product("Milk", "111", id=milk, favourite=True))
    assert replica.found("milk") == replica.found("111") == replica.shown(None) == ["Milk"]


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
        patch.setattr("b4mart_desktop.adapters.local.replica.write.set_token", fail)
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

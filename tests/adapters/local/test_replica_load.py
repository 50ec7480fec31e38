"""Loads of the replica, and what they and changes leave behind."""

from pathlib import Path

import pytest
from bson import ObjectId

from b4mart_desktop.adapters.local.replica.load import KnownDocuments
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.services.ports import Change
from tests.adapters.local.facts import NOON
from tests.adapters.local.goods import TOKEN, Document, Replica, category, identity, open_empty, product, user


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
    assert again[milk].name == skipped.name == "Milk"
    assert again[milk].since == skipped.since
    assert again[milk].reason != skipped.reason
    replica.change("products", product("Milk", id=milk))
    replica.delete("products", bread)
    assert replica.reader.skipped() == ()


@pytest.mark.parametrize(
    ("collection", "spoilt", "name"),
    [
        ("products", {"name": "Milk"}, "Milk"),
        ("products", {"name": 7}, None),
        ("products", {}, None),
        ("users", {"profile": {"firstName": "Ada", "lastName": "Lovelace"}}, "Ada Lovelace"),
    ],
)
def test_what_cannot_be_read_is_called_by_its_name_where_it_has_one(
    replica: Replica, collection: str, spoilt: Document, name: str | None
) -> None:
    load = replica.begin_load()
    replica.bring(load, collection, {"_id": ObjectId(new_id()), "status": "active", **spoilt})
    load.finish(TOKEN)
    assert [skipped.name for skipped in replica.reader.skipped()] == [name]


def test_a_load_forgets_what_could_not_be_read_and_is_not_there_any_more(replica: Replica) -> None:
    load = replica.begin_load()
    replica.bring(load, "products", product("Milk") | {"name": 7})
    load.finish(TOKEN)
    replica.load(products=[product("Bread")])
    assert replica.reader.skipped() == ()


def test_a_load_by_difference_knows_what_is_here_already(replica: Replica) -> None:
    milk, bread = product("Milk"), product("Bread")
    digests: dict[str, bytes] = {identity(milk): b"1", identity(bread): b"1"}
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

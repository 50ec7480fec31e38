"""Which products need a label: by what the copy of the catalogue knows of prices and of what was printed."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from b4mart_desktop.adapters.local.replica.label_state import LocalLabelState
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.labels import LabelPrint, print_id
from b4mart_desktop.services.ports.labels import OfferGoods, RunningOffers
from tests.adapters.local.facts import NOON
from tests.adapters.local.goods import Document, Replica, identity, open_empty, product

NONE = RunningOffers()
HOUR = dt.timedelta(hours=1)


def label(printed: Id, price: str, list_price: str | None = None, **fields: Any) -> Document:
    amount, listed = Decimal(price), Decimal(list_price or price)
    batch, template, by = new_id(), new_id(), new_id()
    return to_document(
        LabelPrint(
            id=printed,
            price=amount,
            list_price=listed,
            template=template,
            batch=batch,
            at=NOON,
            by=by,
            **fields,
        )
    )


def offer(since: dt.datetime, changed: dt.datetime, **goods: Any) -> OfferGoods:
    return OfferGoods(id=new_id(), since=since, changed=changed, **goods)


@pytest.fixture
def replica(tmp_path: Path) -> Iterator[Replica]:
    with open_empty(tmp_path / "replica.sqlite") as made:
        yield made


def test_changed_and_missing_labels_of_products_on_sale(replica: Replica) -> None:
    milk, bread, apple = product("Milk"), product("Bread"), product("Apple")
    draft = product("Draft", status=ProductStatus.DRAFT)
    replica.load(products=[milk, bread, apple, draft])
    state = LocalLabelState(replica.file)
    assert (state.needs(NONE).missing, state.needs(NONE).changed) == (3, 0)
    assert state.missing(10) == [identity(apple), identity(bread), identity(milk)]
    replica.change("labelprints", label(identity(milk), "1.29"), label(identity(bread), "1.19"))
    assert (state.needs(NONE).missing, state.needs(NONE).changed) == (1, 1)
    assert state.changed(NONE, 10) == [identity(bread)]
    assert state.missing(10) == [identity(apple)]
    milk["pricing"]["salePrice"] = 0.99
    replica.change("products", milk)
    assert state.changed(NONE, 1) == [identity(bread)]
    assert state.changed(NONE, 10) == [identity(bread), identity(milk)]
    replica.delete("labelprints", identity(bread))
    assert state.changed(NONE, 10) == [identity(milk)]


def test_empty_shop_needs_none(replica: Replica) -> None:
    needs = LocalLabelState(replica.file).needs(NONE)
    assert (needs.changed, needs.missing) == (0, 0)


def test_another_list_price_under_the_same_sale_price_is_a_change(replica: Replica) -> None:
    milk = product("Milk")
    milk["pricing"]["salePrice"] = 0.99
    replica.load(products=[milk])
    state = LocalLabelState(replica.file)
    replica.change("labelprints", label(identity(milk), "0.99", "1.29"))
    assert state.changed(NONE, 10) == []
    milk["pricing"]["basePrice"] = 1.49
    replica.change("products", milk)
    assert state.changed(NONE, 10) == [identity(milk)]


def test_an_offer_that_began_since_is_a_change_until_a_label_promises_it(replica: Replica) -> None:
    milk, bread, apple = product("Milk"), product("Bread"), product("Apple")
    replica.load(products=[milk, bread, apple])
    state = LocalLabelState(replica.file)
    replica.change("labelprints", *(label(identity(each), "1.29") for each in (milk, bread)))
    began = offer(NOON + HOUR, NOON - HOUR, products=(identity(milk), identity(apple)))
    running = RunningOffers(running=[began], promised=[began.id])
    assert state.changed(running, 10) == [identity(milk)]
    assert (state.needs(running).changed, state.needs(running).missing) == (1, 1)
    promised = label(identity(milk), "0.99", "1.29", own_price=Decimal("1.29"), offers=(began.id,))
    replica.change("labelprints", promised)
    assert state.changed(running, 10) == []
    assert state.changed(NONE, 10) == [identity(milk)]
    changed = msgspec.structs.replace(began, changed=NOON + HOUR)
    assert state.changed(RunningOffers(running=[changed], promised=[began.id]), 10) == [identity(milk)]


def test_offers_for_all_but_a_few_and_for_categories(replica: Replica) -> None:
    milk, bread = product("Milk"), product("Bread")
    replica.load(products=[milk, bread])
    state = LocalLabelState(replica.file)
    replica.change("labelprints", *(label(identity(each), "1.29") for each in (milk, bread)))
    everything = offer(NOON + HOUR, NOON, everything=True, excluded=(identity(bread),))
    assert state.changed(RunningOffers(running=[everything], promised=[]), 10) == [identity(milk)]
    assert state.goods(everything, 10) == [identity(milk)]
    category = Id(str(milk["category"]))
    dairy = offer(NOON, NOON, categories=(category,))
    assert state.goods(dairy, 10) == [identity(bread), identity(milk)]
    assert state.goods(dairy, 1) == [identity(bread)]


def test_packs_are_compared_with_their_own_labels(replica: Replica) -> None:
    cola = product("Cola")
    cola["inventory"]["packs"] = [
        {"name": "crate", "quantity": 12, "barcode": "1"},
        {"name": "six", "quantity": 6, "barcode": "2", "price": 5.0},
    ]
    replica.load(products=[cola])
    state = LocalLabelState(replica.file)
    own = identity(cola)
    replica.change(
        "labelprints",
        label(own, "1.29"),
        *(
            label(print_id(own, code), price, product=own, pack=code, own_price=Decimal(price))
            for code, price in (("1", "15.48"), ("2", "5.00"))
        ),
    )
    assert state.changed_packs(10) == []
    cola["inventory"]["packs"][1]["price"] = 4.5
    replica.change("products", cola)
    assert state.changed_packs(10) == [(own, "2")]
    assert state.changed(NONE, 10) == []
    assert state.needs(NONE).changed == 1


def test_a_load_brings_the_labels_and_takes_those_away_that_are_gone(replica: Replica) -> None:
    milk, bread = product("Milk"), product("Bread")
    replica.load(products=[milk, bread])
    state = LocalLabelState(replica.file)
    replica.change("labelprints", *(label(identity(each), "1.29") for each in (milk, bread)))
    load = replica.begin_load()
    replica.bring(load, "products", milk, bread)
    replica.bring(load, "labelprints", label(identity(milk), "1.19"))
    load.finish(b"after it")
    assert (state.changed(NONE, 10), state.missing(10)) == ([identity(milk)], [identity(bread)])


def test_counting_reads_no_document_of_a_product(replica: Replica) -> None:
    milk = product("Milk")
    replica.load(products=[milk])
    replica.change("labelprints", label(identity(milk), "1.19"))
    replica.file.rows("UPDATE products SET doc = 'unreadable'")
    everything = offer(NOON + HOUR, NOON, everything=True)
    needs = LocalLabelState(replica.file).needs(RunningOffers(running=[everything]))
    assert (needs.changed, needs.missing) == (1, 0)

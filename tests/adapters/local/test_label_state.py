"""Which products need a label: by what the copy of the catalogue knows of prices and of what was printed."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from b4mart_desktop.adapters.local.replica.label_state import LocalLabelState
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.labels import LabelPrint
from tests.adapters.local.facts import NOON
from tests.adapters.local.goods import Document, Replica, identity, open_empty, product


def label(printed: Id, price: str) -> Document:
    amount = Decimal(price)
    batch, template, by = new_id(), new_id(), new_id()
    return to_document(
        LabelPrint(
            id=printed, price=amount, list_price=amount, template=template, batch=batch, at=NOON, by=by
        )
    )


@pytest.fixture
def replica(tmp_path: Path) -> Iterator[Replica]:
    with open_empty(tmp_path / "replica.sqlite") as made:
        yield made


def test_changed_and_missing_labels_of_products_on_sale(replica: Replica) -> None:
    milk, bread, apple = product("Milk"), product("Bread"), product("Apple")
    draft = product("Draft", status=ProductStatus.DRAFT)
    replica.load(products=[milk, bread, apple, draft])
    state = LocalLabelState(replica.file)
    assert (state.needs().missing, state.needs().changed) == (3, 0)
    assert state.missing(10) == [identity(apple), identity(bread), identity(milk)]
    replica.change("labelprints", label(identity(milk), "1.29"), label(identity(bread), "1.19"))
    assert (state.needs().missing, state.needs().changed) == (1, 1)
    assert state.changed(10) == [identity(bread)]
    assert state.missing(10) == [identity(apple)]
    milk["pricing"]["salePrice"] = 0.99
    replica.change("products", milk)
    assert state.changed(1) == [identity(bread)]
    assert state.changed(10) == [identity(bread), identity(milk)]
    replica.delete("labelprints", identity(bread))
    assert state.changed(10) == [identity(milk)]


def test_empty_shop_needs_none(replica: Replica) -> None:
    needs = LocalLabelState(replica.file).needs()
    assert (needs.changed, needs.missing) == (0, 0)

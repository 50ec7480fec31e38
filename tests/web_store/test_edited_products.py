"""A product of the web store, edited at the desktop, and saved there again: nothing is lost either way."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bson import ObjectId

from b4mart_desktop.adapters.local.drafts import SqliteDrafts
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.domain.catalog import Pack, ProductImage, Specification, Variant
from b4mart_desktop.domain.combinations import completed
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.editor.changes import with_value
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.ports.catalogue import Saved
from tests.seals import SEAL
from tests.unit.services.shop import MANAGER, open_shop
from tests.web_store.conftest import Node
from tests.web_store.test_web_store import _database_uri

LEAST: dict[str, Any] = {
    "name": "Soap",
    "slug": "soap",
    "description": "Soap",
    "pricing": {"basePrice": 7},
    "inventory": {"sku": "S-1", "quantity": 3},
    "category": ObjectId(),
}
NULLS: dict[str, Any] = {
    "shortDescription": None,
    "pricing": {"basePrice": 7, "salePrice": None, "costPrice": None},
    "seo": None,
    "shipping": {"weight": None, "dimensions": None},
    "vendor": None,
    "tags": [],
    "images": [{"url": "https://example.com/soap.jpg", "alt": None}],
}
SIZE = Variant(name="Size", options=("M", "L"), required=True)
EDITS: dict[str, Any] = {
    "name": "Olive soap",
    "shortDescription": "By hand",
    "pricing.salePrice": Decimal("6.5"),
    "pricing.costPrice": Decimal("2.25"),
    "inventory.barcodes": ("4006381333931",),
    "inventory.packs": (Pack(name="Six", quantity=Decimal(6)),),
    "inventory.variantStock": completed((SIZE,), (), "S-1"),
    "pos.plu": "4711",
    "pos.ageRestricted": 18,
    "tags": ("bath",),
    "images": (ProductImage(url="https://example.com/a.jpg", is_primary=True),),
    "specifications": (Specification(name="Weight", value="100", unit="g"),),
    "variants": (SIZE,),
    "seo.metaTitle": "Soap",
    "shipping.weight": Decimal("0.1"),
    "shipping.dimensions.length": Decimal(8),
    "status": "active",
    "featured": True,
}


async def _edited(shop: Database, folder: Path, product: Id, edits: dict[str, Any]) -> None:
    """Edits as the form does: field by field, then saved as a whole."""
    with open_shop(folder) as counter:
        counter.sign_in(MANAGER)
        drafts = SqliteDrafts(folder / "drafts.sqlite", SEAL)
        editing = Editing(counter.counter, MongoProductEdits(shop), drafts)
        base = mine = await editing.product(product)
        for path, value in edits.items():
            mine = with_value(mine, path, value)
        assert isinstance(await editing.save(base, mine), Saved)
        drafts.close()


async def _made_by_the_web_store(
    shop: Database, web_store: Node, uri: str, extra: dict[str, Any]
) -> ObjectId:
    *_, saved = web_store("save.js", uri, lines=[("Product", LEAST | extra)])  # it tells of indexes first
    product = ObjectId(saved["id"])
    await shop.products.update_one({"_id": product}, {"$set": {"warranty": {"months": 24}}})
    return product


async def _stored(shop: Database, product: ObjectId) -> dict[str, Any]:
    document = await shop.products.find_one({"_id": product})
    assert document is not None
    return document


def _at(document: dict[str, Any], path: str) -> Any:
    part: Any = document
    for step in path.split("."):
        part = part[step]
    return part


@pytest.mark.parametrize("extra", [{}, NULLS], ids=["least", "nulls"])
async def test_an_edit_of_one_field_leaves_the_document_as_it_was(
    shop: Database, web_store: Node, mongo_uri: str, tmp_path: Path, extra: dict[str, Any]
) -> None:
    product = await _made_by_the_web_store(shop, web_store, _database_uri(mongo_uri, shop.name), extra)
    before = await _stored(shop, product)
    await _edited(shop, tmp_path, Id(str(product)), {"featured": True})
    after = await _stored(shop, product)
    assert after.pop("featured") is True
    assert after.pop("updatedAt") > before.pop("updatedAt")
    before.pop("featured", None)
    assert after == before


@pytest.mark.parametrize("extra", [{}, NULLS], ids=["least", "nulls"])
async def test_every_field_is_edited_here_and_saved_there_again(
    shop: Database, web_store: Node, mongo_uri: str, tmp_path: Path, extra: dict[str, Any]
) -> None:
    uri = _database_uri(mongo_uri, shop.name)
    product = await _made_by_the_web_store(shop, web_store, uri, extra)
    await _edited(shop, tmp_path, Id(str(product)), EDITS)
    edited = await _stored(shop, product)
    for path in ("name", "pos.plu", "pos.ageRestricted", "seo.metaTitle", "status", "featured"):
        assert _at(edited, path) == EDITS[path]
    assert (edited["pricing"]["salePrice"], edited["shipping"]["dimensions"]["length"]) == (6.5, 8)
    results = web_store("validate.js", lines=[("Product", edited)])
    assert [result for result in results if result.get("errors") or result.get("error")] == []
    (again,) = web_store("resave.js", uri, lines=[("Product", {"_id": product, "name": "Soap again"})])
    assert "error" not in again
    resaved = await _stored(shop, product)
    assert resaved.pop("name") == "Soap again"
    for field in ("name", "updatedAt", "__v"):
        edited.pop(field, None)
        resaved.pop(field, None)
    assert resaved == edited


UNKNOWN: dict[str, Any] = {
    "pricing.deposit": {"amount": 25, "kind": "can"},
    "inventory.bins": [{"aisle": 7, "shelf": "B"}],
    "shipping.dimensions.girth": 40,
    "images.0.focus": {"x": 0.5, "y": 0.25},
}


async def test_what_neither_program_knows_outlives_edits_on_both_sides(
    shop: Database, web_store: Node, mongo_uri: str, tmp_path: Path
) -> None:
    uri = _database_uri(mongo_uri, shop.name)
    product = await _made_by_the_web_store(shop, web_store, uri, NULLS)
    await shop.products.update_one({"_id": product}, {"$unset": {"shipping": 1}})
    await shop.products.update_one({"_id": product}, {"$set": UNKNOWN})
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
    first = {path: EDITS[path] for path in ("pricing.salePrice", "inventory.barcodes", "shipping.weight")}
    await _edited(shop, tmp_path / "first", Id(str(product)), first)
    (again,) = web_store("resave.js", uri, lines=[("Product", {"_id": product, "name": "Soap again"})])
    assert "error" not in again
    second = {"pricing.salePrice": None, "shipping.dimensions.length": Decimal(8), "tags": ("bath",)}
    await _edited(shop, tmp_path / "second", Id(str(product)), second)
    after = await _stored(shop, product)
    assert (after["name"], after["tags"]) == ("Soap again", ["bath"])
    assert (after["shipping"]["weight"], after["shipping"]["dimensions"]["length"]) == (0.1, 8)
    assert after["images"][0].pop("focus") == UNKNOWN["images.0.focus"]
    for path in ("pricing.deposit", "inventory.bins", "shipping.dimensions.girth"):
        assert _at(after, path) == UNKNOWN[path]
    assert after["warranty"] == {"months": 24}

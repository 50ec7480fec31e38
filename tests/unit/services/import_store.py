"""A real database to import into."""

from pathlib import Path
from typing import Any

import pytest

from b4mart_desktop.adapters.files.opening import open_table
from b4mart_desktop.adapters.mongo.codec import from_document
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.products import MongoProducts
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.edits import EditKind
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.services.import_report import ImportReport
from b4mart_desktop.services.importing import ProductImport
from b4mart_desktop.services.ports.catalogue import Author
from b4mart_desktop.services.ports.exchange import ImportOrder
from tests.adapters.mongo.samples import STAMPS
from tests.adapters.mongo.shop import _shop_name, shop

__all__ = ["_shop_name", "shop"]


class Shop:
    """A database to import into."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.archive = MongoProducts(database)
        self._folder = folder

    async def load(self, content: str | Path, **order: Any) -> ImportReport:
        path = content
        if isinstance(path, str):
            path = self._folder / "table.csv"
            path.write_text(str(content), encoding="utf-8")
        made = ImportOrder(**{"batch": new_id(), "file": str(path), **order})
        with open_table(path, made.read_as) as table:
            return await ProductImport(self.archive, "USD", made).run(table)

    async def keep(self, *products: Product) -> None:
        await self.archive.insert(products, Author(kind=EditKind.CREATED))

    async def product(self, sku: str) -> Product:
        document = await self.database.products.find_one({"inventory.sku": sku})
        assert document is not None, sku
        return from_document(document, Product)

    async def everything(self) -> list[dict[str, object]]:
        names = ("products", "categories", "stockmovements")
        return [document for name in names async for document in self.database[name].find().sort("_id")]


@pytest.fixture
async def store(shop: Database, tmp_path: Path) -> Shop:
    for code in ("standard", "reduced"):
        stamps = {"createdAt": STAMPS["created_at"], "updatedAt": STAMPS["updated_at"]}
        await shop.taxes.insert_one({"code": code, "name": code, "rate": 2, **stamps})
    return Shop(shop, tmp_path)

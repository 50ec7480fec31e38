"""Export and import again: nothing changes, whatever stands in the products, in either kind of file."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from b4mart_desktop.adapters.demo.groceries import read_groceries
from b4mart_desktop.adapters.files.opening import open_table
from b4mart_desktop.adapters.files.writing import make_writer
from b4mart_desktop.domain.catalog import (
    Category,
    CounterFields,
    Dimensions,
    Pack,
    Product,
    ProductImage,
    ProductShipping,
    ProductStatus,
    Seo,
    Specification,
    Variant,
    VariantStock,
)
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.imports import EmptyCells, ImportRules, StockOfKnown
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.exporting import EXPORTED, ProductExport
from b4mart_desktop.services.import_report import ImportReport
from b4mart_desktop.services.importing import ProductImport
from b4mart_desktop.services.ports.exchange import ExportOrder, ImportOrder, Vendor
from b4mart_desktop.services.product_rows import barcode_forms
from b4mart_desktop.services.shop_lookup import look_up
from tests.adapters.mongo.samples import make_product
from tests.bench.catalogue import products

NOW = utc_now()
FOOD = Category(id=new_id(), name="Food > Drinks", slug="food", created_at=NOW, updated_at=NOW)
TEA = Category(
    id=new_id(), name="Tea", slug="tea", parent=FOOD.id, path=(FOOD.id,), created_at=NOW, updated_at=NOW
)
VENDOR = Vendor(new_id(), "anna@example.org", "Anna Low")


class Memory:
    """Products in memory, to read from: an import that would change any of them fails."""

    def __init__(self, stock: Sequence[Product]) -> None:
        self._stock = stock

    async def by_codes(self, codes: Sequence[str]) -> Mapping[str, Product]:
        known = {code: each for each in self._stock for code in each.inventory.barcodes}
        known |= {each.inventory.sku: each for each in self._stock}
        return {code: known[code] for code in codes if code in known}

    async def slugs(self, slugs: Sequence[str]) -> frozenset[str]:
        return frozenset()

    async def tax_classes(self) -> frozenset[str]:
        return frozenset({"standard"})

    async def vendors(self) -> Sequence[Vendor]:
        return [VENDOR]

    async def categories(self) -> Sequence[Category]:
        return [FOOD, TEA]

    async def products(self, ids: Sequence[Id] | None) -> AsyncIterator[Sequence[Product]]:
        yield self._stock

    async def count(self) -> int:
        return len(self._stock)


async def export(stock: Sequence[Product], path: Path) -> None:
    memory = Memory(stock)
    order = ExportOrder(file=str(path), columns=tuple(column.value for column in EXPORTED))
    await ProductExport(memory, await look_up(memory, "USD"), order).run(make_writer)  # type: ignore[arg-type]


async def bring_back(stock: Sequence[Product], path: Path, rules: ImportRules) -> ImportReport:
    # The columns are named, or a guess could pass one over that is full of oddities.
    columns = tuple(column.value for column in EXPORTED)
    order = ImportOrder(batch=new_id(), file=str(path), columns=columns, rules=rules, dry_run=True)
    with open_table(path) as table:
        return await ProductImport(Memory(stock), "USD", order).run(table)  # type: ignore[arg-type]


TEXT = st.text(
    st.one_of(
        st.sampled_from("=+-@'\"\n\r\t;,|>:[]{}&<\u200f\u200e\ufeff\u00a0\u05d0\U0001f34e_x000A_0"),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=12,
)
CODE = st.text(st.sampled_from("0123456789A-=+;, "), min_size=1, max_size=14).map(lambda text: f"0{text}0")
CODE |= st.sampled_from(["000000000", "0000000000000000"])
AMOUNT = st.decimals(0, 10**6, places=3)


@st.composite
def odd_products(draw: st.DrawFn) -> Product:
    plain = make_product(name="x" + draw(TEXT))
    inventory = msgspec.structs.replace(
        plain.inventory,
        sku=draw(CODE) + plain.inventory.sku,
        quantity=draw(AMOUNT),
        barcodes=tuple(draw(st.lists(CODE, max_size=3))),
        unit=draw(TEXT),
        low_stock_threshold=draw(st.decimals(-5, 10**6, places=2)),
        packs=(Pack(name=draw(TEXT), quantity=Decimal(6), price=draw(st.none() | AMOUNT)),),
        variant_stock=(VariantStock(options={draw(TEXT): draw(TEXT)}, sku=draw(TEXT)),),
    )
    pricing = msgspec.structs.replace(
        plain.pricing, base_price=draw(AMOUNT), cost_price=draw(st.none() | AMOUNT), currency=draw(TEXT)
    )
    return msgspec.structs.replace(
        plain,
        inventory=inventory,
        pricing=pricing,
        description=draw(TEXT),
        short_description=draw(st.none() | TEXT),
        category=draw(st.sampled_from([FOOD.id, TEA.id, new_id()])),
        vendor=draw(st.sampled_from([None, VENDOR.id, new_id()])),
        status=draw(st.sampled_from(ProductStatus)),
        tax_class=draw(TEXT),
        tags=tuple(draw(st.lists(TEXT, max_size=3))),
        images=tuple(draw(st.lists(TEXT.map(lambda url: ProductImage(url=url)), max_size=2))),
        specifications=(
            Specification(name=draw(TEXT), value=draw(st.none() | TEXT), unit=draw(st.none() | TEXT)),
        ),
        variants=(Variant(name=draw(TEXT), options=tuple(draw(st.lists(TEXT, max_size=2)))),),
        seo=Seo(meta_title=draw(TEXT), keywords=tuple(draw(st.lists(TEXT, max_size=2)))),
        shipping=ProductShipping(weight=draw(st.none() | AMOUNT), dimensions=Dimensions(length=draw(AMOUNT))),
        pos=CounterFields(
            plu=draw(st.none() | TEXT), color=draw(st.none() | TEXT), open_price=draw(st.booleans())
        ),
    )


def unlike(made: Sequence[Product]) -> list[Product]:
    """Those that share no code with one before."""
    taken: set[str] = set()
    kept: list[Product] = []
    for product in made:
        stock = product.inventory
        codes = {form for code in (stock.sku, *stock.barcodes) for form in barcode_forms(code.strip())}
        if not codes & taken:
            kept.append(product)
            taken |= codes
    return kept


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=st.lists(odd_products(), min_size=1, max_size=3))
def test_odd_products_come_back_unchanged(tmp_path: Path, kind: str, made: list[Product]) -> None:
    stock, path = unlike(made), tmp_path / f"products.{kind}"
    asyncio.run(export(stock, path))
    for empty in EmptyCells:
        rules = ImportRules(empty=empty, stock=StockOfKnown.SET)
        report = asyncio.run(bring_back(stock, path, rules))
        assert (report.bad_rows, report.changes) == ([], [])
        assert report.unchanged == len(stock)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_skus_with_odd_spaces_and_shared_barcodes_come_back_unchanged(
    tmp_path: Path, kind: str
) -> None:
    plain, path = make_product(), tmp_path / f"products.{kind}"
    skus = (" a  b ", "a b", "a  b", "=1 ", " =1", " '=1", "plain")
    stock = [
        msgspec.structs.replace(
            plain,
            id=new_id(),
            inventory=msgspec.structs.replace(plain.inventory, sku=sku, barcodes=("6291041500213",)),
        )
        for sku in skus
    ]
    await export(stock, path)
    report = await bring_back(stock, path, ImportRules(stock=StockOfKnown.SET))
    assert (report.bad_rows, report.changes, report.unchanged) == ([], [], len(skus))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_the_demo_store_comes_back_unchanged(tmp_path: Path, kind: str) -> None:
    stock, path = list(products(read_groceries(), 1_000)), tmp_path / f"products.{kind}"
    await export(stock, path)
    report = await bring_back(stock, path, ImportRules(stock=StockOfKnown.SET))
    assert (report.unchanged, report.rows) == (len(stock), len(stock))


async def test_another_program_reads_the_workbook_and_runs_no_formula(tmp_path: Path) -> None:
    plain = make_product(name="=1+1")
    inventory = msgspec.structs.replace(plain.inventory, sku="007", barcodes=("0036000291452",))
    path = tmp_path / "products.xlsx"
    await export([msgspec.structs.replace(plain, inventory=inventory)], path)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    header, cells = ([cell.value for cell in row] for row in sheet.iter_rows())
    row = dict(zip(header, cells, strict=True))
    assert list(row) == [column.value for column in EXPORTED]
    assert (row[Column.SKU], row[Column.BARCODE], row[Column.NAME]) == ("007", "0036000291452", "'=1+1")
    assert row[Column.PRICE] == float(plain.pricing.base_price)


def test_a_file_that_is_there_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_text("old")
    with pytest.raises(AttributeError):
        asyncio.run(export([make_product(), None], path))  # type: ignore[list-item]
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]

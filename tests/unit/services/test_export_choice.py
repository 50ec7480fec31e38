"""Which products an export takes: by category with those below, status, name and code."""

import msgspec
import pytest

from b4mart_desktop.domain.catalog import Category, Product, ProductStatus
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.category_paths import CategoryPaths
from b4mart_desktop.services.export_choice import ExportChoice, chooser
from tests.adapters.mongo.samples import make_product


def category(name: str, parent: Category | None = None) -> Category:
    now, above = utc_now(), None if parent is None else parent.id
    return Category(id=new_id(), name=name, slug=name.lower(), parent=above, created_at=now, updated_at=now)


FOOD = category("Food")
TEA = category("Tea", FOOD)
TOYS = category("Toys")
PATHS = CategoryPaths([FOOD, TEA, TOYS])


def product(name: str, sku: str, where: Id, barcode: str, status: ProductStatus) -> Product:
    made = make_product(name=name)
    inventory = msgspec.structs.replace(made.inventory, sku=sku, barcodes=(barcode,))
    return msgspec.structs.replace(made, inventory=inventory, category=where, status=status)


GOODS = (
    product("Grüner Tee", "T-100", TEA.id, "0036000291452", ProductStatus.ACTIVE),
    product("Bread", "B-200", FOOD.id, "6291041500213", ProductStatus.DRAFT),
    product("Tea set for dolls", "D-300", TOYS.id, "SET300", ProductStatus.ARCHIVED),
)


@pytest.mark.parametrize(
    ("choice", "skus"),
    [
        (ExportChoice(), "T-100 B-200 D-300"),
        (ExportChoice(category="food"), "T-100 B-200"),
        (ExportChoice(category=" Food > Tea "), "T-100"),
        (ExportChoice(category="Tea"), "T-100"),
        (ExportChoice(statuses=(ProductStatus.DRAFT, ProductStatus.ARCHIVED)), "B-200 D-300"),
        (ExportChoice(text="gruen"), "T-100"),
        (ExportChoice(text="dol te"), "D-300"),
        (ExportChoice(text="t-1"), "T-100"),
        (ExportChoice(text="036000291452"), "T-100"),
        (ExportChoice(text="set3"), "D-300"),
        (ExportChoice(text="olls"), ""),
        (ExportChoice(text="!"), ""),
        (ExportChoice(text="te", category="Toys"), "D-300"),
    ],
)
def test_only_what_was_asked_for_is_chosen(choice: ExportChoice, skus: str) -> None:
    is_chosen = chooser(choice, PATHS)
    assert " ".join(each.inventory.sku for each in GOODS if is_chosen(each)) == skus


def test_a_category_that_is_not_there_is_told() -> None:
    with pytest.raises(DomainError) as caught:
        chooser(ExportChoice(category="Food > Coffee"), PATHS)
    assert caught.value.code is ErrorCode.NOT_FOUND

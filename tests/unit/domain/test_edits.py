"""Changes of products as values: what differs, undoing it, and two people's changes brought together."""

import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.domain.catalog import (
    Dimensions,
    Inventory,
    Pack,
    Product,
    ProductImage,
    ProductPricing,
    ProductShipping,
    Ratings,
    Seo,
)
from b4mart_desktop.domain.edits import (
    CatalogueChange,
    EditKind,
    FieldChange,
    as_text,
    changed,
    differences,
    field_values,
    merge,
    resolved,
    reversed_changes,
    taken_back,
    value_of,
)
from b4mart_desktop.domain.ids import new_id

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
TEA = Product(
    id=new_id(),
    name="Tea",
    slug="tea",
    description="Tea",
    pricing=ProductPricing(base_price=Decimal("1.50")),
    inventory=Inventory(sku="T1", quantity=Decimal(3)),
    category=new_id(),
    created_at=NOON,
    updated_at=NOON,
)


def but(product: Product, **fields: Any) -> Product:
    """The product with other values; ``pricing__base_price`` reaches inside."""
    for name, value in fields.items():
        outer, _, inner = name.partition("__")
        if inner:
            value = msgspec.structs.replace(getattr(product, outer), **{inner: value})
        product = msgspec.structs.replace(product, **{outer: value})
    return product


def paths(changes: tuple[FieldChange, ...]) -> list[str]:
    return [change.field for change in changes]


def test_a_field_is_named_by_its_path_with_both_values() -> None:
    dearer = but(TEA, pricing__base_price=Decimal("1.75"), pricing__sale_price=Decimal("1.60"))
    assert differences(TEA, dearer) == (
        FieldChange(field="pricing.basePrice", before='"1.5"', after='"1.75"'),
        FieldChange(field="pricing.salePrice", before=None, after='"1.6"'),
    )


def test_what_the_catalogue_does_not_decide_is_no_field() -> None:
    sold = but(
        TEA,
        inventory__quantity=Decimal(0),
        inventory__shortage=Decimal(2),
        ratings=Ratings(average=Decimal(5), count=1),
        updated_at=NOON + dt.timedelta(days=1),
    )
    assert differences(TEA, sold) == ()


def test_the_same_number_written_otherwise_is_no_change() -> None:
    assert differences(TEA, but(TEA, pricing__base_price=Decimal("1.5"))) == ()
    assert as_text(Decimal("10.00")) == as_text(Decimal("1E+1")) == '"10"'


def test_a_list_is_one_field() -> None:
    crate = but(
        TEA,
        inventory__packs=(Pack(name="Crate", quantity=Decimal(12), barcode="4006381333931"),),
        images=(ProductImage(url="https://x.example/t.jpg"),),
    )
    assert paths(differences(TEA, crate)) == ["images", "inventory.packs"]


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "name": st.text(min_size=1, max_size=9),
    "short_description": st.none() | st.text(max_size=9),
    "tags": st.lists(st.text(max_size=5), max_size=3).map(tuple),
    "featured": st.booleans(),
    "seo": st.none() | st.builds(Seo, meta_title=st.none() | st.text(max_size=5)),
    "shipping": st.none()
    | st.builds(
        ProductShipping,
        weight=st.none() | st.decimals(0, 99, places=3),
        dimensions=st.none() | st.builds(Dimensions, width=st.none() | st.decimals(0, 9, places=1)),
    ),
    "pricing__base_price": st.decimals(0, 100, places=2),
    "pricing__sale_price": st.none() | st.decimals(0, 100, places=2),
    "pos__plu": st.none() | st.from_regex(r"\d{4}", fullmatch=True),
    "inventory__barcodes": st.lists(st.from_regex(r"[0-9]{8}", fullmatch=True), max_size=2).map(tuple),
}
PRODUCTS = st.fixed_dictionaries({}, optional=VALUES).map(lambda fields: but(TEA, **fields))


@given(PRODUCTS, PRODUCTS)
def test_changes_lead_there_and_back(old: Product, new: Product) -> None:
    changes = differences(old, new)
    assert field_values(changed(old, changes)) == field_values(new)
    assert field_values(changed(new, reversed_changes(changes))) == field_values(old)


@given(PRODUCTS, PRODUCTS, PRODUCTS)
def test_a_merge_keeps_all_of_both_but_conflicts(base: Product, mine: Product, theirs: Product) -> None:
    merged = merge(base, mine, theirs)
    values, own, other = field_values(merged.product), field_values(mine), field_values(theirs)
    clashing = {conflict.field for conflict in merged.conflicts}
    together = set(paths(merged.together))
    for field in set(paths(differences(base, mine))) - clashing - together:
        assert as_text(values.get(field)) == as_text(own.get(field))
    for field in set(paths(differences(base, theirs))) - together:
        assert as_text(values.get(field)) == as_text(other.get(field))
    for change in merged.together:
        assert value_of(as_text(values.get(change.field))) == value_of(change.after)
    all_mine = changed(changed(theirs, differences(base, mine)), merged.together)
    assert field_values(resolved(merged, clashing)) == field_values(all_mine)


def test_what_both_put_into_a_list_is_kept_of_both() -> None:
    base = but(TEA, tags=("hot", "old"))
    mine = but(base, tags=("hot", "old", "organic"), inventory__barcodes=("4006381333931",))
    theirs = but(base, tags=("hot", "fair trade"), inventory__barcodes=("5000159484695",))
    merged = merge(base, mine, theirs)
    assert merged.conflicts == ()
    assert merged.product.tags == ("hot", "organic", "fair trade")
    assert set(merged.product.inventory.barcodes) == {"4006381333931", "5000159484695"}
    assert paths(merged.together) == ["inventory.barcodes", "tags"]


def test_taking_back_leaves_what_others_put_into_the_same_list() -> None:
    tagged = but(TEA, tags=("organic", "sale"))
    change = CatalogueChange(
        id=new_id(),
        product=TEA.id,
        name="Tea",
        kind=EditKind.EDITED,
        fields=differences(TEA, tagged),
        version=NOON,
        at=NOON,
    )
    undone = taken_back(but(tagged, tags=("organic", "sale", "fair trade")), change)
    assert undone is not None
    assert undone.tags == ("fair trade",)
    assert taken_back(but(tagged, tags=("fair trade",)), change) is None
    back = but(TEA, tags=())
    assert taken_back(back, change) is back


def test_both_sides_of_a_conflict_are_told() -> None:
    mine, theirs = but(TEA, name="Green tea"), but(TEA, name="Black tea", featured=True)
    merged = merge(TEA, mine, theirs)
    (conflict,) = merged.conflicts
    assert (conflict.field, value_of(conflict.base), value_of(conflict.mine), value_of(conflict.theirs)) == (
        "name",
        "Tea",
        "Green tea",
        "Black tea",
    )
    assert (merged.product.name, merged.product.featured) == ("Black tea", True)
    assert resolved(merged, ["name"]).name == "Green tea"


def test_the_same_change_by_both_is_no_conflict() -> None:
    assert merge(TEA, but(TEA, name="X"), but(TEA, name="X")).conflicts == ()


def test_a_value_no_product_can_have_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        changed(TEA, [FieldChange(field="name", before='"Tea"', after=None)])

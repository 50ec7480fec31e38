"""What one change makes of a product, field by field."""

from decimal import Decimal

import msgspec

from b4mart_desktop.domain.bulk_changes import BulkChange, apply_change
from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.price_changes import PriceMethod, PriceNote, PriceRule
from tests.unit.services.shop import MILK

TAGGED = msgspec.structs.replace(MILK, tags=("fresh", "dairy"), vendor=new_id())


def test_a_change_of_nothing_is_empty_and_changes_nothing() -> None:
    assert BulkChange().is_empty
    assert apply_change(BulkChange(), TAGGED).product == TAGGED


def test_only_what_is_named_changes() -> None:
    shelf, vendor = new_id(), new_id()
    change = BulkChange(
        category=shelf, status=ProductStatus.INACTIVE, tax_class="reduced", vendor=vendor, featured=True
    )
    expected = msgspec.structs.replace(
        TAGGED,
        category=shelf,
        status=ProductStatus.INACTIVE,
        tax_class="reduced",
        vendor=vendor,
        featured=True,
    )
    assert apply_change(change, TAGGED).product == expected
    assert apply_change(BulkChange(favourite=True), TAGGED).product.pos.favourite
    assert apply_change(BulkChange(no_vendor=True), TAGGED).product.vendor is None


def test_tags_are_added_behind_taken_away_or_replaced() -> None:
    def tags(**fields: tuple[str, ...]) -> tuple[str, ...]:
        return apply_change(BulkChange(**fields), TAGGED).product.tags  # type: ignore[arg-type]

    assert tags(add_tags=("dairy", "bio")) == ("fresh", "dairy", "bio")
    assert tags(remove_tags=("fresh", "Dairy")) == ("dairy",)
    assert tags(tags=("new",), add_tags=("more",)) == ("new", "more")
    assert tags(tags=()) == ()


def test_a_price_comes_with_its_notes_and_is_told_from_other_changes() -> None:
    change = BulkChange(price=PriceRule(method=PriceMethod.MARGIN, value=Decimal(10)))
    changed = apply_change(change, MILK)
    assert (changed.product, changed.notes) == (MILK, frozenset([PriceNote.NO_COST]))
    assert change.is_of_prices_alone
    assert not msgspec.structs.replace(change, featured=False).is_of_prices_alone

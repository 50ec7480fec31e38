"""What wrong places of documents were meant to hold, as foreign programs write them."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b4mart_desktop.adapters.mongo.codec import from_document, to_document
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.misfits import GONE, Change, Foreign, changed, misfits, touched, value_at
from b4mart_desktop.domain.promotions import Promotion
from b4mart_desktop.services.repair_proposals import proposed
from b4mart_desktop.services.repairing import typed
from tests.adapters.mongo.samples import make_product

SOME_ID = Id("5f43a1b2c3d4e5f6a7b8c9d0")
DAY = dt.datetime(2026, 3, 1, 10, 30, tzinfo=dt.UTC)
NAN = float("nan")


def document() -> dict[str, Any]:
    """A product as plain values, with something everywhere."""
    made = to_document(make_product("7"))
    made |= {"_id": SOME_ID, "category": SOME_ID, "name": "Olive soap", "tags": ["bath"]}
    made.pop("vendor", None)
    return made


def with_value(path: str, value: object) -> dict[str, Any]:
    steps = tuple(int(step) if step.isdigit() else step for step in path.split("."))
    return changed(document(), [Change(path=steps, value=value)])


@pytest.mark.parametrize(
    ("path", "found", "meant"),
    [
        ("pricing.basePrice", "12,99", Decimal("12.99")),
        ("pricing.basePrice", "$ 1,299.50", Decimal("1299.50")),
        ("pricing.basePrice", "1.299,50 €", Decimal("1299.50")),
        ("pricing.basePrice", {"$numberDecimal": "12.5"}, Decimal("12.5")),
        ("pricing.basePrice", [9.5], Decimal("9.5")),
        ("pricing.salePrice", NAN, GONE),
        ("pricing.costPrice", "", GONE),
        ("pricing.currency", {"amount": "EUR"}, "EUR"),
        ("inventory.quantity", "7", Decimal(7)),
        ("inventory.quantity", float("inf"), Decimal(0)),
        ("inventory.quantity", GONE, Decimal(0)),
        ("inventory.trackQuantity", "true", True),
        ("inventory.allowBackorders", 0, False),
        ("inventory.sku", 4711.0, "4711"),
        ("inventory.sku", GONE, "SKU-B8C9D0"),
        ("inventory.barcodes", 4006381333931, ["4006381333931"]),
        ("inventory.barcodes", "4006381333931, 4006381333948", ["4006381333931", "4006381333948"]),
        ("name", GONE, "Good soap"),
        ("description", "", "Olive soap"),
        ("slug", None, "olive-soap-b8c9d0"),
        ("category", f'ObjectId("{SOME_ID}")', SOME_ID),
        ("category", {"$oid": SOME_ID.upper()}, SOME_ID),
        ("category", {"_id": SOME_ID, "name": "Soaps"}, SOME_ID),
        ("vendor", "", GONE),
        ("status", "Active ", "active"),
        ("status", "deactivated", "inactive"),
        ("status", "aktive", GONE),
        ("status", "inactivated", GONE),
        ("status", "Published", "active"),
        ("status", "on the shelf", GONE),
        ("featured", "Yes", True),
        ("tags", "bath; soap", ["bath", "soap"]),
        ("tags", {"0": "bath", "1": "soap"}, ["bath", "soap"]),
        ("images", ["https://example.com/a.jpg"], [{"url": "https://example.com/a.jpg"}]),
        ("seo", "", GONE),
        ("createdAt", "2026-03-01T10:30:00Z", DAY),
        ("createdAt", "Sun Mar 01 2026 11:30:00 GMT+0100 (Central European Standard Time)", DAY),
        ("createdAt", DAY.timestamp() * 1000, DAY),
        ("createdAt", int(DAY.timestamp()), DAY),
        ("createdAt", {"$date": "2026-03-01T10:30:00.000Z"}, DAY),
        ("createdAt", "01.03.2026 10:30", DAY),
    ],
)
def test_what_was_meant_is_proposed(path: str, found: object, meant: object) -> None:
    broken = with_value(path, found)
    if path == "name":
        broken["shortDescription"] = "Good soap\nof olives"
    (misfit,) = misfits(broken, Product)
    assert misfit.field.startswith(path)
    proposal = proposed(misfit, broken)
    assert proposal is not None
    repaired = changed(broken, proposal)
    assert value_at(repaired, tuple(path.split("."))) == meant
    assert misfits(repaired, Product) == ()


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("pricing.basePrice", "1,234"),  # a decimal comma, or one between thousands?
        ("pricing.basePrice", "free"),
        ("pricing.basePrice", GONE),
        ("pricing.basePrice", -1),
        ("pricing.basePrice", NAN),
        ("pricing.basePrice", True),
        ("category", "soaps"),
        ("featured", "perhaps"),
        ("createdAt", "yesterday"),
        ("specifications", 7),
        ("tags.0", Foreign("Binary", "…")),
    ],
)
def test_nothing_is_proposed_where_nobody_can_tell(path: str, found: object) -> None:
    broken = with_value(path, found)
    (misfit,) = misfits(broken, Product)
    if path == "createdAt":
        broken.pop("updatedAt")
        broken["_id"] = "none"
    assert proposed(misfit, broken) is None


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("31.12.2026", dt.datetime(2026, 12, 31, tzinfo=dt.UTC)),
        ("2026-12-31", dt.datetime(2026, 12, 31, tzinfo=dt.UTC)),
        ("", GONE),
        ("03/04/2026", None),  # in March or in April?
        ("Christmas", None),
    ],
)
def test_no_promotion_ends_when_it_was_last_written(found: object, meant: object) -> None:
    promotion = {"_id": SOME_ID, "code": "X", "discountType": "fixed", "discountValue": 1, "updatedAt": DAY}
    (misfit,) = (
        each for each in misfits({**promotion, "endsAt": found}, Promotion) if each.path == ("endsAt",)
    )
    proposal = proposed(misfit, promotion)
    assert (None if proposal is None else proposal[0].value) == meant


def test_stock_below_zero_is_what_is_short() -> None:
    broken = with_value("inventory.quantity", -5)
    (misfit,) = misfits(broken, Product)
    repaired = changed(broken, proposed(misfit, broken) or ())
    assert (repaired["inventory"]["quantity"], repaired["inventory"]["shortage"]) == (0, 5)


def test_all_wrong_places_are_told_and_not_only_the_first() -> None:
    broken = document() | {"pricing": {"basePrice": "12,99", "costPrice": NAN}, "status": "on", "tags": "a"}
    broken["inventory"] |= {"quantity": "x", "packs": [{"name": "Six", "quantity": 0}]}
    assert [misfit.field for misfit in misfits(broken, Product)] == [
        "pricing.basePrice",
        "pricing.costPrice",
        "inventory.quantity",
        "inventory.packs.0.quantity",
        "status",
        "tags",
    ]


def test_a_missing_group_is_told_by_the_fields_it_needs() -> None:
    broken = document() | {"pricing": "12,99"}
    first, second = misfits(broken, Product)
    assert (first.field, second.field) == ("pricing", "pricing.basePrice")
    changes = [change for misfit in (first, second) for change in proposed(misfit, broken) or ()]
    assert changed(broken, changes)["pricing"] == {"basePrice": Decimal("12.99")}
    assert touched(broken, changes) == (("pricing",),)
    del broken["pricing"]
    assert [misfit.field for misfit in misfits(broken, Product)] == ["pricing.basePrice"]


def test_a_removed_element_leaves_no_gap() -> None:
    broken = document() | {"images": [None, {"url": "a"}, 7]}
    wrong = misfits(broken, Product)
    assert [misfit.field for misfit in wrong] == ["images.0", "images.2"]
    changes = [Change(path=misfit.path, value=GONE) for misfit in wrong]
    assert changed(broken, changes)["images"] == [{"url": "a"}]
    assert touched(broken, changes) == (("images",),)


def test_what_is_typed_is_read_as_what_belongs_there() -> None:
    price, cost, status = misfits(
        document() | {"pricing": {"basePrice": "x", "costPrice": "y"}, "status": "z"}, Product
    )
    assert typed(price, "12,99").value == Decimal("12.99")
    assert typed(cost, " ").value is GONE
    assert typed(status, "draft").value == "draft"
    for text, code in (("", ErrorCode.FIELD_REQUIRED), ("much", ErrorCode.FIELD_INVALID)):
        with pytest.raises(DomainError) as refused:
            typed(price, text)
        assert refused.value.code is code


ODD = st.one_of(
    st.none(), st.booleans(), st.text(max_size=8), st.integers(-5, 10**9), st.floats(), st.just(GONE),
    st.sampled_from(["12,99", "true", "active", str(SOME_ID), SOME_ID, DAY, "2026-03-01"]),
    st.lists(st.one_of(st.none(), st.text(max_size=3), st.integers(), st.just({"name": 1})), max_size=3),
    st.dictionaries(st.sampled_from(["url", "name", "basePrice"]), st.text(max_size=3), max_size=2),
)  # fmt: skip
PLACES = st.sampled_from(
    [
        "name", "slug", "pricing", "pricing.basePrice", "pricing.salePrice", "pricing.costPrice", "inventory",
        "inventory.quantity", "inventory.barcodes", "inventory.packs", "inventory.variantStock", "category",
        "images", "variants", "seo", "shipping", "shipping.weight", "status", "vendor", "tags", "featured",
        "pos", "pos.ageRestricted", "ratings", "ratings.count", "createdAt",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(PLACES, ODD, min_size=1, max_size=4))
def test_what_cannot_be_read_has_a_wrong_place_and_what_has_none_can(odd: dict[str, Any]) -> None:
    """The places are found by other means than the reader's: each checks the other."""
    broken = document()
    for path, value in odd.items():
        broken = changed(broken, [Change(path=tuple(path.split(".")), value=value)])
    wrong = misfits(broken, Product)
    if not wrong:
        from_document(broken, Product)
    else:
        changes = [change for misfit in wrong for change in proposed(misfit, broken) or ()]
        if not misfits(changed(broken, changes), Product):
            from_document(changed(broken, changes), Product)
    try:
        from_document(broken, Product)
    except AdapterError:
        assert wrong

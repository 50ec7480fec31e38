"""Entries that an older version journalled and nobody posted yet: this version reads them."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import pytest

from b4mart_desktop.adapters.local.journal.rows import make_row, read_row
from b4mart_desktop.adapters.local.records import decoder, encode
from b4mart_desktop.domain.entries import CustomerAdded, Entry, SaleCompleted
from tests.adapters.local.facts import paid_sale
from tests.adapters.local.goods import user
from tests.seals import SEAL

Older = Callable[[dict[str, Any]], None]


def _without_who_added_them(entry: dict[str, Any]) -> None:
    del entry["added"]


def _without_order_discounts(entry: dict[str, Any]) -> None:
    del entry["sale"]["order"]["orderPromotion"]
    for item in entry["sale"]["order"]["items"]:
        del item["orderDiscount"]


@pytest.mark.parametrize(
    ("entry", "older"),
    [
        (CustomerAdded(customer=user("Ada", "Byron")), _without_who_added_them),
        (SaleCompleted(sale=paid_sale()), _without_order_discounts),
    ],
    ids=["customer", "sale"],
)
def test_fields_that_came_later_may_be_absent(entry: Entry, older: Older) -> None:
    written = msgspec.json.decode(encode(entry))
    older(written)

    assert decoder(type(entry)).decode(msgspec.json.encode(written)) == entry


def test_fields_of_a_newer_version_are_no_damage() -> None:
    entry = SaleCompleted(sale=paid_sale())
    newer: Mapping[str, Any] = msgspec.json.decode(encode(entry)) | {"weather": "fine"}

    assert decoder(SaleCompleted).decode(msgspec.json.encode(newer)) == entry
    assert read_row(make_row(entry, SEAL), SEAL) == entry

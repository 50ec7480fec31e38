"""Label templates and what was printed, on a real server."""

import datetime as dt
from decimal import Decimal

import msgspec
import pytest

from b4mart_desktop.adapters.mongo.labels import MongoLabels
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.label_stocks import BUILT_IN
from b4mart_desktop.domain.labels import LabelField, LabelPrint, LabelTemplate
from b4mart_desktop.domain.record import utc_now


def own(name: str) -> LabelTemplate:
    return msgspec.structs.replace(
        BUILT_IN[4], id=new_id(), name=name, code=None, based_on="L7160", updated_at=utc_now()
    )


def printed(product: Id, batch: Id, at: dt.datetime) -> LabelPrint:
    price = Decimal("1.29")
    return LabelPrint(
        id=product,
        price=price,
        list_price=price,
        template=new_id(),
        batch=batch,
        copies=2,
        at=at,
        by=new_id(),
    )


async def test_templates_are_kept_changed_and_removed(shop: Database) -> None:
    book = MongoLabels(shop)
    first, second = own("Wine"), own("Bread")
    await book.add(first)
    await book.add(second)
    assert await book.templates() == [second, first]
    wanted = msgspec.structs.replace(first, fields=(LabelField.NAME, LabelField.QR))
    changed = await book.change(first, wanted)
    assert await book.templates() == [second, changed]
    with pytest.raises(AdapterError) as caught:
        await book.change(first, wanted)
    assert caught.value.code is ErrorCode.CHANGED_MEANWHILE
    await book.remove(first.id)
    assert await book.templates() == [second]


async def test_template_that_cannot_be_read_keeps_no_other_from_being_used(shop: Database) -> None:
    await MongoLabels(shop).add(own("Fine"))
    await shop.labeltemplates.insert_one({"name": "Odd"}, bypass_document_validation=True)
    assert [template.name for template in await MongoLabels(shop).templates()] == ["Fine"]


async def test_last_batch_is_what_was_printed_last_together(shop: Database) -> None:
    book, now = MongoLabels(shop), utc_now()
    assert await book.last_batch() == ()
    milk, bread, wine = (new_id() for _ in range(3))
    monday, tuesday = new_id(), new_id()
    await book.note([printed(product, monday, now) for product in (milk, bread)])
    later = [printed(product, tuesday, now + dt.timedelta(days=1)) for product in (bread, wine)]
    await book.note(later)
    assert sorted(await book.last_batch(), key=lambda each: each.id) == sorted(later, key=lambda e: e.id)
    assert await shop.labelprints.count_documents({}) == 3
    await book.note([])

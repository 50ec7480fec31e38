"""The store's settings: changed with their audit entry, unless somebody changed them before."""

import msgspec
import pytest
from bson import ObjectId

from b4mart_desktop.adapters.mongo.codec import from_document, to_document
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.store_settings import MongoStoreSettings
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.label_rules import LabelRule, LabelUnit
from b4mart_desktop.domain.store import Store
from tests.adapters.mongo.samples import make_audit_entry, make_store

RULE = LabelRule(id=new_id(), name="Cheese", pattern="27 IIIII VVVVV K", unit=LabelUnit.GRAMS)


async def _stored(shop: Database, store: Store) -> Store:
    document = await shop.settings.find_one({"_id": ObjectId(store.id)})
    assert document is not None
    return from_document(document, Store)


async def test_rules_are_written_and_what_others_keep_there_stays(shop: Database) -> None:
    old = make_store()
    await shop.settings.insert_one({**to_document(old), "theirs": 7})
    audit = make_audit_entry()
    new = await MongoStoreSettings(shop).change(old, msgspec.structs.replace(old, label_rules=(RULE,)), audit)
    assert await _stored(shop, old) == new
    assert new.label_rules == (RULE,)
    assert (await shop.settings.find_one({"_id": ObjectId(old.id)}) or {})["theirs"] == 7
    assert [str(entry["_id"]) async for entry in shop.auditlog.find()] == [audit.id]


async def test_of_two_changes_the_second_is_refused_whole(shop: Database) -> None:
    old = make_store()
    await shop.settings.insert_one(to_document(old))
    settings = MongoStoreSettings(shop)
    await settings.change(old, msgspec.structs.replace(old, label_rules=(RULE,)), make_audit_entry())
    with pytest.raises(AdapterError) as caught:
        await settings.change(old, msgspec.structs.replace(old, label_rules=()), make_audit_entry())
    assert caught.value.code is ErrorCode.CHANGED_MEANWHILE
    assert (await _stored(shop, old)).label_rules == (RULE,)
    assert await shop.auditlog.count_documents({}) == 1

"""Registers that get another name or go out of use: written with their audit entry, or not at all."""

import msgspec
import pytest

from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.registers import MongoRegisters
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.record import utc_now
from tests.adapters.mongo.samples import make_audit_entry


async def test_a_register_gets_another_name_and_the_audit_log_says_so(shop: Database) -> None:
    book, audit = MongoRegisters(shop), make_audit_entry()
    old = await book.enrol("till-a", "Front", None)
    new = await book.change(old, msgspec.structs.replace(old, name="Bakery"), audit)
    assert await book.all() == [new]
    assert (new.name, new.code, new.updated_at > old.updated_at) == ("Bakery", "1", True)
    assert [str(entry["_id"]) async for entry in shop.auditlog.find()] == [audit.id]


async def test_of_two_changes_of_the_same_register_the_second_is_refused_whole(shop: Database) -> None:
    book = MongoRegisters(shop)
    old = await book.enrol("till-a", "Front", None)
    await book.change(old, msgspec.structs.replace(old, name="Bakery"), make_audit_entry())
    with pytest.raises(AdapterError) as caught:
        await book.change(old, msgspec.structs.replace(old, name="Butcher"), make_audit_entry())
    assert caught.value.code is ErrorCode.CHANGED_MEANWHILE
    assert [register.name for register in await book.all()] == ["Bakery"]
    assert await shop.auditlog.count_documents({}) == 1


async def test_the_code_of_a_retired_register_is_never_given_again(shop: Database) -> None:
    book = MongoRegisters(shop)
    old = await book.enrol("till-a", "Front", None)
    await book.change(old, msgspec.structs.replace(old, retired_at=utc_now()), make_audit_entry())
    assert (await book.enrol("till-b", "Front", None)).code == "2"
    with pytest.raises(AdapterError) as caught:
        await book.enrol("till-c", "Front", "1")
    assert caught.value.code is ErrorCode.REGISTER_TAKEN

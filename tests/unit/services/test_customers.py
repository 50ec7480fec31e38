"""Customers at the counter: found by anything, added with or without the network, found again at once."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from b4mart_desktop.domain.entries import CustomerAdded
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.people import NO_PASSWORD, UserRole
from tests.unit.services.shop import CUSTOMER, Shop


@pytest.mark.parametrize("text", ["ada", "love ad", "ada@example"])
def test_a_customer_is_found(shop: Shop, text: str) -> None:
    assert [hit.id for hit in shop.customers.search(text)] == [CUSTOMER.id]


def test_staff_are_no_customers(shop: Shop) -> None:
    assert list(shop.customers.search("cleo")) == []


async def test_a_customer_just_added_is_on_disk_and_found(shop: Shop) -> None:
    user = await shop.customers.add(" Grace ", " Hopper ", " +1 555-0199 ", " Grace@Navy.example ")
    assert (user.name, user.email) == ("Grace Hopper", "grace@navy.example")
    assert user.profile.phone == "+1 555-0199"
    assert (user.password, user.role, user.email_placeholder) == (NO_PASSWORD, UserRole.CUSTOMER, False)
    [entry] = [queued.entry for queued in shop.journal.queue()]
    assert isinstance(entry, CustomerAdded)
    assert entry.customer == user
    for text in ("grace", "hopp", "5550199"):
        assert [hit.id for hit in shop.customers.search(text)] == [user.id]


async def test_without_an_address_there_is_one_that_is_never_mailed(shop: Shop) -> None:
    user = await shop.customers.add("Grace", "Hopper", "", "")
    assert (user.email, user.email_placeholder) == (f"{user.id}@customers.invalid", True)
    assert user.profile.phone is None


@pytest.mark.parametrize(
    ("first", "last", "phone", "email", "code", "field"),
    [
        (" ", "Hopper", "", "", ErrorCode.FIELD_REQUIRED, "first_name"),
        ("Grace", "", "", "", ErrorCode.FIELD_REQUIRED, "last_name"),
        ("Grace", "Hopper", "call me", "", ErrorCode.FIELD_INVALID, "phone"),
        ("Grace", "Hopper", "12", "", ErrorCode.FIELD_INVALID, "phone"),
        ("Grace", "Hopper", "", "grace", ErrorCode.FIELD_INVALID, "email"),
        ("Grace", "Hopper", "", "grace@navy", ErrorCode.FIELD_INVALID, "email"),
        ("Grace", "Hopper", "", "a b@navy.example", ErrorCode.FIELD_INVALID, "email"),
    ],
)
async def test_a_fields_own_problem_names_the_field(
    shop: Shop, first: str, last: str, phone: str, email: str, code: ErrorCode, field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        await shop.customers.add(first, last, phone, email)
    assert (caught.value.code, caught.value.data["field"]) == (code, field)
    assert shop.journal.queue() == []


async def test_nobody_at_the_counter_adds_nobody(shop: Shop) -> None:
    shop.session.end()
    with pytest.raises(DomainError) as caught:
        await shop.customers.add("Grace", "Hopper", "", "")
    assert caught.value.code is ErrorCode.NOT_SIGNED_IN


async def test_a_full_disk_adds_nobody(shop: Shop) -> None:
    shop.journal.full = True
    with pytest.raises(AdapterError):
        await shop.customers.add("Grace", "Hopper", "", "")
    assert list(shop.customers.search("grace")) == []


async def test_a_replica_that_is_being_written_holds_nobody_up(shop: Shop) -> None:
    async def tick() -> int:
        count = 0
        while not adding.done():
            await asyncio.sleep(0.01)
            count += 1
            if count == 20:
                writer.rollback()
        return count

    with closing(sqlite3.connect(shop.replica.file.path, check_same_thread=False)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        adding = asyncio.ensure_future(shop.customers.add("Grace", "Hopper", "", ""))
        assert await tick() >= 20
    assert [hit.id for hit in shop.customers.search("grace")] == [(await adding).id]


async def test_a_customer_on_record_is_added_whatever_the_replica_says(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise AdapterError(ErrorCode.DISK_WRITE_FAILED, path="replica", reason="full")

    monkeypatch.setattr(shop.replica.reader, "add_customer", refuse)
    user = await shop.customers.add("Grace", "Hopper", "", "")
    [queued] = shop.journal.queue()
    assert isinstance(queued.entry, CustomerAdded)
    assert queued.entry.customer == user

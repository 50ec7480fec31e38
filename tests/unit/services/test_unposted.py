"""What is not in the database, as people see it: the oldest entries, how many more, and what is damaged."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.unposted import Unposted
from tests.unit.services.shop import MILK_CODE, SUPERVISOR, Shop, cash


@pytest.fixture
def unposted(shop: Shop) -> Unposted:
    return Unposted(shop.counter, shop.journal.retry)


async def sell(shop: Shop) -> None:
    shop.scan(MILK_CODE)
    await shop.checkout.pay([cash("5.00")])


async def test_the_oldest_are_shown_and_the_others_counted(open_till: Shop, unposted: Unposted) -> None:
    for _ in range(4):
        await sell(open_till)
    open_till.journal.mark_posted([1])
    open_till.journal.mark_failed(2, "refused", set_aside=True)
    backlog = await unposted.look(2)
    assert [(each.number, each.set_aside) for each in backlog.entries] == [(2, True), (3, False)]
    assert (backlog.more, backlog.damaged, backlog.is_empty) == (2, [], False)
    assert (await unposted.look(4)).more == 0


async def test_a_damaged_entry_is_not_everything_in_the_database(
    open_till: Shop, unposted: Unposted, tmp_path: Path
) -> None:
    await sell(open_till)
    with closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as connection:
        connection.execute("UPDATE entries SET sealed = CAST('{}' AS BLOB) WHERE kind = 'sale'")
    open_till.journal.mark_posted([1])
    open_till.restart()
    unposted = Unposted(open_till.counter, open_till.journal.retry)
    backlog = await unposted.look(10)
    assert [(each.number, each.kind) for each in backlog.damaged] == [(2, "sale")]
    assert (backlog.entries, backlog.more, backlog.is_empty) == ([], 0, False)


async def test_nothing_waits(shop: Shop, unposted: Unposted) -> None:
    assert (await unposted.look(10)).is_empty


async def test_nobody_at_the_counter_sees_nothing(shop: Shop, unposted: Unposted) -> None:
    shop.session.end()
    with pytest.raises(DomainError) as caught:
        await unposted.look(10)
    assert caught.value.code is ErrorCode.NOT_SIGNED_IN
    with pytest.raises(DomainError) as caught:
        unposted.retry(1)
    assert caught.value.code is ErrorCode.NOT_SIGNED_IN


def test_a_clerk_needs_leave_for_another_try(shop: Shop) -> None:
    retried: list[int] = []
    unposted = Unposted(shop.counter, retried.append)
    with pytest.raises(DomainError) as caught:
        unposted.retry(7)
    assert (caught.value.code, caught.value.data["action"]) == (ErrorCode.NOT_ALLOWED, Action.RETRY_QUEUE)
    unposted.retry(7, SUPERVISOR)
    assert retried == [7]

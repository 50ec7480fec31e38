"""The shop's registers: who may see and change them, what is written, what is refused."""

import datetime as dt

import msgspec
import pytest

from b4mart_desktop.domain.counters import Presence
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.services.counters import LONGEST_NAME, Counters
from tests.counters import Board, Book
from tests.unit.services.shop import CLERK, MANAGER, NOON, SUPERVISOR, Shop

BACK = Register(id=new_id(), code="R2", name="Back", created_at=NOON, updated_at=NOON)
GONE = Register(id=new_id(), code="R3", name="Gone", retired_at=NOON, created_at=NOON, updated_at=NOON)


class Stand:
    """A manager who looks at three registers; the counter's own and the one at the back run."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.book, self.board = shop, Book(), Board()
        self.own = shop.counter.register()
        self.book.registers = {register.id: register for register in (GONE, self.own, BACK)}
        self.board.there = {register.id: _seen(register) for register in (self.own, BACK)}
        self.counters = Counters(shop.counter, self.book, self.board)
        shop.session.begin(MANAGER)


def _seen(register: Register) -> Presence:
    return Presence(id=register.id, code=register.code, name=register.name, waiting=2, seen_at=NOON)


@pytest.fixture
def stand(shop: Shop) -> Stand:
    return Stand(shop)


async def test_all_registers_with_those_out_of_use_last(stand: Stand) -> None:
    rows = await stand.counters.registers()
    assert [(row.register.code, row.live, row.own) for row in rows] == [
        ("R1", True, True),
        ("R2", True, False),
        ("R3", False, False),
    ]
    assert [None if row.seen is None else row.seen.waiting for row in rows] == [2, 2, None]


async def test_who_ended_was_seen_but_does_not_run(stand: Stand) -> None:
    await stand.board.leave(BACK.id)
    (row,) = [row for row in await stand.counters.registers() if row.register == BACK]
    assert (row.live, row.seen) == (False, _seen(BACK))


async def test_a_new_name_is_kept_with_who_gave_it(stand: Stand) -> None:
    await stand.counters.rename(BACK, "  Bakery ")
    assert stand.book.registers[BACK.id].name == "Bakery"
    (entry,) = stand.book.audit
    assert (entry.action, entry.user, entry.ref) == (Action.MANAGE_REGISTERS, MANAGER.id, BACK.id)
    assert entry.details == {"code": "R2", "before": "Back", "name": "Bakery"}
    assert stand.shop.counter.register() == stand.own


async def test_the_own_register_knows_its_new_name_at_once(stand: Stand) -> None:
    await stand.counters.rename(stand.own, "Entrance")
    assert stand.shop.counter.register().name == "Entrance"


@pytest.mark.parametrize(
    ("name", "code"),
    [("  ", ErrorCode.FIELD_REQUIRED), ("x" * (LONGEST_NAME + 1), ErrorCode.FIELD_INVALID)],
)
async def test_a_name_that_is_none(stand: Stand, name: str, code: ErrorCode) -> None:
    with pytest.raises(DomainError) as caught:
        await stand.counters.rename(BACK, name)
    assert caught.value.code is code
    assert stand.book.audit == []


async def test_somebody_else_was_faster(stand: Stand) -> None:
    await stand.counters.rename(BACK, "Bakery")
    with pytest.raises(AdapterError) as caught:
        await stand.counters.rename(BACK, "Butcher")
    assert caught.value.code is ErrorCode.CHANGED_MEANWHILE


async def test_only_a_register_that_does_not_run_is_retired(stand: Stand) -> None:
    for register in (BACK, stand.own):
        with pytest.raises(DomainError) as caught:
            await stand.counters.retire(register)
        assert caught.value.code is ErrorCode.REGISTER_RUNNING
    assert stand.book.audit == []
    await stand.board.leave(BACK.id)
    await stand.counters.retire(BACK)
    retired = stand.book.registers[BACK.id]
    assert isinstance(retired.retired_at, dt.datetime)
    assert msgspec.structs.replace(retired, retired_at=None) == BACK
    assert stand.book.audit[0].details == {"code": "R2", "retired": "Back"}


async def test_who_may(stand: Stand) -> None:
    stand.shop.session.begin(CLERK)
    with pytest.raises(DomainError) as caught:
        await stand.counters.registers()
    assert caught.value.code is ErrorCode.NOT_ALLOWED
    stand.shop.session.begin(SUPERVISOR)
    assert len(await stand.counters.registers()) == 3
    with pytest.raises(DomainError) as caught:
        await stand.counters.rename(BACK, "Bakery")
    assert caught.value.code is ErrorCode.NOT_ALLOWED
    await stand.counters.rename(BACK, "Bakery", MANAGER)
    assert stand.book.audit[0].approver == MANAGER.id
    stand.shop.session.end()
    with pytest.raises(DomainError) as caught:
        await stand.counters.retire(BACK)
    assert caught.value.code is ErrorCode.NOT_SIGNED_IN

"""Signing in with real bcrypt hashes: who may, who may not, and for how long not after guessing."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from b4mart_desktop.adapters.local.guesses import GuessFile
from b4mart_desktop.adapters.security.bcrypt_hasher import BcryptHasher
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.guesses import FIRST_PAUSE, FREE_GUESSES, Guesses
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.guessing import Guessing
from b4mart_desktop.services.signing_in import SigningIn
from tests.unit.services.shop import (
    CLERK,
    CUSTOMER,
    LEFT,
    MANAGER,
    MILK_CODE,
    OWNER,
    PIN_COST,
    STAFF,
    SUPERVISOR,
    Shop,
)

SECOND = dt.timedelta(seconds=1)


class Stopwatch:
    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


class Everywhere:
    """What all counters know together, in memory."""

    def __init__(self) -> None:
        self.known: dict[str, Guesses] = {}

    async def read(self, who: str) -> Guesses | None:
        return self.known.get(who)

    async def write(self, who: str, guesses: Guesses | None) -> None:
        self.known.pop(who, None)
        if guesses is not None:
            self.known[who] = guesses


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def signing_in(shop: Shop, watch: Stopwatch, tmp_path: Path) -> SigningIn:
    shop.session.end()
    return start_program(shop, watch, tmp_path / "guesses.json")


def start_program(
    shop: Shop, watch: Stopwatch, file: Path, everywhere: Everywhere | None = None
) -> SigningIn:
    guessing = Guessing(GuessFile(file), everywhere, watch)
    return SigningIn(shop.counter.catalogue, BcryptHasher(PIN_COST), shop.session, guessing)


async def wrong_pin(signing_in: SigningIn, user: User = CLERK) -> DomainError:
    with pytest.raises(DomainError) as caught:
        await signing_in.with_pin(user.id, "0000")
    return caught.value


def test_active_staff_may_sign_in_by_name(signing_in: SigningIn) -> None:
    assert [user.name for user in signing_in.staff()] == sorted(u.name for u in STAFF if u is not LEFT)


@pytest.mark.parametrize("email", ["cleo@shop.example", " Cleo@Shop.Example "])
async def test_with_e_mail_and_password(shop: Shop, signing_in: SigningIn, email: str) -> None:
    assert await signing_in.with_password(email, "password of Cleo") == CLERK
    assert shop.session.user == CLERK


async def test_with_a_pin(shop: Shop, signing_in: SigningIn) -> None:
    assert await signing_in.with_pin(SUPERVISOR.id, "2222") == SUPERVISOR
    assert shop.session.require_user() == SUPERVISOR


async def test_the_right_pin_twice_at_once_is_no_error(signing_in: SigningIn) -> None:
    await wrong_pin(signing_in)
    both = await asyncio.gather(*(signing_in.with_pin(CLERK.id, "1111") for _ in range(2)))
    assert both == [CLERK, CLERK]


def test_with_a_badge(shop: Shop, signing_in: SigningIn) -> None:
    assert signing_in.with_badge(" B-3333\r\n") == MANAGER
    assert shop.session.user == MANAGER


@pytest.mark.parametrize("badge", ["", "  ", "B-9999", "B-5555", "3333"])
def test_a_badge_that_is_nobodys(shop: Shop, signing_in: SigningIn, badge: str) -> None:
    assert signing_in.by_badge(badge) is None
    with pytest.raises(DomainError) as caught:
        signing_in.with_badge(badge)
    assert caught.value.code is ErrorCode.SIGN_IN_REFUSED
    assert shop.session.user is None


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("cleo@shop.example", "password of Sofia"),
        ("cleo@shop.example", ""),
        ("nobody@shop.example", "password of Cleo"),
        (CUSTOMER.email, "password of Ada"),
        (LEFT.email, "password of Lea"),
        ("", ""),
    ],
)
async def test_who_may_not(shop: Shop, signing_in: SigningIn, email: str, password: str) -> None:
    with pytest.raises(DomainError) as caught:
        await signing_in.with_password(email, password)
    assert caught.value.code is ErrorCode.SIGN_IN_REFUSED
    assert shop.session.user is None


@pytest.mark.parametrize(("user", "pin"), [(CLERK, "2222"), (LEFT, "5555"), (CUSTOMER, "")])
async def test_a_pin_that_is_not_theirs(signing_in: SigningIn, user: User, pin: str) -> None:
    with pytest.raises(DomainError) as caught:
        await signing_in.with_pin(user.id, pin)
    assert caught.value.code is ErrorCode.SIGN_IN_REFUSED


async def test_guessing_locks_out_even_the_right_pin_and_others_not(
    signing_in: SigningIn, watch: Stopwatch
) -> None:
    for _ in range(FREE_GUESSES):
        assert (await wrong_pin(signing_in)).code is ErrorCode.SIGN_IN_REFUSED
    with pytest.raises(DomainError) as caught:
        await signing_in.with_pin(CLERK.id, "1111")
    assert (caught.value.code, caught.value.data["wait"]) == (ErrorCode.SIGN_IN_BLOCKED, FIRST_PAUSE)
    await signing_in.with_pin(SUPERVISOR.id, "2222")
    watch.now += FIRST_PAUSE - SECOND
    assert (await wrong_pin(signing_in)).data["wait"] == SECOND
    watch.now += SECOND
    assert await signing_in.with_pin(CLERK.id, "1111") == CLERK


async def test_each_wrong_guess_after_a_pause_makes_the_next_one_longer(
    signing_in: SigningIn, watch: Stopwatch
) -> None:
    for _ in range(FREE_GUESSES):
        await wrong_pin(signing_in)
    for longer in (2, 4, 8):
        watch.now += FIRST_PAUSE * longer / 2
        assert (await wrong_pin(signing_in)).code is ErrorCode.SIGN_IN_REFUSED
        assert (await wrong_pin(signing_in)).data["wait"] == FIRST_PAUSE * longer


async def test_a_restart_of_the_program_ends_no_pause(shop: Shop, watch: Stopwatch, tmp_path: Path) -> None:
    file = tmp_path / "guesses.json"
    for _ in range(FREE_GUESSES):
        await wrong_pin(start_program(shop, watch, file))
    assert (await wrong_pin(start_program(shop, watch, file))).code is ErrorCode.SIGN_IN_BLOCKED


async def test_wrong_passwords_and_pins_of_a_person_add_up(signing_in: SigningIn) -> None:
    for _ in range(FREE_GUESSES - 1):
        await wrong_pin(signing_in)
    with pytest.raises(DomainError):
        await signing_in.with_password(CLERK.email, "wrong")
    assert (await wrong_pin(signing_in)).code is ErrorCode.SIGN_IN_BLOCKED


async def test_guesses_at_all_counters_add_up_where_they_reach_each_other(
    shop: Shop, watch: Stopwatch, tmp_path: Path
) -> None:
    everywhere = Everywhere()
    tills = [start_program(shop, watch, tmp_path / f"{n}.json", everywhere) for n in range(FREE_GUESSES)]
    for till in tills:
        assert (await wrong_pin(till)).code is ErrorCode.SIGN_IN_REFUSED
    with pytest.raises(DomainError) as caught:
        await tills[0].with_pin(CLERK.id, "1111")
    assert caught.value.code is ErrorCode.SIGN_IN_BLOCKED
    everywhere.known.clear()  # what they learnt from each other stays when they are alone
    assert (await wrong_pin(tills[0])).code is ErrorCode.SIGN_IN_BLOCKED
    watch.now += FIRST_PAUSE
    assert await tills[0].with_pin(CLERK.id, "1111") == CLERK


async def test_signing_in_well_forgets_earlier_mistakes(signing_in: SigningIn) -> None:
    for _ in range(3):
        for _ in range(FREE_GUESSES - 1):
            await wrong_pin(signing_in)
        await signing_in.with_pin(CLERK.id, "1111")


@pytest.mark.parametrize(
    ("action", "approvers"),
    [
        (Action.DISCOUNT, {SUPERVISOR.id, MANAGER.id, OWNER.id}),
        (Action.EDIT_CATALOGUE, {MANAGER.id, OWNER.id}),
        (Action.CHANGE_SETTINGS, {OWNER.id}),
    ],
)
def test_who_may_approve(signing_in: SigningIn, action: Action, approvers: set[str]) -> None:
    assert {user.id for user in signing_in.approvers(action)} == approvers


async def test_an_approver_does_not_take_over_the_session(shop: Shop, signing_in: SigningIn) -> None:
    await signing_in.with_pin(CLERK.id, "1111")
    assert await signing_in.approve(SUPERVISOR.id, "2222") == SUPERVISOR
    assert shop.session.user == CLERK
    with pytest.raises(DomainError) as caught:
        await signing_in.approve(SUPERVISOR.id, "1111")
    assert caught.value.code is ErrorCode.SIGN_IN_REFUSED


async def test_locking_leaves_the_cart_where_it_is(shop: Shop, signing_in: SigningIn) -> None:
    await signing_in.with_pin(CLERK.id, "1111")
    shop.scan(MILK_CODE)
    signing_in.lock()
    assert shop.session.user is None
    await signing_in.with_pin(SUPERVISOR.id, "2222")
    assert shop.lines() == [("Milk", 1)]

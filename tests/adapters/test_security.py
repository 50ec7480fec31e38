"""Hashes go back and forth between the counter and the web store."""

import asyncio
import threading
import time

import bcrypt
import pytest
from pytestqt.qtbot import QtBot

from b4mart_desktop.adapters.security.bcrypt_hasher import PASSWORD_COST, PIN_COST, BcryptHasher
from b4mart_desktop.domain.people import NO_PASSWORD
from b4mart_desktop.services.ports import PasswordHasher

QUICK = 4

FROM_THE_WEB_STORE = {  # made with bcryptjs 2.4.3
    "correct horse": "$2a$04$h/NTL3BieiFyrwJfguHK9O0NE9shWCCK6/JIngmCCSNCECkzHQP5i",
    "grüße 日本語 🛒": "$2a$04$dSnTKjUZ1SOLcVNwA65Wz.8DwP3sKyn357X6UPsnf85id9t7aErDy",
    "x" * 72: "$2a$04$jJOKINoxFAeOvI5hxY7eEujl4G/jyIkP6fUPVCkP7osFSIR3.Mp0C",
    "x" * 100: "$2a$04$L35wAxAqOhNNXiOP5sG/iOqxtlsmBRfCJAHo2SBHl45zR0N.28mFW",
    "é" * 40: "$2a$04$27laEgkTk1/pnwJCJ2YhKel.gbPKX0cewYLZ7VTKryEuCjbrCeTDW",
    "a\0b": "$2a$04$GBLp4idOkigneZn9UKjQl.dNGSPdnqoHhLBok04ApNHSLRa/GznYu",
    "": "$2a$04$fccqgVLqgboUk2XSfrj9aOz4pq4abztyaajK3MMd4O0qEMMr6AxNO",
}


@pytest.fixture
def hasher() -> PasswordHasher:
    return BcryptHasher(QUICK)


@pytest.mark.parametrize("text", FROM_THE_WEB_STORE)
async def test_hashes_of_the_web_store_match(hasher: PasswordHasher, text: str) -> None:
    assert await hasher.matches(text, FROM_THE_WEB_STORE[text])
    assert not await hasher.matches(f"!{text}"[:72], FROM_THE_WEB_STORE[text])


@pytest.mark.parametrize("prefix", ["2a", "2b", "2y"])
async def test_all_prefixes_that_mean_the_same_match(hasher: PasswordHasher, prefix: str) -> None:
    hashed = f"${prefix}{FROM_THE_WEB_STORE['correct horse'][3:]}"
    assert await hasher.matches("correct horse", hashed)
    assert not await hasher.matches("correct hors", hashed)


async def test_what_comes_after_72_bytes_does_not_count_as_in_bcryptjs(hasher: PasswordHasher) -> None:
    hashed = await hasher.hash("é" * 36 + "one")
    assert await hasher.matches("é" * 36 + "another", hashed)
    assert not await hasher.matches("é" * 35 + "e" + "one", hashed)


async def test_a_new_hash_has_the_cost_asked_for_and_a_salt_of_its_own(hasher: PasswordHasher) -> None:
    one, other = await hasher.hash("secret"), await hasher.hash("secret")
    assert one.startswith("$2b$04$")
    assert one != other
    assert await hasher.matches("secret", one)
    assert await hasher.matches("secret", other)


@pytest.mark.parametrize(
    "hashed", [NO_PASSWORD, "", "$2b$12$short", f"$2b$99${'a' * 53}", "$1$abc", "\ud800", "ü"]
)
async def test_a_hash_that_cannot_be_read_matches_nothing(hasher: PasswordHasher, hashed: str) -> None:
    assert not await hasher.matches("anything", hashed)
    assert not await hasher.matches("", hashed)


async def test_a_text_that_is_no_unicode_does_no_harm(hasher: PasswordHasher) -> None:
    hashed = await hasher.hash("\ud83d")
    assert await hasher.matches("\ud83d", hashed)
    assert not await hasher.matches("", hashed)


def test_passwords_cost_as_much_as_the_web_stores() -> None:
    assert PASSWORD_COST == 12


async def test_a_pin_is_checked_at_once(hasher: PasswordHasher) -> None:
    hashed, times = await BcryptHasher(PIN_COST).hash("4711"), []
    for _ in range(5):
        start = time.perf_counter()
        assert await hasher.matches("4711", hashed)
        times.append(time.perf_counter() - start)
    assert min(times) <= 0.05


async def test_qts_loop_goes_on_while_a_password_is_checked(hasher: PasswordHasher, qtbot: QtBot) -> None:
    check = asyncio.ensure_future(
        hasher.matches("secret", bcrypt.hashpw(b"secret", bcrypt.gensalt(10)).decode())
    )
    turns = 0
    while not check.done():
        await asyncio.sleep(0.005)
        turns += 1
    assert await check
    assert turns >= 2
    assert threading.current_thread() is threading.main_thread()

"""How long nobody may try after so many wrong guesses."""

import datetime as dt

import pytest

from b4mart_desktop.domain.guesses import (
    FORGOTTEN_AFTER,
    FREE_GUESSES,
    LONGEST_PAUSE,
    Guesses,
    not_of_tomorrow,
    one_more,
    pause_left,
    worse,
)

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("count", "seconds"), [(1, 0), (4, 0), (5, 30), (6, 60), (7, 120), (9, 480), (10, 900), (1_000_000, 900)]
)
def test_the_pause_grows_up_to_a_limit(count: int, seconds: int) -> None:
    guesses = Guesses(count=count, last=NOW)
    assert pause_left(guesses, NOW) == seconds * SECOND
    assert pause_left(guesses, NOW + seconds * SECOND) == dt.timedelta(0)


def test_nothing_known_is_no_pause() -> None:
    assert pause_left(None, NOW) == dt.timedelta(0)


def test_guesses_add_up_until_they_are_forgotten() -> None:
    first = one_more(None, NOW)
    second = one_more(first, NOW + SECOND)
    assert (first.count, second.count, second.last) == (1, 2, NOW + SECOND)
    assert one_more(second, second.last + FORGOTTEN_AFTER + SECOND).count == 1


def test_a_clock_put_back_makes_no_pause_longer_than_it_is() -> None:
    blocked = Guesses(count=FREE_GUESSES + 20, last=NOW)
    earlier = NOW - dt.timedelta(hours=1)
    known = not_of_tomorrow(blocked, earlier)
    assert pause_left(known, earlier) == LONGEST_PAUSE
    assert pause_left(known, earlier + LONGEST_PAUSE) == dt.timedelta(0)
    assert not_of_tomorrow(blocked, NOW + SECOND) is blocked
    assert not_of_tomorrow(None, NOW) is None


def test_of_two_memories_the_one_that_knows_more_counts() -> None:
    little, much = Guesses(count=1, last=NOW), Guesses(count=2, last=NOW - SECOND)
    assert worse(little, much) is worse(much, little) is much
    same = Guesses(count=1, last=NOW + SECOND)
    assert worse(little, same) is little
    assert worse(None, little) is worse(little, None) is little
    assert worse(None, None) is None

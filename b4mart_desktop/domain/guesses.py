"""Wrong PINs and passwords of one person, and how long nobody may try again. Pure; keeping them is elsewhere.

Source: NIST SP 800-63B 5.2.2 (rate limiting), shortened to what a busy counter bears: four digits tried for
a day at the longest pause are a hundred of ten thousand.
"""

import datetime as dt

from b4mart_desktop.domain.record import Record

FREE_GUESSES = 5
FIRST_PAUSE = dt.timedelta(seconds=30)
LONGEST_PAUSE = dt.timedelta(minutes=15)
FORGOTTEN_AFTER = dt.timedelta(days=1)


class Guesses(Record, frozen=True, kw_only=True):
    """What went wrong since the person last signed in well.

    Attributes:
        count: How many guesses in a row were wrong.
        last: When the last one was.
    """

    count: int
    last: dt.datetime


def one_more(before: Guesses | None, now: dt.datetime) -> Guesses:
    """Returns what is known after another wrong guess."""
    fresh = before is None or now - before.last > FORGOTTEN_AFTER
    return Guesses(count=1 if fresh or before is None else before.count + 1, last=now)


def pause_left(guesses: Guesses | None, now: dt.datetime) -> dt.timedelta:
    """Returns for how long nobody may try."""
    if guesses is None or guesses.count < FREE_GUESSES:
        return dt.timedelta(0)
    doublings = min(guesses.count - FREE_GUESSES, 10)
    pause = min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
    return max(dt.timedelta(0), min(pause, guesses.last + pause - now))


def not_of_tomorrow(guesses: Guesses | None, now: dt.datetime) -> Guesses | None:
    """Returns ``guesses`` with the last one now at the latest: clocks are put back, and differ."""
    if guesses is None or guesses.last <= now:
        return guesses
    return Guesses(count=guesses.count, last=now)


def worse(own: Guesses | None, other: Guesses | None) -> Guesses | None:
    """Returns what knows more wrong guesses; ``own`` where both know as many: its clock is this one's."""
    if own is None or other is None:
        return own or other
    return other if other.count > own.count else own

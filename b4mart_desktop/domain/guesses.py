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
    """Returns for how long nobody may try; never longer than the pause itself, wherever the clock was put."""
    if guesses is None or guesses.count < FREE_GUESSES:
        return dt.timedelta(0)
    doublings = min(guesses.count - FREE_GUESSES, 10)
    pause = min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE)
    return max(dt.timedelta(0), min(pause, guesses.last + pause - now))


def worse(one: Guesses | None, other: Guesses | None) -> Guesses | None:
    """Returns which of two memories of the same person knows more wrong guesses."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda guesses: (guesses.count, guesses.last))

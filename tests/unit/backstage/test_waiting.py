import asyncio
import threading
import time

from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.backstage.waiting import Alarm, Backoff


@given(st.integers(1, 40))
def test_pauses_double_up_to_the_limit_and_are_never_alike(steps: int) -> None:
    backoff = Backoff(0.2, 15.0)
    pauses = [backoff.next() for _ in range(steps)]
    for index, pause in enumerate(pauses):
        most = min(0.2 * 2**index, 15.0)
        assert most / 2 <= pause <= most
    backoff.reset()
    assert backoff.next() <= 0.2


async def test_an_alarm_from_another_thread_ends_the_wait() -> None:
    alarm = Alarm()
    alarm.bind()
    thread = threading.Timer(0.02, alarm.set)
    thread.start()
    start = time.monotonic()
    await alarm.wait(30)
    assert time.monotonic() - start < 10
    thread.join()


async def test_an_alarm_set_before_the_wait_is_not_missed_and_counts_once() -> None:
    alarm = Alarm()
    alarm.bind()
    alarm.set()
    alarm.set()
    await asyncio.sleep(0)
    await asyncio.wait_for(alarm.wait(None), 5)
    start = time.monotonic()
    await alarm.wait(0.05)
    assert time.monotonic() - start >= 0.04


def test_an_alarm_of_a_loop_that_ended_is_harmless() -> None:
    alarm = Alarm()
    alarm.set()

    async def bind() -> None:
        alarm.bind()

    asyncio.run(bind())
    alarm.set()

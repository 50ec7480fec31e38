"""Small pictures made in a process of their own, which comes and goes as it is needed."""

import asyncio
import multiprocessing
import os
import signal
import sys

import pytest

from b4mart_desktop.adapters.pictures.thumbnail_workshop import ThumbnailWorkshop
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from tests.adapters.pictures.samples import file_of, opened, plain

CONTENT = file_of(plain())


async def close(workshop: ThumbnailWorkshop) -> None:
    assert workshop._serving is not None
    workshop._serving.cancel()
    await asyncio.wait([workshop._serving])


async def test_many_are_made_by_one_process_and_wrong_ones_are_told() -> None:
    workshop = ThumbnailWorkshop()

    made = await asyncio.gather(*(workshop.thumbnails(CONTENT, (16, 32)) for _ in range(5)))
    with pytest.raises(AdapterError) as caught:
        await workshop.thumbnails(b"no picture", (16,))

    assert [opened(small[32]).size for small in made] == [(32, 32)] * 5
    assert caught.value.code is ErrorCode.PICTURE_INVALID
    assert len(multiprocessing.active_children()) == 1
    await close(workshop)
    assert multiprocessing.active_children() == []


async def test_a_process_that_went_to_rest_is_started_again() -> None:
    workshop = ThumbnailWorkshop(idle_seconds=0.01)
    await workshop.thumbnails(CONTENT, (16,))
    assert workshop._serving is not None
    await asyncio.wait([workshop._serving])

    assert opened((await workshop.thumbnails(CONTENT, (16,)))[16]).size == (16, 16)
    await asyncio.wait([workshop._serving])


@pytest.mark.skipif(sys.platform == "win32", reason="signals are not to be had")
async def test_a_process_that_dies_is_said_and_the_next_picture_gets_another() -> None:
    workshop = ThumbnailWorkshop()
    await workshop.thumbnails(CONTENT, (16,))
    (process,) = multiprocessing.active_children()
    assert process.pid is not None

    os.kill(process.pid, signal.SIGSTOP)
    asking = asyncio.ensure_future(workshop.thumbnails(CONTENT, (16,)))
    await asyncio.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)

    with pytest.raises(AdapterError) as caught:
        await asking
    assert caught.value.code is ErrorCode.WORKER_ENDED
    assert opened((await workshop.thumbnails(CONTENT, (16,)))[16]).size == (16, 16)
    await close(workshop)

"""Waiting in tests for what another task does in its own time."""

import asyncio
from collections.abc import Callable

SOON = 10.0


async def until(condition: Callable[[], bool]) -> None:
    """Returns as soon as ``condition`` holds; fails the test when it never does."""
    async with asyncio.timeout(SOON):
        while not condition():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0.005)

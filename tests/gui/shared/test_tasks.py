"""Owned tasks: failures are reported, cancelling is complete, the latest search wins."""

from __future__ import annotations

import asyncio
import gc
import sys

import pytest

from b4mart_desktop.gui.shared.tasks import TaskOwner


async def test_a_failure_reaches_the_excepthook(monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: caught.append(error))
    owner = TaskOwner()

    async def fail() -> None:
        raise ValueError("broken")

    owner.spawn(fail())
    await asyncio.sleep(0.01)
    assert [str(error) for error in caught] == ["broken"]


async def test_a_task_survives_the_garbage_collector() -> None:
    done = asyncio.Event()
    owner = TaskOwner()

    async def work() -> None:
        await asyncio.sleep(0.01)
        done.set()

    owner.spawn(work())
    gc.collect()
    await asyncio.wait_for(done.wait(), 1)


async def test_cancelling_waits_until_every_task_has_cleaned_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *args: pytest.fail("a cancelled task is no failure"))
    cleaned: list[str] = []
    owner = TaskOwner()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            cleaned.append("yes")

    owner.spawn(work())
    owner.spawn(work())
    await asyncio.sleep(0)
    await owner.cancel_all()
    assert cleaned == ["yes", "yes"]


async def test_the_latest_search_cancels_the_one_before_and_only_its_own_kind() -> None:
    finished: list[str] = []
    owner = TaskOwner()

    async def search(text: str) -> None:
        await asyncio.sleep(0.01)
        finished.append(text)

    for text in ("a", "ap", "app"):
        owner.spawn_latest("search", search(text))
        await asyncio.sleep(0)
    owner.spawn_latest("customer", search("ada"))
    await asyncio.sleep(0.05)
    assert finished == ["app", "ada"]

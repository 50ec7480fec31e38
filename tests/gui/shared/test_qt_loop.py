"""Qt's loop as the tests have it: what goes on between two runs finds it running."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QApplication

from tests.conftest import _qt_loop


def test_a_task_goes_on_where_events_are_worked_off_between_two_runs(qapp: QApplication) -> None:
    steps: list[asyncio.AbstractEventLoop] = []

    async def outlive() -> None:
        for _ in range(3):
            await asyncio.sleep(0.001)
            steps.append(asyncio.get_running_loop())

    async def begin() -> asyncio.Task[None]:
        return asyncio.create_task(outlive())

    with asyncio.Runner(loop_factory=_qt_loop) as runner:
        task = runner.run(begin())
        while not task.done():
            qapp.processEvents()
        assert task.exception() is None
        assert steps == [runner.get_loop()] * 3

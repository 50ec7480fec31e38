"""Garbage is collected in the GUI thread, and in no other."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.shared.garbage import GarbageCollector


class Cycle(QObject):
    """Keeps itself, so that only a collection ends it; notes in which thread it ended."""

    ended_in: ClassVar[list[int]] = []

    def __init__(self) -> None:
        super().__init__()
        self.own = self

    def __del__(self) -> None:
        self.ended_in.append(threading.get_ident())


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GarbageCollector]:
    Cycle.ended_in.clear()
    made = GarbageCollector(thresholds=(0, 1_000_000, 1_000_000))
    yield made
    made.stop()


def fill_memory() -> None:
    kept = [[number] for number in range(100_000)]
    kept.clear()


def test_a_thread_that_makes_much_ends_no_object_of_the_window(collector: GarbageCollector) -> None:
    gone = weakref.ref(Cycle())
    thread = threading.Thread(target=fill_memory)
    thread.start()
    thread.join()
    assert gone() is not None
    collector.look()
    assert gone() is None
    assert Cycle.ended_in == [threading.get_ident()]


def test_it_looks_by_itself(collector: GarbageCollector, qtbot: QtBot) -> None:
    gone = weakref.ref(Cycle())
    qtbot.waitUntil(lambda: gone() is None)


def test_stopped_python_collects_again(collector: GarbageCollector) -> None:
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()

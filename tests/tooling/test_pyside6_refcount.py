"""PySide6 6.12.0 drops a reference to None per void call and to True per emit: Python 3.11 aborts in the end.

Other tests are too short to meet it, so the references are counted here (3.12 made both objects immortal).
"""

import sys

from PySide6.QtCore import QObject, Signal

CALLS = 500
TOLERANCE = 50  # other parts of the process hold and release some of their own


class Bell(QObject):
    """Emits a bool, as toggled() and clicked() do."""

    rung = Signal(bool)


def test_void_calls_keep_the_references_to_none() -> None:
    bell = Bell()
    before = sys.getrefcount(None)

    for _ in range(CALLS):
        bell.setObjectName("bell")

    assert abs(sys.getrefcount(None) - before) < TOLERANCE


def test_emits_keep_the_references_to_true() -> None:
    bell = Bell()
    heard: list[int] = []
    bell.rung.connect(lambda on: heard.append(1 if on else 0))
    before = sys.getrefcount(True)

    for _ in range(CALLS):
        bell.rung.emit(True)

    assert sum(heard) == CALLS
    assert abs(sys.getrefcount(True) - before) < TOLERANCE

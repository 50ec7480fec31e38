"""What screens may ask of the background: a few callables, no thread of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from b4mart_desktop.domain.entries import QueueState

OnBackstage = Callable[[Coroutine[Any, Any, Any]], Awaitable[Any]]
"""Runs a coroutine in the background thread and hands back what it returns or raises."""


@dataclass(frozen=True, slots=True)
class Backstage:
    """What the screens may ask of the background.

    Attributes:
        run: Runs a coroutine there.
        retry: Posts an entry again that was set aside.
        drain: Posts what waits, for a moment, and returns what is left.
    """

    run: OnBackstage
    retry: Callable[[int], None]
    drain: Callable[[], Awaitable[QueueState]]

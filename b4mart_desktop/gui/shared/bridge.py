"""Brings the services' events to the GUI thread as a Qt signal. Knows no event's meaning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from b4mart_desktop.services.bus import Event


class EventSource(Protocol):
    """What the bridge needs of the bus."""

    def subscribe(self, subscriber: Callable[[Event], None]) -> Callable[[], None]:
        """Calls `subscriber` with every event, in any thread; returns the function that ends it."""


class BusBridge(QObject):
    """Delivers each event of the bus in the thread that made this object, in the order of publication.

    Signals:
        received: One event (an `Event` of `services.bus`). Match on its type.
    """

    received = Signal(object)
    _arrived = Signal(object)

    def __init__(self, bus: EventSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self.received, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = bus.subscribe(self._arrived.emit)

    def close(self) -> None:
        """Stops listening; events that are still queued are delivered."""
        self._unsubscribe()

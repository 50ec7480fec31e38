"""The program's one event bus: facts that several parts react to, in the past tense. No Qt, no logic.

Subscribers are called in the publisher's thread; ``gui.shared.bridge`` brings events to the GUI thread.
"""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from b4mart_desktop.domain.cart import Cart
from b4mart_desktop.domain.counters import Presence, ReplicaPhase
from b4mart_desktop.domain.entries import QueueState
from b4mart_desktop.domain.ids import Id


@dataclass(frozen=True, slots=True)
class QueueChanged:
    """An entry was journalled, posted or set aside."""

    state: QueueState


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """The database became reachable or unreachable; ``since`` is when."""

    online: bool
    since: dt.datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ReplicaLoading:
    """The first load of the replica goes on: ``done`` of about ``total`` documents."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ReplicaPhaseChanged:
    """The replica stands differently to the database; ``reason`` says why it is loaded again or stalled."""

    phase: ReplicaPhase
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ReplicaChanged:
    """Documents of ``collection`` changed in the replica; no ``ids`` means many or all."""

    collection: str
    ids: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class SaleVoided:
    """The open cart was given up."""

    cart: Cart


@dataclass(frozen=True, slots=True)
class CouponsFreed:
    """Coupons of ``cart`` are free again: they left it, or it was sold and they took nothing off."""

    cart: Cart
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentSkipped:
    """A document could not be read and is not in the replica."""

    collection: str
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class EntryJournalled:
    """The fact with ``id`` is on this counter's disk and waits to be posted."""

    id: Id


@dataclass(frozen=True, slots=True)
class EntriesPosted:
    """The facts with ``ids`` are in MongoDB; those of one batch are told together."""

    ids: tuple[Id, ...]


@dataclass(frozen=True, slots=True)
class JobFinished:
    """A background job about ``ref`` ended, well or with ``error``."""

    kind: str
    ref: Id
    error: str | None = None


@dataclass(frozen=True, slots=True)
class UserChanged:
    """Somebody signed in at this counter or left it; ``name`` is None where nobody is there."""

    name: str | None


@dataclass(frozen=True, slots=True)
class CountersChanged:
    """Other counters came, left, or said something else of themselves; ``present`` are all that run."""

    present: tuple[Presence, ...]


@dataclass(frozen=True, slots=True)
class HeldCartsChanged:
    """A cart was put aside or taken up again at this counter, or others know of it by now."""


@dataclass(frozen=True, slots=True)
class HeldCartDoubled:
    """A held cart that was taken up here without asking was taken up at another counter, too."""

    label: str
    total: Decimal
    register_code: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class LastOneSold:
    """Another counter sold the last piece of a product."""

    product: Id
    register_code: str
    at: dt.datetime


Event = (
    QueueChanged
    | ConnectionChanged
    | ReplicaLoading
    | ReplicaPhaseChanged
    | ReplicaChanged
    | SaleVoided
    | CouponsFreed
    | DocumentSkipped
    | EntryJournalled
    | EntriesPosted
    | JobFinished
    | UserChanged
    | CountersChanged
    | HeldCartsChanged
    | HeldCartDoubled
    | LastOneSold
)
Subscriber = Callable[[Event], None]


class Bus:
    """Delivers each published event to all subscribers, in order of subscription."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._subscribers: list[Subscriber] = []

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Calls ``subscriber`` with every event from now on; returns the function that ends it."""
        with self._lock:
            self._subscribers.append(subscriber)

        def unsubscribe() -> None:
            with self._lock:
                if subscriber in self._subscribers:
                    self._subscribers.remove(subscriber)

        return unsubscribe

    def publish(self, event: Event) -> None:
        """Delivers ``event``; a subscriber must not block, it runs in the publisher's thread."""
        with self._lock:
            subscribers = tuple(self._subscribers)
        for subscriber in subscribers:
            subscriber(event)

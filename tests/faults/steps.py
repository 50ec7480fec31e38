"""The named steps of the ring at which a counter can be made to die. Runs in the seller's process only.

A step is a call of one of the program's functions, before it is made or after it returned: the function is
wrapped by its name, the product knows nothing of it.
"""

import enum
import functools
import importlib
import inspect
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from b4mart_desktop.domain.entries import ShiftClosed, ShiftOpened
from b4mart_desktop.services.bus import ReplicaChanged

_BUS = "b4mart_desktop.services.bus"
_LOADING = "b4mart_desktop.adapters.loading.worker"
_LOCAL = "b4mart_desktop.adapters.local"
_JOURNAL = f"{_LOCAL}.journal.journal"
_HELD_CARTS = "b4mart_desktop.adapters.mongo.held_carts"
_REPLICATOR = "b4mart_desktop.backstage.replicator"
_SESSION = "pymongo.asynchronous.client_session"


class Moment(enum.Enum):
    """When it dies: before the call is made or after it returned."""

    BEFORE = enum.auto()
    AFTER = enum.auto()


BEFORE, AFTER = Moment.BEFORE, Moment.AFTER


@dataclass(frozen=True, slots=True)
class Step:
    """A place in the program.

    Attributes:
        module: Where the function is.
        name: The function, with its class where it has one.
        moment: When to die.
        about: Of which type an argument must be, if only some calls count.
    """

    module: str
    name: str
    moment: Moment
    about: type | None = None


SELLING = {
    "before the journal write": Step(_JOURNAL, "SqliteJournal.append_sale", BEFORE),
    "in the journal's transaction": Step(_JOURNAL, "SqliteJournal._insert_sale", AFTER),
    "journalled, pay has not returned": Step(_JOURNAL, "SqliteJournal.append_sale", AFTER),
    "paid, not yet posting": Step("b4mart_desktop.adapters.mongo.posting", "MongoPosting.post", BEFORE),
    "in the posting transaction": Step("b4mart_desktop.adapters.mongo.stock", "book", AFTER),
    "before the commit": Step(_SESSION, "AsyncClientSession.commit_transaction", BEFORE),
    "committed, not marked": Step(_SESSION, "AsyncClientSession.commit_transaction", AFTER),
    "before marking": Step(_JOURNAL, "SqliteJournal.mark_posted", BEFORE),
    "marked": Step(_JOURNAL, "SqliteJournal.mark_posted", AFTER),
}
COUNTER = {
    "opening a shift, not on disk": Step(_JOURNAL, "SqliteJournal.append", BEFORE, ShiftOpened),
    "opened a shift on disk": Step(_JOURNAL, "SqliteJournal.append", AFTER, ShiftOpened),
    "closing a shift, not on disk": Step(_JOURNAL, "SqliteJournal.append", BEFORE, ShiftClosed),
    "closed a shift on disk": Step(_JOURNAL, "SqliteJournal.append", AFTER, ShiftClosed),
    "before a cart is put aside": Step(f"{_LOCAL}.desk", "SqliteDesk.hold", BEFORE),
    "a cart is put aside": Step(f"{_LOCAL}.desk", "SqliteDesk.hold", AFTER),
    "before a cart is taken": Step(f"{_LOCAL}.desk", "SqliteDesk.swap", BEFORE),
    "a cart is taken": Step(f"{_LOCAL}.desk", "SqliteDesk.swap", AFTER),
    "before a cart is shared": Step(_HELD_CARTS, "MongoHeldCarts.share", BEFORE),
    "a cart is shared, the desk does not know": Step(_HELD_CARTS, "MongoHeldCarts.share", AFTER),
    "a shared cart is claimed": Step(_HELD_CARTS, "MongoHeldCarts.claim", AFTER),
    "before a taken cart is settled": Step(_HELD_CARTS, "MongoHeldCarts.settle", BEFORE),
    "a taken cart is settled, the desk does not know": Step(_HELD_CARTS, "MongoHeldCarts.settle", AFTER),
}
REPLICA = {
    "applying changes, not committed": Step(f"{_LOCAL}.replica.write", "set_token", BEFORE),
    "changes applied": Step(_BUS, "Bus.publish", BEFORE, ReplicaChanged),
}
OPENING = {
    "the register is enrolled, the desk does not know": Step(
        f"{_LOCAL}.desk", "SqliteDesk.set_register", BEFORE
    ),
    "before the first load": Step(_LOADING, "WorkerLoader.load", BEFORE),
    "in the middle of the first load": Step(_REPLICATOR, "_Progress.report", AFTER),
}
STEPS = SELLING | COUNTER | REPLICA | OPENING


def die_at(name: str) -> None:
    """Makes this process kill itself when it next comes to the step of that name.

    Raises:
        AttributeError: The program has no such function any more: the step must be named anew.
    """
    step = STEPS[name]
    owner: Any = importlib.import_module(step.module)
    *parts, function = step.name.split(".")
    for part in parts:
        owner = getattr(owner, part)
    setattr(owner, function, _dying(getattr(owner, function), step))


def _dying(function: Callable[..., Any], step: Step) -> Callable[..., Any]:
    def die(moment: Moment, *arguments: object) -> None:
        is_meant = step.about is None or any(isinstance(each, step.about) for each in arguments)
        if moment is step.moment and is_meant:
            os.kill(os.getpid(), signal.SIGKILL)

    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> Any:
        die(BEFORE, *arguments)
        result = function(*arguments, **named)
        die(AFTER, *arguments)
        return result

    @functools.wraps(function)
    async def call_async(*arguments: Any, **named: Any) -> Any:
        die(BEFORE, *arguments)
        result = await function(*arguments, **named)
        die(AFTER, *arguments)
        return result

    return call_async if inspect.iscoroutinefunction(function) else call

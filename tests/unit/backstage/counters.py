"""Two counters of one shop at one real database, either of which may die between any two steps."""

import dataclasses
import inspect
from collections.abc import Awaitable, Coroutine
from typing import Any

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.held_carts import MongoHeldCarts
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.backstage.sharing import BackgroundClaims, Sharing
from b4mart_desktop.domain.counters import Standing
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.services.holding import Holding
from b4mart_desktop.services.ports import SharedCartStore
from tests.unit.services.shop import NOON, Shop


class KilledError(BaseException):
    """The program died here. Nothing that expects errors may catch it."""


class Mortal:
    """Passes calls on, and dies at the step it is told to.

    Attributes:
        taken: The steps that were taken, by name.
        last: How many more steps are taken before it dies; None for a long life.
        halfway: Whether the last step is done, and nobody told.
    """

    STEPS = frozenset({"hold", "swap", "mark", "drop", "share", "claim", "settle", "release"})

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.last: int | None = None
        self.halfway = False

    def over(self, behind: Any) -> Any:
        """Returns ``behind`` as seen by a program that may die."""
        return _Guarded(self, behind)

    def step(self, name: str) -> bool:
        """Counts a step; returns whether it is the one to die at."""
        self.taken.append(name)
        return self.last is not None and len(self.taken) > self.last


class _Guarded:
    def __init__(self, mortal: Mortal, behind: Any) -> None:
        self._mortal = mortal
        self._behind = behind

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._behind, name)
        if name not in Mortal.STEPS:
            return method
        return (
            self._awaited(name, method) if inspect.iscoroutinefunction(method) else self._called(name, method)
        )

    def _called(self, name: str, method: Any) -> Any:
        def call(*args: Any) -> Any:
            dies = self._mortal.step(name)
            result = None if dies and not self._mortal.halfway else method(*args)
            return _live(dies, result)

        return call

    def _awaited(self, name: str, method: Any) -> Any:
        async def call(*args: Any) -> Any:
            dies = self._mortal.step(name)
            result = None if dies and not self._mortal.halfway else await method(*args)
            return _live(dies, result)

        return call


def _live(dies: bool, result: Any) -> Any:
    if dies:
        raise KilledError
    return result


class Till:
    """A counter with its own disk at the shop's database."""

    def __init__(self, shop: Shop, database: Database, code: str) -> None:
        self.shop = shop
        self._database = database
        self.register = Register(id=new_id(), code=code, name=code, created_at=NOON, updated_at=NOON)
        shop.desk.set_register(self.register)
        self.mortal = Mortal()
        self.start()

    def start(self, store: SharedCartStore | None = None) -> None:
        """Starts the program, as after a crash: all it knows is on its disk and in the database."""
        self.shop.restart()
        self.mortal, shop = Mortal(), self.shop
        desk = self.mortal.over(shop.desk)
        counter = dataclasses.replace(shop.counter, desk=desk)
        carts = self.mortal.over(store or MongoHeldCarts(self._database))
        self.sharing = Sharing(desk, shop.journal, carts, counter.bus)
        self.sharing.online = True
        self.holding = Holding(counter, shop.selling, BackgroundClaims(_here, self.sharing))

    async def look(self, *registers: Register) -> None:
        """Brings the replica up to what the database says."""
        replica = self.shop.replica
        for register in registers:
            replica.change("registers", to_document(register))
        for document in await self._database.heldcarts.find({}).to_list():
            replica.change("heldcarts", document)

    def connect(self, online: bool) -> None:
        """The database comes or goes."""
        self.sharing.online = online

    def open_lines(self) -> list[str]:
        """What the open cart holds."""
        return [line.product.name for line in self.shop.selling.cart.lines]

    def alone(self) -> list[Id]:
        """The carts that only this counter knows of."""
        return [held.cart.id for held in self.shop.desk.held() if held.standing is Standing.LOCAL]


def _here(coroutine: Coroutine[Any, Any, Any]) -> Awaitable[Any]:
    return coroutine

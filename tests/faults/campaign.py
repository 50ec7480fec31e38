"""Faults of all kinds at random, in rounds: harm, then calm in which everything must come right.

What the kinds of harm are belongs to ``harm``, what must be true after them to ``invariants``.
"""

import heapq
import itertools
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.faults.harm import HARMS, Done, Scene
from tests.faults.messages import Order
from tests.faults.proxy import Proxy
from tests.faults.sellers import Seller, SellerError
from tests.faults.shop import FaultyShop, small_disk
from tests.replica_set import ReplicaSet

_TICK_SECONDS = 0.02
_FOLLOW_SECONDS = 1.0
_MOST_SECONDS_DOWN = 2.0
_DISK_MEGABYTES = 128
_CALM_SECONDS = 120.0
_PAUSE_SECONDS = 0.3

Protocol = Callable[[str], None]


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        faults: How often each kind of harm was done.
        problems: What was wrong, in words.
        seconds: How long each payment took, in order of size.
        again: Transactions that had to begin again.
        refused: What clerks were told, by the error's code.
    """

    faults: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    seconds: Sequence[float] = ()
    again: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def summary(self) -> str:
        """Returns the figures in a line."""
        kinds = ", ".join(f"{name} {count}" for name, count in sorted(self.faults.items()))
        refusals = ", ".join(f"{code} {count}" for code, count in sorted(self.refused.items())) or "none"
        return (
            f"{self.faults.total()} faults ({kinds}); {len(self.seconds)} sales, "
            f"{self.again} transactions begun again; pay p50 {self._pay(0.5)} ms, p99 {self._pay(0.99)} ms, "
            f"slowest {self._pay(1.0)} ms; refused: {refusals}; {len(self.problems)} problems"
        )

    def _pay(self, share: float) -> str:
        if not self.seconds:
            return "-"
        return f"{self.seconds[min(int(len(self.seconds) * share), len(self.seconds) - 1)] * 1000:.1f}"


class Campaign:
    """Counters that sell while harm is done to everything around them."""

    def __init__(self, scene: Scene, tell: Protocol) -> None:
        self._scene = scene
        self._shop = scene.shop
        self._tell = tell
        self._began = time.monotonic()
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._follows_at = 0.0
        self.outcome = Outcome(problems=scene.problems)

    def round(self, seconds: float, gap: float) -> None:
        """Does harm for so long, every ``gap`` seconds on average, then lets everything come right."""
        for seller in self._shop.sellers:
            self._start(seller)
            seller.tell(Order.SELL)
        end, following = time.monotonic() + seconds, 0.0
        while (now := time.monotonic()) < end:
            if now >= following:
                following = now + self._scene.chance.uniform(0, 2 * gap)
                self._do_harm()
            self._attend()
        self._calm()
        self._sum_up()

    def _do_harm(self) -> None:
        name = self._scene.chance.choices(list(HARMS), [weight for _, weight in HARMS.values()])[0]
        try:
            done = HARMS[name][0](self._scene)
        except (SellerError, TimeoutError) as error:
            self._note(f"{name}: {error}")
            return
        if done is None:  # nobody is to be had for it just now
            return
        self.outcome.faults[name] += 1
        lasting = f" for {done.seconds:.1f} s" if done.end else ""
        self._say(f"{name}: {done.what}{lasting}")
        if done.end is not None:
            self._scene.busy.add(done.on)
            self._later(done.seconds, lambda: self._undo(done))

    def _undo(self, done: Done) -> None:
        assert done.end is not None
        self._scene.busy.discard(done.on)
        done.end()

    def _attend(self) -> None:
        """Hears what the counters say, starts the dead ones again, undoes harm that is due."""
        for seller in self._shop.sellers:
            self._hear(seller)
            if not seller.alive and seller.started:
                self._bury(seller)
                seconds = self._scene.chance.uniform(0, _MOST_SECONDS_DOWN)
                self._later(seconds, partial(self._start, seller))
        while self._due and self._due[0][0] <= time.monotonic():
            heapq.heappop(self._due)[2]()
        self._follow_primary()
        time.sleep(_TICK_SECONDS)

    def _hear(self, seller: Seller) -> None:
        try:
            seller.listen()
        except SellerError as error:
            self._note(str(error))

    def _start(self, seller: Seller) -> None:
        if not seller.alive:
            seller.start()
            seller.tell(Order.SELL)

    def _bury(self, seller: Seller) -> None:
        try:
            seller.kill()  # what it had still said
        except SellerError as error:
            self._note(str(error))

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        heapq.heappush(self._due, (time.monotonic() + seconds, next(self._order), action))

    def _follow_primary(self) -> None:
        """Lines of their own lead to whoever is primary: as behind a name that is pointed elsewhere."""
        if time.monotonic() < self._follows_at:
            return
        self._follows_at = time.monotonic() + _FOLLOW_SECONDS
        primary = self._shop.servers.find_primary()
        for proxy in self._scene.proxies.values():
            if primary is not None and proxy.target != primary.port:
                proxy.target = primary.port
                proxy.cut()

    # ------------------------------------------------------------ calm

    def _calm(self) -> None:
        """Undoes all harm; everything that was paid must then get into the database by itself."""
        while self._due:
            heapq.heappop(self._due)[2]()
        self._shop.servers.wait_until_whole()
        self._follows_at = 0.0
        began, unfinished = time.monotonic(), list(self._shop.sellers)
        for seller in unfinished:
            seller.rested = None
            self._start(seller)
            seller.tell(Order.FINISH)
        while unfinished and time.monotonic() - began < _CALM_SECONDS:
            self._attend_to_the_end(unfinished)
        for seller in unfinished:
            self._note(f"register {seller.plan.register} has not finished after {_CALM_SECONDS:.0f} s")
        self._note_all(self._shop.problems())
        self._say(f"calm after {time.monotonic() - began:.1f} s, {len(self._scene.problems)} problems")

    def _attend_to_the_end(self, unfinished: list[Seller]) -> None:
        for seller in tuple(unfinished):
            self._hear(seller)
            if seller.rested is not None:
                unfinished.remove(seller)
                if seller.rested.set_aside:
                    self._note(f"register {seller.plan.register} set {seller.rested.set_aside} facts aside")
            elif not seller.alive:  # it came to a step, or was told to close before
                self._bury(seller)
                self._start(seller)
                seller.tell(Order.FINISH)
        self._follow_primary()
        time.sleep(_TICK_SECONDS)

    def _sum_up(self) -> None:
        receipts = [receipt for seller in self._shop.sellers for receipt in seller.receipts]
        self.outcome.seconds = sorted(receipt.seconds for receipt in receipts)
        self.outcome.again = sum(seller.again for seller in self._shop.sellers)
        self.outcome.refused = Counter(
            code.value for seller in self._shop.sellers for code in seller.refusals.elements()
        )

    def _note_all(self, problems: Sequence[str]) -> None:
        for problem in problems:
            self._note(problem)

    def _note(self, problem: str) -> None:
        if problem not in self._scene.problems:  # what is wrong stays wrong in the rounds that follow
            self._scene.problems.append(problem)
            self._say(f"PROBLEM: {problem}")

    def _say(self, what: str) -> None:
        self._tell(f"{time.monotonic() - self._began:7.1f} s  {what}")


@contextmanager
def campaign(
    folder: Path, servers: ReplicaSet, registers: int, seed: int, tell: Protocol
) -> Iterator[Campaign]:
    """Opens a shop with so many counters, every other one with a line of its own and a small disk."""
    shop = FaultyShop(folder / "counters", servers, f"faults_{seed}")
    shop.load_store()
    proxies: dict[str, Proxy] = {}
    disks: dict[str, Path] = {}
    with ExitStack() as opened:
        for number in range(1, registers + 1):
            name, uri = f"R{number}", None
            if number % 2 == 0:
                proxies[name] = opened.enter_context(Proxy(servers.primary().port))
                uri = shop.uri_through(proxies[name].port)
                if disk := opened.enter_context(_disk(shop.folder / name)):
                    disks[name] = disk
            shop.seller(name, seed + number * 1_000, uri, pause=_PAUSE_SECONDS)
        opened.callback(shop.close)
        for seller in shop.sellers:
            seller.start()
        for seller in shop.sellers:
            seller.open()
        yield Campaign(Scene(shop, random.Random(seed), proxies, disks), tell)


@contextmanager
def _disk(folder: Path) -> Iterator[Path | None]:
    """Gives a small disk for a counter's files, None where none can be had; its files outlast it."""
    with ExitStack() as opened:
        try:
            disk = opened.enter_context(small_disk(folder, _DISK_MEGABYTES))
        except PermissionError:
            yield None
            return
        yield disk
        shutil.copytree(disk, folder.with_name(f"{folder.name}-disk"))

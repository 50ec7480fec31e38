"""The parent's side of ``seller``: a counter that lives, dies and lives again, and all it has said."""

import contextlib
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Self, TypeVar

from b4mart_desktop.domain.errors import ErrorCode
from tests.faults import seller
from tests.faults.messages import (
    Broke,
    DieAt,
    Message,
    Opened,
    Order,
    Plan,
    Printed,
    PutAside,
    Refused,
    Rested,
    TaskDied,
    TookCard,
)
from tests.program import PATIENCE

if sys.platform == "win32":
    _CONTEXT = multiprocessing.get_context("spawn")
else:
    # Forked off a process that has imported everything: a start costs little, so many kills are possible.
    _CONTEXT = multiprocessing.get_context("forkserver")
    _CONTEXT.set_forkserver_preload([seller.__name__])
T = TypeVar("T")

_START_SECONDS = 60.0
_REST_SECONDS = 60.0
_END_SECONDS = 15.0
_LISTEN_SECONDS = 0.02
_GOOD_ENDS = (0, -9)  # closed, or killed by whomever


class SellerError(Exception):
    """The counter failed in a way that no fault excuses; the text is its traceback."""


class Seller:
    """One counter through all its lives.

    Attributes:
        plan: What its next life is like.
        receipts: All it has printed, in order, as far as they were read.
        cards: References of all cards it has charged.
        put_aside: Marks of all carts it has put aside.
        deaths: Background tasks that died of an error nobody expected.
        refusals: What it could not do, by the error's code.
        lives: How often it was started.
        opened: What it said when it last opened; None while it opens.
        rested: What it said when nothing waited any more; None until then.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.receipts: list[Printed] = []
        self.cards: list[str] = []
        self.put_aside: list[str] = []
        self.deaths: list[str] = []
        self.refusals: Counter[ErrorCode] = Counter()
        self.lives = 0
        self.opened: Opened | None = None
        self.rested: Rested | None = None
        self._again: list[int] = []
        self._process: BaseProcess | None = None
        self._pipe: Connection[Order | DieAt, Message]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.kill()

    # ------------------------------------------------------------ living and dying

    @property
    def started(self) -> bool:
        """Whether it was started and is not buried yet, dead or alive."""
        return self._process is not None

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.is_alive()

    @property
    def again(self) -> int:
        """How many transactions it had to begin again, in all its lives."""
        return sum(self._again)

    def start(self) -> None:
        """Starts it; returns at once."""
        plan = replace(self.plan, seed=self.plan.seed + self.lives)
        self.lives += 1
        self.opened = self.rested = None
        self._again.append(0)
        self._pipe, end = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=seller.run, args=(end, plan))
        self._process.start()
        end.close()

    def kill(self) -> None:
        """Ends it at once, where it has not ended by itself, and reads what it had still said.

        Raises:
            SellerError: It had ended by itself in a way that no fault excuses.
        """
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.join(_END_SECONDS)
        self.listen()
        self._pipe.close()
        if process.exitcode not in _GOOD_ENDS:
            raise SellerError(f"register {self.plan.register} ended with {process.exitcode}")

    def wait_until_dead(self, seconds: float = PATIENCE) -> bool:
        """Waits for it to end by itself, killed at a step for example; returns whether it did."""
        deadline = time.monotonic() + seconds
        while self.alive and time.monotonic() < deadline:
            self.listen(_LISTEN_SECONDS)
        return not self.alive

    # ------------------------------------------------------------ telling and hearing

    def tell(self, order: Order | DieAt) -> None:
        """Gives an order; one that has died does not hear it."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._pipe.send(order)

    def open(self) -> Opened:
        """Waits until people can sign in."""
        return self._wait(lambda: self.opened, _START_SECONDS, "open")

    def sell(self, count: int) -> None:
        """Lets it sell; returns once it has printed ``count`` more receipts. It goes on selling."""
        self.tell(Order.SELL)
        self.wait_for(count)

    def wait_for(self, count: int, seconds: float = PATIENCE) -> None:
        """Waits until it has printed ``count`` more receipts."""
        wanted = len(self.receipts) + count
        self._wait(lambda: len(self.receipts) >= wanted, seconds, f"print {count} receipts")

    def wait_for_refusals(self, count: int, code: ErrorCode) -> None:
        """Waits until it could not do something ``count`` more times, for that reason."""
        wanted = self.refusals[code] + count
        self._wait(lambda: self.refusals[code] >= wanted, PATIENCE, f"meet {code}")

    def go_on(self, seconds: float) -> None:
        """Lets it do what it does for so long."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self.listen(left)

    def rest(self, order: Order = Order.REST) -> Rested:
        """Lets it stop selling; returns once everything is in the database."""
        self.rested = None
        self.tell(order)
        return self._wait(lambda: self.rested, _REST_SECONDS, "rest")

    def listen(self, seconds: float = 0.0) -> None:
        """Takes what it says within ``seconds``, or has said before.

        Raises:
            SellerError: It broke.
        """
        if self._pipe.closed:
            return
        try:
            while self._pipe.poll(seconds):
                self._take(self._pipe.recv())
                seconds = 0.0
        except (EOFError, ConnectionError):
            time.sleep(seconds)  # it has died; a message that was cut off was not said

    def _wait(self, condition: Callable[[], T | None], seconds: float, what: str) -> T:
        deadline = time.monotonic() + seconds
        while not (value := condition()):
            if not self.alive:
                self.listen()
                raise SellerError(f"register {self.plan.register} died and did not {what}: {self.refusals}")
            if time.monotonic() > deadline:
                raise TimeoutError(f"register {self.plan.register} did not {what} within {seconds:.0f} s")
            self.listen(_LISTEN_SECONDS)
        return value

    def _take(self, message: Message) -> None:
        match message:
            case Opened():
                self.opened = message
            case Rested():
                self.rested = message
            case Printed():
                self.receipts.append(message)
                self._again[-1] = message.again
            case TookCard(reference):
                self.cards.append(reference)
            case PutAside(mark):
                self.put_aside.append(mark)
            case Refused(code):
                self.refusals[code] += 1
            case TaskDied(trace):
                self.deaths.append(f"register {self.plan.register}: {trace}")
            case Broke(trace):
                raise SellerError(f"register {self.plan.register}: {trace}")

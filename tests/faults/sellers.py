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
    Refused,
    Rested,
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


class SellerError(Exception):
    """The counter failed in a way that no fault excuses; the text is its traceback."""


class Seller:
    """One counter through all its lives.

    Attributes:
        plan: What its next life is like.
        receipts: All it has printed, in order, as far as they were read.
        cards: References of all cards it has charged.
        refusals: What it could not do, by the error's code.
        lives: How often it was started.
        opened: What it said when it last opened; None while it opens.
        rested: What it said when nothing waited any more; None until then.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.receipts: list[Printed] = []
        self.cards: list[str] = []
        self.refusals: Counter[ErrorCode] = Counter()
        self.lives = 0
        self.opened: Opened | None = None
        self.rested: Rested | None = None
        self._process: BaseProcess | None = None
        self._pipe: Connection[Order | DieAt, Message]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.kill()

    # ------------------------------------------------------------ living and dying

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.is_alive()

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    def start(self) -> None:
        """Starts it; returns at once."""
        plan = replace(self.plan, seed=self.plan.seed + self.lives)
        self.lives += 1
        self.opened = self.rested = None
        self._pipe, end = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=seller.run, args=(end, plan), daemon=True)
        self._process.start()
        end.close()

    def kill(self) -> None:
        """Ends it at once, and reads what it had still said."""
        if self._process is not None:
            self._process.kill()
            self._bury(self._process)

    def end(self) -> None:
        """Lets it close as the program does; what waits then, waits."""
        self.tell(Order.END)
        assert self._process is not None
        self._bury(self._process)

    def wait_until_dead(self, seconds: float = PATIENCE) -> bool:
        """Waits for it to kill itself; returns whether it did.

        Raises:
            SellerError: It ended in another way.
        """
        process, deadline = self._process, time.monotonic() + seconds
        assert process is not None
        while process.is_alive() and time.monotonic() < deadline:
            self.listen(0.01)
        if process.is_alive():
            return False
        self._bury(process)
        if process.exitcode is None or process.exitcode >= 0:
            raise SellerError(f"register {self.plan.register} ended with {process.exitcode}")
        return True

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
            self.listen(0.02)
        return value

    def _bury(self, process: BaseProcess) -> None:
        process.join(_END_SECONDS)
        if not self._pipe.closed:
            self.listen()
            self._pipe.close()

    def _take(self, message: Message) -> None:
        match message:
            case Opened():
                self.opened = message
            case Rested():
                self.rested = message
            case Printed():
                self.receipts.append(message)
            case TookCard(reference):
                self.cards.append(reference)
            case Refused(code):
                self.refusals[code] += 1
            case Broke(trace):
                raise SellerError(f"register {self.plan.register}: {trace}")

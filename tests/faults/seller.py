"""A selling counter in a process that others may kill. Runs in the child only.

It is put together by the program's own ``app.shop``; only the window and the person are left out.
"""

import asyncio
import contextlib
import logging
import os
import random
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection

import time_machine
from pymongo import monitoring
from typing_extensions import override

from b4mart_desktop.app import use_cases  # noqa: F401  # loaded before the process is forked off
from b4mart_desktop.app.shop import Shop
from b4mart_desktop.backstage import thread
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.gui.screens import UseCases
from b4mart_desktop.services.bus import Bus
from b4mart_desktop.services.ports import ProductHit
from b4mart_desktop.settings import Settings
from tests.faults import steps
from tests.faults.clerk import Clerk
from tests.faults.messages import (
    Broke,
    DieAt,
    Message,
    Opened,
    Order,
    Plan,
    Refused,
    Rested,
    TaskDied,
)

_POLL_SECONDS = 0.005
_PAUSE_WHEN_REFUSED = 0.05
_CLOCK_BACK_SECONDS = 3600


def run(pipe: "Connection[Message, Order | DieAt]", plan: Plan) -> None:
    """Opens the counter and obeys until it is told to end, or killed."""
    os.environ["PYTHON_KEYRING_BACKEND"] = (
        "keyring.backends.null.Keyring"  # whose keyring is nobody's to fill
    )
    plan.data_dir.parent.mkdir(parents=True, exist_ok=True)
    log = plan.data_dir.with_suffix(".log")
    logging.basicConfig(
        filename=log, level=logging.INFO, format="%(asctime)s %(process)d %(levelname)s %(name)s %(message)s"
    )
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):  # nobody listens any more
        try:
            asyncio.run(_Seller(pipe, plan).run())
        except AdapterError as error:
            pipe.send(Refused(error.code))
        except Exception:
            pipe.send(Broke(traceback.format_exc()))
            raise


class _Deaths(logging.Handler):
    """Tells of background tasks that died; that the disk is full may end one for a while."""

    def __init__(self, tell: Callable[[Message], None]) -> None:
        super().__init__()
        self._tell = tell

    @override
    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is None or getattr(error, "code", None) is ErrorCode.DISK_WRITE_FAILED:
            return
        self._tell(TaskDied(f"{record.getMessage()}: {''.join(traceback.format_exception(error))}"))


class _Transactions(monitoring.CommandListener):
    """Counts what the driver had to begin again.

    Attributes:
        again: Transactions aborted, and commits that failed.
    """

    def __init__(self) -> None:
        self.again = 0

    @override
    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.again += event.command_name == "abortTransaction"

    @override
    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        pass

    @override
    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        self.again += event.command_name == "commitTransaction"


class _Seller:
    def __init__(self, pipe: "Connection[Message, Order | DieAt]", plan: Plan) -> None:
        self._pipe = pipe
        self._sending = threading.Lock()
        logging.getLogger(thread.__name__).addHandler(_Deaths(self._tell))
        self._plan = plan
        self._chance = random.Random(plan.seed)
        self._transactions = _Transactions()
        monitoring.register(self._transactions)
        if plan.dies_at is not None:
            steps.die_at(plan.dies_at)

    def _tell(self, message: Message) -> None:
        with self._sending:  # background tasks die in another thread
            self._pipe.send(message)

    async def run(self) -> None:
        plan = self._plan
        shop = Shop(Settings(mongodb_uri=plan.uri, register=plan.register), plan.data_dir, Bus())
        try:
            use = await shop.open(demo=False, report=lambda *_: None)
            await self._work(use)
        finally:
            await shop.close()

    async def _work(self, use: UseCases) -> None:
        left = use.counter.journal.state().waiting
        while not use.counter.catalogue.is_loaded():  # noqa: ASYNC110  # told on a bus, in another thread
            await asyncio.sleep(_POLL_SECONDS)
        self._tell(Opened(left))
        clerk = Clerk(use, self._plan.habits, self._chance, self._tell, lambda: self._transactions.again)
        hot, others = self._goods(use)
        while (order := await asyncio.to_thread(self._pipe.recv)) is not Order.END:
            match order:
                case DieAt(step):
                    steps.die_at(step)
                case Order.CLOCK_BACK:
                    time_machine.travel(utc_now().timestamp() - _CLOCK_BACK_SECONDS, tick=True).start()
                case Order.SELL:
                    await self._sell(clerk, hot, others)
                case Order.REST:
                    await self._rest(use)
                case Order.FINISH:
                    await clerk.finish()
                    await self._rest(use)

    def _goods(self, use: UseCases) -> tuple[list[ProductHit], list[ProductHit]]:
        """Returns what every register sells all the time, and the rest; the same at each of them."""
        goods = [hit for hit in use.counter.catalogue.tiles(None) if not hit.weighed]
        goods.sort(key=lambda hit: hit.id)
        return goods[: self._plan.hot], goods

    async def _sell(self, clerk: Clerk, hot: list[ProductHit], others: list[ProductHit]) -> None:
        while not self._pipe.poll():
            served = await clerk.serve(hot, others)
            await asyncio.sleep(self._chance.uniform(0, self._plan.pause) if served else _PAUSE_WHEN_REFUSED)

    async def _rest(self, use: UseCases) -> None:
        while use.counter.journal.state().waiting:  # noqa: ASYNC110  # told on a bus, in another thread
            await asyncio.sleep(_POLL_SECONDS)
        self._tell(Rested(use.counter.journal.state().set_aside))

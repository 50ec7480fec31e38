"""The parent's side of `seller`: starting it, stopping it with SIGKILL, and what it had printed by then."""

import multiprocessing
import sys
from pathlib import Path
from typing import Self

from tests.faults import seller
from tests.program import PATIENCE

if sys.platform == "win32":
    _CONTEXT = multiprocessing.get_context("spawn")
else:
    # Forked off a process that has imported everything: a start costs little, so many kills are possible.
    _CONTEXT = multiprocessing.get_context("forkserver")
    _CONTEXT.set_forkserver_preload([seller.__name__])
_START_SECONDS = 60.0
_END_SECONDS = 15.0


class Seller:
    """One life of the selling process.

    Attributes:
        receipts: The numbers it has printed so far, in order, as far as they were read.
        left_over: How many facts were on disk and not in the database when it started.
    """

    def __init__(self, data_dir: Path, uri: str, seed: int) -> None:
        self._pipe, end = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=seller.run, args=(end, data_dir, uri, seed), daemon=True)
        self._process.start()
        end.close()
        self.receipts: list[str] = []
        self.left_over = self._wait_for_silence(_START_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.kill()

    def sell(self, count: int) -> None:
        """Lets it sell; returns once it has printed ``count`` more receipts. It goes on selling."""
        self._pipe.send(None)
        self.wait_for(count)

    def wait_for(self, count: int) -> None:
        """Waits until it has printed ``count`` more receipts."""
        for _ in range(count):
            self._take(self._read(PATIENCE))

    def rest(self) -> int:
        """Lets it stop selling; returns how many facts waited then, once all are in the database."""
        self._pipe.send(None)
        return self._wait_for_silence(_START_SECONDS)

    def kill(self) -> None:
        """Ends it at once, and reads what it had still printed."""
        self._process.kill()
        self._process.join(_END_SECONDS)
        if self._pipe.closed:
            return
        try:
            while self._pipe.poll():
                self._take(self._pipe.recv())
        except (EOFError, ConnectionError):
            pass  # a message that was cut off was not printed
        self._pipe.close()

    def _wait_for_silence(self, seconds: float) -> int:
        while True:
            message = self._read(seconds)
            if isinstance(message, int):
                return message
            self._take(message)

    def _take(self, message: object) -> None:
        if isinstance(message, str):
            self.receipts.append(message)

    def _read(self, seconds: float) -> object:
        if not self._pipe.poll(seconds):
            raise TimeoutError(f"the seller said nothing for {seconds:.0f} s")
        return self._pipe.recv()

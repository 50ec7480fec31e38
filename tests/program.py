"""The real program as a child process with a data folder of its own, and a look into that folder's files.

Drives nothing: keys come from `tests.features.screen`. Knows documents and files, no windows.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Self, TypeVar

from b4mart_desktop.adapters.local.journal.rows import COLUMNS, Row, read_row
from b4mart_desktop.adapters.local.records import decoder
from b4mart_desktop.adapters.local.sealing import Seal
from b4mart_desktop.adapters.security.local_key import open_keys
from b4mart_desktop.adapters.security.system_keyring import SystemKeyring
from b4mart_desktop.domain.cart import Cart
from b4mart_desktop.domain.counters import DeskCart
from b4mart_desktop.domain.entries import Entry, SaleCompleted, ShiftClosed, ShiftOpened
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.domain.tills import Register, Shift

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 20.0
"""Seconds that anything may take on a busy machine; success ends every wait at once."""
_POLL_SECONDS = 0.02
_END_SECONDS = 15.0
_OURS = ("B4MART_", "MONGODB_", "REDIS_", "QT_", "XDG_")


def until(condition: Callable[[], T | None], what: str, seconds: float = PATIENCE) -> T:
    """Returns the condition's first truthy value.

    Raises:
        TimeoutError: It did not come in time; the message says what was waited for.
    """
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds:.0f} s for: {what}")
        time.sleep(_POLL_SECONDS)
    return value


class Program:
    """`b4mart_desktop run` in a process of its own; killed at the end of the block if it still runs.

    Args:
        data_dir: Where it keeps its files.
        variables: Environment beyond the usual; the settings of this machine do not reach the program.
        arguments: After `run --data-dir ...`.
    """

    def __init__(
        self, data_dir: Path, variables: dict[str, str] | None = None, arguments: Sequence[str] = ()
    ) -> None:
        self.data_dir = data_dir
        self.files = DataFolder(data_dir)
        self._home = data_dir.with_name(f"{data_dir.name}-home")
        self._variables = variables or {}
        self._arguments = arguments
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self.running:
            self.kill()

    def start(self) -> None:
        """Starts the process; where it was started before and has ended, again."""
        self._home.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "b4mart_desktop", "run", "--data-dir", str(self.data_dir)]
        with (self._home / "output").open("ab") as output:
            self._process = subprocess.Popen(
                [*command, *self._arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self._home,
                env=self._environment(),
            )

    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        own = {
            "HOME": str(self._home),
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "offscreen",
            "B4MART_THEME": "light",
        }
        return inherited | own | self._variables

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> int:
        """Asks it to end as a system that shuts down does; returns the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(_END_SECONDS)

    def kill(self) -> None:
        """Ends it with nothing run: what is not on disk is lost."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(_END_SECONDS)

    def said(self) -> str:
        """Returns what it wrote to its log file and to the terminal."""
        files = (*sorted((self.data_dir / "logs").glob("*.log*")), self._home / "output")
        return "\n".join(file.read_text(errors="replace") for file in files if file.exists())


class DataFolder:
    """What a counter has on its disk, read beside the running program; nothing is written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def register(self) -> Register | None:
        """Returns which register this is."""
        return self._thing("register", Register)

    def shift(self) -> Shift | None:
        """Returns the open shift, as the journal has it."""
        open_shift = None
        for entry in self.entries():
            if isinstance(entry, ShiftOpened | ShiftClosed):
                open_shift = entry.shift if isinstance(entry, ShiftOpened) else None
        return open_shift

    def cart(self) -> Cart | None:
        """Returns the open cart."""
        found = self._rows("desk.sqlite", "SELECT value FROM things WHERE name = 'cart'")
        return decoder(Cart).decode(self._seal().open(found[0][0], "cart")) if found else None

    def held(self) -> list[DeskCart]:
        """Returns the carts put aside."""
        rows = self._rows("desk.sqlite", "SELECT value, cart FROM held")
        return [decoder(DeskCart).decode(self._seal().open(value, "held", cart)) for value, cart in rows]

    def entries(self) -> list[Entry]:
        """Returns everything in the journal, oldest first; a damaged row raises."""
        rows = self._rows("journal.sqlite", f"SELECT {COLUMNS} FROM entries ORDER BY number")
        return [read_row(Row(*row), self._seal()) for row in rows]

    def sales(self) -> list[Sale]:
        """Returns the journal's sales, oldest first."""
        return [entry.sale for entry in self.entries() if isinstance(entry, SaleCompleted)]

    def unposted(self) -> int:
        """Returns how many entries are not marked as posted."""
        rows = self._rows("journal.sqlite", "SELECT count(*) FROM entries WHERE state <> 'posted'")
        return int(rows[0][0]) if rows else 0

    def documents(self, pattern: str) -> list[Path]:
        """Returns the finished documents with such a name."""
        return sorted((self._folder / "documents").glob(pattern))

    def _seal(self) -> Seal:
        """Returns what opens this counter's rows, once the program has made its key."""
        return Seal(open_keys(self._folder, SystemKeyring()).keys)

    def _thing(self, name: str, kind: type[T]) -> T | None:
        rows = self._rows("desk.sqlite", "SELECT value FROM things WHERE name = ?", name)
        return decoder(kind).decode(rows[0][0]) if rows else None

    def _rows(self, file: str, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Returns no rows where the program has not made the file yet."""
        path = self._folder / file
        if not path.exists():
            return []
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
                return connection.execute(query, values).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return []
            raise

"""A shop to do harm to: a server of its own, a demo store, counters, and what they have said together."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from b4mart_desktop.adapters.mongo.connect import DATABASE_NAME
from tests.demo_store import load_small_demo
from tests.faults.invariants import Said, violations
from tests.faults.messages import Habits, Plan
from tests.faults.sellers import Seller
from tests.replica_set import HOST, ReplicaSet

SEED = int(os.environ.get("FAULTS_SEED", "20261123"))
"""Of everything that is at random; what else differs between two runs is the machine."""


class FaultyShop:
    """Server, store and counters.

    Attributes:
        folder: Of the counters' files.
        servers: The database's.
        database: Its name.
        sellers: All counters so far.
    """

    def __init__(self, folder: Path, servers: ReplicaSet, database: str = DATABASE_NAME) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.servers = servers
        self.sellers: list[Seller] = []
        self.database = database

    @property
    def uri(self) -> str:
        """Of the database on all servers."""
        return self.servers.with_database(self.database)

    def uri_through(self, port: int) -> str:
        """Returns the URI of the database behind one port, such as a proxy's."""
        return f"mongodb://{HOST}:{port}/{self.database}?directConnection=true"

    def load_store(self) -> None:
        """Loads about a hundred products and all around them."""
        asyncio.run(load_small_demo(self.servers.uri, self.database))

    def seller(
        self,
        register: str,
        seed: int,
        uri: str | None = None,
        habits: Habits | None = None,
        dies_at: str | None = None,
        pause: float = 0.0,
    ) -> Seller:
        """Returns a new counter that is not started yet; ``Plan`` says what it is told."""
        plan = Plan(
            self.folder / register,
            uri or self.uri,
            register,
            seed,
            habits or Habits(),
            pause=pause,
            dies_at=dies_at,
        )
        self.sellers.append(Seller(plan))
        return self.sellers[-1]

    def said(self) -> Said:
        """Returns what all counters have said so far."""
        said = Said()
        for seller in self.sellers:
            said.receipts += seller.receipts
            said.cards += seller.cards
            said.put_aside += seller.put_aside
        return said

    def problems(self) -> list[str]:
        """Returns what is wrong; to be called when all counters have finished."""
        with self.servers.connect() as client:
            found = violations(client[self.database], self.said())
        return [*found, *(death for seller in self.sellers for death in seller.deaths)]

    def close(self) -> None:
        """Ends all counters."""
        for seller in self.sellers:
            seller.kill()


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Gives a disk of that size at ``folder``.

    Raises:
        PermissionError: This system or user may not mount one.
    """
    mount = shutil.which("mount") if sys.platform == "linux" else None
    folder.mkdir(parents=True, exist_ok=True)
    command: Sequence[str] = ("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))
    if mount is None or subprocess.run([mount, *command], capture_output=True, check=False).returncode:
        raise PermissionError(f"no disk can be mounted at {folder}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=True)


def fill_up(disk: Path) -> Path:
    """Writes until not a byte more fits; returns the file to remove."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        for size in (1_048_576, 4_096, 1):
            with contextlib.suppress(OSError):
                while file.write(b"\0" * size) == size:
                    pass
    return ballast

"""Kills a selling counter again and again: `python -m tests.faults.kill --times 50 [--seed N]`."""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pymongo import MongoClient

from b4mart_desktop.adapters.mongo.connect import DATABASE_NAME
from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo
from tests.demo_store import load_small_demo
from tests.faults.invariants import violations
from tests.faults.sellers import Seller

_MOST_SALES = 8
_MOST_SECONDS = 0.02


@dataclass
class Outcome:
    """What came of a number of kills.

    Attributes:
        printed: All receipts, in order.
        unposted: For each kill how many facts were on disk and not in the database.
        problems: What was wrong on the next start, with the number of the kill.
    """

    printed: list[str] = field(default_factory=list)
    unposted: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def summary(self) -> str:
        """Returns the figures in a line."""
        hit = sum(1 for count in self.unposted if count)
        return (
            f"{len(self.unposted)} kills, {hit} of them between payment and posting "
            f"({sum(self.unposted)} facts waiting), {len(self.printed)} receipts printed, "
            f"{len(self.problems)} problems"
        )


def kill_again_and_again(data_dir: Path, uri: str, times: int, seed: int) -> Outcome:
    """Kills a seller at ``times`` random moments while it sells; looks at the database after each new start.

    Args:
        data_dir: The counter's files.
        uri: Of the database, its name included; a demo store is in it.
        times: How many kills.
        seed: Makes carts and moments repeatable, as far as the machine does.
    """
    chance, outcome = random.Random(seed), Outcome()
    with MongoClient[dict[str, Any]](uri, serverMonitoringMode="poll") as client:
        database = client.get_default_database()
        for number in range(times + 1):
            with Seller(data_dir, uri, chance.getrandbits(32)) as seller:
                if number:
                    outcome.unposted.append(seller.left_over)
                found = violations(database, outcome.printed)
                outcome.problems += [f"after kill {number}: {problem}" for problem in found]
                if number < times:
                    seller.sell(chance.randint(1, _MOST_SALES))
                    time.sleep(chance.uniform(0, _MOST_SECONDS))
                seller.kill()
            outcome.printed += seller.receipts
    return outcome


def with_database(uri: str, name: str) -> str:
    """Returns the URI of that database on the server of ``uri``."""
    return urlsplit(uri)._replace(path=f"/{name}").geturl()


@contextmanager
def quickly_forgotten_transactions(uri: str) -> Iterator[None]:
    """Lets the server end a killed program's transaction after a second, so that the next start is quick."""
    name = "transactionLifetimeLimitSeconds"
    with MongoClient[dict[str, Any]](uri, serverMonitoringMode="poll") as client:
        usual = client.admin.command({"getParameter": 1, name: 1})[name]
        client.admin.command({"setParameter": 1, name: 1})
        try:
            yield
        finally:
            client.admin.command({"setParameter": 1, name: usual})


def main() -> int:
    """Runs on a server of its own; returns 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kill", description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.getrandbits(32))
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="b4mart-kill-") as folder, _server(Path(folder, "db")) as uri:
        outcome = kill_again_and_again(Path(folder, "counter"), uri, options.times, options.seed)
    print(f"{outcome.summary()}, {time.monotonic() - began:.0f} s, seed {options.seed}")
    print("\n".join(outcome.problems), file=sys.stderr)
    return 1 if outcome.problems else 0


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    with asyncio.Runner() as runner:
        server = EmbeddedMongo(folder)
        uri = runner.run(server.start())
        try:
            runner.run(load_small_demo(uri, DATABASE_NAME))
            with quickly_forgotten_transactions(uri):
                yield with_database(uri, DATABASE_NAME)
        finally:
            runner.run(server.stop())


if __name__ == "__main__":
    sys.exit(main())

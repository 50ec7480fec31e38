"""A real replica set on this machine, of one mongod or several, and the ways in which its members fail.

Nothing of a shop belongs here. All calls block; a killed member comes back with its data by ``start``.
"""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

from pymongo import MongoClient
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError

from b4mart_desktop.adapters.mongo.embedded.binary import find_mongod

T = TypeVar("T")

HOST = "127.0.0.1"
SET_NAME = "tests"
_PORTS = range(10_000, 20_000)  # below those that systems hand out: a killed member finds its own free again
_POLL_SECONDS = 0.02
_PATIENCE_SECONDS = 30.0
_STEP_DOWN_SECONDS = 3
_CATCH_UP_SECONDS = 2
_MONGOD_OPTIONS = {
    "--bind_ip": HOST,
    "--replSet": SET_NAME,
    "--wiredTigerCacheSizeGB": "0.25",
    "--oplogSize": "64",
}
_PARAMETERS = {
    "diagnosticDataCollectionEnabled": "false",
    # What a killed counter's transaction had locked is free again after so long.
    "transactionLifetimeLimitSeconds": "1",
    # How long a member that is told to end serves on after it has handed over.
    "shutdownTimeoutMillisForSignaledShutdown": "500",
}
_SETTINGS = {"electionTimeoutMillis": 1500, "heartbeatIntervalMillis": 200, "heartbeatTimeoutSecs": 2}
"""Several times as quick as usual in noticing that the primary is gone, so that tests need not wait."""


class Member:
    """One mongod of the set.

    Attributes:
        port: Where it listens, the same after each start.
        address: Host and port, as the set's configuration names it.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        self.address = f"{HOST}:{port}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._paused = False

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the process is alive, paused or not."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Starts it unless it runs; it catches up by itself."""
        if not self.running:
            (self._folder / "data").mkdir(parents=True, exist_ok=True)
            self._process = self._spawn()
            self._paused = False

    def kill9(self) -> None:
        """Ends it at once, with nothing run; returns when it is gone."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(_PATIENCE_SECONDS)

    def restart(self) -> None:
        """Ends it as a system that shuts down does, and starts it again."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(_PATIENCE_SECONDS)
        self.start()

    def pause(self) -> None:
        """Stops it in its tracks (SIGSTOP): its connections stay open and nobody answers."""
        os.kill(self.pid, signal.SIGSTOP)
        self._paused = True

    def resume(self) -> None:
        """Lets a paused one go on; any other is left alone."""
        if self._paused and self.running:
            os.kill(self.pid, signal.SIGCONT)
        self._paused = False

    def client(self) -> MongoClient[dict[str, Any]]:
        """Returns a client of this member alone, for a short time."""
        return MongoClient(
            HOST,
            self.port,
            directConnection=True,
            serverMonitoringMode="poll",  # spares threads that would outlive a short-lived client
            serverSelectionTimeoutMS=1_000,
            socketTimeoutMS=5_000,
        )

    def hello(self) -> dict[str, Any]:
        """Returns what it says about itself; nothing where it does not answer."""
        if self._paused or not self.running:
            return {}
        with contextlib.suppress(ConnectionFailure), self.client() as client:
            return client.admin.command("hello")
        return {}

    def log(self) -> str:
        """Returns what it logged."""
        return (self._folder / "mongod.log").read_text(errors="replace")

    def _spawn(self) -> subprocess.Popen[bytes]:
        values = _MONGOD_OPTIONS | {
            "--dbpath": str(self._folder / "data"),
            "--logpath": str(self._folder / "mongod.log"),
            "--port": str(self.port),
        }
        options = [part for pair in values.items() for part in pair] + ["--logappend", "--quiet"]
        options += [part for item in _PARAMETERS.items() for part in ("--setParameter", "=".join(item))]
        if sys.platform != "win32":
            options.append("--nounixsocket")
        return subprocess.Popen(
            [*_dies_with_us(), find_mongod(), *options], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )


class ReplicaSet:
    """Some members, one of them primary.

    Args:
        folder: Where they keep their files.
        size: How many members; of one, nobody takes over.

    Attributes:
        members: All of them, running or not.
        uri: Of the set, for the program's setting MONGODB_URI; no authentication.
    """

    def __init__(self, folder: Path, size: int = 3) -> None:
        self.members = [Member(folder / str(port), port) for port in _free_ports(size)]
        addresses = ",".join(member.address for member in self.members)
        self.uri = f"mongodb://{addresses}/?replicaSet={SET_NAME}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def start(self) -> None:
        """Starts a new set; returns when it has a primary and all others follow it."""
        for member in self.members:
            member.start()
        _until(lambda: all(member.hello() for member in self.members), "members that listen")
        hosts = [{"_id": number, "host": member.address} for number, member in enumerate(self.members)]
        with self.members[0].client() as client:
            config = {"_id": SET_NAME, "members": hosts, "settings": _SETTINGS}
            client.admin.command("replSetInitiate", config)
        self.wait_until_whole()

    def close(self) -> None:
        """Ends all members at once: their data are of no use to anybody."""
        for member in self.members:
            if member.running:
                member.kill9()

    def with_database(self, name: str) -> str:
        """Returns the URI of that database."""
        return self.uri.replace("/?", f"/{name}?")

    @contextmanager
    def connect(self) -> Iterator[MongoClient[dict[str, Any]]]:
        """Gives a client of the whole set, writing with the majority, for a short time."""
        with MongoClient[dict[str, Any]](self.uri, serverMonitoringMode="poll", w="majority") as client:
            yield client

    def primary(self) -> Member:
        """Returns the member that is primary, as soon as there is one."""
        return _until(self.find_primary, "a primary")

    def find_primary(self, but: Member | None = None) -> Member | None:
        """Returns who is primary at this moment, ``but`` left out; None where there is none."""
        for member in self.members:
            if member is not but and member.hello().get("isWritablePrimary"):
                return member
        return None

    def secondaries(self) -> Sequence[Member]:
        """Returns the others, running or not."""
        primary = self.primary()
        return [member for member in self.members if member is not primary]

    def step_down(self) -> Member:
        """Makes the primary step down; returns the next one, which is another where there are several."""
        old = self.primary()
        with contextlib.suppress(ConnectionFailure), old.client() as client:
            # The others are asked to catch up first, as in any planned maintenance.
            client.admin.command(
                "replSetStepDown",
                _STEP_DOWN_SECONDS,
                secondaryCatchUpPeriodSecs=_CATCH_UP_SECONDS,
                force=len(self.members) == 1,
            )
        but = old if len(self.members) > 1 else None
        return _until(lambda: self.find_primary(but=but), "another primary")

    def wait_until_whole(self) -> None:
        """Starts, resumes and waits until there is a primary and all others follow it."""
        for member in self.members:
            member.resume()
            member.start()
        _until(self._is_whole, "a primary that all others follow")

    def _is_whole(self) -> bool:
        states = [member.hello() for member in self.members]
        primaries = [state for state in states if state.get("isWritablePrimary")]
        followers = [state for state in states if state.get("secondary")]
        return len(primaries) == 1 and len(followers) == len(states) - 1


def _until(condition: Callable[[], T | None], what: str) -> T:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not (value := _ask(condition)):
        if time.monotonic() > end:
            raise TimeoutError(f"waited {_PATIENCE_SECONDS:.0f} s for {what}")
        time.sleep(_POLL_SECONDS)
    return value


def _ask(condition: Callable[[], T | None]) -> T | None:
    with contextlib.suppress(OperationFailure, PyMongoError):  # such as: stepping down at this moment
        return condition()
    return None


def _dies_with_us() -> list[str]:
    """Returns what lets Linux end a member when the tests are killed."""
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []


def _free_ports(count: int) -> list[int]:
    ports = (port for port in random.sample(_PORTS, len(_PORTS)) if _is_free(port))
    return [next(ports) for _ in range(count)]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True

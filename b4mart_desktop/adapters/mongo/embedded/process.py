"""The running mongod as an operating system sees it: spawn, wait, end, and one left over from a crash."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

from b4mart_desktop.adapters.mongo.embedded.folder import HOST, ServerFolder

SET_NAME = "b4mart"
CACHE_GB = "0.25"
POLL_SECONDS = 0.01
LOCAL: Mapping[str, str] = {"--bind_ip": HOST}
TERMINATE_SECONDS = 5.0
ORPHAN_SECONDS = 10.0


def spawn(
    binary: Path, folder: ServerFolder, port: int, network: Mapping[str, str] = LOCAL
) -> subprocess.Popen[bytes]:
    """Start mongod and note its pid.

    It gets a session of its own, so that Ctrl+C in a terminal reaches us first and the sales under way are
    posted before the server goes.

    Args:
        binary: The program.
        folder: Its files.
        port: Where it listens.
        network: Options that say on which addresses it listens and how; an option without value has an empty
            one.
    """
    with folder.output_file.open("wb") as output:
        process = subprocess.Popen(
            [*_dies_with_us(), binary, *_options(folder, port, network)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder.path,
            start_new_session=True,
            creationflags=_creation_flags(),
        )
    folder.note_pid(process.pid)
    return process


def _options(folder: ServerFolder, port: int, network: Mapping[str, str]) -> list[str]:
    values = {
        "--dbpath": str(folder.data),
        "--logpath": str(folder.log_file),
        "--keyFile": str(folder.key_file),
        "--port": str(port),
        "--replSet": SET_NAME,
        "--wiredTigerCacheSizeGB": CACHE_GB,
        **network,
    }
    parameters = {
        "diagnosticDataCollectionEnabled": "false",
        # Nobody may make the first user before we do: we sign in with the key instead (see `replica_set`).
        "enableLocalhostAuthBypass": "false",
        # A signalled single node has no other member to hand over to; waiting for one only delays the end.
        "shutdownTimeoutMillisForSignaledShutdown": "100",
        # A program that is killed leaves its transaction open, and what it locked waits for this limit (by
        # default a minute) where its next start does not end it. Ours take milliseconds, a posting over a
        # line with two seconds of latency 14 s to 24 s.
        "transactionLifetimeLimitSeconds": "30",
    }
    options = [part for pair in values.items() for part in pair if part] + ["--logappend", "--quiet"]
    options += [part for name, value in parameters.items() for part in ("--setParameter", f"{name}={value}")]
    return options if sys.platform == "win32" else [*options, "--nounixsocket"]


def _dies_with_us() -> list[str]:
    """Return the prefix that lets Linux end mongod when we are killed; elsewhere the next start does it."""
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []


def _creation_flags() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    else:
        return 0


class EndedError(Exception):
    """The server ended while something was expected of it."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


async def while_running(process: subprocess.Popen[bytes], work: Coroutine[Any, Any, None]) -> None:
    """Do the work unless the process ends first.

    A port that answers is no proof that our server is behind it: when another program holds the port, only
    the end of our process tells.

    Raises:
        EndedError: the process ended first.
    """
    task = asyncio.ensure_future(work)
    try:
        while process.poll() is None and not task.done():
            await asyncio.wait({task}, timeout=POLL_SECONDS)
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
    if process.returncode is not None:
        raise EndedError(process.returncode)
    task.result()


async def wait_until_listening(port: int) -> None:
    """Wait until the port answers."""
    while True:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(HOST, port)
            writer.close()
            await writer.wait_closed()
            return
        await asyncio.sleep(POLL_SECONDS)


async def wait_for_exit(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait up to so many seconds; True when the process has ended."""
    deadline = time.monotonic() + seconds
    while process.poll() is None:
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(POLL_SECONDS)
    return True


async def end(process: subprocess.Popen[bytes]) -> None:
    """End the process: politely, then by force."""
    for ask in (process.terminate, process.kill):
        if process.poll() is None:
            ask()
        if await wait_for_exit(process, TERMINATE_SECONDS):
            return


def stop_orphans(folder: ServerFolder) -> None:
    """Stop every mongod that a crashed run left on this folder. Blocks up to some seconds; holds the lock.

    The caller holds the folder's lock, so no living program of ours can own such a process. A pid alone
    proves nothing (it may be in use again): only a mongod that we started on this very folder is touched.
    """
    for pid in folder.noted_pids():
        for ask in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
            if not _serves(pid, folder):
                break
            with contextlib.suppress(OSError):
                os.kill(pid, ask)
            _wait_blocking(lambda pid=pid: not _serves(pid, folder), ORPHAN_SECONDS)  # type: ignore[misc]
    folder.forget_pid()


def _wait_blocking(done: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)


def _serves(pid: int, folder: ServerFolder) -> bool:
    arguments = command_line(pid)
    return str(folder.key_file) in arguments and str(folder.data) in arguments


def command_line(pid: int) -> str:
    """Return program and arguments of a process, or an empty text if there is none (or it is a zombie)."""
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        return _command_line(pid)
    return ""


if sys.platform == "linux":

    def _command_line(pid: int) -> str:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
else:

    def _command_line(pid: int) -> str:
        query = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
        if sys.platform == "win32":
            text = f"(Get-CimInstance Win32_Process -Filter 'ProcessId={pid}').CommandLine"
            query = ["powershell", "-NoProfile", "-Command", text]
        return subprocess.run(query, capture_output=True, text=True, timeout=10, check=False).stdout.strip()

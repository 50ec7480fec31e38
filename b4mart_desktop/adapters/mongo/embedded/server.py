"""`EmbeddedMongo`: starts and stops our own server, step by step; how each step is done is elsewhere."""

import asyncio
import enum
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from pymongo.errors import PyMongoError

from b4mart_desktop.adapters.mongo.embedded import process as processes
from b4mart_desktop.adapters.mongo.embedded import replica_set
from b4mart_desktop.adapters.mongo.embedded.binary import failure_to_run, find_mongod
from b4mart_desktop.adapters.mongo.embedded.folder import HOST, ServerFolder
from b4mart_desktop.adapters.mongo.embedded.lock import FolderLock
from b4mart_desktop.adapters.mongo.embedded.sharing import Sharing, SharingFolder
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

START_TIMEOUT_SECONDS = 120.0  # after a power cut mongod replays its journal before it listens
SHUTDOWN_TIMEOUT_SECONDS = 10.0
ATTEMPTS = 10
RETRY_SECONDS = 0.2  # an orphan that is ending holds the data a moment longer than it can be seen

# Somebody took the port, or an orphan came up late, between our looking and mongod's starting: look again.
EXIT_PORT_TAKEN = 48
EXIT_DATA_IN_USE = 100


# What a full or closed disk is called in mongod's log: by POSIX, and by Windows.
_DISK_PROBLEMS = (
    "No space left on device",
    "Read-only file system",
    "Permission denied",
    "There is not enough space",
    "Access is denied",
)


class StartStage(enum.StrEnum):
    """What a start is doing, for a progress line."""

    CLEANING_UP = "cleaning_up"
    STARTING = "starting"
    PREPARING = "preparing"
    READY = "ready"


class EmbeddedMongo:
    """A real mongod of our own: a replica set of one node with authentication, on 127.0.0.1 unless shared.

    It may be started again after it was stopped or has died. Start it from a thread that lives as long as
    the server shall live: Linux ends the server together with that thread.

    Attributes:
        running: Whether the server process is alive.
    """

    def __init__(self, folder: Path, binary: Path | None = None) -> None:
        self._folder = ServerFolder(folder)
        self._lock = FolderLock(self._folder.path)
        self._binary = binary
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0
        self._reserved: int | None = None
        self._wishes = SharingFolder(self._folder.path)
        self._sharing: Sharing | None = None  # what the server was, or will be, started with
        self._answers = False  # whether the running server was seen to
        self._stopping = asyncio.Lock()

    @property
    def running(self) -> bool:
        """Whether the server process is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def folder(self) -> Path:
        """Where the server keeps its files."""
        return self._folder.path

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        return self._process.pid if self._process is not None and self.running else None

    def is_as_wished(self) -> bool:
        """Whether the running server is open to other counters as it was last wished, or can never be.

        A server that was started before the first wish cannot: our clients know it without TLS.
        """
        return self._sharing is None or self._sharing == self._wishes.read()

    async def reserve(self) -> str:
        """Take the folder and a port, and return the URI that will reach the server; start nothing.

        From now on the server has this port or does not start, so that clients may be made before it runs.

        Raises:
            AdapterError: `DATA_FOLDER_IN_USE` (`pid`, `folder`) or `DISK_WRITE_FAILED` (`path`, `reason`).
        """
        self._take_folder()
        try:
            await asyncio.to_thread(processes.stop_orphans, self._folder)  # one of them may hold the port
            self._choose_port()
            self._reserved = self._port
            return self._uri()
        except OSError as error:
            raise self._disk_error(error) from error

    async def start(self, progress: Callable[[StartStage], None] | None = None) -> str:
        """Start the server and return the URI that reaches it as its owner, once it is primary.

        A server that already runs is left alone.

        Raises:
            AdapterError: `DATA_FOLDER_IN_USE` (`pid`, `folder`), `SERVER_BINARY_MISSING` (`path`),
                `SERVER_LIBRARY_MISSING` (`library`, `package`), `DISK_WRITE_FAILED` (`path`, `reason`) or
                `SERVER_FAILED_TO_START` (`reason`).
        """
        report = progress or (lambda stage: None)
        if not self.running:
            self._take_folder()
            try:
                await self._start_locked(report)
            except BaseException:
                await self.stop()
                raise
        report(StartStage.READY)
        return self._uri()

    async def restart(self, *, hangs: bool = False) -> None:
        """Stop the server and start it as it is wished now; the folder stays ours, and so does the port.

        Args:
            hangs: Whether the server does not answer: then it is not asked, but ended.

        Raises:
            AdapterError: as `start`.
        """
        process, self._process = self._process, None
        if process is not None:
            if hangs:
                process.kill()
                await processes.wait_for_exit(process, processes.TERMINATE_SECONDS)
            await self._stop_process(process)
        await self.start()

    def _uri(self) -> str:
        return replica_set.user_uri(self._port, self._folder.password(), self._ca_file)

    @property
    def _ca_file(self) -> Path | None:
        return self._wishes.certificates.ca_file if self._sharing is not None else None

    def _choose_port(self) -> None:
        """Take the wish as it is; whether TLS is spoken stays what our clients were told."""
        if self._reserved is None or self._sharing is not None:
            self._sharing = self._wishes.read()
        host = self._sharing.listens_on if self._sharing is not None else HOST
        self._port = self._reserved or self._folder.port(host)

    def _take_folder(self) -> None:
        self._folder.create()
        try:
            self._lock.acquire()
        except OSError as error:
            raise self._disk_error(error) from error

    async def stop(self) -> None:
        """Stop the server and give the folder back. Stopping twice changes nothing.

        A second call returns when the first has ended, such as that of a start that was cancelled.
        """
        async with self._stopping:
            process, self._process = self._process, None
            try:
                if process is not None:
                    await self._stop_process(process)
                    self._folder.forget_pid()
            finally:
                self._lock.release()

    async def _start_locked(self, report: Callable[[StartStage], None]) -> None:
        binary = find_mongod(self._binary)
        for attempts_left in reversed(range(ATTEMPTS)):
            report(StartStage.CLEANING_UP)
            await asyncio.to_thread(processes.stop_orphans, self._folder)
            report(StartStage.STARTING)
            try:
                async with asyncio.timeout(START_TIMEOUT_SECONDS):
                    await self._run(binary, report)
                return
            except processes.EndedError as ended:
                if not attempts_left or not self._is_worth_another_try(ended.exit_code):
                    raise self._failure() from None
                await asyncio.sleep(RETRY_SECONDS)
            except (PyMongoError, TimeoutError) as error:
                raise self._failure(str(error)) from error
            except OSError as error:
                raise self._disk_error(error) from error

    def _is_worth_another_try(self, exit_code: int) -> bool:
        return exit_code in {EXIT_PORT_TAKEN, EXIT_DATA_IN_USE} or self._folder.set_unfinished_data_aside()

    async def _run(self, binary: Path, report: Callable[[StartStage], None]) -> None:
        self._folder.rotate_log()
        key, password = self._folder.key(), self._folder.password()
        self._choose_port()
        self._answers = False
        self._process = self._spawn(binary, await self._network_options())
        await processes.while_running(self._process, processes.wait_until_listening(self._port))
        report(StartStage.PREPARING)
        preparing = replica_set.prepare(self._port, key, password, self._ca_file, self._sharing)
        await processes.while_running(self._process, preparing)
        self._folder.note_finished()
        self._answers = True

    async def _network_options(self) -> Mapping[str, str]:
        if self._sharing is None:
            return processes.LOCAL
        await asyncio.to_thread(self._wishes.certificates.renew, self._wishes.names(self._sharing))
        return self._wishes.options(self._sharing)

    def _spawn(self, binary: Path, network: Mapping[str, str]) -> subprocess.Popen[bytes]:
        try:
            return processes.spawn(binary, self._folder, self._port, network)
        except OSError as error:
            raise self._failure(str(error)) from error

    async def _stop_process(self, process: subprocess.Popen[bytes]) -> None:
        if self._answers and process.poll() is None:
            try:
                async with asyncio.timeout(SHUTDOWN_TIMEOUT_SECONDS):
                    await replica_set.shut_down(self._port, self._folder.key(), self._ca_file)
                    await processes.wait_for_exit(process, SHUTDOWN_TIMEOUT_SECONDS)
            except TimeoutError:
                pass
        await processes.end(process)

    def _disk_error(self, error: OSError) -> AdapterError:
        reason = error.strerror or str(error)
        return AdapterError(ErrorCode.DISK_WRITE_FAILED, path=str(self._folder.path), reason=reason)

    def _failure(self, reason: str = "") -> AdapterError:
        """Say why the server did not come up: its own log knows best."""
        exit_code = self._process.poll() if self._process is not None else None
        logged = self._folder.first_error()
        if any(words in logged for words in _DISK_PROBLEMS):
            return AdapterError(ErrorCode.DISK_WRITE_FAILED, path=str(self._folder.path), reason=logged)
        if exit_code is not None and not logged:
            return failure_to_run(exit_code, self._folder.output_file.read_text(errors="replace"))
        return AdapterError(
            ErrorCode.SERVER_FAILED_TO_START,
            reason=logged or reason,
            exit_code=exit_code,
            log=str(self._folder.log_file),
        )

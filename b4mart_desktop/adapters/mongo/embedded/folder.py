"""The files of the embedded server: data, secrets, port, pid, log. Nothing is started or asked here."""

import contextlib
import json
import os
import random
import secrets
import shutil
import socket
import sys
import tempfile
from pathlib import Path

from b4mart_desktop.adapters.secret_file import write_secret
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

FOLDER_NAME = "mongodb"  # inside the data folder
HOST = "127.0.0.1"
KEY_CHARACTERS = 64
PORTS = range(20_000, 30_000)


class ServerFolder:
    """The folder of one embedded server, made on first use and readable by its owner only.

    Attributes:
        path: The folder itself.
        data: mongod's own `--dbpath`.
        key_file: The replica set's shared key: who reads it may do anything, hence mode 0600.
        log_file: mongod's log, that of the start before beside it.
        output_file: What mongod printed before it had a log (a missing library, a wrong option).
    """

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().absolute()
        self.data = self.path / "data"
        self.key_file = self.path / "mongod.key"
        self.log_file = self.path / "mongod.log"
        self.output_file = self.path / "mongod.out"
        self._password_file = self.path / "password"
        self._port_file = self.path / "port"
        self._pid_file = self.path / "mongod.pid"
        self._unfinished_mark = self.path / "first-start-unfinished"

    def create(self) -> None:
        """Make the folder.

        Raises:
            AdapterError: `DISK_WRITE_FAILED` with `path` and `reason`.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=self.path).close()
            if not self.data.is_dir():
                write_secret(self._unfinished_mark, b"")
                self.data.mkdir(mode=0o700)
        except OSError as error:
            raise AdapterError(
                ErrorCode.DISK_WRITE_FAILED, path=str(self.path), reason=error.strerror or str(error)
            ) from error

    def note_finished(self) -> None:
        """Note that the data were prepared once: from now on they may hold what a shop has sold."""
        if self._unfinished_mark.exists():
            self._unfinished_mark.unlink()
            _sync_folder(self.path)

    def set_unfinished_data_aside(self) -> bool:
        """Make room for new data if the first start was interrupted; False if there is nothing to set aside.

        A mongod killed while it fills an empty folder cannot start on it again. Nobody was ever given the
        address of such a server, so nothing of value is in it; it is kept beside all the same.
        """
        if not self._unfinished_mark.exists() or not any(self.data.iterdir()):
            return False
        aside = self.path / "data.unfinished"
        shutil.rmtree(aside, ignore_errors=True)
        self.data.rename(aside)
        self.create()
        return True

    def key(self) -> str:
        """Return the replica set's key, making one if there is none."""
        return self._secret(self.key_file)

    def password(self) -> str:
        """Return the password of the program's own user, making one if there is none."""
        return self._secret(self._password_file)

    def _secret(self, path: Path) -> str:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            path.chmod(0o600)  # mongod refuses a key that others may read, which a restored backup often is
            text = path.read_text("ascii").strip()
            if len(text) == KEY_CHARACTERS:
                return text
        text = secrets.token_hex(KEY_CHARACTERS // 2)
        write_secret(path, text.encode("ascii"))
        return text

    def port(self, host: str = HOST) -> int:
        """Return the port of the last start while it is free, else a free one, which is remembered.

        Keeping the port keeps the replica set's configuration valid, and firewall rules and the codes of
        other counters true.

        Args:
            host: The address that will be listened on.
        """
        port = self.last_port()
        if port is not None and _is_free(host, port):
            return port
        port = _free_port(host)
        write_secret(self._port_file, str(port).encode("ascii"))
        return port

    def last_port(self) -> int | None:
        """Return the port of the last start, None before the first."""
        with contextlib.suppress(OSError, ValueError):
            return int(self._port_file.read_text("ascii"))
        return None

    def note_pid(self, pid: int) -> None:
        """Remember the running mongod, so that a later start finds it if we crash."""
        write_secret(self._pid_file, str(pid).encode("ascii"))

    def forget_pid(self) -> None:
        """Note that no mongod of ours runs any more."""
        self._pid_file.unlink(missing_ok=True)

    def noted_pids(self) -> set[int]:
        """Return the processes that may be a mongod on this folder: our note and mongod's own.

        Both are read because a crash may come before our note, and Windows hides mongod's own while it runs.
        """
        pids = set()
        for path in (self._pid_file, self.data / "mongod.lock"):
            with contextlib.suppress(OSError, ValueError):
                pids.add(int(path.read_text("ascii")))
        return pids

    def rotate_log(self) -> None:
        """Begin a new log, keeping the one of the last start: what it says is then about this start."""
        with contextlib.suppress(OSError):
            self.log_file.replace(self.log_file.with_suffix(".log.1"))

    def first_error(self) -> str:
        """Return the first error or fatal message of the log, or an empty text.

        The first is the cause; what follows it is mongod giving up.
        """
        with contextlib.suppress(OSError), self.log_file.open(encoding="utf-8", errors="replace") as log:
            return next(filter(None, map(_error_in, log)), "")
        return ""


def _error_in(line: str) -> str:
    """Return message and cause of one line of mongod's JSON log if its severity is error or fatal."""
    try:
        entry = json.loads(line)
    except ValueError:
        return ""
    if not isinstance(entry, dict) or entry.get("s") not in {"E", "F"}:
        return ""
    details = {key: value for key, value in entry.get("attr", {}).items() if key in {"error", "message"}}
    return f"{entry.get('msg', '')} {json.dumps(details) if details else ''}".strip()


def _sync_folder(path: Path) -> None:
    """Make the removal of a file last through a power cut (Windows does so by itself)."""
    if sys.platform != "win32":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        if sys.platform == "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # connections of a crashed server that linger in TIME_WAIT do not occupy the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            return False
        return True


def _free_port(host: str) -> int:
    # Below the ports that systems hand out to outgoing connections: so ours is free again next time.
    return next(port for port in random.sample(PORTS, len(PORTS)) if _is_free(host, port))

"""This counter's own files: opened together, and what had happened to them. No databases here.

Adapters are imported inside functions: half a second that the first paint must not wait for.
"""

from __future__ import annotations

import logging
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from b4mart_desktop.domain.errors import AdapterError, ErrorCode

if TYPE_CHECKING:
    from b4mart_desktop.adapters.local.desk import SqliteDesk
    from b4mart_desktop.adapters.local.drafts import SqliteDrafts
    from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
    from b4mart_desktop.adapters.local.replica.file import ReplicaFile
    from b4mart_desktop.adapters.local.replica.read import LocalCatalogue
    from b4mart_desktop.adapters.security.local_key import LocalKeys
    from b4mart_desktop.domain.tills import Register

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LocalFiles:
    """This counter's own files, open.

    Attributes:
        incidents: What had happened to them when they were opened; a manager is to know of it.
    """

    folder: Path
    replica: ReplicaFile
    catalogue: LocalCatalogue
    journal: SqliteJournal
    desk: SqliteDesk
    drafts: SqliteDrafts
    opened: ExitStack
    incidents: tuple[AdapterError, ...]

    def set_register(self, register: Register) -> None:
        """Makes this counter that register, also should its desk be damaged one day.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """
        from b4mart_desktop.adapters.local.counter_file import keep_register

        keep_register(self.folder, register)
        self.desk.set_register(register)

    def close(self) -> None:
        """Closes all, whatever one of them says; what is being written is written."""
        self.opened.close()


def open_local(data_dir: Path, identity: str) -> LocalFiles:
    """Opens this counter's own files; reads through them, so not for the GUI thread.

    Raises:
        AdapterError: DATA_FOLDER_IN_USE, DISK_WRITE_FAILED, FILE_UNREADABLE or KEYRING_UNREACHABLE.
    """
    from b4mart_desktop.adapters.local.desk import SqliteDesk
    from b4mart_desktop.adapters.local.drafts import SqliteDrafts
    from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
    from b4mart_desktop.adapters.local.journal.mark import has_mark
    from b4mart_desktop.adapters.local.replica.file import open_replica
    from b4mart_desktop.adapters.local.replica.read import LocalCatalogue
    from b4mart_desktop.adapters.local.sealing import Seal
    from b4mart_desktop.adapters.security.local_key import open_keys
    from b4mart_desktop.adapters.security.system_keyring import SystemKeyring

    with ExitStack() as opened:
        _lock(data_dir, opened)
        path = data_dir / "journal.sqlite"
        was_there = path.exists() and path.stat().st_size > 0
        keys = open_keys(data_dir, SystemKeyring(), sealed=has_mark(path))
        seal = Seal(keys.keys)
        journal = opened.enter_context(closing(SqliteJournal(path, seal)))
        desk = opened.enter_context(closing(SqliteDesk(data_dir / "desk.sqlite", seal)))
        drafts = opened.enter_context(closing(SqliteDrafts(data_dir / "drafts.sqlite", seal)))
        replica = opened.enter_context(closing(open_replica(data_dir / "replica.sqlite", identity)))
        incidents = _of_key(keys, journal)
        if was_there or journal.salvage is not None:
            _agree_on_register(data_dir, desk)
        elif desk.register() is not None:
            journal.skip_receipts()
            incidents.append(AdapterError(ErrorCode.JOURNAL_GONE, path=str(path)))
        incidents += _of_files(journal, desk, replica)
        catalogue, files = LocalCatalogue(replica), opened.pop_all()
        return LocalFiles(data_dir, replica, catalogue, journal, desk, drafts, files, tuple(incidents))


def _lock(data_dir: Path, opened: ExitStack) -> None:
    from b4mart_desktop.adapters.mongo.embedded.lock import FolderLock

    lock = FolderLock(data_dir)
    opened.callback(lock.release)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as error:
        reason = error.strerror or str(error)
        raise AdapterError(ErrorCode.DISK_WRITE_FAILED, path=str(data_dir), reason=reason) from error


def _agree_on_register(data_dir: Path, desk: SqliteDesk) -> None:
    """Lets a desk that lost it know which register this is, whose numbers and open shift are here."""
    from b4mart_desktop.adapters.local.counter_file import keep_register, register_of

    register = desk.register()
    try:
        if register is not None:
            keep_register(data_dir, register)
        elif (kept := register_of(data_dir)) is not None:
            desk.set_register(kept)
    except AdapterError as error:  # a full disk must not keep the shop from opening
        _log.warning("which register this is was not noted: %s", error)


def _of_key(keys: LocalKeys, journal: SqliteJournal) -> list[AdapterError]:
    if not keys.renewed:
        return []
    queue = journal.state()
    return [AdapterError(ErrorCode.KEY_RENEWED, unsent=queue.waiting + queue.set_aside)]


def _of_files(journal: SqliteJournal, desk: SqliteDesk, replica: ReplicaFile) -> list[AdapterError]:
    found = []
    salvage = journal.salvage
    if salvage is not None:
        figures = {"recovered": salvage.recovered, "lost": salvage.lost, "kept": salvage.kept}
        found.append(AdapterError(ErrorCode.JOURNAL_SALVAGED, **figures))
    if desk.kept is not None:
        found.append(AdapterError(ErrorCode.DESK_RENEWED, kept=str(desk.kept)))
    if replica.refused is not None:
        found.append(AdapterError(ErrorCode.REPLICA_RENEWED, reason=replica.refused))
    return found

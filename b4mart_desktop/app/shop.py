"""Everything behind the window: local files, database, use cases, background tasks, in the order they open.

Adapters are imported inside functions: half a second that the first paint must not wait for.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from b4mart_desktop.app.database import Report, ShopDatabase
from b4mart_desktop.app.local_files import LocalFiles, open_local
from b4mart_desktop.backstage.reasons import reason_of
from b4mart_desktop.backstage.thread import Backstage
from b4mart_desktop.backstage.waiting import Backoff
from b4mart_desktop.domain.entries import QueueState
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.jobs import JobKind
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.bus import Bus, ConnectionChanged, Event, UserChanged
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.session import Session
from b4mart_desktop.settings import Settings

if TYPE_CHECKING:
    from b4mart_desktop.app.neighbours import Neighbours
    from b4mart_desktop.backstage.poster import Poster
    from b4mart_desktop.gui.screens import UseCases
    from b4mart_desktop.services.invoicing import Invoicing

_log = logging.getLogger(__name__)

_FIRST_PAUSE_SECONDS = 0.5
_MOST_PAUSE_SECONDS = 30.0
_QUIET_SECONDS = 2.0
"""A catalogue that is loaded and brings nothing new for so long has nobody who may sign in."""
_CLOSE_SECONDS = 2.5
_DRAIN_SECONDS = 3.0


class Shop:
    """Opens, runs and closes everything behind the window."""

    def __init__(self, settings: Settings, data_dir: Path, bus: Bus) -> None:
        self._settings = settings
        self._data_dir = data_dir
        self._bus = bus
        self._session = Session(lambda user: bus.publish(UserChanged(None if user is None else user.name)))
        self._database = ShopDatabase(settings, data_dir)
        self.language = "en_US" if settings.language == "system" else settings.language
        self.backstage = Backstage()
        self._local: LocalFiles | None = None
        self._poster: Poster | None = None
        self._neighbours: Neighbours | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._refusal: str | None = None

    # ------------------------------------------------------------ opening

    async def open(self, *, demo: bool, report: Report) -> UseCases:
        """Opens local files and database, and returns once people can sign in.

        With a copy of the catalogue that is the case at once, and the database is connected meanwhile.

        Cancelling it stops what is being loaded; ``close`` is still to be called.

        Raises:
            AdapterError: What is in the way, such as DATA_FOLDER_IN_USE.
        """
        from b4mart_desktop.app.neighbours import Neighbours
        from b4mart_desktop.app.office import make_office
        from b4mart_desktop.app.use_cases import make_invoicing, make_printing, make_reader, make_use_cases

        self._local = local = await asyncio.to_thread(open_local, self._data_dir, self._database.identity)
        self.backstage.start()
        await self.backstage.call(self._database.locate())
        counter = Counter(local.catalogue, local.journal, local.desk, self._session, self._bus)
        database, language = self._database.database, self.language
        invoicing = make_invoicing(counter, database, language)
        self._neighbours = neighbours = Neighbours(
            counter, database, self.backstage, self._data_dir, self._settings.redis_url
        )
        connecting = asyncio.ensure_future(
            self.backstage.call(self._connect(local, invoicing, demo=demo, report=report))
        )
        connecting.add_done_callback(_log_failure)
        await self._wait_until_ready(local, connecting)
        reader = await make_reader(counter)
        printing = make_printing(counter, self._data_dir / "documents", language)
        office = make_office(counter, database, local, self._settings, lambda: self._database.uri)
        use = make_use_cases(counter, database, reader, neighbours, invoicing, printing)
        return dataclasses.replace(use, office=office)

    async def close(self) -> None:
        """Ends background tasks, connections and files, in that order."""
        if self._local is None:
            return
        local, self._local = self._local, None
        try:
            await asyncio.wait_for(self.backstage.call(self._close_database()), _CLOSE_SECONDS)
        except (TimeoutError, asyncio.CancelledError):
            _log.warning("the database did not close within %s s", _CLOSE_SECONDS)
        except Exception:
            _log.exception("the database did not close well")
        finally:
            await asyncio.to_thread(self.backstage.stop)
            await asyncio.to_thread(local.close)

    async def _close_database(self) -> None:
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.wait([self._connecting])
        await self.backstage.end_tasks()
        if self._neighbours is not None:
            await self._neighbours.stop()
        await self._database.close()

    def incidents(self) -> list[AdapterError]:
        """Returns what had happened to this counter's files when they were opened."""
        return [] if self._local is None else list(self._local.incidents)

    def retry(self, number: int) -> None:
        """Has an entry posted again that was set aside: at once, or else when the database is connected.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """
        assert self._local is not None
        self._local.journal.retry(number)
        if self._poster is not None:
            self._poster.wake()

    async def drain(self) -> QueueState:
        """Returns what is left after posting all that waits, as far as that is possible in a moment.

        Raises:
            AdapterError: JOURNAL_DAMAGED.
        """
        assert self._local is not None
        if self._poster is None:
            return self._local.journal.state()
        return await self.backstage.call(self._poster.drain(_DRAIN_SECONDS))

    # ------------------------------------------------------------ the database, in the background thread

    async def _connect(self, local: LocalFiles, invoicing: Invoicing, *, demo: bool, report: Report) -> None:
        """Tries until the database can be worked with, then starts what works on it.

        Raises:
            AdapterError: What is in the way where nobody can sign in without the database.
        """
        self._connecting = asyncio.current_task()
        backoff = Backoff(_FIRST_PAUSE_SECONDS, _MOST_PAUSE_SECONDS)
        connected = await self._try_to_connect(local, demo=demo, report=report)
        while not connected:
            await asyncio.sleep(backoff.next())
            connected = await self._try_to_connect(local, demo=demo, report=report)
        self._start_tasks(local, invoicing)

    async def _try_to_connect(self, local: LocalFiles, *, demo: bool, report: Report) -> bool:
        try:
            await self._database.prepare()
            await self._database.need_store(demo=demo, report=report)
            await self._take_part(local)
        except Exception as error:
            if not _can_sign_in(local):
                raise
            self._note_refusal(error)
            return False
        return True

    def _note_refusal(self, error: Exception) -> None:
        reason = reason_of(error)
        if reason != self._refusal:  # told once: since when the same thing is in the way is worth knowing
            self._refusal = reason
            _log.error("the database cannot be used: %s", reason)
            self._bus.publish(ConnectionChanged(online=False, since=utc_now(), reason=reason))

    async def _take_part(self, local: LocalFiles) -> None:
        """Makes this counter a register of the shop, by the name and after the last number known there."""
        known = local.desk.register()
        if known is None:
            register = await self._database.enrol()
        else:  # a manager may have renamed it at another one
            register = await self._database.register(known.id) or known
        # First of all: once the desk knows the register, the next sale may take a number. Asked each time,
        # as this folder may be an older copy of itself.
        last = await self._database.last_receipt(register.code)
        await local.journal.continue_receipts(register.code, last)
        if register != known:
            local.set_register(register)

    def _start_tasks(self, local: LocalFiles, invoicing: Invoicing) -> None:
        from b4mart_desktop.adapters.loading.messages import LoadTarget
        from b4mart_desktop.adapters.loading.worker import WorkerLoader
        from b4mart_desktop.adapters.local.replica.write import LocalReplicaWriter
        from b4mart_desktop.adapters.mongo.codec import from_document
        from b4mart_desktop.adapters.mongo.jobs import MongoJobs
        from b4mart_desktop.adapters.mongo.posting import MongoPosting
        from b4mart_desktop.adapters.mongo.replication import MongoReplication
        from b4mart_desktop.backstage.poster import Poster
        from b4mart_desktop.backstage.replicator import Replicator
        from b4mart_desktop.backstage.worker import Worker

        database = self._database.database
        writer = LocalReplicaWriter(local.replica, from_document)
        target = LoadTarget(
            uri=self._database.uri,
            database=database.name,
            store=self._database.store,
            path=local.replica.path,
            identity=self._database.identity,
        )
        source = MongoReplication(database, self._database.store)
        replicator = Replicator(source, WorkerLoader(target), writer, self._bus)
        register = local.desk.register()
        posting = MongoPosting(database, register.id if register else None, self._database.store)
        self._poster = Poster(local.journal, posting, self._bus)
        name = f"register {register.code if register else '?'}"
        worker = Worker(name, MongoJobs(database), {JobKind.INVOICE: invoicing.handle}, self._bus)
        self.backstage.spawn("database", lambda: self._database.watch(self._note_refusal))
        assert self._neighbours is not None
        self._neighbours.start()
        self.backstage.spawn("replicator", replicator.run)
        self.backstage.spawn("poster", self._poster.run)
        self.backstage.spawn("worker", worker.run)
        if register is not None:
            self._start_store_work(register.id)

    def _start_store_work(self, register: Id) -> None:
        """What one counter does for all, whichever holds the lease."""
        from b4mart_desktop.adapters.mongo.leases import MongoLeadership
        from b4mart_desktop.adapters.mongo.pictures import MongoPictures
        from b4mart_desktop.adapters.mongo.popularity import MongoPopularity
        from b4mart_desktop.adapters.mongo.scheduled_prices import MongoScheduledPrices
        from b4mart_desktop.backstage.pictures import ROUND_SECONDS, PictureKeeper
        from b4mart_desktop.backstage.popularity import PopularityKeeper
        from b4mart_desktop.backstage.scheduled_prices import ScheduledPriceKeeper

        database = self._database.database
        counting = PopularityKeeper(MongoPopularity(database), MongoLeadership(database, register))
        # A lease as long as a round: it looks through all products, so one counter a day is enough.
        for_a_day = MongoLeadership(database, register, lease_seconds=ROUND_SECONDS)
        self.backstage.spawn("popularity", counting.run)
        schedule = MongoScheduledPrices(database)
        prices = ScheduledPriceKeeper(schedule, MongoLeadership(database, register))
        self.backstage.spawn("scheduled prices", prices.run)
        self.backstage.spawn("pictures", PictureKeeper(MongoPictures(database), for_a_day).run)

    async def _wait_until_ready(self, local: LocalFiles, connecting: asyncio.Future[None]) -> None:
        """Until the copy has a store and staff and this register a name.

        Raises:
            AdapterError: Why that cannot be now.
        """
        loop, changed = asyncio.get_running_loop(), asyncio.Event()
        lost: list[ConnectionChanged] = []

        def on_event(event: Event) -> None:
            if isinstance(event, ConnectionChanged) and not event.online:
                lost.append(event)
            loop.call_soon_threadsafe(changed.set)

        unsubscribe = self._bus.subscribe(on_event)
        connecting.add_done_callback(lambda _: changed.set())
        try:
            while not _can_sign_in(local):
                with suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), _QUIET_SECONDS)
                _check_opening(local, connecting, lost, quiet=not changed.is_set())
                changed.clear()
        finally:
            unsubscribe()


def _can_sign_in(local: LocalFiles) -> bool:
    has_register = local.desk.register() is not None
    return has_register and local.catalogue.store() is not None and bool(local.catalogue.staff())


def _check_opening(
    local: LocalFiles, connecting: asyncio.Future[None], lost: list[ConnectionChanged], *, quiet: bool
) -> None:
    """Raises what keeps people from ever signing in, if anything does."""
    if connecting.done():
        connecting.result()
    if lost:
        raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason=lost[-1].reason)
    if quiet and local.catalogue.is_loaded() and not local.catalogue.staff():
        raise AdapterError(ErrorCode.NOBODY_MAY_SIGN_IN)


def _log_failure(connecting: asyncio.Future[None]) -> None:
    if not connecting.cancelled() and connecting.exception() is not None:
        _log.error("the database cannot be used: %s", connecting.exception())

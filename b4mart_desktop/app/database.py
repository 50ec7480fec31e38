"""The shop's database: the one in the settings, that of a first counter, or our own server.

Lives in the background thread.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from b4mart_desktop.app.server_keeper import ServerKeeper
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.store import STORE_KEY
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.services.demo import LoadStep
from b4mart_desktop.settings import Settings

if TYPE_CHECKING:
    from b4mart_desktop.adapters.mongo.connect import Client
    from b4mart_desktop.adapters.mongo.embedded.server import EmbeddedMongo
    from b4mart_desktop.adapters.mongo.joined import Joined
    from b4mart_desktop.adapters.mongo.migrations import Database

Report = Callable[[LoadStep | None, int, int], None]
"""Says which step of loading goes on, how much is done, and of how much."""

EMBEDDED = "embedded"
DEFAULT_CURRENCY = "USD"


class ShopDatabase:
    """Where the shop's documents are.

    Attributes:
        uri: Of the server, with everything needed to sign in; after ``locate``.
        database: The driver's handle, after ``locate``.
        store: ``_id`` of the store, after ``need_store``.
    """

    database: Database
    store: Id

    def __init__(self, settings: Settings, data_dir: Path) -> None:
        self._settings = settings
        self._data_dir = data_dir
        self._server: EmbeddedMongo | None = None
        self._client: Client | None = None
        self.uri = settings.mongodb_uri or ""

    @property
    def identity(self) -> str:
        """The same for the same database at each start; known before anything is connected.

        Raises:
            AdapterError: FILE_UNREADABLE where it is not known which first counter was joined.
        """
        if self._settings.mongodb_uri:
            return _identity(self._settings.mongodb_uri)
        return EMBEDDED if self._joined is None else self._joined.identity

    @cached_property
    def _joined(self) -> Joined | None:
        from b4mart_desktop.adapters.mongo.joined import read_joined

        return None if self._settings.mongodb_uri else read_joined(self._data_dir)

    async def locate(self) -> None:
        """Makes the handle; starts and asks nothing.

        Raises:
            AdapterError: DATABASE_ADDRESS_INVALID, or DISK_WRITE_FAILED for our own server's folder.
        """
        from b4mart_desktop.adapters.mongo.connect import DATABASE_NAME, make_client

        self.uri = await self._find_uri()
        self._client = make_client(self.uri)
        self.database = self._client.get_default_database(DATABASE_NAME)

    async def _find_uri(self) -> str:
        from b4mart_desktop.adapters.mongo.embedded.folder import FOLDER_NAME
        from b4mart_desktop.adapters.mongo.embedded.server import EmbeddedMongo

        if self._settings.mongodb_uri:
            return self._settings.mongodb_uri
        if self._joined is not None:
            await self._joined.look_again()
            return self._joined.uri()
        self._server = EmbeddedMongo(self._data_dir / FOLDER_NAME, self._settings.mongod)
        return await self._server.reserve()

    async def watch(self, tell: Callable[[AdapterError], None]) -> None:
        """Keeps our own server running; returns at once where it is not ours.

        To be run in the background thread for as long as the program runs.

        Args:
            tell: Told why the server does not start.
        """
        if self._server is not None:
            await ServerKeeper(self._server, self._ping, tell).run()

    async def _ping(self) -> None:
        from b4mart_desktop.adapters.mongo.errors import database_errors

        with database_errors():
            await self.database.command("ping")

    async def prepare(self) -> None:
        """Makes the database ready to be written to; our own server is started where it does not run.

        Raises:
            AdapterError: What is wrong with the database, or why our own server does not start.
        """
        from b4mart_desktop.adapters.mongo.connect import check_server
        from b4mart_desktop.adapters.mongo.migrations import prepare_database

        assert self._client is not None
        if self._server is not None:
            await self._server.start()
        try:
            await check_server(self._client, self.uri)
        except AdapterError as error:
            raise error if self._joined is None else self._joined.explain(error) from error
        await prepare_database(self.database)

    async def need_store(self, *, demo: bool, report: Report) -> None:
        """Makes sure that there is a store; our own empty database gets the demo store where wanted.

        Raises:
            AdapterError: SHOP_NOT_SET_UP with ``own`` (whether the demo store can be had); OTHER_DATABASE
                where what was sold here belongs to another store; or as ``prepare``.
        """
        from b4mart_desktop.adapters.demo.loader import is_demo_loaded
        from b4mart_desktop.adapters.demo.worker import load_demo_in_worker
        from b4mart_desktop.adapters.local.counter_file import belong_to

        store = await self._store()
        interrupted = bool(store.get("demo")) and not await is_demo_loaded(self.database)
        own = self._server is not None
        if not store or interrupted:
            if not (own and (demo or interrupted)):
                raise AdapterError(ErrorCode.SHOP_NOT_SET_UP, own=own)
            await load_demo_in_worker(
                self.uri, self.database.name, lambda done, total, step: report(step, done, total)
            )
            store = await self._store()
        self.store = Id(str(store["_id"]))
        belong_to(self._data_dir, self.store)

    async def currency(self) -> str:
        """Returns the store's currency, the seed's default where there is no store."""
        return str((await self._store()).get("currency") or DEFAULT_CURRENCY)

    async def enrol(self) -> Register:
        """Returns this device as a register of the shop.

        Raises:
            AdapterError: REGISTER_TAKEN where the wanted code belongs to another device.
        """
        from b4mart_desktop.adapters.local.counter_file import device_of
        from b4mart_desktop.adapters.mongo.registers import MongoRegisters

        device, name = device_of(self._data_dir), platform.node() or "unknown"
        return await MongoRegisters(self.database).enrol(device, name, self._settings.register)

    async def last_receipt(self, code: str) -> int:
        """Returns the last receipt number that is taken under a register's code; 0 where none is."""
        from b4mart_desktop.adapters.mongo.registers import MongoRegisters

        return await MongoRegisters(self.database).last_receipt(code)

    async def register(self, register: Id) -> Register | None:
        """Returns a register of the shop as it is by now; None where somebody deleted it."""
        from b4mart_desktop.adapters.mongo.registers import MongoRegisters

        found = await MongoRegisters(self.database).all()
        return next((known for known in found if known.id == register), None)

    async def close(self) -> None:
        """Closes the connection, and our own server with it."""
        from b4mart_desktop.adapters.mongo.connect import close_client

        if self._client is not None:
            await close_client(self._client)
        if self._server is not None:
            await self._server.stop()

    async def _store(self) -> dict[str, Any]:
        from b4mart_desktop.adapters.mongo.errors import database_errors

        with database_errors():
            return await self.database.settings.find_one({"key": STORE_KEY}) or {}


def _identity(uri: str) -> str:
    """Hosts and database of ``uri``, without user, password and options."""
    parts = urlsplit(uri)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}"

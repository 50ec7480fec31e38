"""The shared server: who gets in from outside and how far, and what a later wish changes."""

import asyncio
import contextlib
import datetime as dt
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from pymongo import AsyncMongoClient
from pymongo.errors import ConnectionFailure, OperationFailure

from b4mart_desktop.adapters.mongo.connect import DATABASE_NAME, check_server, connect, make_client
from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo, certificates
from b4mart_desktop.adapters.mongo.embedded.certificates import Certificates
from b4mart_desktop.adapters.mongo.embedded.folder import HOST, ServerFolder
from b4mart_desktop.adapters.mongo.embedded.sharing import Sharing, SharingFolder
from b4mart_desktop.adapters.mongo.migrations import prepare_database
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

Client = AsyncMongoClient[dict[str, Any]]

OUTSIDE = "127.0.0.2"
QUICK = {"serverSelectionTimeoutMS": 500}
ONE_LOOPBACK = "only Linux has more than one loopback address"
linux_only = pytest.mark.skipif(sys.platform != "linux", reason=ONE_LOOPBACK)


class SharedServer:
    """A server of a test module with the files beside it."""

    def __init__(self, folder: Path) -> None:
        self.server = EmbeddedMongo(folder)
        self.wishes = SharingFolder(folder)
        self.files = ServerFolder(folder)

    @property
    def port(self) -> int:
        port = self.files.last_port()
        assert port is not None
        return port

    def uri(self, sharing: Sharing, host: str = OUTSIDE) -> str:
        """How a second counter reaches it."""
        return self.wishes.code(sharing, self.port).uri(host, self.wishes.certificates.ca_file)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedServer]:
    """A server that is open to other counters; tests leave it so."""
    made = SharedServer(tmp_path_factory.mktemp("shared") / "mongo")
    made.wishes.share((OUTSIDE,))
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(made.server.start())
        yield made
        runner.run(made.server.stop())


@pytest.fixture
async def own(tmp_path: Path) -> AsyncGenerator[SharedServer]:
    """A server of this test alone, not started."""
    made = SharedServer(tmp_path / "mongo")
    yield made
    await made.server.stop()


@contextlib.asynccontextmanager
async def second_counter(shared: SharedServer) -> AsyncIterator[Client]:
    sharing = shared.wishes.read()
    assert sharing is not None
    async with await connect(shared.uri(sharing)) as client:
        yield client


async def refusal(uri: str) -> ErrorCode:
    with pytest.raises(AdapterError) as caught:
        async with make_client(uri, **QUICK) as client:
            await check_server(client, uri)
    return caught.value.code


@linux_only
async def test_a_second_counter_can_do_all_that_the_program_does(shared: SharedServer) -> None:
    async with second_counter(shared) as client:
        shop = client.get_default_database()
        await prepare_database(shop)
        await shop.command("collMod", "orders", validator={})
        await prepare_database(shop)  # brings the validator back
        async with await shop.watch() as stream, client.start_session() as session:
            async with await session.start_transaction():
                await shop.notes.insert_one({"_id": 1}, session=session)
                await shop.notes.update_one({"_id": 1}, {"$set": {"text": "x"}}, session=session)
            changes = [await stream.next(), await stream.next()]
        assert client.options.retry_writes
    assert [change["operationType"] for change in changes] == ["insert", "update"]


@linux_only
async def test_a_second_counter_is_kept_to_the_shops_database(shared: SharedServer) -> None:
    beyond: list[tuple[str, dict[str, Any]]] = [
        ("admin", {"createUser": "me", "pwd": "x", "roles": ["root"]}),
        ("admin", {"grantRolesToUser": "b4mart-counter", "roles": ["root"]}),
        ("admin", {"usersInfo": 1}),
        ("admin", {"shutdown": 1}),
        ("admin", {"replSetStepDown": 1}),
        ("admin", {"setParameter": 1, "notablescan": 1}),
        ("admin", {"find": "system.users"}),
        ("local", {"find": "oplog.rs"}),
        ("other", {"insert": "things", "documents": [{}]}),
        (DATABASE_NAME, {"dropDatabase": 1}),
        (DATABASE_NAME, {"createUser": "me", "pwd": "x", "roles": []}),
    ]
    async with second_counter(shared) as client:
        for database, command in beyond:
            with pytest.raises(OperationFailure, match=r"not authorized|requires authentication"):
                await client[database].command(command)


@linux_only
async def test_nobody_gets_in_without_tls_or_without_the_password(shared: SharedServer) -> None:
    sharing = shared.wishes.read()
    assert sharing is not None
    good = shared.uri(sharing)
    address, tls = f"{OUTSIDE}:{shared.port}", good[good.index("&tls=true") :]
    plain = good.replace(tls, "")
    for uri in (plain, f"mongodb://{address}/?directConnection=true"):
        async with make_client(uri, **QUICK) as client:
            with pytest.raises(ConnectionFailure):
                await client.admin.command("ping")
    async with make_client(f"mongodb://{address}/?directConnection=true{tls}", **QUICK) as client:
        with pytest.raises(OperationFailure, match="requires authentication"):
            await client[DATABASE_NAME].orders.find_one()
    assert await refusal(good.replace(sharing.password, "hunter2")) is ErrorCode.DATABASE_REFUSED


@linux_only
async def test_another_authority_is_not_trusted(shared: SharedServer, tmp_path: Path) -> None:
    other = Certificates(tmp_path / "other")
    other.renew([OUTSIDE])
    sharing = shared.wishes.read()
    assert sharing is not None
    uri = shared.wishes.code(sharing, shared.port).uri(OUTSIDE, other.ca_file)
    assert await refusal(uri) is ErrorCode.DATABASE_TLS_FAILED


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_keys_and_password_are_readable_by_their_owner_only(shared: SharedServer) -> None:
    files = [shared.files.path / "sharing.json", *(shared.files.path / "tls").iterdir()]
    assert len(files) == 4
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


@linux_only
async def test_every_later_wish_is_applied_by_a_restart(own: SharedServer) -> None:
    first = own.wishes.share((OUTSIDE,))
    here = await own.server.reserve()
    await own.server.start()
    assert own.wishes.share() == first
    assert own.server.is_as_wished()
    async with make_client(own.uri(first), **QUICK) as there, await connect(here) as client:
        await there.admin.command("ping")
        await client.shop.notes.insert_one({"_id": 1})

        second = own.wishes.share(new_password=True)
        assert not own.server.is_as_wished()
        await own.server.restart()
        assert own.server.is_as_wished()
        assert own.wishes.code(second, own.port).ca == own.wishes.code(first, own.port).ca
        assert await refusal(own.uri(first)) is ErrorCode.DATABASE_REFUSED
        async with await connect(own.uri(second)):
            assert await client.shop.notes.find_one() == {"_id": 1}  # our own clients go on

        assert own.wishes.unshare()
        assert not own.wishes.unshare()
        await own.server.restart()
        assert await refusal(own.uri(second)) is ErrorCode.DATABASE_UNREACHABLE
        assert await refusal(own.uri(second, HOST)) is ErrorCode.DATABASE_REFUSED
        assert await client.shop.notes.find_one() == {"_id": 1}
        with pytest.raises(ConnectionFailure):
            await there.admin.command("ping")


async def test_a_server_that_was_never_shared_stays_as_its_clients_know_it(own: SharedServer) -> None:
    here = await own.server.start()
    assert "tls" not in here
    async with await connect(here) as client:
        own.wishes.share()
        assert own.server.is_as_wished()
        await client.admin.command("ping")
    await own.server.stop()
    assert "tls=true" in await own.server.start()


async def test_a_damaged_wish_closes_the_server(own: SharedServer) -> None:
    own.wishes.share()
    (own.files.path / "sharing.json").write_bytes(b"\x00")
    await own.server.start()
    assert own.server.is_as_wished()
    wish = own.wishes.read()
    assert wish is not None
    assert not wish.on


def server_certificate(made: Certificates) -> x509.Certificate:
    return x509.load_pem_x509_certificate(made.server_file.read_bytes())


def test_the_servers_certificate_follows_addresses_and_time_and_the_authority_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Certificates(tmp_path / "tls")
    made.renew(["till-1", "192.0.2.7"])
    authority, first = made.ca(), server_certificate(made)
    made.renew(["192.0.2.7"])
    assert server_certificate(made) == first

    made.renew(["till-1", "192.0.2.8"])
    moved = server_certificate(made)
    names = moved.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(name.value) for name in names] == ["till-1", "192.0.2.8"]

    monkeypatch.setattr(certificates, "SERVER_LIFE", certificates.RENEW_BEFORE)
    made.renew(["till-2"])
    expiring = server_certificate(made)
    monkeypatch.undo()
    made.renew(["till-2"])
    renewed = server_certificate(made)
    assert renewed.not_valid_after_utc - expiring.not_valid_after_utc > dt.timedelta(days=300)
    assert renewed.not_valid_after_utc - renewed.not_valid_before_utc <= dt.timedelta(days=825)

    made.server_file.write_text("damaged")
    made.renew(["till-2"])
    assert made.ca() == authority
    server_certificate(made).verify_directly_issued_by(x509.load_der_x509_certificate(authority))


def test_a_lost_authority_is_replaced_with_everything_below_it(tmp_path: Path) -> None:
    made = Certificates(tmp_path / "tls")
    made.renew(["till-1"])
    authority = made.ca()
    (tmp_path / "tls" / "ca.key").write_text("damaged")
    made.renew(["till-1"])
    assert made.ca() != authority
    server_certificate(made).verify_directly_issued_by(x509.load_der_x509_certificate(made.ca()))

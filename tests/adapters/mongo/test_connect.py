"""Connecting: a good server passes, and each way of being wrong has a code of its own and keeps secrets."""

import asyncio
import datetime as dt
import socket
import struct
import subprocess
from collections.abc import Generator
from pathlib import Path

import bson
import pytest

from b4mart_desktop.adapters.mongo.connect import check_server, connect, make_client
from b4mart_desktop.adapters.mongo.embedded.binary import find_mongod, mongod_version
from b4mart_desktop.adapters.mongo.embedded.process import wait_until_listening
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

FAST = "serverSelectionTimeoutMS=300"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def refusal(uri: str) -> AdapterError:
    with pytest.raises(AdapterError) as caught:
        await connect(uri)
    return caught.value


@pytest.fixture
def standalone_port(tmp_path: Path) -> Generator[int]:
    port = free_port()
    (tmp_path / "data").mkdir()
    options = ["--dbpath", str(tmp_path / "data"), "--bind_ip", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen([find_mongod(), *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
            runner.run(wait_until_listening(port))
        yield port
    finally:
        server.kill()
        server.wait()


async def test_replica_set_is_accepted_with_times_in_utc(mongo_uri: str, database: str) -> None:
    async with await connect(mongo_uri) as client:
        await client[database].orders.insert_one({"at": dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)})
        order = await client[database].orders.find_one({}, {"_id": False})
        server = await check_server(client, mongo_uri)
    assert order == {"at": dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)}
    assert abs(server.time - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=60)
    assert server.kind == "replica set b4mart"
    assert server.version == mongod_version(find_mongod())


async def test_uri_wins_over_our_defaults_and_arguments_over_both() -> None:
    client = make_client(
        "mongodb://h/?MAXPOOLSIZE=7&serverSelectionTimeoutMS=100", serverSelectionTimeoutMS=200
    )
    assert client.options.pool_options.max_pool_size == 7
    assert client.options.server_selection_timeout == 0.2
    await client.close()


async def test_nothing_listening_is_unreachable() -> None:
    error = await refusal(f"mongodb://127.0.0.1:{free_port()}/?{FAST}")
    assert error.code is ErrorCode.DATABASE_UNREACHABLE
    assert "Topology" not in str(error)


async def test_wrong_password_is_refused_and_not_repeated(mongo_uri: str) -> None:
    address = mongo_uri.partition("@")[2]
    error = await refusal(f"mongodb://b4mart:hunter2@{address}")
    assert error.code is ErrorCode.DATABASE_REFUSED
    assert "hunter2" not in str(error)


async def test_missing_password_is_refused(mongo_uri: str) -> None:
    address = mongo_uri.partition("@")[2].replace("&authSource=admin", "")
    assert (await refusal(f"mongodb://{address}")).code is ErrorCode.DATABASE_REFUSED


async def test_tls_to_a_server_without_it_is_a_tls_failure(mongo_uri: str) -> None:
    assert (await refusal(f"{mongo_uri}&tls=true&{FAST}")).code is ErrorCode.DATABASE_TLS_FAILED


async def test_missing_certificate_file_is_a_tls_failure() -> None:
    error = await refusal("mongodb://localhost/?tls=true&tlsCAFile=/nowhere/ca.pem")
    assert error.code is ErrorCode.DATABASE_TLS_FAILED


@pytest.mark.parametrize("uri", ["mongodb://localhost:99999/", "mongodb://u:p:q@localhost/"])
async def test_broken_address_is_invalid(uri: str) -> None:
    assert (await refusal(uri)).code is ErrorCode.DATABASE_ADDRESS_INVALID


async def test_wrong_replica_set_name_is_not_a_replica_set(mongo_uri: str) -> None:
    error = await refusal(mongo_uri.replace("replicaSet=b4mart", "replicaSet=other") + "&" + FAST)
    assert error.code is ErrorCode.NOT_A_REPLICA_SET
    assert "other" in str(error.data["reason"])


async def test_standalone_server_is_not_a_replica_set(standalone_port: int) -> None:
    plain = await refusal(f"mongodb://127.0.0.1:{standalone_port}/b4mart")
    named = await refusal(f"mongodb://127.0.0.1:{standalone_port}/b4mart?replicaSet=rs0&{FAST}")
    assert plain.code is named.code is ErrorCode.NOT_A_REPLICA_SET


async def answer_as_version_3_6(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer everything with the handshake of a MongoDB 3.6 (wire version 6), which cannot be had now."""
    document = bson.encode({"ismaster": True, "ok": 1, "minWireVersion": 0, "maxWireVersion": 6})
    try:
        while True:
            length, request, _, opcode = struct.unpack("<iiii", await reader.readexactly(16))
            await reader.readexactly(length - 16)
            if opcode == 2004:  # OP_QUERY is answered by OP_REPLY
                body, answer = struct.pack("<iqii", 0, 0, 0, 1) + document, 1
            else:
                body, answer = struct.pack("<iB", 0, 0) + document, 2013
            writer.write(struct.pack("<iiii", 16 + len(body), 1, request, answer) + body)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def test_server_too_old_for_us_says_so() -> None:
    server = await asyncio.start_server(answer_as_version_3_6, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        error = await refusal(f"mongodb://127.0.0.1:{port}/?{FAST}")
    assert error.code is ErrorCode.SERVER_TOO_OLD

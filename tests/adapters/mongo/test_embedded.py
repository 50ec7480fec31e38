"""The embedded server: it starts, is a replica set behind a password, stops, comes back after a crash."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure

from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo, StartStage
from b4mart_desktop.adapters.mongo.embedded import process as processes
from b4mart_desktop.adapters.mongo.embedded.binary import find_mongod
from b4mart_desktop.adapters.mongo.embedded.folder import HOST, ServerFolder
from b4mart_desktop.adapters.mongo.embedded.replica_set import internal_client
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

Client = AsyncMongoClient[dict[str, Any]]

SECOND_PROGRAM = """
import asyncio, sys
from pathlib import Path
from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo

async def main():
    server = EmbeddedMongo(Path(sys.argv[1]))
    await server.start()
    print(server.pid, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.fixture
async def server(tmp_path: Path) -> AsyncGenerator[EmbeddedMongo]:
    """A server of this test alone, not yet started; stopped in any case."""
    server = EmbeddedMongo(tmp_path / "mongo")
    yield server
    await server.stop()


@pytest.fixture
def folder(tmp_path: Path) -> ServerFolder:
    """The folder of `server`."""
    return ServerFolder(tmp_path / "mongo")


async def remember(uri: str, value: int) -> None:
    async with Client(uri) as client:
        await client.shop.orders.insert_one({"_id": value})


async def remembered(uri: str) -> list[int]:
    async with Client(uri) as client:
        return [order["_id"] async for order in client.shop.orders.find().sort("_id")]


async def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 (what is waited for is another process)
            await asyncio.sleep(0.01)


def crashed_program(folder: Path, *, with_server: bool) -> int:
    """Run a second program until its server is up, kill it, and return its server's pid.

    Linux ends the server with its program, others leave it running: `with_server=False` makes it the latter.
    """
    environment = os.environ if with_server else {**os.environ, "PATH": ""}  # without `setpriv`
    code = [sys.executable, "-c", SECOND_PROGRAM, str(folder)]
    with subprocess.Popen(code, stdout=subprocess.PIPE, text=True, env=environment) as program:
        assert program.stdout is not None
        pid = int(program.stdout.readline())
        program.kill()
    return pid


async def test_transactions_and_change_streams_work(mongo_uri: str, database: str) -> None:
    async with Client(mongo_uri) as client, client.start_session() as session:
        shop = client[database]
        async with await shop.watch() as stream:
            async with await session.start_transaction():
                await shop.orders.insert_one({"_id": 1}, session=session)
                await shop.payments.insert_one({"_id": 2}, session=session)
            changes = [await stream.next(), await stream.next()]
    assert [change["documentKey"]["_id"] for change in changes] == [1, 2]


async def test_nobody_gets_in_without_the_password(mongo_uri: str) -> None:
    address = mongo_uri.partition("@")[2].partition("/")[0]
    async with Client(f"mongodb://{address}/?directConnection=true") as client:
        for command in ({"listDatabases": 1}, {"createUser": "me", "pwd": "x", "roles": ["root"]}):
            with pytest.raises(OperationFailure, match="requires authentication"):
                await client.admin.command(command)


async def test_server_listens_on_this_machine_only(mongo_uri: str) -> None:
    async with Client(mongo_uri) as client:
        options = (await client.admin.command("getCmdLineOpts"))["parsed"]
    assert options["net"]["bindIp"] == HOST
    assert options["storage"]["wiredTiger"]["engineConfig"]["cacheSizeGB"] == 0.25


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
async def test_secrets_are_readable_by_their_owner_only(mongod: EmbeddedMongo) -> None:
    folder = mongod.folder
    assert folder.stat().st_mode & 0o077 == 0
    assert {(folder / name).stat().st_mode & 0o777 for name in ("mongod.key", "password")} == {0o600}


async def test_later_start_keeps_data_password_and_port(server: EmbeddedMongo) -> None:
    stages: list[StartStage] = []
    first = await server.start(stages.append)
    assert stages == [StartStage.CLEANING_UP, StartStage.STARTING, StartStage.PREPARING, StartStage.READY]
    await remember(first, 1)
    pid = server.pid
    assert pid is not None
    await server.stop()
    assert not server.running
    assert processes.command_line(pid) == ""
    assert await server.start() == first
    assert await remembered(first) == [1]


async def test_starting_twice_and_stopping_twice_change_nothing(server: EmbeddedMongo) -> None:
    uri = await server.start()
    pid = server.pid
    assert (await server.start(), server.pid) == (uri, pid)
    await server.stop()
    await server.stop()


async def test_killed_server_is_started_again_with_its_data(server: EmbeddedMongo) -> None:
    uri = await server.start()
    await remember(uri, 1)
    assert server.pid is not None
    os.kill(server.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    await until(lambda: not server.running)
    assert await server.start() == uri
    assert await remembered(uri) == [1]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
async def test_server_ends_with_a_killed_program(tmp_path: Path) -> None:
    pid = await asyncio.to_thread(crashed_program, tmp_path, with_server=True)
    await until(lambda: processes.command_line(pid) == "")


async def test_orphan_of_a_killed_program_does_not_block_the_next_start(
    server: EmbeddedMongo, folder: ServerFolder
) -> None:
    orphan = await asyncio.to_thread(crashed_program, folder.path, with_server=False)
    assert "mongod" in processes.command_line(orphan)
    await server.start()
    assert processes.command_line(orphan) == ""
    assert server.pid != orphan


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot stop a process")
async def test_orphan_that_hangs_is_killed(
    server: EmbeddedMongo, folder: ServerFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "ORPHAN_SECONDS", 0.3)
    orphan = await asyncio.to_thread(crashed_program, folder.path, with_server=False)
    os.kill(orphan, signal.SIGSTOP)
    await server.start()
    assert processes.command_line(orphan) == ""


async def test_orphan_we_did_not_note_is_found_by_its_own_lock_file(
    server: EmbeddedMongo, folder: ServerFolder
) -> None:
    orphan = await asyncio.to_thread(crashed_program, folder.path, with_server=False)
    folder.forget_pid()
    if sys.platform == "win32":
        pytest.skip("Windows hides the lock file while mongod runs")
    await server.start()
    assert processes.command_line(orphan) == ""


async def test_another_process_with_the_pid_of_the_orphan_is_left_alone(
    server: EmbeddedMongo, folder: ServerFolder
) -> None:
    folder.create()
    code = [sys.executable, "-c", "import time; time.sleep(60)", "mongod", str(folder.data)]
    stranger = await asyncio.to_thread(subprocess.Popen, code)
    try:
        folder.note_pid(stranger.pid)
        (folder.data / "mongod.lock").write_text(f"{stranger.pid}\n")
        await server.start()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


async def test_taken_port_is_replaced_and_the_replica_set_follows(
    server: EmbeddedMongo, folder: ServerFolder
) -> None:
    first = await server.start()
    await remember(first, 1)
    await server.stop()
    # closes at once what it does not understand, as most servers do
    stranger = await asyncio.start_server(lambda _, writer: writer.close(), HOST, folder.port())
    async with stranger:
        second = await server.start()
        assert second != first
        assert await remembered(second) == [1]
        await server.stop()
    assert await server.start() == second


async def test_a_reserved_port_is_the_servers_whatever_happens(
    server: EmbeddedMongo, folder: ServerFolder
) -> None:
    uri = await server.reserve()
    assert not server.running
    stranger = await asyncio.start_server(lambda _, writer: writer.close(), HOST, folder.port())
    async with stranger:
        with pytest.raises(AdapterError) as refused:
            await server.start()
    assert refused.value.code is ErrorCode.SERVER_FAILED_TO_START
    assert await server.start() == uri
    await remember(uri, 1)


async def test_port_taken_between_looking_and_starting_is_replaced(
    server: EmbeddedMongo, folder: ServerFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server((HOST, 0)) as other:
        taken = other.getsockname()[1]
        answers = iter([taken])
        real_port = ServerFolder.port
        monkeypatch.setattr(
            ServerFolder, "port", lambda self, host: next(answers, None) or real_port(self, host)
        )
        uri = await server.start()
    assert f":{taken}/" not in uri


async def test_second_program_on_the_folder_is_told_who_has_it(
    server: EmbeddedMongo, folder: ServerFolder
) -> None:
    uri = await server.start()
    code = [sys.executable, "-c", SECOND_PROGRAM, str(folder.path)]
    second = await asyncio.to_thread(subprocess.run, code, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert f"data_folder_in_use(pid={os.getpid()}, folder={str(folder.path)!r})" in second.stderr
    await remember(uri, 1)


async def test_lost_files_are_made_again_and_the_data_stay_open(
    server: EmbeddedMongo, folder: ServerFolder
) -> None:
    await remember(await server.start(), 1)
    await server.stop()
    for name in ("password", "mongod.key", "port"):
        (folder.path / name).unlink()
    assert await remembered(await server.start()) == [1]


async def test_damaged_files_are_made_again_and_the_data_stay_open(
    server: EmbeddedMongo, folder: ServerFolder
) -> None:
    await remember(await server.start(), 1)
    await server.stop()
    for name in ("password", "mongod.key", "port", "mongod.pid"):
        (folder.path / name).write_bytes(b"\x00\xff")
    assert await remembered(await server.start()) == [1]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
async def test_key_that_others_may_read_is_closed_again(server: EmbeddedMongo, folder: ServerFolder) -> None:
    await server.start()
    await server.stop()
    folder.key_file.chmod(0o644)
    await server.start()
    assert folder.key_file.stat().st_mode & 0o777 == 0o600


async def test_start_interrupted_before_the_replica_set_is_completed(
    server: EmbeddedMongo, folder: ServerFolder
) -> None:
    folder.create()
    folder.key()
    port = folder.port()
    process = processes.spawn(find_mongod(), folder, port)
    await processes.wait_until_listening(port)
    process.kill()
    assert await processes.wait_for_exit(process, 10)
    await remember(await server.start(), 1)


async def test_start_interrupted_before_the_user_is_completed(
    server: EmbeddedMongo, folder: ServerFolder
) -> None:
    uri = await server.start()
    port = int((folder.path / "port").read_text())
    async with internal_client(port, folder.key()) as client:
        await client.admin.command("dropUser", "b4mart")
    await server.stop()
    assert await server.start() == uri
    await remember(uri, 1)


async def test_cancelled_start_leaves_no_process_and_no_lock(
    server: EmbeddedMongo, folder: ServerFolder
) -> None:
    def cancel_late(stage: StartStage) -> None:
        if stage is StartStage.PREPARING:
            task.cancel()

    task = asyncio.create_task(server.start(cancel_late))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not server.running
    assert all(processes.command_line(pid) == "" for pid in folder.noted_pids())
    await EmbeddedMongo(folder.path).stop()
    await server.start()

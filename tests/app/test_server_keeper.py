"""Our own server is kept going: one that hangs is started again, and why it cannot start is told."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo
from b4mart_desktop.adapters.mongo.embedded.sharing import SharingFolder
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.app import server_keeper
from b4mart_desktop.app.server_keeper import ServerKeeper
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from tests.app.till import PATIENCE_SECONDS, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot stop a process")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a minute of silence in one and a half seconds."""
    for name, seconds in (("WATCH", 0.05), ("ASK", 0.2), ("ANSWER", 0.5), ("HANGS", 1.5)):
        monkeypatch.setattr(server_keeper, f"{name}_SECONDS", seconds)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncGenerator[EmbeddedMongo]:
    server = EmbeddedMongo(tmp_path / "mongo")
    yield server
    await server.stop()


@contextlib.asynccontextmanager
async def kept(server: EmbeddedMongo) -> AsyncIterator[list[AdapterError]]:
    """The running server with its keeper; gives what that one tells."""
    uri = await server.reserve()
    await server.start()
    told: list[AdapterError] = []
    async with make_client(uri) as client:

        async def ask() -> None:
            with database_errors():
                await client.admin.command("ping")

        keeping = asyncio.create_task(ServerKeeper(server, ask, told.append).run())
        try:
            yield told
            await until_it_answers(ask)
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)


async def until_it_answers(ask: Callable[[], Awaitable[None]]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            with contextlib.suppress(AdapterError):
                return await ask()


async def test_a_server_that_hangs_is_started_again(server: EmbeddedMongo) -> None:
    async with kept(server) as told:
        hanging = server.pid
        assert hanging is not None
        os.kill(hanging, signal.SIGSTOP)
        await until(lambda: server.pid not in (None, hanging), "another server is started")
        await until(lambda: not is_alive(hanging), "the hanging one is gone")
    assert told == []


async def test_a_server_that_hangs_for_a_moment_is_left_alone(server: EmbeddedMongo) -> None:
    async with kept(server):
        pid = server.pid
        assert pid is not None
        for _ in range(2):
            os.kill(pid, signal.SIGSTOP)
            await asyncio.sleep(1)  # longer than an answer may take, shorter than silence may last
            os.kill(pid, signal.SIGCONT)
            await asyncio.sleep(0.6)
    assert server.pid == pid


async def test_a_wish_is_applied_and_a_server_without_one_is_left_alone(
    server: EmbeddedMongo, tmp_path: Path
) -> None:
    wishes = SharingFolder(tmp_path / "mongo")
    wishes.share()
    async with kept(server):
        pid = server.pid
        wishes.unshare()
        await until(lambda: server.pid not in (None, pid), "the server is started again")
        assert server.is_as_wished()


async def test_why_it_does_not_start_is_told_until_it_does(
    server: EmbeddedMongo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with kept(server) as told:
        monkeypatch.setenv("PATH", "")
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        await until(lambda: told, "the reason is told")
        monkeypatch.undo()
        await until(lambda: server.running, "it is started as soon as that is possible")
    assert {error.code for error in told} == {ErrorCode.SERVER_BINARY_MISSING}


def is_alive(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False

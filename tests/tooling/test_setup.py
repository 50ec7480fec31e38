"""The set-up that each developer command does first: skipped when done, plain words when impossible."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import environment, system_packages


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose virtual environment was set up for `run`."""
    shutil.copy(environment.ROOT / "pyproject.toml", tmp_path)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".venv" / "stamp.json")
    monkeypatch.setattr(system_packages, "ensure", lambda **_: None)
    environment.python().parent.mkdir(parents=True)
    environment.python().touch()
    environment.program("pip").touch()
    stamp = {"dependencies": environment.dependencies_hash(), "extras": sorted(environment.RUN_EXTRAS)}
    environment.STAMP.write_text(json.dumps(stamp), encoding="utf-8")
    return tmp_path


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines that would have been run."""
    commands: list[list[str]] = []

    def record(command: list[str], **_: object) -> object:
        commands.append(command)
        return type("Done", (), {"returncode": 0})()

    monkeypatch.setattr("subprocess.run", record)
    return commands


@pytest.fixture
def libraries(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let only the named libraries be missing from the system."""

    def lose(*names: str) -> None:
        monkeypatch.setattr(system_packages, "_loads", lambda library: library not in names)

    return lose


def test_a_finished_set_up_is_not_repeated(checkout: Path, pip: list[list[str]]) -> None:
    environment.ensure(environment.RUN_EXTRAS)

    assert pip == []


def test_more_extras_are_added_to_those_installed(checkout: Path, pip: list[list[str]]) -> None:
    environment.ensure(frozenset({"dev"}))
    environment.ensure(environment.DEV_EXTRAS)

    assert [command[-1] for command in pip] == [".[demo,dev,embedded]"]


def test_a_changed_dependency_is_installed_at_the_next_start(checkout: Path, pip: list[list[str]]) -> None:
    pyproject = checkout / "pyproject.toml"
    pyproject.write_text(
        pyproject.read_text(encoding="utf-8").replace('"pymongo>=', '"pymongo >='), encoding="utf-8"
    )

    environment.ensure(environment.RUN_EXTRAS)

    assert len(pip) == 1


def test_a_changed_tool_setting_installs_nothing(checkout: Path, pip: list[list[str]]) -> None:
    with (checkout / "pyproject.toml").open("a", encoding="utf-8") as pyproject:
        pyproject.write("\n[tool.something]\nnew = true\n")

    environment.ensure(environment.RUN_EXTRAS)

    assert pip == []


def test_an_interrupted_install_is_repeated(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.STAMP.write_text("{", encoding="utf-8")
    monkeypatch.setattr("subprocess.run", lambda *_, **__: type("Failed", (), {"returncode": 1})())

    with pytest.raises(SystemExit, match="pip could not install"):
        environment.ensure(environment.RUN_EXTRAS)

    assert not environment.STAMP.exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks them")
class TestSystemPackages:
    def test_a_missing_library_is_traced_to_its_package(self, libraries: Callable[..., None]) -> None:
        libraries("libEGL.so.1", "libcurl.so.4")

        assert system_packages.missing() == ["libegl1", "libcurl4"]

    def test_libraries_that_cannot_be_loaded_count_as_missing(self) -> None:
        assert not system_packages._loads("libsurely-not-there.so.7")

    def test_without_rights_the_exact_command_is_said(
        self, libraries: Callable[..., None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        libraries("libxcb-cursor.so.0")
        monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/apt-get")
        monkeypatch.setattr(system_packages, "_privilege_prefix", lambda: None)

        with pytest.raises(SystemExit, match="apt-get install -y --no-install-recommends libxcb-cursor0"):
            system_packages.ensure()

    def test_without_apt_the_libraries_are_named(
        self, libraries: Callable[..., None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        libraries("libEGL.so.1")
        monkeypatch.setattr("shutil.which", lambda _: None)

        with pytest.raises(SystemExit, match=r"libEGL\.so\.1"):
            system_packages.ensure()

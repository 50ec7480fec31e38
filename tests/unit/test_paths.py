"""Paths: the same answer in a checkout and in an installed program; user folders that can be moved."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from b4mart_desktop import paths

PACKAGE = Path(paths.__file__).parent


def test_checkout_finds_resources_beside_the_package() -> None:
    assert paths.resource() == PACKAGE.parent / "resources"


def test_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        paths.resource("icons", "no-such-icon.svg")


def test_installed_program_finds_resources_inside_the_package(tmp_path: Path) -> None:
    installed = tmp_path / "b4mart_desktop"
    (installed / "resources" / "icons").mkdir(parents=True)
    (installed / "resources" / "icons" / "x.svg").write_text("<svg/>")
    (installed / "__init__.py").write_text("")
    shutil.copy(PACKAGE / "paths.py", installed)
    code = "from b4mart_desktop.paths import resource; print(resource('icons', 'x.svg'))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(run.stdout.strip()) == (installed / "resources" / "icons" / "x.svg").resolve()


def test_chosen_data_folder_takes_logs_and_cache_with_it(tmp_path: Path) -> None:
    assert paths.user_data_dir(tmp_path) == tmp_path
    assert paths.user_log_dir(tmp_path) == tmp_path / "logs"
    assert paths.user_cache_dir(tmp_path) == tmp_path / "cache"


def test_usual_folders_are_absolute_and_carry_the_name_of_the_program() -> None:
    folders = [paths.user_config_dir(), paths.user_data_dir(), paths.user_log_dir(), paths.user_cache_dir()]
    assert all(folder.is_absolute() and paths.APP_NAME in folder.parts for folder in folders)

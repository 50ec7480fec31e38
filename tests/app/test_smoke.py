"""The smoke test of a build: it passes on a whole one, and tells what a broken one lacks."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from b4mart_desktop.app import smoke

ROOT = Path(__file__).parents[2]


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A copy of the program, laid out as a wheel installs it, with what is compiled of it already."""
    shutil.copytree(ROOT / "b4mart_desktop", tmp_path / "b4mart_desktop")
    shutil.copytree(ROOT / "resources", tmp_path / "b4mart_desktop" / "resources")
    return tmp_path


def smoke_test(build: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "b4mart_desktop", "--smoke-test", "--data-dir", str(build / "data")],
        cwd=build,
        env=os.environ | {"PYTHONPATH": str(build), "HOME": str(build)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def said(build: Path) -> str:
    return (build / "data" / "logs" / "b4mart.log").read_text()


def test_a_whole_build_passes(build: Path) -> None:
    ended = smoke_test(build)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert said(build) == ""


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        ("resources/sounds/added.wav", "added.wav is missing"),
        ("resources/icons/shopping-cart.svg", "shopping-cart.svg is missing"),
        ("resources/demo/aisles.csv", "aisles.csv is missing"),
        ("domain/gtin.py", "No module named 'b4mart_desktop.domain.gtin'"),
        ("resources/fonts/Inter-Bold.ttf", "Inter-Bold.ttf"),
        ("resources/styles/app.qss", "app.qss"),
    ],
)
def test_a_build_that_lacks_a_file_fails_and_tells_which(build: Path, lost: str, told: str) -> None:
    (build / "b4mart_desktop" / lost).unlink()

    ended = smoke_test(build)

    assert ended.returncode == 1
    assert told in said(build) + ended.stderr


def test_every_file_on_the_list_is_shipped() -> None:
    listed = {Path(*parts) for parts in smoke.FILES}
    needed = {"fonts": "*.ttf", "i18n": "*.qm", "demo": "*.csv"}
    shipped = {
        file.relative_to(ROOT / "resources")
        for folder, pattern in needed.items()
        for file in (ROOT / "resources" / folder).glob(pattern)
    }

    assert {file for file in listed if str(file.parent) in needed} == shipped

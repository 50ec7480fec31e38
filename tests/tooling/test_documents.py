"""What is written for people agrees with the program: settings, folders, commands."""

import re
from pathlib import Path

import pytest

from b4mart_desktop.settings import describe
from dev import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURES = ROOT / "docs" / "screenshots"


def test_the_example_of_a_settings_file_has_every_setting_with_its_description() -> None:
    lines = [f"# {setting.text}\n{setting.variable}={setting.default}\n" for setting in describe()]

    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    assert example.split("\n\n", 1)[1] == "\n".join(lines)


def test_the_readme_names_every_setting() -> None:
    assert {setting.variable for setting in describe()} <= set(re.findall(r"`([A-Z0-9_]+)`", README))


def test_the_readme_names_every_developer_command() -> None:
    assert set(COMMANDS) - {"setup"} == set(re.findall(r"^\| `python3 dev\.py (\w+)", README, re.MULTILINE))


def test_every_folder_the_readme_shows_is_there() -> None:
    tree = README.split("```\nb4mart_desktop/\n", 1)[1].split("```", 1)[0]
    package, rest = tree.split("\nui/", 1)
    shown = [ROOT / "b4mart_desktop" / name for name in re.findall(r"^  (\w\S+)", package, re.MULTILINE)]
    shown += [ROOT / name for name in re.findall(r"^(\w\S+)", "ui/" + rest, re.MULTILINE)]

    assert [path for path in shown if not path.exists()] == []


@pytest.mark.skipif(not PICTURES.is_dir(), reason="python3 dev.py screenshots has not made the pictures yet")
def test_every_picture_of_the_readme_is_there() -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)

    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []

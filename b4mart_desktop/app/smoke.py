"""Proves a build complete: imports every module, looks for every shipped file. Changes nothing."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Iterator

import b4mart_desktop
from b4mart_desktop import paths
from b4mart_desktop.gui.shared.sounds import Sound
from b4mart_desktop.gui.style.icons import Icon

_log = logging.getLogger(__name__)

FILES = (
    ("fonts", "Inter-Regular.ttf"),
    ("fonts", "Inter-Medium.ttf"),
    ("fonts", "Inter-SemiBold.ttf"),
    ("fonts", "Inter-Bold.ttf"),
    ("styles", "app.qss"),
    ("styles", "tokens.toml"),
    ("i18n", "b4mart_en.qm"),
    ("demo", "departments.csv"),
    ("demo", "aisles.csv"),
    ("demo", "featured.csv"),
    ("demo", "customers.csv"),
)
"""Shipped files that no list in the code names as icons and sounds are named."""


async def touch_everything() -> int:
    """Returns 0 where all parts of the program are there, 1 with the reasons in the log where not."""
    problems = [*_missing_modules(), *_missing_files()]
    for problem in problems:
        _log.error("this build is not complete: %s", problem)
    return 1 if problems else 0


def _missing_modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(b4mart_desktop.__path__, "b4mart_desktop."):
        if module.name == "b4mart_desktop.__main__":
            continue
        try:
            importlib.import_module(module.name)
        except ImportError as error:
            yield f"{module.name}: {error}"


def _missing_files() -> Iterator[str]:
    icons = (("icons", f"{icon.value}.svg") for icon in Icon)
    sounds = (("sounds", f"{sound.value}.wav") for sound in Sound)
    for parts in (*FILES, *icons, *sounds):
        try:
            paths.resource(*parts)
        except FileNotFoundError as error:
            yield f"{error} is missing"

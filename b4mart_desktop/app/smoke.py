"""Proves a build complete: imports every module, looks for every kind of shipped file. Changes nothing."""

from __future__ import annotations

import importlib
import logging
import pkgutil

import b4mart_desktop
from b4mart_desktop import paths

_log = logging.getLogger(__name__)

SHIPPED = ("fonts/Inter-Regular.ttf", "icons/shopping-cart.svg", "styles/app.qss", "sounds/added.wav")


async def touch_everything() -> int:
    """Returns 0 where all parts of the program are there, 1 with the reasons in the log where not."""
    problems = [*_missing_modules(), *_missing_files()]
    for problem in problems:
        _log.error("this build is not complete: %s", problem)
    return 1 if problems else 0


def _missing_modules() -> list[str]:
    problems = []
    for module in pkgutil.walk_packages(b4mart_desktop.__path__, "b4mart_desktop."):
        if module.name == "b4mart_desktop.__main__":
            continue
        try:
            importlib.import_module(module.name)
        except ImportError as error:
            problems.append(f"{module.name}: {error}")
    return problems


def _missing_files() -> list[str]:
    files = (paths.resource(*name.split("/")) for name in SHIPPED)
    return [f"{file} is missing" for file in files if not file.is_file()]

"""What `dev.py lint` runs: every check that needs no running program, each with a name to run it alone."""

import subprocess
import sys
from collections.abc import Callable

from tools import budgets, environment, forms

ROOT = environment.ROOT
UI = ROOT / "ui"
FORMS = ROOT / "b4mart_desktop" / "gui" / "forms"
CODE = ("b4mart_desktop", "tests", "tools", "dev.py")

CHECKS: dict[str, Callable[[], int]] = {
    "style": lambda: _venv("ruff", "check", "--quiet", "."),
    "format": lambda: _venv("ruff", "format", "--check", "--quiet", "."),
    "types": lambda: _venv("mypy"),
    "layers": lambda: _venv("lint-imports", "--no-logo"),
    "budgets": lambda: budgets.check(*(ROOT / name for name in CODE)),
    "forms": lambda: forms.compile_forms(UI, FORMS, check=True),
}


def run(names: list[str]) -> int:
    """Run the named checks, or all of them, each to its end, and say which failed.

    Returns:
        The exit status: 0 if all passed.

    Raises:
        SystemExit: there is no check of that name.
    """
    unknown = set(names) - CHECKS.keys()
    if unknown:
        raise SystemExit(
            f"dev.py lint: no check {', '.join(sorted(unknown))}; there are: {', '.join(CHECKS)}"
        )
    failed = [name for name in names or CHECKS if CHECKS[name]() != 0]
    for name in failed:
        print(f"dev.py lint: {name} failed", file=sys.stderr)
    return 1 if failed else 0


def _venv(name: str, *arguments: str) -> int:
    command = [str(environment.program(name)), *arguments]
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode

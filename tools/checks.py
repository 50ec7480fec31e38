"""What `dev.py lint` runs: every check that needs no running program, each named, all of them to the end."""

import subprocess
import sys

from tools import budgets, environment, forms

ROOT = environment.ROOT
UI = ROOT / "ui"
FORMS = ROOT / "b4mart_desktop" / "gui" / "forms"
CODE = ("b4mart_desktop", "tests", "tools", "dev.py")


def run_all() -> int:
    """Run every check and say which failed.

    Returns:
        The exit status: 0 if all passed.
    """
    results = {
        "ruff check": _venv("ruff", "check", "--quiet", "."),
        "ruff format": _venv("ruff", "format", "--check", "--quiet", "."),
        "mypy": _venv("mypy"),
        "layers": _venv("lint-imports", "--no-logo"),
        "size budgets": budgets.check(*(ROOT / name for name in CODE)),
        "forms": forms.compile_forms(UI, FORMS, check=True),
    }
    failed = [name for name, status in results.items() if status != 0]
    for name in failed:
        print(f"dev.py lint: {name} failed", file=sys.stderr)
    return 1 if failed else 0


def _venv(name: str, *arguments: str) -> int:
    command = [str(environment.program(name)), *arguments]
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode

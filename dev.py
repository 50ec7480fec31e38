#!/usr/bin/env python3
"""Every developer command, for a machine that has nothing but Python and git: `python3 dev.py COMMAND`.

Each command first makes ready what it needs: system libraries, virtual environment, dependencies.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - said before an import that an older one cannot read
    raise SystemExit("B4Mart Desktop needs Python 3.11 or newer.")

from tools import checks, environment, forms
from tools.environment import DEV_EXTRAS, ROOT, RUN_EXTRAS

PROGRAM = "b4mart-desktop"
COVERAGE_FLOOR_PERCENT = 85
SIDE_BY_SIDE = ("--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile")
"""Half of the tests' time is waiting for servers; each process has servers of its own."""


def setup(arguments: list[str]) -> int:
    """Only make everything ready that the other commands need."""
    environment.ensure(DEV_EXTRAS, for_tests=True)
    return 0


def run(arguments: list[str]) -> int:
    """Start the shop; an own database that is still empty gets the demo store."""
    environment.ensure(RUN_EXTRAS)
    return _python("-m", "b4mart_desktop", "run", "--demo", *arguments)


def test(arguments: list[str]) -> int:
    """Run the tests offscreen; without arguments all of them, side by side, with the coverage floor."""
    environment.ensure(DEV_EXTRAS, for_tests=True)
    floor = ["--cov=b4mart_desktop.domain", "--cov=b4mart_desktop.services"]
    floor += [f"--cov-fail-under={COVERAGE_FLOOR_PERCENT}", "--cov-report=term:skip-covered"]
    return _python("-m", "pytest", *(arguments or [*SIDE_BY_SIDE, *floor]), offscreen=True)


def lint(arguments: list[str]) -> int:
    """Check style, format, types, layers, budgets, forms; or only those named."""
    environment.ensure(DEV_EXTRAS)
    return checks.run(arguments)


def compile_forms(arguments: list[str]) -> int:
    """Compile the Designer forms in ui/; --check only tells whether they are."""
    environment.ensure(DEV_EXTRAS)
    return forms.compile_forms(checks.UI, checks.FORMS, check="--check" in arguments)


def bench(arguments: list[str]) -> int:
    """Measure; prints `name value unit ratio` lines."""
    environment.ensure(DEV_EXTRAS)
    return _python("-m", "tests.bench", *arguments, offscreen=True)


def faults(arguments: list[str]) -> int:
    """Sell while everything fails at random: --minutes N [--seed S] [--registers 8]."""
    environment.ensure(DEV_EXTRAS, for_tests=True)
    return _python("-m", "tests.faults", *arguments, offscreen=True)


def screenshots(arguments: list[str]) -> int:
    """Make the pictures in docs/screenshots."""
    environment.ensure(DEV_EXTRAS)
    return _python("-m", "tests.screenshots", *arguments, offscreen=True)


def build(arguments: list[str]) -> int:
    """Freeze the program into dist/ and start the result with --smoke-test."""
    environment.ensure(DEV_EXTRAS)
    status = _python("-m", "PyInstaller", "--noconfirm", "--clean", "pyinstaller.spec", *arguments)
    if status != 0:
        return status
    suffix = ".exe" if os.name == "nt" else ""
    built = ROOT / "dist" / PROGRAM / f"{PROGRAM}{suffix}"
    with tempfile.TemporaryDirectory() as data_dir:
        status = _call([str(built), "--smoke-test", "--data-dir", data_dir], offscreen=True)
        for log in Path(data_dir).rglob("*.log"):
            print(log.read_text(encoding="utf-8"), end="")
    print(f"dev.py: {built} {'failed' if status else 'passed'} its smoke test")
    return status


COMMANDS = {
    "run": run,
    "test": test,
    "lint": lint,
    "forms": compile_forms,
    "bench": bench,
    "faults": faults,
    "screenshots": screenshots,
    "build": build,
    "setup": setup,
}


def main() -> int:
    """Read the command line and run the command; what follows its name is handed on to it."""
    lines = [f"  {name:<12} {(command.__doc__ or '').strip()}" for name, command in COMMANDS.items()]
    parser = argparse.ArgumentParser(
        prog="dev.py",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="commands:\n" + "\n".join(lines),
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="...")
    chosen = parser.parse_args()
    return COMMANDS[chosen.command](chosen.arguments)


def _python(*arguments: str, offscreen: bool = False) -> int:
    return _call([str(environment.python()), *arguments], offscreen=offscreen)


def _call(command: list[str], *, offscreen: bool) -> int:
    variables = environment.offscreen() if offscreen else dict(os.environ)
    return subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

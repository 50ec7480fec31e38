"""The virtual environment of the checkout: made once, completed when pyproject.toml asks for more."""

import hashlib
import json
import os
import subprocess
import tomllib
import venv
from pathlib import Path

from tools import system_packages

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "b4mart-setup.json"
RUN_EXTRAS = frozenset({"embedded", "demo"})
DEV_EXTRAS = RUN_EXTRAS | {"dev"}


def ensure(extras: frozenset[str], *, for_tests: bool = False) -> None:
    """Make everything ready that a command with these extras needs; takes milliseconds when it is.

    Args:
        extras: optional dependency groups of pyproject.toml that must be installed.
        for_tests: also the programs that tests start (an X server, a keyboard driver).

    Raises:
        SystemExit: a step failed; what to do has been printed.
    """
    system_packages.ensure(for_tests=for_tests)
    done = _installed_extras()
    if done is not None and extras <= done:
        return
    if not program("pip").exists():  # the last thing that making one brings
        print(f"dev.py: making the virtual environment {VENV.name}", flush=True)
        venv.create(VENV, with_pip=True, clear=VENV.exists() and not python().exists())
    _install(extras | (done or frozenset()))


def python() -> Path:
    """The interpreter of the virtual environment."""
    return program("python")


def program(name: str) -> Path:
    """A program that was installed into the virtual environment."""
    return VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name


def offscreen() -> dict[str, str]:
    """Environment variables for drawing without a display, unless the caller chose a platform already."""
    return {"QT_QPA_PLATFORM": "offscreen", **os.environ}


def _install(extras: frozenset[str]) -> None:
    STAMP.unlink(missing_ok=True)
    wanted = f".[{','.join(sorted(extras))}]"
    print(f"dev.py: installing {wanted} (the first time takes some minutes)", flush=True)
    command = [str(python()), "-m", "pip", "install", "--disable-pip-version-check", "-q", "-e", wanted]
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise SystemExit(
            "dev.py: pip could not install the dependencies (see above). Check the network and start again."
        )
    STAMP.write_text(
        json.dumps({"dependencies": dependencies_hash(), "extras": sorted(extras)}), encoding="utf-8"
    )


def _installed_extras() -> frozenset[str] | None:
    """The extras that an earlier set-up installed, or None if there was none for the present dependencies."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    if stamp.get("dependencies") != dependencies_hash() or not python().exists():
        return None
    return frozenset(stamp["extras"])


def dependencies_hash() -> str:
    """Changes with anything in pyproject.toml that pip reads, not with the settings of tools."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    relevant = [str(ROOT), pyproject["build-system"], pyproject["project"]]
    return hashlib.sha256(json.dumps(relevant, sort_keys=True).encode()).hexdigest()

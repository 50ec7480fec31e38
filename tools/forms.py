"""Compiles the Designer forms in `ui/` to `b4mart_desktop/gui/forms/ui_*.py`, or checks that they agree."""

import subprocess
import sys
from pathlib import Path

from tools import environment

# Differs with the version of uic although the code does not: without it the drift check is stable.
VERSION_LINE = "## Created by:"


def compile_forms(source: Path, target: Path, *, check: bool = False) -> int:
    """Bring the generated modules in line with the forms.

    Args:
        source: folder of the `*.ui` files.
        target: package of the generated `ui_*.py` modules.
        check: change nothing, only tell what differs.

    Returns:
        The exit status: 1 if `check` found a difference, else 0.
    """
    wanted = {target / f"ui_{form.stem}.py": _compiled(form) for form in sorted(source.glob("*.ui"))}
    present = {module: module.read_text(encoding="utf-8") for module in target.glob("ui_*.py")}
    differing = sorted(
        module for module in wanted.keys() | present.keys() if wanted.get(module) != present.get(module)
    )
    if check:
        for module in differing:
            print(f"{module.name}: not what ui/ says; run: python3 dev.py forms", file=sys.stderr)
        return 1 if differing else 0
    for module in differing:
        _write(module, wanted.get(module))
    return 0


def _compiled(form: Path) -> str:
    # autoconnection would bind slots by their names, where neither mypy nor a reader sees it
    command = [str(environment.program("pyside6-uic")), "--no-autoconnection", str(form)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if result.returncode != 0 or not result.stdout:
        raise SystemExit(f"{form.name}: pyside6-uic refused it: {result.stderr.strip()}")
    lines = result.stdout.splitlines()
    return "\n".join(line for line in lines if not line.startswith(VERSION_LINE)) + "\n"


def _write(module: Path, code: str | None) -> None:
    if code is None:
        module.unlink()
    else:
        module.write_text(code, encoding="utf-8", newline="\n")
    print(f"{'removed' if code is None else 'wrote'} {module.name}")

"""Each import contract is shown to bite: a violation planted in a copy of the package is caught by it."""

import ast
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "b4mart_desktop"
LINT_IMPORTS = Path(sysconfig.get_path("scripts")) / "lint-imports"


@dataclass(frozen=True)
class Plant:
    """An import that may not be: which contract forbids it, where it stands, what it says."""

    contract: str
    module: str
    code: str


PLANTS = [
    Plant("layers", "domain/planted.py", "import b4mart_desktop.services"),
    Plant("layers", "services/planted.py", "import b4mart_desktop.adapters"),
    Plant("layers", "gui/shared/planted.py", "import b4mart_desktop.adapters"),
    Plant("layers", "backstage/planted.py", "import b4mart_desktop.adapters"),
    Plant("layers", "adapters/planted.py", "import b4mart_desktop.gui"),
    Plant("layers", "planted.py", "# a module nobody gave a place"),
    Plant("leaves", "paths.py", "import b4mart_desktop.services"),
    Plant("leaves", "settings.py", "import b4mart_desktop.adapters"),
    Plant("domain", "domain/planted.py", "import b4mart_desktop.settings"),
    Plant("domain", "domain/planted.py", "import asyncio"),
    Plant("domain", "domain/planted.py", "import babel"),
    Plant("qt", "services/planted.py", "from PySide6.QtCore import QObject"),
    Plant("qt", "adapters/planted.py", "import qasync"),
    Plant("qt", "backstage/planted.py", "import typing\nif typing.TYPE_CHECKING:\n    import PySide6"),
    Plant("drivers", "gui/shared/planted.py", "import bson"),
    Plant("drivers", "services/planted.py", "def late():\n    import sqlite3"),
    Plant("drivers", "backstage/planted.py", "from redis import asyncio"),
    Plant("drivers-app", "app/planted.py", "import pymongo"),
    Plant("forms", "app/planted.py", "import b4mart_desktop.gui.forms"),
    Plant("gui", "gui/widgets/planted.py", "import b4mart_desktop.gui.shared"),
    Plant("gui", "gui/shared/planted.py", "import b4mart_desktop.gui.sell"),
    Plant("gui", "gui/planted.py", "# a screen nobody gave a place"),
    Plant("screens", "gui/sell/planted.py", "import b4mart_desktop.gui.pay"),
    Plant("screens", "gui/orders/planted.py", "import b4mart_desktop.gui.sell"),
    Plant("cycles", "domain/planted.py", "import b4mart_desktop.domain.second\n"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the package with the contracts beside it."""
    shutil.copytree(ROOT / PACKAGE, tmp_path / PACKAGE, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(LINT_IMPORTS), "--no-logo", "--no-cache", *arguments]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)


def contracts() -> dict[str, str]:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {entry["id"]: entry["name"] for entry in pyproject["tool"]["importlinter"]["contracts"]}


def test_the_package_as_it_is_keeps_every_contract(tree: Path) -> None:
    result = lint_imports(tree)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.contract}-{plant.module}")
def test_a_planted_violation_breaks_its_contract(tree: Path, plant: Plant) -> None:
    with (tree / PACKAGE / plant.module).open("a", encoding="utf-8") as module:
        module.write(f"\n{plant.code}\n")
    if plant.contract == "cycles":
        second = "import b4mart_desktop.domain.planted\n"
        (tree / PACKAGE / "domain" / "second.py").write_text(second, encoding="utf-8")

    result = lint_imports(tree, "--contract", plant.contract)

    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{contracts()[plant.contract]} BROKEN" in " ".join(result.stdout.split())
    assert "planted" in result.stdout or plant.module.removesuffix(".py") in result.stdout


def test_no_contract_is_without_a_planted_violation() -> None:
    assert {plant.contract for plant in PLANTS} == set(contracts())


def test_the_domain_imports_the_standard_library_and_msgspec_only() -> None:
    allowed = sys.stdlib_module_names | {PACKAGE, "msgspec"}

    foreign = {
        f"{module.name}: {name}"
        for module in (ROOT / PACKAGE / "domain").rglob("*.py")
        for name in imported_roots(module)
        if name not in allowed
    }

    assert not foreign


def imported_roots(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names

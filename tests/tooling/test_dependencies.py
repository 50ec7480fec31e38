"""What the program imports is what pyproject.toml installs: nothing comes along by accident, with a tool."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "b4mart_desktop"


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    requirements = [*project["dependencies"], *extras["demo"], *extras["embedded"]]
    return {normalised(re.split(r"[^\w.-]", requirement)[0]) for requirement in requirements}


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> dict[str, str]:
    """Third-party top-level modules, each with one place that imports it."""
    found: dict[str, str] = {}
    for module in (ROOT / PACKAGE).rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            else:
                continue
            found |= {name.split(".")[0]: f"{module.name}:{node.lineno}" for name in names}
    return {name: place for name, place in found.items() if name not in {*sys.stdlib_module_names, PACKAGE}}


def test_every_imported_package_is_a_declared_dependency() -> None:
    distributions = packages_distributions()
    strangers = {
        f"{name} ({place})"
        for name, place in imported().items()
        if not {normalised(found) for found in distributions.get(name, [])} & declared()
    }

    assert strangers == set()

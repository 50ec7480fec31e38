"""Checks of this computer: versions, fonts, folders, time zones, printers. Servers are checked elsewhere."""

import platform
import shutil
import subprocess
import sys
import tempfile
import zoneinfo
from importlib import metadata
from pathlib import Path

from b4mart_desktop import paths
from b4mart_desktop.adapters.diagnostics.results import CheckResult, Status
from b4mart_desktop.adapters.security.local_key import FILE_NAME, is_in_keyring

OLDEST_PYTHON = (3, 11)
QT_PACKAGE = "PySide6-Essentials"
FONT_SIGNATURES = (b"\x00\x01\x00\x00", b"OTTO")
LITTLE_SPACE_BYTES = 2_000_000_000
TOO_LITTLE_SPACE_BYTES = 200_000_000
PRINTER_TIMEOUT_SECONDS = 5


def check_python() -> CheckResult:
    """Check the version of Python."""
    found = f"Python {platform.python_version()} on {platform.platform(terse=True)}"
    if sys.version_info < OLDEST_PYTHON:
        return CheckResult("Python", Status.FAILED, found, "Install Python 3.11 or newer.")
    return CheckResult("Python", Status.OK, found)


def check_qt() -> CheckResult:
    """Check the version of Qt for Python, without loading it."""
    name = "Qt for Python"
    try:
        version = metadata.version(QT_PACKAGE)
    except metadata.PackageNotFoundError:
        if getattr(sys, "frozen", False):
            return CheckResult(name, Status.OK, "part of the program")
        return CheckResult(
            name, Status.FAILED, "not installed", f"Run: pip install '{QT_PACKAGE}>=6.11,<6.12'"
        )
    if version.split(".")[:2] == ["6", "12"] and sys.version_info < (3, 12):
        advice = f"This version aborts on Python 3.11. Run: pip install '{QT_PACKAGE}>=6.11,<6.12'"
        return CheckResult(name, Status.FAILED, f"PySide6 {version}", advice)
    return CheckResult(name, Status.OK, f"PySide6 {version}")


def check_fonts() -> CheckResult:
    """Check that the fonts for screen, receipts and invoices are there and are fonts."""
    advice = "The installation is incomplete: install the program again."
    try:
        fonts = sorted(paths.resource("fonts").glob("*.[ot]tf"))
        broken = [font.name for font in fonts if font.read_bytes()[:4] not in FONT_SIGNATURES]
    except OSError as error:
        return CheckResult("Fonts", Status.FAILED, f"cannot be read: {error}", advice)
    if broken or not fonts:
        return CheckResult("Fonts", Status.FAILED, f"damaged: {', '.join(broken) or 'none found'}", advice)
    return CheckResult("Fonts", Status.OK, f"{len(fonts)} files: {', '.join(font.stem for font in fonts)}")


def check_folder(name: str, folder: Path) -> CheckResult:
    """Check that a folder can be written (or made) and that its disk has room."""
    place = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.NamedTemporaryFile(dir=place) as file:
            file.write(b"x")
            file.flush()
        free = shutil.disk_usage(place).free
    except OSError as error:
        advice = f"Give yourself write access to {place}, or choose another folder with B4MART_DATA_DIR."
        return CheckResult(name, Status.FAILED, f"{folder}: {error.strerror or error}", advice)
    found = f"{folder}, {free / 1e9:.1f} GB free"
    if free < TOO_LITTLE_SPACE_BYTES:
        return CheckResult(
            name, Status.FAILED, found, "Sales can no longer be stored: free some disk space now."
        )
    if free < LITTLE_SPACE_BYTES:
        return CheckResult(name, Status.WARNING, found, "Free some disk space soon.")
    return CheckResult(name, Status.OK, found)


def check_key(folder: Path) -> CheckResult:
    """Say where the key to this counter's files is, and against whom that protects."""
    name = "Key to the data"
    in_keyring = is_in_keyring(folder)
    if in_keyring is None:
        return CheckResult(name, Status.OK, "not made yet")
    if in_keyring:
        found = "in this system's keyring: a copy of the disk does not give away sales and carts kept here"
        return CheckResult(name, Status.OK, found)
    found = f"in {folder / FILE_NAME}: protects files passed on without it, not a copy of the whole folder"
    advice = "Encrypt this computer's disk, or let its desktop unlock a keyring before the first start."
    return CheckResult(name, Status.WARNING, found, advice)


def check_time_zones() -> CheckResult:
    """Check that the rules of the world's time zones are there; the day's boundaries need them."""
    try:
        zoneinfo.ZoneInfo("America/New_York")
    except zoneinfo.ZoneInfoNotFoundError:
        advice = "Run: pip install tzdata"
        return CheckResult("Time zones", Status.FAILED, "this system knows no time zones", advice)
    return CheckResult("Time zones", Status.OK, "known")


def check_printers() -> CheckResult:
    """Ask the system for its printers."""
    advice = "Receipts are saved as PDF. To print them, set up a printer in the system's settings."
    try:
        answer = subprocess.run(
            _printer_query(), capture_output=True, text=True, timeout=PRINTER_TIMEOUT_SECONDS, check=False
        )
    except FileNotFoundError:
        return CheckResult("Printer", Status.WARNING, "no printing system (CUPS) on this computer", advice)
    except (OSError, subprocess.TimeoutExpired) as error:
        return CheckResult("Printer", Status.WARNING, f"the printing system does not answer: {error}", advice)
    printers = [line.strip() for line in answer.stdout.splitlines() if line.strip()]
    if not printers:
        return CheckResult("Printer", Status.WARNING, "none set up", advice)
    return CheckResult("Printer", Status.OK, ", ".join(printers))


def _printer_query() -> list[str]:
    if sys.platform == "win32":
        query = "Get-CimInstance Win32_Printer | Select-Object -ExpandProperty Name"
        return ["powershell", "-NoProfile", "-Command", query]
    else:
        return ["lpstat", "-e"]

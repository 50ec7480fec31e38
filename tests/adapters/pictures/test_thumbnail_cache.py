"""Small pictures on the disk: found again, never damaged ones, never too many."""

import os
import time
from pathlib import Path

import pytest

from b4mart_desktop.adapters.pictures.thumbnail_cache import FolderThumbnails

URL = "https://shop.example/a.jpg"


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_kept_is_found_by_address_and_edge(tmp_path: Path) -> None:
    cache = FolderThumbnails(tmp_path)
    cache.put(URL, 64, b"small")
    cache.put(URL, 128, b"larger")

    assert cache.get(URL, 64) == b"small"
    assert FolderThumbnails(tmp_path).get(URL, 128) == b"larger"
    assert cache.get(URL, 256) is None
    assert cache.get("https://shop.example/b.jpg", 64) is None


@pytest.mark.parametrize("harm", [lambda whole: whole[:-2], lambda whole: whole[:-1] + b"?", lambda _: b""])
def test_a_damaged_file_counts_as_not_there_and_goes(tmp_path: Path, harm: object) -> None:
    cache = FolderThumbnails(tmp_path)
    cache.put(URL, 64, b"small")
    (path,) = files(tmp_path)
    path.write_bytes(harm(path.read_bytes()))  # type: ignore[operator]

    assert cache.get(URL, 64) is None
    assert files(tmp_path) == []


def test_those_not_used_for_longest_go_first(tmp_path: Path) -> None:
    cache = FolderThumbnails(tmp_path, most_bytes=10 * 1008)
    for number in range(10):
        cache.put(f"{number}", 64, b"x" * 1000)
    long_ago = time.time() - 10 * 24 * 3600
    for path in files(tmp_path):
        os.utime(path, (long_ago, long_ago))
    assert cache.get("3", 64) is not None  # which notes that it is used

    cache.put("new", 64, b"x" * 1000)

    assert cache.get("new", 64) is not None
    assert cache.get("3", 64) is not None
    assert sum(path.stat().st_size for path in files(tmp_path)) <= 10 * 1008 * 0.9


def test_what_was_there_at_the_start_counts(tmp_path: Path) -> None:
    for number in range(10):
        FolderThumbnails(tmp_path).put(f"{number}", 64, b"x" * 1000)

    FolderThumbnails(tmp_path, most_bytes=5000).put("new", 64, b"x" * 1000)

    assert sum(path.stat().st_size for path in files(tmp_path)) <= 5000


def test_a_disk_that_takes_nothing_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = FolderThumbnails(tmp_path / "file")

    cache.put(URL, 64, b"small")

    assert cache.get(URL, 64) is None


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    cache = FolderThumbnails(tmp_path)
    cache.put(URL, 64, b"small")
    cache.put(URL, 64, b"other")

    assert len(files(tmp_path)) == 1
    assert cache.get(URL, 64) == b"other"

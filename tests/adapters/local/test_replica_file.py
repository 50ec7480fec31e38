"""The replica file itself: private, shared by threads, and replaced where it will not do."""

import logging
import os
import shutil
import stat
import sys
import threading
from pathlib import Path

import pytest

from b4mart_desktop.adapters.local.replica.file import ReplicaFile, open_replica
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from tests.adapters.local.goods import TOKEN, Replica, open_empty, product


@pytest.mark.parametrize("damage", ["garbage", "another version", "another database", "marked"])
def test_a_file_that_will_not_do_is_put_aside_and_made_anew(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "replica.sqlite"
    with open_empty(path) as replica:
        replica.load(products=[product("Milk")])
        if damage == "another version":
            replica.file.rows("PRAGMA user_version = 99")
    if damage == "garbage":
        path.write_bytes(b"no database" * 1000)
    if damage == "marked":
        path.with_name("replica.sqlite.damaged").touch()
    with caplog.at_level(logging.WARNING):
        name = "another" if damage == "another database" else "embedded"
        for expected in (True, False):
            with open_empty(path, name) as replica:
                assert bool(replica.file.refused) is expected
                assert not replica.reader.is_loaded()
    assert (tmp_path / "replica.aside.sqlite").exists()
    assert len(caplog.records) == 1


def scribble(path: Path) -> None:
    """Overwrites all but the first pages of a file."""
    with path.open("r+b") as file:
        size = path.stat().st_size
        file.seek(4096 * 4)
        file.write(b"\xff" * (size - 4096 * 4))


@pytest.mark.parametrize("found_by", ["reading", "writing"])
def test_damage_is_mended_by_an_empty_file_as_soon_as_it_is_found(tmp_path: Path, found_by: str) -> None:
    path = tmp_path / "replica.sqlite"
    with open_empty(path) as replica:
        replica.load(products=[product(f"Milk {number}", str(number)) for number in range(500)])
    scribble(path)
    with open_empty(path) as replica:
        assert replica.writer.token() == TOKEN
        if found_by == "reading":
            assert {len(replica.reader.find_code(str(number))) for number in range(500)} <= {0, 1}
        else:
            with pytest.raises(AdapterError) as broken:
                replica.change("products", *(product(f"New {number}") for number in range(50)))
            assert broken.value.code is ErrorCode.FILE_UNREADABLE
        assert replica.file.renewed
        with pytest.raises(AdapterError) as renewed:
            replica.writer.check()
        assert renewed.value.code is ErrorCode.REPLICA_RENEWED
        assert not replica.reader.is_loaded()
        assert replica.reader.find_code("7") == ()
        replica.load(products=[product("Bread", "7")])
        assert len(replica.reader.find_code("7")) == 1
        replica.writer.token()
        replica.writer.check()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody take away an open file")
@pytest.mark.parametrize("how", ["deleted", "replaced", "cut short"])
def test_a_file_taken_away_while_it_is_open_is_missed_and_made_anew(tmp_path: Path, how: str) -> None:
    path = tmp_path / "replica.sqlite"
    with open_empty(path) as replica:
        replica.load(products=[product(f"Milk {number}", str(number)) for number in range(500)])
    with open_empty(path) as replica:
        assert len(replica.reader.find_code("7")) == 1
        replica.writer.check()
        match how:
            case "deleted":
                path.unlink()
            case "replaced":
                shutil.copy(path, tmp_path / "copy")
                (tmp_path / "copy").replace(path)
            case _:
                os.truncate(path, path.stat().st_size // 2)
        with pytest.raises(AdapterError) as renewed:
            replica.writer.check()
        assert renewed.value.code is ErrorCode.REPLICA_RENEWED
        assert renewed.value.data["reason"] == replica.file.renewed
        assert replica.reader.find_code("7") == ()
        assert path.exists()


def test_changes_are_not_applied_to_the_empty_file_that_took_the_place(tmp_path: Path) -> None:
    with open_empty(tmp_path / "replica.sqlite") as replica:
        replica.load(products=[product("Milk")])
        assert replica.writer.token() == TOKEN
        replica.file.path.unlink()
        replica.file.check()
        with pytest.raises(AdapterError) as renewed:
            replica.change("products", product("Bread"))
        assert renewed.value.code is ErrorCode.REPLICA_RENEWED
        assert replica.writer.token() is None
        assert not replica.reader.is_loaded()


def test_nobody_reads_while_the_file_is_replaced(replica: Replica) -> None:
    replica.load(products=[product("Milk", "111")])
    seen: set[int] = set()

    def read() -> None:
        for _ in range(300):
            seen.add(len(replica.reader.find_code("111")))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        replica.file.path.unlink()
        replica.file.check()
        replica.load(products=[product("Milk", "111")])
    for thread in threads:
        thread.join()
    assert seen <= {0, 1}
    assert 1 in seen


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owner-only mode bits")
def test_the_file_with_its_password_hashes_is_the_owners_alone(tmp_path: Path) -> None:
    with open_empty(tmp_path / "replica.sqlite") as replica:
        replica.load()
        assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("*.sqlite*")} == {0o600}


def test_one_thread_reads_while_another_writes(replica: Replica) -> None:
    replica.load(products=[product("Milk", "111")])
    seen: set[tuple[str, int]] = set()

    def read() -> None:
        for _ in range(200):
            seen.add((*replica.found("milk"), len(replica.reader.find_code("111"))))  # type: ignore[arg-type]

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(50):
        replica.change("products", *(product(f"Other {number} {place}") for place in range(5)))
    thread.join()
    assert seen == {("Milk", 1)}


def test_the_identity_is_kept_and_no_connection_is_left_open(tmp_path: Path) -> None:
    path = tmp_path / "replica.sqlite"
    open_replica(path, "first").close()
    open_replica(path, "second").close()
    path.with_name("replica.aside.sqlite").rename(path)
    again = open_replica(path, "first")
    assert again.refused is None
    again.close()


def test_damage_found_by_another_process_is_mended_by_the_one_that_mends(tmp_path: Path) -> None:
    path = tmp_path / "replica.sqlite"
    file = open_replica(path, "embedded")
    try:
        first = file.generation
        (tmp_path / "replica.sqlite.damaged").touch()
        file.check()
        assert file.generation != first
        assert file.renewed
        second = file.generation
        file.check()
        assert file.generation == second, "once is enough"
    finally:
        file.close()


def test_a_process_of_another_version_leaves_the_copy_of_the_running_one_alone(tmp_path: Path) -> None:
    path = tmp_path / "replica.sqlite"
    file = open_replica(path, "embedded")
    try:
        first = file.generation
        file.rows("PRAGMA user_version = 99")
        with pytest.raises(AdapterError) as refused:
            ReplicaFile(path, "embedded")
        assert refused.value.code is ErrorCode.FILE_UNREADABLE
        file.check()
        assert file.generation == first
    finally:
        file.close()

import sqlite3
import stat
import sys
import threading
from pathlib import Path

import pytest

from b4mart_desktop.adapters.local.sqlite import (
    Schema,
    Synchronous,
    ThreadConnections,
    disk_errors,
    open_file,
    put_aside,
    transaction,
)
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

SCHEMA = Schema(
    0x7E57, 1, "CREATE TABLE things (name TEXT);\n-- and\nCREATE INDEX by_name ON things (name);\n"
)


def open_things(path: Path, schema: Schema = SCHEMA) -> sqlite3.Connection:
    return open_file(path, schema, Synchronous.NORMAL)


def test_a_new_file_gets_the_schema_and_keeps_what_is_written(tmp_path: Path) -> None:
    first = open_things(tmp_path / "made" / "things.sqlite")
    first.execute("INSERT INTO things VALUES ('nail')")
    first.close()

    second = open_things(tmp_path / "made" / "things.sqlite")
    assert second.execute("SELECT name FROM things").fetchall() == [("nail",)]
    second.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owner-only mode bits")
def test_a_file_and_its_side_files_are_the_owners_alone(tmp_path: Path) -> None:
    connection = open_things(tmp_path / "things.sqlite")
    connection.execute("INSERT INTO things VALUES ('nail')")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    connection.close()
    assert modes == {0o600}


@pytest.mark.parametrize("schema", [Schema(0x7E57, 2, SCHEMA.script), Schema(0x0DD, 1, SCHEMA.script)])
def test_a_file_of_another_schema_is_refused_and_left_as_it_is(tmp_path: Path, schema: Schema) -> None:
    open_things(tmp_path / "things.sqlite").close()
    with pytest.raises(AdapterError) as refused:
        open_things(tmp_path / "things.sqlite", schema)
    assert refused.value.code is ErrorCode.FILE_UNREADABLE
    open_things(tmp_path / "things.sqlite").close()


def test_garbage_is_refused_and_can_be_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "things.sqlite"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(AdapterError) as refused:
        open_things(path)
    assert refused.value.code is ErrorCode.FILE_UNREADABLE

    aside = put_aside(path)
    open_things(path).close()
    assert aside.read_bytes().startswith(b"no database")


def test_a_transaction_writes_all_or_nothing(tmp_path: Path) -> None:
    connection = open_things(tmp_path / "things.sqlite")

    def write(*names: str | object) -> None:
        with transaction(connection):
            for name in names:
                connection.execute("INSERT INTO things VALUES (?)", (name,))

    write("whole")
    with pytest.raises(sqlite3.Error, match="not supported"):
        write("half", object())
    assert connection.execute("SELECT name FROM things").fetchall() == [("whole",)]
    connection.close()


def test_a_folder_that_cannot_be_made_is_a_disk_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AdapterError) as refused:
        open_things(tmp_path / "file" / "things.sqlite")
    assert refused.value.code is ErrorCode.DISK_WRITE_FAILED


def test_a_full_disk_is_a_disk_error_but_a_mistake_of_ours_is_not(tmp_path: Path) -> None:
    connection = open_things(tmp_path / "things.sqlite")
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(AdapterError) as full, disk_errors(tmp_path), transaction(connection):
        connection.execute("INSERT INTO things VALUES (?)", ("x" * 100_000,))
    assert full.value.code is ErrorCode.DISK_WRITE_FAILED
    with pytest.raises(sqlite3.OperationalError, match="no such table"), disk_errors(tmp_path):
        connection.execute("SELECT * FROM nonsense")
    connection.close()


def test_each_thread_has_its_own_connection_and_close_closes_all(tmp_path: Path) -> None:
    connections = ThreadConnections(tmp_path / "things.sqlite", SCHEMA, Synchronous.NORMAL)
    seen = [connections.get(), connections.get()]
    thread = threading.Thread(target=lambda: seen.append(connections.get()))
    thread.start()
    thread.join()
    assert seen[0] is seen[1] is not seen[2]

    connections.close()
    for connection in seen:
        with pytest.raises(sqlite3.ProgrammingError):
            connection.execute("SELECT 1")

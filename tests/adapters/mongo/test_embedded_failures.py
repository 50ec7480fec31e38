"""An embedded server that cannot start says why, and leaves neither a process nor a lock behind."""

import sys
from pathlib import Path

import pytest

from b4mart_desktop.adapters.mongo.embedded import EmbeddedMongo, binary
from b4mart_desktop.adapters.mongo.embedded.binary import failure_to_run, find_mongod, mongod_version
from b4mart_desktop.adapters.mongo.embedded.folder import ServerFolder
from b4mart_desktop.adapters.mongo.embedded.lock import FolderLock
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

ON_WINDOWS = sys.platform == "win32"
CURL_MISSING = (
    "mongod: error while loading shared libraries: libcurl.so.4: cannot open shared object file: "
    "No such file or directory\n"
)


async def failure(server: EmbeddedMongo) -> AdapterError:
    with pytest.raises(AdapterError) as caught:
        await server.start()
    assert not server.running
    if server.folder.is_dir():
        lock = FolderLock(server.folder)
        lock.acquire()
        lock.release()
    return caught.value


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_binary_is_the_chosen_one_then_the_one_on_path_then_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = binary.EXECUTABLE
    folders = [tmp_path / "chosen", tmp_path / "path"]
    for folder in folders:
        folder.mkdir()
        script(folder / name, "exit 0")
    chosen, on_path = (folder / name for folder in folders)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    assert find_mongod(chosen) == chosen
    assert find_mongod() == on_path
    monkeypatch.setenv("PATH", "")
    monkeypatch.delitem(sys.modules, "fiftyone", raising=False)  # another test may have imported it
    assert find_mongod().parts[-5:] == ("site-packages", "fiftyone", "db", "bin", name)
    assert "fiftyone" not in sys.modules


async def test_missing_chosen_binary_is_named(tmp_path: Path) -> None:
    error = await failure(EmbeddedMongo(tmp_path / "mongo", tmp_path / "mongod"))
    assert error.code is ErrorCode.SERVER_BINARY_MISSING
    assert error.data == {"path": str(tmp_path / "mongod")}


async def test_no_binary_anywhere_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    error = await failure(EmbeddedMongo(tmp_path / "mongo"))
    assert (error.code, error.data) == (ErrorCode.SERVER_BINARY_MISSING, {"path": None})


@pytest.mark.skipif(ON_WINDOWS, reason="needs a shell script as program")
async def test_missing_shared_library_names_the_package_to_install(tmp_path: Path) -> None:
    program = script(tmp_path / "mongod", f"echo '{CURL_MISSING.strip()}' >&2; exit 127")
    error = await failure(EmbeddedMongo(tmp_path / "mongo", program))
    assert error.code is ErrorCode.SERVER_LIBRARY_MISSING
    assert error.data == {"library": "libcurl.so.4", "package": "libcurl4"}
    with pytest.raises(AdapterError, match="libcurl4"):
        mongod_version(program)


@pytest.mark.parametrize(
    ("exit_code", "output", "code", "told"),
    [
        (
            1,
            "dyld: Library not loaded: /usr/lib/libx.dylib\n",
            ErrorCode.SERVER_LIBRARY_MISSING,
            "libx.dylib",
        ),
        (binary.WINDOWS_DLL_NOT_FOUND, "", ErrorCode.SERVER_LIBRARY_MISSING, "DLL"),
        (2, "Error parsing command line: x\n", ErrorCode.SERVER_FAILED_TO_START, "parsing command line"),
        (-4, "", ErrorCode.SERVER_FAILED_TO_START, "exit code -4"),
    ],
)
def test_what_a_failed_program_printed_is_understood(
    exit_code: int, output: str, code: ErrorCode, told: str
) -> None:
    error = failure_to_run(exit_code, output)
    assert error.code is code
    assert told in str(error)


@pytest.mark.skipif(ON_WINDOWS, reason="needs a shell script as program")
async def test_file_that_is_no_program_is_said(tmp_path: Path) -> None:
    program = tmp_path / "mongod"
    program.write_bytes(b"\x7fELF nonsense")
    program.chmod(0o755)
    error = await failure(EmbeddedMongo(tmp_path / "mongo", program))
    assert error.code is ErrorCode.SERVER_FAILED_TO_START
    assert str(program) in str(error.data["reason"])


def damage(folder: ServerFolder) -> None:
    for name in ("WiredTiger", "WiredTiger.wt", "storage.bson"):
        (folder.data / name).write_text("nonsense")


async def test_damaged_data_give_the_reason_from_the_log(tmp_path: Path) -> None:
    folder = ServerFolder(tmp_path / "mongo")
    folder.create()
    folder.note_finished()
    damage(folder)
    error = await failure(EmbeddedMongo(folder.path))
    assert error.code is ErrorCode.SERVER_FAILED_TO_START
    assert "storage engine metadata file" in str(error.data["reason"])
    assert error.data["log"] == str(folder.log_file)


async def test_data_of_an_interrupted_first_start_are_set_aside(tmp_path: Path) -> None:
    folder = ServerFolder(tmp_path / "mongo")
    folder.create()
    damage(folder)
    server = EmbeddedMongo(folder.path)
    await server.start()
    await server.stop()
    assert (folder.path / "data.unfinished" / "storage.bson").read_text() == "nonsense"
    damage(folder)
    error = await failure(server)
    assert error.code is ErrorCode.SERVER_FAILED_TO_START


async def test_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    error = await failure(EmbeddedMongo(tmp_path / "file" / "mongo"))
    assert error.code is ErrorCode.DISK_WRITE_FAILED
    assert error.data["path"] == str(tmp_path / "file" / "mongo")


async def test_file_that_cannot_be_written_is_a_disk_error(tmp_path: Path) -> None:
    folder = ServerFolder(tmp_path / "mongo")
    folder.create()
    (folder.path / "password").mkdir()
    error = await failure(EmbeddedMongo(folder.path))
    assert error.code is ErrorCode.DISK_WRITE_FAILED
    assert error.data["path"] == str(folder.path)


async def test_old_errors_in_the_log_are_not_taken_for_new_ones(tmp_path: Path) -> None:
    folder = ServerFolder(tmp_path)
    folder.log_file.write_text('{"s":"F","msg":"old trouble"}\n')
    assert folder.first_error() == "old trouble"
    folder.rotate_log()
    assert folder.first_error() == ""


def test_lock_is_free_again_after_release_and_taken_meanwhile(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    first.acquire()
    first.acquire()
    with pytest.raises(AdapterError) as caught:
        second.acquire()
    assert caught.value.code is ErrorCode.DATA_FOLDER_IN_USE
    first.release()
    second.acquire()
    assert second.held
    second.release()

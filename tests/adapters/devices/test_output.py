"""Saving documents under safe names, and showing them with the system's program (a real process)."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from b4mart_desktop.adapters.devices.output import DesktopOutput, safe_name
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

unix_only = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows opens files without a program of its own"
)


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("receipt-R1-000123.pdf", "receipt-R1-000123.pdf"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\x.pdf", "C-Windows-x.pdf"),
        ('a<b>:"c"|?*.pdf', "a-b-c.pdf"),
        ("line\nbreak\x00.pdf", "line-break.pdf"),
        ("CON.pdf", "document-CON.pdf"),
        ("com1", "document-com1"),
        ("", "document"),
        (".pdf", "pdf"),
        ("...", "document"),
        ("Rechnung Ä 北京.pdf", "Rechnung Ä 北京.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("trailing. .pdf", "trailing.pdf"),
    ],
)
def test_names_are_safe_on_every_system(name: str, safe: str) -> None:
    assert safe_name(name) == safe


async def test_saves_into_the_folder_and_replaces_the_same_name(tmp_path: Path) -> None:
    output = DesktopOutput(tmp_path / "documents" / "b4mart")

    first = await output.save("receipt.pdf", b"one")
    second = await output.save("receipt.pdf", b"two")

    assert first == second == tmp_path / "documents" / "b4mart" / "receipt.pdf"
    assert second.read_bytes() == b"two"
    assert names_in(first.parent) == ["receipt.pdf"]


async def test_numbers_the_file_where_a_viewer_holds_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = DesktopOutput(tmp_path)
    await output.save("receipt.pdf", b"old")
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if target.name == "receipt.pdf":
            raise PermissionError(13, "held by a viewer")  # what Windows says
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    path = await output.save("receipt.pdf", b"new")

    assert path == tmp_path / "receipt (2).pdf"
    assert path.read_bytes() == b"new"


async def test_folder_that_cannot_be_made_is_an_error_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(AdapterError) as caught:
        await DesktopOutput(tmp_path / "file" / "documents").save("receipt.pdf", b"x")

    assert caught.value.code is ErrorCode.DISK_WRITE_FAILED
    assert caught.value.data["path"] == str(tmp_path / "file" / "documents" / "receipt.pdf")


async def test_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)

    with pytest.raises(AdapterError):
        await DesktopOutput(tmp_path).save("receipt.pdf", b"x")

    assert names_in(tmp_path) == []


@pytest.fixture
def system_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a shell script in the place of the system's program."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    program = folder / ("open" if sys.platform == "darwin" else "xdg-open")

    def write(script: str) -> None:
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    return write


@unix_only
async def test_opens_with_the_systems_program(tmp_path: Path, system_program: Callable[[str], None]) -> None:
    system_program(f'printf %s "$1" > "{tmp_path}/opened"')
    output = DesktopOutput(tmp_path)
    path = await output.save("receipt 1; echo $(x).pdf", b"x")

    await output.open(path)

    assert (tmp_path / "opened").read_text() == str(path)


@unix_only
async def test_does_not_wait_for_a_viewer_that_stays(
    tmp_path: Path, system_program: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("b4mart_desktop.adapters.devices.output._GRACE_SECONDS", 0.1)
    system_program("exec sleep 0.6")
    output = DesktopOutput(tmp_path)
    path = await output.save("receipt.pdf", b"x")

    start = time.monotonic()
    await output.open(path)

    assert time.monotonic() - start < 0.5
    (viewer,) = output._viewers
    assert viewer.wait(5) == 0


@unix_only
async def test_program_that_fails_is_an_error(tmp_path: Path, system_program: Callable[[str], None]) -> None:
    system_program("exit 3")
    output = DesktopOutput(tmp_path)
    path = await output.save("receipt.pdf", b"x")

    with pytest.raises(AdapterError) as caught:
        await output.open(path)

    assert caught.value.code is ErrorCode.PRINTING_FAILED
    assert caught.value.data["path"] == str(path)
    assert "3" in str(caught.value.data["reason"])


@unix_only
async def test_missing_program_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    output = DesktopOutput(tmp_path)
    path = await output.save("receipt.pdf", b"x")

    with pytest.raises(AdapterError) as caught:
        await output.open(path)

    assert caught.value.code is ErrorCode.PRINTING_FAILED


async def test_missing_document_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AdapterError) as caught:
        await DesktopOutput(tmp_path).open(tmp_path / "gone.pdf")

    assert caught.value.code is ErrorCode.PRINTING_FAILED

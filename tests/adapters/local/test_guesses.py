"""Wrong PINs outlive the program; a disk that refuses or a damaged file keeps nobody from the counter."""

from pathlib import Path

import pytest

from b4mart_desktop.adapters.local.guesses import GuessFile
from b4mart_desktop.domain.guesses import Guesses
from b4mart_desktop.domain.record import utc_now

KNOWN = Guesses(count=6, last=utc_now())


def test_what_was_written_is_there_after_the_program_started_again(tmp_path: Path) -> None:
    path = tmp_path / "guesses.json"
    assert GuessFile(path).read("cleo") is None
    first = GuessFile(path)
    first.write("cleo", KNOWN)
    first.write("sofia", KNOWN)
    first.write("sofia", None)
    again = GuessFile(path)
    assert (again.read("cleo"), again.read("sofia")) == (KNOWN, None)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"cleo": {"count": "many"}}'])
def test_a_damaged_file_is_as_none_and_written_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "guesses.json"
    path.write_bytes(content)
    file = GuessFile(path)
    assert file.read("cleo") is None
    file.write("cleo", KNOWN)
    assert GuessFile(path).read("cleo") == KNOWN


def test_a_disk_that_refuses_is_remembered_for_as_long_as_the_program_runs(tmp_path: Path) -> None:
    path = tmp_path / "no folder" / "guesses.json"
    file = GuessFile(path)
    file.write("cleo", KNOWN)
    assert file.read("cleo") == KNOWN

"""The key of a data folder: made once, in the keyring where there is one, never lost in silence."""

import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked
from typing_extensions import override

from b4mart_desktop.adapters.security.local_key import FILE_NAME, is_in_keyring, open_keys
from b4mart_desktop.adapters.security.system_keyring import SERVICE, SystemKeyring, load_backend
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

REPOSITORY = Path(__file__).parents[3]


class Ring(KeyringBackend):
    """A keyring that can be reset, be locked, forget at once, or hang."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.secrets: dict[tuple[str, str], str] = {}
        self.locked = False
        self.forgets = False
        self.free = threading.Event()
        self.free.set()

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self._answer()
        return self.secrets.get((service, username))

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()
        if not self.forgets:
            self.secrets[service, username] = password

    @override
    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError

    def _answer(self) -> None:
        self.free.wait(10)
        if self.locked:
            raise KeyringLocked("it is locked")


@pytest.fixture
def ring() -> Ring:
    return Ring()


@pytest.fixture
def keyring(ring: Ring) -> SystemKeyring:
    return SystemKeyring(lambda: ring, seconds=0.2)


def nobody() -> KeyringBackend:
    raise RuntimeError("there is none")


def test_a_key_is_made_once_and_kept_in_the_keyring(
    tmp_path: Path, keyring: SystemKeyring, ring: Ring
) -> None:
    first, again = open_keys(tmp_path, keyring), open_keys(tmp_path, keyring)
    assert first == again
    assert (len(first.keys), len(first.keys[0]), first.in_keyring, first.renewed) == (1, 32, True, False)
    assert list(ring.secrets.values()) == [first.keys[0].hex()]
    assert [service for service, _ in ring.secrets] == [SERVICE]
    assert first.keys[0].hex() not in (tmp_path / FILE_NAME).read_text()
    assert is_in_keyring(tmp_path)


def test_each_folder_has_a_key_of_its_own(tmp_path: Path, keyring: SystemKeyring) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    assert open_keys(tmp_path / "one", keyring).keys != open_keys(tmp_path / "other", keyring).keys


def forget(ring: Ring) -> None:
    ring.forgets = True


def lock(ring: Ring) -> None:
    ring.locked = True


def hang(ring: Ring) -> None:
    ring.free.clear()


@pytest.mark.parametrize("fault", [forget, lock, hang])
def test_without_a_keyring_that_works_the_key_lies_in_a_private_file(
    tmp_path: Path, keyring: SystemKeyring, ring: Ring, fault: Callable[[Ring], None]
) -> None:
    fault(ring)
    first = open_keys(tmp_path, keyring)
    assert (first.in_keyring, is_in_keyring(tmp_path), first.renewed) == (False, False, False)
    assert open_keys(tmp_path, SystemKeyring(nobody)) == first
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600
    ring.free.set()


@pytest.mark.parametrize("fault", [lock, hang])
def test_a_keyring_that_does_not_answer_is_no_proof_that_the_key_is_gone(
    tmp_path: Path, keyring: SystemKeyring, ring: Ring, fault: Callable[[Ring], None]
) -> None:
    keys = open_keys(tmp_path, keyring)
    fault(ring)
    with pytest.raises(AdapterError) as caught:
        open_keys(tmp_path, keyring)
    assert caught.value.code is ErrorCode.KEYRING_UNREACHABLE
    assert set(caught.value.data) == {"path", "reason"}
    ring.locked = False
    ring.free.set()
    assert open_keys(tmp_path, keyring) == keys


def test_a_key_that_is_gone_is_said_once_and_opens_again_when_it_comes_back(
    tmp_path: Path, keyring: SystemKeyring, ring: Ring
) -> None:
    old, kept = open_keys(tmp_path, keyring), dict(ring.secrets)
    ring.secrets.clear()
    new, later = open_keys(tmp_path, keyring), open_keys(tmp_path, keyring)
    assert (new.renewed, later.renewed) == (True, False)
    assert new.keys == later.keys != old.keys
    ring.secrets |= kept
    assert open_keys(tmp_path, keyring).keys == (*new.keys, *old.keys)


def test_a_folder_copied_to_another_computer_has_no_key_there(tmp_path: Path, keyring: SystemKeyring) -> None:
    (tmp_path / "here").mkdir()
    keys = open_keys(tmp_path / "here", keyring)
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    other = Ring()
    there = open_keys(tmp_path / "there", SystemKeyring(lambda: other))
    assert there.renewed
    assert there.keys != keys.keys


@pytest.mark.parametrize("damage", [b"\xff{", b"[]", b""])
def test_a_key_file_that_cannot_be_read_is_told_and_kept(tmp_path: Path, damage: bytes) -> None:
    keyring = SystemKeyring(nobody)
    for _ in range(2):
        open_keys(tmp_path, keyring)
        (tmp_path / FILE_NAME).write_bytes(damage)
        assert open_keys(tmp_path, keyring).renewed
        assert not open_keys(tmp_path, keyring).renewed
    assert [path.read_bytes() for path in tmp_path.glob("key.damaged-*.json")] == [damage, damage]


def other_digit(key: str) -> str:
    return ("1" if key[0] == "0" else "0") + key[1:]


def no_digit(key: str) -> str:
    return f"g{key[1:]}"


def too_short(key: str) -> str:
    return key[2:]


@pytest.mark.parametrize("damage", [other_digit, no_digit, too_short])
def test_a_key_that_is_not_what_it_was_seals_nothing_and_opens_again_when_repaired(
    tmp_path: Path, damage: Callable[[str], str]
) -> None:
    keyring, path = SystemKeyring(nobody), tmp_path / FILE_NAME
    old = open_keys(tmp_path, keyring).keys
    right, wrong = old[0].hex(), damage(old[0].hex())
    path.write_text(path.read_text().replace(right, wrong))
    new = open_keys(tmp_path, keyring)
    assert (new.renewed, len(new.keys)) == (True, 1)
    assert new.keys[0].hex() not in (right, wrong)
    path.write_text(path.read_text().replace(wrong, right))
    assert open_keys(tmp_path, keyring).keys == (*new.keys, *old)


def test_what_a_keyring_gives_is_looked_at_too(tmp_path: Path, keyring: SystemKeyring, ring: Ring) -> None:
    (wrong,) = (other_digit(key.hex()) for key in open_keys(tmp_path, keyring).keys)
    ring.secrets = dict.fromkeys(ring.secrets, wrong)
    new = open_keys(tmp_path, keyring)
    assert (new.renewed, len(new.keys)) == (True, 1)


def test_a_key_file_that_is_gone_is_told_where_something_is_sealed(
    tmp_path: Path, keyring: SystemKeyring
) -> None:
    assert open_keys(tmp_path, keyring, sealed=True).renewed
    assert not open_keys(tmp_path, keyring, sealed=True).renewed


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, keyring: SystemKeyring) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AdapterError) as caught:
        open_keys(tmp_path / "file", keyring)
    assert caught.value.code is ErrorCode.DISK_WRITE_FAILED


@pytest.mark.parametrize("backend", [null.Keyring, fail.Keyring])
def test_what_is_no_keyring_of_a_system_is_refused(
    backend: type[KeyringBackend], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"{backend.__module__}.{backend.__qualname__}")
    with pytest.raises(RuntimeError):
        load_backend()


SECRET_SERVICE = """
from pathlib import Path
from b4mart_desktop.adapters.security.local_key import open_keys
from b4mart_desktop.adapters.security.system_keyring import SystemKeyring
folder = Path({folder!r})
first, again = (open_keys(folder, SystemKeyring()) for _ in range(2))
print(first == again, first.in_keyring, first.renewed)
"""


@pytest.mark.slow
def test_a_real_keyring_keeps_it(tmp_path: Path) -> None:
    if not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")):
        pytest.skip("needs dbus-run-session and gnome-keyring-daemon")
    script = SECRET_SERVICE.format(folder=str(tmp_path))
    unlock = 'echo -n secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"'
    command = ["dbus-run-session", "--", "sh", "-c", unlock, "sh", sys.executable, "-c", script]
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    environment.pop("PYTHON_KEYRING_BACKEND")
    told = subprocess.run(
        command, env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["True", "True", "False"]

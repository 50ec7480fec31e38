"""The key that seals this counter's own files: in the system's keyring, else in a private file beside them.

What is sealed with it belongs to ``adapters.local``. Each data folder has a key of its own, made at its
first start. ``key.json`` in the folder names it, and holds it where there is no keyring.

A key in the keyring protects the files from whoever gets hold of the disk, a copy or a backup; not from
programs that run as the same person. A key file protects only files that are passed on without it.
"""

import logging
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec

from b4mart_desktop.adapters.security.system_keyring import SystemKeyring
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

FILE_NAME = "key.json"

_KEY_BYTES = 32
_PRIVATE = 0o600

_log = logging.getLogger(__name__)


class _Kept(msgspec.Struct, frozen=True):
    """One key.

    Attributes:
        id: Its name in the keyring; tells nothing about it.
        key: Itself, in hexadecimal; None where it is in the keyring.
    """

    id: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class LocalKeys:
    """The keys of a data folder that are to be had.

    Attributes:
        keys: Newest first. Older ones open what was sealed before a key was lost and came back.
        in_keyring: Whether the newest is in the system's keyring, not in a file.
        renewed: Whether the newest was made just now because the one before is gone: what was sealed with
            that cannot be read.
    """

    keys: tuple[bytes, ...]
    in_keyring: bool
    renewed: bool


def open_keys(folder: Path, keyring: SystemKeyring) -> LocalKeys:
    """Returns the keys of that data folder, with a new one where it has none yet or its key is gone.

    A keyring that cannot be asked is no proof that a key is gone: nothing is changed then.

    Raises:
        AdapterError: KEYRING_UNREACHABLE (``path``, ``reason``) where the key is in a keyring that does not
            answer or is locked; DISK_WRITE_FAILED.
    """
    path = folder / FILE_NAME
    kept, was_there = _read(path)
    found = [_find(each, keyring, path) for each in kept]
    keys = tuple(key for key in found if key is not None)
    if found and found[0] is not None:
        return LocalKeys(keys, in_keyring=kept[0].key is None, renewed=False)
    key = secrets.token_bytes(_KEY_BYTES)
    newest = _keep(key, keyring)
    _write(path, (newest, *kept))
    if was_there:
        _log.error("the key of %s is gone; there is a new one", folder)
    return LocalKeys((key, *keys), in_keyring=newest.key is None, renewed=was_there)


def is_in_keyring(folder: Path) -> bool | None:
    """Whether the folder's newest key is in a keyring, not in a file; None where it has none yet."""
    kept, _ = _read(folder / FILE_NAME)
    return kept[0].key is None if kept else None


def _find(kept: _Kept, keyring: SystemKeyring, path: Path) -> bytes | None:
    if kept.key is not None:
        return bytes.fromhex(kept.key)
    try:
        secret = keyring.get(kept.id)
    except AdapterError as error:
        reason = error.data["reason"]
        raise AdapterError(ErrorCode.KEYRING_UNREACHABLE, path=str(path), reason=reason) from error
    return None if secret is None else bytes.fromhex(secret)


def _keep(key: bytes, keyring: SystemKeyring) -> _Kept:
    name = secrets.token_hex(8)
    try:
        keyring.set(name, key.hex())
    except AdapterError as error:
        _log.warning("the key is kept in a file, as there is no keyring: %s", error.data["reason"])
        return _Kept(name, key.hex())
    return _Kept(name)


def _read(path: Path) -> tuple[tuple[_Kept, ...], bool]:
    """The keys kept, newest first, and whether there was a file at all; a damaged one is put aside."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[_Kept, ...]), True
    except FileNotFoundError:
        return (), False
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        _log.error("%s cannot be read: %s", path, error)
        return (), True
    except OSError as error:
        raise _disk_error(path, error) from error


def _write(path: Path, kept: tuple[_Kept, ...]) -> None:
    """Replaces the file in one go: nothing may be sealed with a key that is not kept."""
    new = path.with_suffix(".new")
    try:
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE), "wb") as file:
            file.write(msgspec.json.encode(kept))
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        raise _disk_error(path, error) from error


def _disk_error(path: Path, error: OSError) -> AdapterError:
    return AdapterError(ErrorCode.DISK_WRITE_FAILED, path=str(path), reason=str(error))

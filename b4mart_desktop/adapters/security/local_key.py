"""The key that seals this counter's own files: in the system's keyring, else in a private file beside them.

What is sealed with it belongs to ``adapters.local``. Each data folder has a key of its own, made at its
first start. ``key.json`` in the folder names it, and holds it where there is no keyring.

A key in the keyring protects the files from whoever gets hold of the disk, a copy or a backup; not from
programs that run as the same person. A key file protects only files that are passed on without it.
"""

import hashlib
import logging
import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec

from b4mart_desktop.adapters.secret_file import write_secret
from b4mart_desktop.adapters.security.system_keyring import SystemKeyring
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.record import utc_now

FILE_NAME = "key.json"

_KEY_BYTES = 32
_CHECK_BYTES = 8

_log = logging.getLogger(__name__)


class _Kept(msgspec.Struct, frozen=True):
    """One key.

    Attributes:
        id: Its name in the keyring; tells nothing about it.
        key: Itself, in hexadecimal; None where it is in the keyring.
        check: Tells the key from any other, and tells nothing of it; None where it was not noted.
    """

    id: str
    key: str | None = None
    check: str | None = None


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


def open_keys(folder: Path, keyring: SystemKeyring, *, sealed: bool = False) -> LocalKeys:
    """Returns the keys of that data folder, with a new one where it has none yet or its key is gone.

    A keyring that cannot be asked is no proof that a key is gone: nothing is changed then. A file that cannot
    be read is kept under another name, as it may be all there is of a key.

    Args:
        folder: The data folder.
        keyring: Where its keys are, if it answers.
        sealed: Whether something in the folder is sealed already, so that a key must have been there.

    Raises:
        AdapterError: KEYRING_UNREACHABLE (``path``, ``reason``) where the key is in a keyring that does not
            answer or is locked; DISK_WRITE_FAILED.
    """
    path = folder / FILE_NAME
    content = _read(path)
    kept = _decode(content, path)
    found = [_find(each, keyring, path) for each in kept]
    keys = tuple(key for key in found if key is not None)
    if found and found[0] is not None:
        return LocalKeys(keys, in_keyring=kept[0].key is None, renewed=False)
    key = secrets.token_bytes(_KEY_BYTES)
    newest = _keep(key, keyring)
    if content is not None and not kept:
        _put_aside(path)
    _write(path, (newest, *kept))
    renewed = sealed or content is not None
    if renewed:
        _log.error("the key of %s is gone; there is a new one", folder)
    return LocalKeys((key, *keys), in_keyring=newest.key is None, renewed=renewed)


def is_in_keyring(folder: Path) -> bool | None:
    """Whether the folder's newest key is in a keyring, not in a file; None where it has none yet."""
    path = folder / FILE_NAME
    kept = _decode(_read(path), path)
    return kept[0].key is None if kept else None


def _find(kept: _Kept, keyring: SystemKeyring, path: Path) -> bytes | None:
    """The key, None where it is gone or is not what it was."""
    try:
        secret = kept.key if kept.key is not None else keyring.get(kept.id)
    except AdapterError as error:
        reason = error.data["reason"]
        raise AdapterError(ErrorCode.KEYRING_UNREACHABLE, path=str(path), reason=reason) from error
    key = None if secret is None else _key(secret)
    if key is not None and len(key) == _KEY_BYTES and kept.check in (None, _check(key)):
        return key
    _log.error("the key %s in %s is gone, or not what it was", kept.id, path)
    return None


def _key(secret: str) -> bytes | None:
    try:
        return bytes.fromhex(secret)
    except ValueError:
        return None


def _check(key: bytes) -> str:
    """A digest of 256 random bits: nobody finds them by it."""
    return hashlib.blake2b(key, digest_size=_CHECK_BYTES).hexdigest()


def _keep(key: bytes, keyring: SystemKeyring) -> _Kept:
    name, check = secrets.token_hex(8), _check(key)
    try:
        keyring.set(name, key.hex())
    except AdapterError as error:
        _log.warning("the key is kept in a file, as there is no keyring: %s", error.data["reason"])
        return _Kept(name, key.hex(), check)
    return _Kept(name, None, check)


def _read(path: Path) -> bytes | None:
    """What the file holds; None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _disk_error(path, error) from error


def _decode(content: bytes | None, path: Path) -> tuple[_Kept, ...]:
    """The keys kept, newest first; none where they cannot be read."""
    if content is None:
        return ()
    try:
        return msgspec.json.decode(content, type=tuple[_Kept, ...])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        _log.error("%s cannot be read: %s", path, error)
        return ()


def _put_aside(path: Path) -> None:
    """Renames a file that cannot be read to a name that no earlier one has."""
    kept = path.with_name(f"{path.stem}.damaged-{utc_now():%Y%m%d-%H%M%S-%f}{path.suffix}")
    try:
        path.replace(kept)
    except OSError as error:
        raise _disk_error(path, error) from error
    _log.error("%s is kept as %s", path, kept)


def _write(path: Path, kept: tuple[_Kept, ...]) -> None:
    """Replaces the file in one go: nothing may be sealed with a key that is not kept."""
    try:
        write_secret(path, msgspec.json.encode(kept))
    except OSError as error:
        raise _disk_error(path, error) from error


def _disk_error(path: Path, error: OSError) -> AdapterError:
    return AdapterError(ErrorCode.DISK_WRITE_FAILED, path=str(path), reason=str(error))

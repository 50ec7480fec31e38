"""Which device a data folder is, and to which shop its journal belongs. What is sold does not belong here.

A file of its own beside journal and desk: it tells whose they are, also where one of them was damaged.
"""

import logging
import uuid
from pathlib import Path

import msgspec

from b4mart_desktop.adapters.local.records import decoder, encode
from b4mart_desktop.adapters.local.sqlite import disk_errors
from b4mart_desktop.adapters.secret_file import write_secret
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.tills import Register

FILE_NAME = "counter.json"

_log = logging.getLogger(__name__)


class _Counter(msgspec.Struct, frozen=True):
    """What the file holds.

    Attributes:
        device: Tells this data folder from every other one: names of computers are not unique.
        store: ``_id`` of the store's settings, which no two databases have in common; None before the
            first one was met.
        register: Which register of the shop it is, as the desk says, too.
    """

    device: str
    store: str | None = None
    register: Register | None = None


_COUNTER = decoder(_Counter)


def device_of(folder: Path) -> str:
    """Returns the identity of the device whose data folder that is, made when first asked for.

    Raises:
        AdapterError: DISK_WRITE_FAILED.
    """
    return _read(folder).device


def store_of(folder: Path) -> Id | None:
    """Returns the store whose sales are in the folder, None where nothing says so yet; makes nothing.

    Raises:
        AdapterError: DISK_WRITE_FAILED.
    """
    if not (folder / FILE_NAME).exists():
        return None
    store = _read(folder).store
    return Id(store) if store is not None else None


def belong_to(folder: Path, store: Id) -> None:
    """Makes the folder that store's, for good: what was sold here is never posted to another shop.

    An address may change, so it is the database's content that says which shop it is.

    Raises:
        AdapterError: OTHER_DATABASE (``folder``) where the folder is another store's; DISK_WRITE_FAILED.
    """
    counter = _read(folder)
    if counter.store is None:
        _write(folder, msgspec.structs.replace(counter, store=str(store)))
    elif counter.store != store:
        raise AdapterError(ErrorCode.OTHER_DATABASE, folder=str(folder))


def register_of(folder: Path) -> Register | None:
    """Returns which register the folder is, None where nothing says so yet; makes nothing.

    Raises:
        AdapterError: DISK_WRITE_FAILED.
    """
    return _read(folder).register if (folder / FILE_NAME).exists() else None


def keep_register(folder: Path, register: Register) -> None:
    """Remembers which register the folder is, for a desk that is damaged one day.

    Raises:
        AdapterError: DISK_WRITE_FAILED.
    """
    counter = _read(folder)
    if counter.register != register:
        _write(folder, msgspec.structs.replace(counter, register=register))


def _read(folder: Path) -> _Counter:
    path = folder / FILE_NAME
    with disk_errors(path):
        try:
            return _COUNTER.decode(path.read_bytes())
        except FileNotFoundError:
            pass
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            _log.error("%s cannot be read and is made anew: %s", path, error)
    counter = _Counter(device=str(uuid.uuid4()))
    _write(folder, counter)
    return counter


def _write(folder: Path, counter: _Counter) -> None:
    path = folder / FILE_NAME
    with disk_errors(path):
        write_secret(path, encode(counter))

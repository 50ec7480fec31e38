"""What is loaded, and what the process that reads the database tells the one that writes the replica."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from b4mart_desktop.adapters.local.replica.write import Batch
from b4mart_desktop.domain.ids import Id


class LoadTarget(msgspec.Struct, frozen=True, kw_only=True):
    """What is loaded, and where to.

    Attributes:
        uri: Of the server, with everything needed to sign in.
        database: Name of the database.
        store: ``_id`` of the store it has to be the database of; None where any will do.
        path: Of the replica file.
        identity: Of the database, as the file has it.
    """

    uri: str
    database: str
    store: Id | None
    path: Path
    identity: str


class Begin(NamedTuple):
    """About how many documents will come."""

    total: int


class Brought(NamedTuple):
    """Some documents of one collection: those to write, and the ids of those that the replica has already."""

    batch: Batch
    known: Sequence[str]


class End(NamedTuple):
    """That was all; changes go on from ``token``."""

    token: bytes


Message = Begin | Brought | End

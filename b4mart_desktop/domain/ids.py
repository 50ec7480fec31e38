"""Identity of records: 24 hex digits laid out as MongoDB's ObjectId, made without a database.

Source of the layout: BSON ObjectId specification (4 bytes of seconds, 5 random bytes per process,
3 bytes of counter).
"""

import itertools
import os
import secrets
import time

ID_LENGTH = 24


class Id(str):
    """A record's identity: 24 lower-case hex digits. Stored as an ObjectId."""

    __slots__ = ()


class IdFactory:
    """Makes identities that are unique across processes and sorted by second."""

    def __init__(self) -> None:
        self._process = os.getpid()
        self._random = secrets.token_hex(5)
        self._counter = itertools.count(secrets.randbelow(0x800000))

    def __call__(self) -> Id:
        """Returns a new identity."""
        if self._process != os.getpid():
            self.__init__()  # type: ignore[misc]  # a forked child must not repeat its parent's ids
        return Id(f"{int(time.time()):08x}{self._random}{next(self._counter) & 0xFFFFFF:06x}")


new_id = IdFactory()


def parse_id(text: str) -> Id:
    """Returns ``text`` as an identity.

    Raises:
        ValueError: ``text`` is not 24 hex digits.
    """
    if len(text) != ID_LENGTH:
        raise ValueError(f"an id has {ID_LENGTH} hex digits, not {text!r}")
    int(text, 16)
    return Id(text.lower())

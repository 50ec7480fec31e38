"""Wrong PINs at this counter, in a small file of their own that is written whole.

Restarting the program must not begin the counting anew. A damaged file does: who can write to the folder
could remove it as well.
"""

import logging
import os
import threading
from pathlib import Path

import msgspec

from b4mart_desktop.adapters.local.sqlite import PRIVATE
from b4mart_desktop.domain.guesses import Guesses

_log = logging.getLogger(__name__)
_READER = msgspec.json.Decoder(dict[str, Guesses])


class GuessFile:
    """Implements ``services.ports.OwnGuesses``; any thread."""

    def __init__(self, path: Path) -> None:
        """Reads the file, where there is one."""
        self._path = path
        self._lock = threading.Lock()
        self._known = _read(path)

    def read(self, who: str) -> Guesses | None:
        """Returns what is known of ``who``, None where nothing is."""
        return self._known.get(who)

    def write(self, who: str, guesses: Guesses | None) -> None:
        """Remembers, or forgets; where the disk refuses, until the program ends."""
        with self._lock:
            if guesses is None:
                self._known.pop(who, None)
            else:
                self._known[who] = guesses
            try:
                _replace(self._path, msgspec.json.encode(self._known))
            except OSError as error:
                _log.warning("wrong PINs are remembered only until the program ends: %s", error)


def _read(path: Path) -> dict[str, Guesses]:
    try:
        return _READER.decode(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError) as error:
        _log.warning("wrong PINs of before are forgotten: %s", error)
        return {}


def _replace(path: Path, content: bytes) -> None:
    """Makes ``content`` the file, all of it or nothing, also where the program is killed meanwhile."""
    fresh = path.with_suffix(".new")
    with open(fresh, "wb", opener=lambda name, flags: os.open(name, flags, PRIVATE)) as file:
        file.write(content)
    fresh.replace(path)

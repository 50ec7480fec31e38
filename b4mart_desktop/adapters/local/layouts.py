"""Layouts of lists at this counter, in a small file of their own that is written whole."""

import logging
from pathlib import Path

import msgspec

from b4mart_desktop.adapters.secret_file import write_secret
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.ports.layouts import ListLayout

_log = logging.getLogger(__name__)
_READER = msgspec.json.Decoder(dict[str, ListLayout])


class LayoutFile:
    """Implements ``services.ports.layouts.Layouts``; one thread.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        """Reads the file, where there is one; a damaged one counts as none."""
        self.path = path
        self._known = _read(path)

    def layout(self, user: Id, name: str) -> ListLayout | None:
        """Returns how a person laid a list out, None where they never did."""
        return self._known.get(_key(user, name))

    def keep(self, user: Id, name: str, layout: ListLayout) -> None:
        """Remembers a layout; where the disk refuses, until the program ends."""
        self._known[_key(user, name)] = layout
        try:
            write_secret(self.path, msgspec.json.encode(self._known))
        except OSError as error:
            _log.warning("layouts are remembered only until the program ends: %s", error)


def _key(user: Id, name: str) -> str:
    return f"{user}/{name}"


def _read(path: Path) -> dict[str, ListLayout]:
    try:
        return _READER.decode(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError) as error:
        _log.warning("layouts of before are forgotten: %s", error)
        return {}

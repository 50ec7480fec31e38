"""Which label printer this counter used last, in a small file: a matter of the desk it stands on."""

import logging
from pathlib import Path

import msgspec

from b4mart_desktop.adapters.local.records import decoder, encode
from b4mart_desktop.adapters.local.sqlite import disk_errors
from b4mart_desktop.adapters.secret_file import write_secret
from b4mart_desktop.services.ports.labels import PrinterChoice

_log = logging.getLogger(__name__)
_CHOICE = decoder(PrinterChoice)


class PrinterFile:
    """Implements ``services.ports.labels.PrinterMemory``."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self) -> PrinterChoice:
        """Returns what was used last; nothing is lost where the file cannot be read."""
        try:
            return _CHOICE.decode(self._path.read_bytes())
        except FileNotFoundError:
            return PrinterChoice()
        except (OSError, msgspec.DecodeError) as error:
            _log.warning("the label printer is not known any more: %s", error)
            return PrinterChoice()

    def remember(self, choice: PrinterChoice) -> None:
        """Keeps ``choice``.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """
        with disk_errors(self._path):
            write_secret(self._path, encode(choice))

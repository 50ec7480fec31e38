"""The register's sounds, played by what the system has. A sound never stands alone: the screen shows it too.

QtMultimedia is not used: it is 417 MB of add-ons, and silent without saying so where no device is.
"""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from b4mart_desktop import paths

_PLAYERS = {"darwin": ("afplay",), "linux": ("pw-play", "paplay", "aplay")}


class Sound(StrEnum):
    """What happened; the value is the file's name without `.wav`."""

    ADDED = "added"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"
    DONE = "done"


class Sounds:
    """Plays sounds without ever waiting.

    Args:
        enabled: False keeps silent, for people who want that.
    """

    def __init__(self, enabled: bool = True) -> None:
        self.enabled = enabled
        self._player = _find_player()

    def play(self, sound: Sound) -> None:
        """Starts a sound; without a player the system's beep stands in for it, except for ADDED."""
        if not self.enabled:
            return
        file = paths.resource("sounds", f"{sound.value}.wav")
        if sys.platform == "win32":
            _play_on_windows(file)
        elif self._player is not None:
            QProcess.startDetached(self._player, [str(file)])
        elif sound is not Sound.ADDED:
            QApplication.beep()


def _find_player() -> str | None:
    found = (shutil.which(name) for name in _PLAYERS.get(sys.platform, ()))
    return next((path for path in found if path), None)


def _play_on_windows(file: Path) -> None:
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)

"""An X screen of its own, seen and worked from outside: keys as a keyboard and as a scanner send them.

Knows windows and pixels, nothing of the shop.
"""

import os
import shutil
import struct
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from tests.program import until

SCANNER_MS = 5
TYPIST_MS = 80
_SIZE = "1366x768x24"
_HEADER = struct.Struct(">25I")  # of an X window dump, the form in which Xvfb keeps its screen
_CHANGED = 0.1
_ENDED_SECONDS = 5.0
_STILL_SECONDS = 0.25


def missing_programs() -> str:
    """Returns the names of the programs without which there is no screen, empty where all are there."""
    return " and ".join(name for name in ("Xvfb", "xdotool") if shutil.which(name) is None)


class Screen:
    """An Xvfb on a free display, without a window manager."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="b4mart-screen-", ignore_cleanup_errors=True)
        self._dump = Path(self._folder.name, "Xvfb_screen0")
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", _SIZE, "-fbdir", self._folder.name],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[writing],
        )
        os.close(writing)
        with os.fdopen(reading) as display:
            self.display = f":{display.readline().strip()}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._server.terminate()
        try:
            self._server.wait(_ENDED_SECONDS)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        self._folder.cleanup()

    @property
    def variables(self) -> dict[str, str]:
        """The environment of a program that is to show itself here."""
        return {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    # ------------------------------------------------------------ hands

    def press(self, *keys: str) -> None:
        """Presses keys by their X names, such as `F9` or `ctrl+z`, one after the other."""
        self._xdotool("key", "--delay", str(TYPIST_MS), *keys)

    def type(self, text: str) -> None:
        """Types as a quick person does."""
        self._xdotool("type", "--delay", str(TYPIST_MS), text)

    def enter(self, text: str) -> None:
        """Types as a quick person does, and Return."""
        self._line(text, TYPIST_MS)

    def scan(self, code: str) -> None:
        """Sends what a scanner sends: the code and Return, 5 ms apart."""
        self._line(code, SCANNER_MS)

    def click(self, x: int, y: int) -> None:
        """Clicks at a place of the window that gets the keys."""
        self._xdotool("getwindowfocus", "mousemove", "--window", "%1", str(x), str(y), "click", "1")

    def _line(self, text: str, delay: int) -> None:
        # Typed by `type`, the end of a line would be the key Linefeed, which no keyboard has.
        wait = ("--delay", str(delay))
        self._xdotool("type", *wait, "--args", "1", text, "sleep", str(delay / 1000), "key", *wait, "Return")

    # ------------------------------------------------------------ eyes

    def focused(self) -> str:
        """Returns the title of the window that gets the keys, empty where none does."""
        return self._xdotool("getwindowfocus", "getwindowname", check=False).strip()

    def wait_for_window(self, title: str) -> None:
        """Waits until a window with ``title`` in its title gets the keys."""
        until(lambda: title in self.focused(), f"the window “{title}”")

    def amount_of(self, color: Sequence[int]) -> int:
        """Returns how many pixels have exactly that colour (red, green, blue)."""
        red, green, blue = color
        return self._pixels().count(bytes((blue, green, red)))

    def change_after(self, deed: Callable[[], None]) -> None:
        """Does ``deed`` and waits until a good part of the screen is another."""
        before = self._pixels()
        deed()
        until(lambda: _difference(before, self._pixels()) > _CHANGED, "another screen")

    def settle(self) -> None:
        """Waits until nothing on the screen moves: what is on its way is there, as long as that is shown."""
        still_since, before = time.monotonic(), self._pixels()

        def is_still() -> bool:
            nonlocal still_since, before
            pixels = self._pixels()
            if pixels != before:
                still_since, before = time.monotonic(), pixels
            return time.monotonic() - still_since > _STILL_SECONDS

        until(is_still, "a screen that stands still")

    def _pixels(self) -> bytes:
        """Returns the screen as rows of blue, green, red and a byte of nothing."""
        dump = self._dump.read_bytes()
        header = _HEADER.unpack_from(dump)
        return dump[header[0] + 12 * header[19] :]

    def _xdotool(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=os.environ | {"DISPLAY": self.display},
            capture_output=True,
            text=True,
            check=check,
            timeout=30,
        )
        return done.stdout


def _difference(before: bytes, after: bytes) -> float:
    """Returns the share of pixels that differ, by a sample of them."""
    one, other = before[::1021], after[::1021]
    return sum(a != b for a, b in zip(one, other, strict=True)) / len(one)

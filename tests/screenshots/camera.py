"""Takes a window, with the dialog over it, in several sizes and both schemes, and saves small PNG files."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from b4mart_desktop.gui.style.theme import Theme, ThemeChoice

_SETTLE_SECONDS = 0.15


class Look(NamedTuple):
    """One way to look at a scene."""

    size: QSize
    scheme: ThemeChoice
    suffix: str = ""


SMALL, LARGE = QSize(1366, 768), QSize(1920, 1080)
LIGHT, DARK = Look(SMALL, ThemeChoice.LIGHT), Look(SMALL, ThemeChoice.DARK, "_dark")
EVERY_LOOK: tuple[Look, ...] = (
    LIGHT,
    DARK,
    Look(LARGE, ThemeChoice.LIGHT, "_large"),
    Look(LARGE, ThemeChoice.DARK, "_large_dark"),
)

Plan = Mapping[str, Sequence[Look]]


class Camera:
    """Saves scenes into a folder.

    Args:
        folder: Where to.
        plan: The scenes wanted and their looks; None for every scene in every look.

    Attributes:
        taken: The files written.
    """

    def __init__(self, folder: Path, plan: Plan | None) -> None:
        self._folder = folder
        self._plan = plan
        self.taken: list[Path] = []

    def point_at(self, window: QWidget, theme: Theme) -> None:
        """Takes ``window`` from now on, dressed by ``theme``."""
        self._window, self._theme = window, theme

    async def take(self, scene: str) -> None:
        """Takes the window as it is now, once for each look that is wanted of this scene."""
        for look in EVERY_LOOK if self._plan is None else self._plan.get(scene, ()):
            self._theme.choose(look.scheme)
            self._window.resize(look.size)
            await asyncio.sleep(_SETTLE_SECONDS)
            self._save(self._picture(), f"{scene}{look.suffix}.png")
        self._theme.choose(ThemeChoice.LIGHT)
        self._window.resize(SMALL)
        await asyncio.sleep(_SETTLE_SECONDS)

    def _picture(self) -> QPixmap:
        picture = self._window.grab()
        popup = QApplication.activePopupWidget()
        dialog = popup or QApplication.activeModalWidget()
        if dialog is not None:
            place = self._window.rect().center() - dialog.rect().center()
            if popup is not None:
                place = self._window.mapFromGlobal(popup.pos())
            painter = QPainter(picture)
            painter.drawPixmap(place, dialog.grab())
            painter.end()
        return picture

    def _save(self, picture: QPixmap, name: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / name
        picture.toImage().convertToFormat(QImage.Format.Format_RGB888).save(str(file), quality=0)
        self.taken.append(file)

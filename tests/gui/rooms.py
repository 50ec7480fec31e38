"""A room of the office by itself, in a window of its own, over the till's real files."""

from __future__ import annotations

from collections.abc import Awaitable, Coroutine
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMainWindow

from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.shared.room import Room, RoomTools
from b4mart_desktop.services.thumbnails import Thumbnails
from tests.gui.asynchronous import until
from tests.gui.till import PATIENCE, Till


class NobodyApproves:
    """Asks nobody for leave."""

    async def ask(self, action: Action) -> User | None:
        """Returns nobody."""
        return None


class NoPictures:
    """Products without pictures."""

    def cached(self, url: str, edge: int) -> bytes | None:
        """Has none."""
        return None

    async def fetch(self, url: str, edge: int) -> bytes | None:
        """Finds none."""
        return None


def _here(coroutine: Coroutine[Any, Any, Any]) -> Awaitable[Any]:
    return coroutine


def tools_over(window: QMainWindow, till: Till) -> RoomTools:
    """Returns what a room needs; what would run in the background runs here."""
    pictures = PictureLoader(cast(Thumbnails, NoPictures()), _here, window)
    return RoomTools(window, Messages(window), _here, till.formats, NobodyApproves(), pictures)


async def show_room(window: QMainWindow, room: Room) -> None:
    """Shows the room as the office does."""
    window.setCentralWidget(room)
    window.resize(1366, 720)
    window.show()
    window.activateWindow()
    await until(window.isActiveWindow, PATIENCE)
    room.enter()


async def close_room(window: QMainWindow, room: Room) -> None:
    """Ends the room and its window."""
    await room.tasks.cancel_all()
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)

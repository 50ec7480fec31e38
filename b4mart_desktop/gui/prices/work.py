"""What presenters of the prices room share: reading in the background, doing with somebody's leave."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.people import User
from b4mart_desktop.gui.shared.approval import with_approval
from b4mart_desktop.gui.shared.room import RoomTools

Deed = Callable[[User | None], Coroutine[Any, Any, Any]]


class RulesWork(QObject):
    """Reads rows and changes them.

    Args:
        tools: The room's.
        read: Returns all rows; runs in the background.

    Signals:
        loaded: All rows.
        refused: They cannot be read (``B4MartError``).
    """

    loaded = Signal(object)
    refused = Signal(object)

    def __init__(self, tools: RoomTools, read: Callable[[], Coroutine[Any, Any, Sequence[Any]]]) -> None:
        super().__init__()
        self._tools = tools
        self._read = read

    async def read(self) -> None:
        """Reads all rows."""
        try:
            rows = await self._tools.run(self._read())
        except B4MartError as error:
            self.refused.emit(error)
        else:
            self.loaded.emit(rows)

    async def attempt(self, deed: Deed) -> B4MartError | None:
        """Does ``deed(approver)`` in the background and reads again; returns what was in its way."""

        async def run(approver: User | None) -> None:
            await self._tools.run(deed(approver))

        try:
            await with_approval(self._tools.approval, run)
        except B4MartError as error:
            return error
        await self.read()
        return None

    async def do(self, deed: Deed, done: str) -> bool:
        """Does ``deed(approver)`` and says that it is ``done``, or what was in its way."""
        error = await self.attempt(deed)
        if error is None:
            self._tools.messages.success(done)
        elif error.code is not ErrorCode.CANCELLED:
            self._tools.messages.error(error)
            await self.read()
        return error is None

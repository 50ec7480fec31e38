"""What the registers screen does: reads them, gives names, takes out of use. No widgets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.gui.shared.approval import Approval, with_approval
from b4mart_desktop.gui.shared.backstage import OnBackstage
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.services.counters import Counters, RegisterRow


class CountersPresenter(QObject):
    """The registers screen's commands.

    Args:
        counters: The use case.
        backstage: Runs a coroutine in the background thread.
        approval: Asks for somebody's leave.
        messages: Where errors are told.

    Signals:
        loaded: All registers (``RegisterRow``).
        refused: They cannot be read (``B4MartError``).
    """

    loaded = Signal(object)
    refused = Signal(object)

    def __init__(
        self, counters: Counters, backstage: OnBackstage, approval: Approval, messages: Messages
    ) -> None:
        super().__init__()
        self._counters = counters
        self._backstage = backstage
        self._approval = approval
        self._messages = messages

    async def read(self) -> None:
        """Reads all registers."""
        try:
            rows: Sequence[RegisterRow] = await self._backstage(self._counters.registers())
        except B4MartError as error:
            self.refused.emit(error)
        else:
            self.loaded.emit(rows)

    async def rename(self, register: Register, name: str) -> None:
        """Gives a register another name."""

        async def deed(approver: User | None) -> None:
            await self._backstage(self._counters.rename(register, name, approver))

        await self._do(deed)

    async def retire(self, register: Register) -> None:
        """Takes a register out of use."""

        async def deed(approver: User | None) -> None:
            await self._backstage(self._counters.retire(register, approver))

        await self._do(deed)

    async def _do(self, deed: Callable[[User | None], Awaitable[None]]) -> None:
        try:
            await with_approval(self._approval, deed)
        except B4MartError as error:
            if error.code is not ErrorCode.CANCELLED:
                self._messages.error(error)
        await self.read()

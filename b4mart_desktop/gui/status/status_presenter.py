"""What the status panel does: looks at what waits, and has entries posted again with somebody's leave."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.people import User
from b4mart_desktop.gui.models.notices import Notice
from b4mart_desktop.gui.shared.approval import Approval, with_approval
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.status import ShopStatus
from b4mart_desktop.gui.status.entry_texts import EntryTexts
from b4mart_desktop.services.ports import SkippedDocument
from b4mart_desktop.services.unposted import Unposted

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen at one look.

    Attributes:
        notices: The rows.
        more: How many there are beyond them.
        unreadable: How many documents cannot be read.
    """

    notices: Sequence[Notice]
    more: int
    unreadable: int


class StatusPresenter:
    """Between the panel and the counter's backlog."""

    def __init__(
        self,
        unposted: Unposted,
        skipped: Callable[[], Sequence[SkippedDocument]],
        status: ShopStatus,
        texts: EntryTexts,
        approval: Approval,
        messages: Messages,
    ) -> None:
        """Takes the parts; ``skipped`` tells which documents the replica could not take."""
        self._unposted = unposted
        self._skipped = skipped
        self._status = status
        self._texts = texts
        self._approval = approval
        self._messages = messages

    async def look(self) -> Look:
        """Returns what waits or needs somebody.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: JOURNAL_DAMAGED or FILE_UNREADABLE.
        """
        backlog = await self._unposted.look(MOST_ROWS)
        skipped = await asyncio.to_thread(self._skipped)
        shown = skipped[:MOST_ROWS]
        now, online = dt.datetime.now(dt.UTC), self._status.standing.online
        notices = self._texts.notices(backlog, shown, now, online=online)
        return Look(notices, backlog.more + len(skipped) - len(shown), len(skipped))

    async def retry(self, numbers: Sequence[int]) -> None:
        """Has entries posted again; what is in the way is told."""

        def retry_all(approver: User | None) -> None:
            for number in numbers:
                self._unposted.retry(number, approver)

        try:
            await with_approval(self._approval, retry_all)
        except B4MartError as error:
            if error.code is not ErrorCode.CANCELLED:
                self._messages.error(error)

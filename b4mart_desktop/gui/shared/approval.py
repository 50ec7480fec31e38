"""Getting somebody's leave on the spot: a supervisor picks their name and types the PIN. The sale stays."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.gui.shared.dialogs import AskDialog, choose, open_dialog
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.widgets.keypad import PinPad
from b4mart_desktop.services.signing_in import SigningIn

Deed = Callable[[User | None], Awaitable[None] | None]


class Approval(Protocol):
    """Asks for leave; presenters know it only as this."""

    async def ask(self, action: Action) -> User | None:
        """Returns who approved ``action``, None where nobody did."""


class ApprovalDialogs:
    """Asks in dialogs over ``parent``'s window."""

    def __init__(self, parent: QWidget, signing_in: SigningIn) -> None:
        self._parent = parent
        self._signing_in = signing_in

    async def ask(self, action: Action) -> User | None:
        """Returns who approved ``action``, None where nobody did."""
        people = self._signing_in.approvers(action)
        title = QCoreApplication.translate("approval", "Who approves this?")
        picked = await choose(self._parent, title, [(user.id, user.name) for user in people])
        return None if picked is None else await self._ask_pin(picked, people)

    async def _ask_pin(self, picked: Id, people: Sequence[User]) -> User | None:
        user = next(user for user in people if user.id == picked)
        title = QCoreApplication.translate("approval", "PIN of {name}").format(name=user.name)
        dialog, tasks, pad = AskDialog(self._parent, title), TaskOwner(), PinPad()
        approved: list[User] = []

        async def check(pin: str) -> None:
            try:
                approved.append(await self._signing_in.approve(picked, pin))
            except DomainError as error:
                pad.show_error(describe(error)[1])
            else:
                dialog.accept()

        pad.completed.connect(lambda pin: tasks.spawn(check(pin)))
        dialog.body.addWidget(pad)
        dialog.add_button(QCoreApplication.translate("approval", "Cancel"), closes=False)
        pad.setFocus()
        accepted = await open_dialog(dialog)
        await tasks.cancel_all()
        return approved[0] if accepted and approved else None


async def with_approval(approval: Approval, deed: Deed) -> None:
    """Does ``deed(approver)`` without an approver first, and asks for one only where that is refused.

    Raises:
        DomainError: Whatever the deed raises; CANCELLED where nobody approved.
    """
    try:
        await _done(deed(None))
    except DomainError as error:
        if error.code is not ErrorCode.NOT_ALLOWED:
            raise
        approver = await approval.ask(Action(str(error.data["action"])))
        if approver is None:
            raise DomainError(ErrorCode.CANCELLED) from error
        await _done(deed(approver))


async def _done(result: Awaitable[None] | None) -> None:
    if result is not None:
        await result

"""The shop's registers: which there are, which of them run, what they are called, which are out of use.

A manager's writes: they need the database, and go there together with their audit entry.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from b4mart_desktop.domain.counters import Presence
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports import PresenceBoard, RegisterBook

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A register as people see it.

    Attributes:
        seen: What it last said of itself, None where that is months ago.
        live: Whether it runs now.
        own: Whether it is the one people sit at.
    """

    register: Register
    seen: Presence | None
    live: bool
    own: bool


class Counters:
    """All registers of the shop."""

    def __init__(self, counter: Counter, book: RegisterBook, board: PresenceBoard) -> None:
        self._counter = counter
        self._book = book
        self._board = board

    async def registers(self) -> Sequence[RegisterRow]:
        """Returns all registers in the order they were added, those out of use last.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.SEE_REGISTERS)
        found = await asyncio.gather(self._book.all(), self._board.last_seen(), self._board.present())
        registers, last_seen, present = found
        seen = {presence.id: presence for presence in last_seen}
        live = {presence.id for presence in present}
        own = self._counter.register().id
        rows = [
            RegisterRow(register, seen.get(register.id), register.id in live, register.id == own)
            for register in registers
        ]
        return sorted(rows, key=lambda row: row.register.retired_at is not None)

    async def rename(self, register: Register, name: str, approver: User | None = None) -> None:
        """Gives a register another name.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; FIELD_REQUIRED or FIELD_INVALID with the ``field``.
            AdapterError: CHANGED_MEANWHILE, DATABASE_UNREACHABLE.
        """
        permit = self._counter.permit(Action.MANAGE_REGISTERS, approver)
        name = name.strip()
        if not name:
            raise DomainError(ErrorCode.FIELD_REQUIRED, field="name")
        if len(name) > LONGEST_NAME:
            raise DomainError(ErrorCode.FIELD_INVALID, field="name", value=name)
        audit = self._counter.audit(permit, register.id, code=register.code, before=register.name, name=name)
        renamed = await self._book.change(register, msgspec.structs.replace(register, name=name), audit)
        if renamed.id == self._counter.register().id:
            self._counter.desk.set_register(renamed)

    async def retire(self, register: Register, approver: User | None = None) -> None:
        """Takes a register out of use that is gone for good; its code is never given again.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; REGISTER_RUNNING with its ``name``.
            AdapterError: CHANGED_MEANWHILE, DATABASE_UNREACHABLE.
        """
        permit = self._counter.permit(Action.MANAGE_REGISTERS, approver)
        if register.id in {presence.id for presence in await self._board.present()}:
            raise DomainError(ErrorCode.REGISTER_RUNNING, name=register.name)
        audit = self._counter.audit(permit, register.id, code=register.code, retired=register.name)
        retired = msgspec.structs.replace(register, retired_at=self._counter.clock())
        await self._book.change(register, retired, audit)

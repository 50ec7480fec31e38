"""Other counters, for tests that have none or make some up in memory."""

import contextlib
from collections.abc import Sequence

import msgspec

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.cart import HeldCart
from b4mart_desktop.domain.counters import Presence, Taking
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.tills import Register


class NobodyElse:
    """``CartClaims`` while the database is away: no cart can be confirmed."""

    online = False

    def claimed(
        self, cart: Id, taking: Taking, instead_of: Taking | None = None
    ) -> contextlib.AbstractAsyncContextManager[HeldCart]:
        """Finds nobody to ask."""
        raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="offline")


UNREACHABLE = AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="no route")


class Board:
    """A presence board in memory that counts what it is asked; ``away`` while the database is."""

    def __init__(self) -> None:
        self.there: dict[Id, Presence] = {}
        self.left: dict[Id, Presence] = {}
        self.announced: list[Presence] = []
        self.calls = 0
        self.away = False

    async def announce(self, presence: Presence) -> None:
        """Notes who runs."""
        self._reach()
        self.announced.append(presence)
        self.there[presence.id] = msgspec.structs.replace(presence, seen_at=utc_now())

    async def leave(self, register: Id) -> None:
        """Notes who ended."""
        self._reach()
        self.left[register] = self.there.pop(register)

    async def present(self) -> Sequence[Presence]:
        """Returns who runs."""
        self._reach()
        return [*self.there.values()]

    async def last_seen(self) -> Sequence[Presence]:
        """Returns who runs and who ended."""
        self._reach()
        return [*(self.left | self.there).values()]

    def _reach(self) -> None:
        self.calls += 1
        if self.away:
            raise UNREACHABLE


class Book:
    """Registers in memory, with the audit entries of their changes."""

    def __init__(self) -> None:
        self.registers: dict[Id, Register] = {}
        self.audit: list[AuditEntry] = []
        self.away = False

    async def enrol(self, device: str, name: str, wanted_code: str | None) -> Register:
        """Is not asked here."""
        raise NotImplementedError

    async def last_receipt(self, code: str) -> int:
        """Is not asked here."""
        raise NotImplementedError

    async def all(self) -> Sequence[Register]:
        """Returns all registers."""
        if self.away:
            raise UNREACHABLE
        return [*self.registers.values()]

    async def change(self, old: Register, new: Register, audit: AuditEntry) -> Register:
        """Replaces a register that is still as ``old``."""
        if self.registers[old.id] != old:
            raise AdapterError(ErrorCode.CHANGED_MEANWHILE, collection="registers", id=old.id)
        self.registers[old.id] = new
        self.audit.append(audit)
        return new

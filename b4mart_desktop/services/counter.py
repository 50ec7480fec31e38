"""This counter: who sits at it, which register and shift, and how its facts get on record.

What the counter's use cases share. What they do with it belongs to them.
"""

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.entries import Entry, entry_id
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import AUDITED, Action
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.domain.store import Store
from b4mart_desktop.domain.tills import Register, Shift
from b4mart_desktop.services.bus import Bus, EntryJournalled
from b4mart_desktop.services.gate import Permit, require
from b4mart_desktop.services.ports import Catalogue, Desk, Journal
from b4mart_desktop.services.session import Session


@dataclass(frozen=True, slots=True)
class Counter:
    """One register on one device, with whoever is signed in.

    Attributes:
        till: Held while a payment, an opening or a closing is under way: what is pressed twice or crosses
            another comes one after the other, and no sale slips past the close of its shift.
    """

    catalogue: Catalogue
    journal: Journal
    desk: Desk
    session: Session
    bus: Bus
    clock: Callable[[], dt.datetime] = utc_now
    till: asyncio.Lock = field(default_factory=asyncio.Lock)

    def store(self) -> Store:
        """Returns the store's settings.

        Raises:
            DomainError: CATALOGUE_LOADING before a load of the replica has brought what prices are made from.
        """
        store = self.catalogue.store()
        if store is None:
            raise DomainError(ErrorCode.CATALOGUE_LOADING)
        return store

    def register(self) -> Register:
        """Returns which register this is.

        Raises:
            DomainError: NOT_FOUND before the register was enrolled.
        """
        register = self.desk.register()
        if register is None:
            raise DomainError(ErrorCode.NOT_FOUND, what="register")
        return register

    def shift(self) -> Shift:
        """Returns the open shift.

        Raises:
            DomainError: NO_OPEN_SHIFT.
        """
        shift = self.journal.open_shift()
        if shift is None:
            raise DomainError(ErrorCode.NO_OPEN_SHIFT)
        return shift

    def permit(self, action: Action, approver: User | None = None) -> Permit:
        """Returns the permit for who is signed in to do ``action``.

        Raises:
            DomainError: NOT_SIGNED_IN, also where who was may not be at a counter any more; or NOT_ALLOWED.
        """
        return require(self._present_user(), action, approver)

    def may(self, action: Action) -> bool:
        """Whether who is signed in may do ``action`` without anybody's leave."""
        try:
            self.permit(action)
        except DomainError:
            return False
        return True

    def _present_user(self) -> User:
        """Who is signed in, with the rights they have by now rather than those they signed in with."""
        user = self.session.require_user()
        if not self.catalogue.is_loaded():
            return user
        for member in self.catalogue.staff():
            if member.id == user.id:
                return member
        raise DomainError(ErrorCode.NOT_SIGNED_IN)

    def audit(self, permit: Permit, ref: Id | None, **details: object) -> AuditEntry:
        """Returns the audit entry for what ``permit`` allowed, with ``details`` as plain texts.

        Raises:
            ValueError: The action is not declared as one that leaves an entry.
        """
        if permit.action not in AUDITED:
            raise ValueError(f"{permit.action} is not among the audited actions")
        register, shift = self.desk.register(), self.journal.open_shift()
        return AuditEntry(
            id=new_id(),
            action=permit.action,
            user=permit.user.id,
            user_name=permit.user.name,
            approver=None if permit.approver is None else permit.approver.id,
            register=None if register is None else register.id,
            shift=None if shift is None else shift.id,
            ref=ref,
            details={name: str(value) for name, value in details.items() if value is not None},
            at=self.clock(),
        )

    async def record(self, entry: Entry) -> None:
        """Puts a fact on this counter's disk, from where it is posted.

        Raises:
            AdapterError: DISK_WRITE_FAILED; then nothing happened.
        """
        await self.journal.append(entry)
        self.bus.publish(EntryJournalled(entry_id(entry)))

    async def record_sale(self, sale: Sale) -> Sale:
        """Puts a sale on this counter's disk and returns it with its receipt number.

        Raises:
            AdapterError: DISK_WRITE_FAILED; then nothing happened and no number was used.
        """
        return await self.journal.append_sale(sale, self.register().code)

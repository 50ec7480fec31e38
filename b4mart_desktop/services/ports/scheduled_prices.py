"""Scheduled prices in the shop's database."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.scheduled_prices import ScheduledPrice


class PriceSchedule(Protocol):
    """The plans. All raise AdapterError: DATABASE_UNREACHABLE or DATABASE_REFUSED."""

    async def add(self, plans: Sequence[ScheduledPrice], audit: AuditEntry) -> None:
        """Adds plans and the audit entry, all or none."""

    async def open(self, limit: int) -> Sequence[ScheduledPrice]:
        """Returns plans with something still to be done, what is due first."""

    async def ended(self, before: dt.datetime | None, limit: int) -> Sequence[ScheduledPrice]:
        """Returns plans with nothing more to do, by ``at``, newest first; those planned before if given."""

    async def of_product(self, product: Id) -> Sequence[ScheduledPrice]:
        """Returns all plans of a product, newest first."""

    async def cancel(self, plans: Sequence[Id], audit: AuditEntry) -> int:
        """Calls those plans off, audited, that have something still to be done; returns how many."""

    async def cancel_batch(self, batch: Id, audit: AuditEntry) -> int:
        """Calls off what was planned together, audited, as far as it is not done; returns how many."""

    async def due(self, moment: dt.datetime, limit: int) -> Sequence[Id]:
        """Returns plans of which something is due, the oldest first."""

    async def carry_out(self, plan: Id, moment: dt.datetime) -> bool:
        """Does what is due of a plan: product, history and plan in one transaction.

        Returns:
            Whether anything was due; where two counters try, for one of them nothing is.
        """

"""Tax classes as managers keep them: rates and from when these hold. Computing taxes is ``pricing``'s."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.catalog import STANDARD_TAX
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.promotions import DatedRate, Tax
from b4mart_desktop.domain.rule_check import tax_problems
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports.price_rules import PriceRuleBook
from b4mart_desktop.services.price_rules import refuse_problems


@dataclass(frozen=True, slots=True)
class TaxRow:
    """A tax class as a list shows it.

    Attributes:
        rate: In percent, today.
        since: Since when it holds, None where it always did.
        next: The rate that comes, if one does.
    """

    tax: Tax
    rate: Decimal
    since: dt.date | None = None
    next: DatedRate | None = None


class TaxRules:
    """All tax classes of the shop."""

    def __init__(self, counter: Counter, book: PriceRuleBook) -> None:
        self._counter = counter
        self._book = book

    async def all(self) -> Sequence[TaxRow]:
        """Returns all tax classes by code.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        return [self._row(tax) for tax in await self._book.taxes()]

    @property
    def may_change(self) -> bool:
        """Whether who is signed in may change taxes."""
        return self._counter.may(Action.MANAGE_TAXES)

    def today(self) -> dt.date:
        """Returns the day by the shop's clock."""
        return self._counter.clock().astimezone(self._counter.store().zone).date()

    def blank(self) -> Tax:
        """Returns a new tax class that is not saved yet."""
        now = self._counter.clock()
        return Tax(id=new_id(), code="", name="", rate=Decimal(0), created_at=now, updated_at=now)

    async def save(
        self, old: Tax | None, new: Tax, others: Sequence[Tax], approver: User | None = None
    ) -> Tax:
        """Adds a tax class where there is no ``old``, else writes what differs; its code never changes.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; FIELD_INVALID with the first ``field`` that is wrong.
            AdapterError: CHANGED_MEANWHILE, DUPLICATE, DATABASE_UNREACHABLE.
        """
        permit = self._counter.permit(Action.MANAGE_TAXES, approver)
        wanted = new if old is None else msgspec.structs.replace(new, code=old.code)
        refuse_problems(tax_problems(wanted, others))
        rates = ", ".join(f"{dated.since}: {dated.rate}" for dated in wanted.rates)
        before = None if old is None else old.rate
        audit = self._counter.audit(
            permit, new.id, code=wanted.code, rate=wanted.rate, rates=rates or None, before=before
        )
        return await self._book.save(old, wanted, audit)

    async def remove(self, tax: Tax, approver: User | None = None) -> None:
        """Removes a tax class that no product names.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; TAX_IN_USE with ``name``.
            AdapterError: CHANGED_MEANWHILE, DATABASE_UNREACHABLE.
        """
        permit = self._counter.permit(Action.MANAGE_TAXES, approver)
        if tax.code == STANDARD_TAX or await self._book.is_taxed(tax.code):
            raise DomainError(ErrorCode.TAX_IN_USE, name=tax.name)
        await self._book.remove(tax, self._counter.audit(permit, tax.id, code=tax.code, removed=True))

    def _row(self, tax: Tax) -> TaxRow:
        now, zone = self._counter.clock(), self._counter.store().zone
        dated = tax.dated_rate(now, zone)
        today = now.astimezone(zone).date()
        coming = (rate for rate in tax.rates if rate.since > today)
        following = min(coming, key=lambda rate: rate.since, default=None)
        if dated is None:
            return TaxRow(tax, tax.rate, None, following)
        return TaxRow(tax, dated.rate, dated.since, following)

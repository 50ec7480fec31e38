"""Promotions as managers keep them: list, check, save, copy, switch off, remove; codes for coupons.

What a promotion does to a cart belongs to ``domain.pricing``. Writes need the database, and go there together
with their audit entry.
"""

import datetime as dt
import enum
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.promotions import CouponLimits, Promotion, PromotionKind, coupon_code
from b4mart_desktop.domain.rule_check import RuleProblem, promotion_problems
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports.price_rules import PriceRuleBook

MOST_CODES = 1000
"""Of one promotion: every counter keeps them all."""
_LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"  # none that is taken for another when read out or typed
_CODE_LENGTH = 8


class RuleState(enum.StrEnum):
    """Where a rule stands by its dates and its switch."""

    RUNNING = "running"
    UPCOMING = "upcoming"
    ENDED = "ended"
    OFF = "off"
    USED_UP = "used_up"


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """A promotion as a list shows it.

    Attributes:
        used: How often its coupons were used.
    """

    promotion: Promotion
    state: RuleState
    used: int = 0


class PromotionRules:
    """All promotions of the shop."""

    def __init__(self, counter: Counter, book: PriceRuleBook) -> None:
        self._counter = counter
        self._book = book

    async def all(self) -> Sequence[PromotionRow]:
        """Returns all promotions, those that run first, then what is to come, the newest first.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        uses = await self._book.coupon_uses()
        promotions, now = await self._book.promotions(), self._counter.clock()
        rows = [_row(each, now, uses.get(each.id, 0)) for each in promotions]
        return sorted(rows, key=lambda row: list(RuleState).index(row.state))

    @property
    def may_change(self) -> bool:
        """Whether who is signed in may change promotions."""
        return self._counter.may(Action.MANAGE_PROMOTIONS)

    def blank(self) -> Promotion:
        """Returns a new promotion that is not saved yet."""
        now = self._counter.clock()
        return Promotion(
            id=new_id(),
            name="",
            kind=PromotionKind.PERCENT_OFF,
            value=Decimal(10),
            created_at=now,
            updated_at=now,
        )

    def copy_of(self, promotion: Promotion, name: str) -> Promotion:
        """Returns a new promotion like ``promotion``, switched off and without its codes."""
        now = self._counter.clock()
        return msgspec.structs.replace(
            promotion, id=new_id(), name=name, codes=(), is_active=False, created_at=now, updated_at=now
        )

    async def save(
        self, old: Promotion | None, new: Promotion, others: Sequence[Promotion], approver: User | None = None
    ) -> Promotion:
        """Adds a promotion where there is no ``old``, else writes what differs.

        Args:
            old: As it was read.
            new: As it shall be.
            others: All promotions, to see that no coupon code is given twice.
            approver: Who gave leave.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; FIELD_INVALID with the first ``field`` that is wrong.
            AdapterError: CHANGED_MEANWHILE, DATABASE_UNREACHABLE.
        """
        permit = self._counter.permit(Action.MANAGE_PROMOTIONS, approver)
        refuse_problems(promotion_problems(new, others))
        audit = self._counter.audit(
            permit, new.id, name=new.name, kind=new.kind.value, before=None if old is None else old.name
        )
        return await self._book.save(old, _tidy(new), audit)

    async def switch(self, promotion: Promotion, *, on: bool, approver: User | None = None) -> Promotion:
        """Switches a promotion on or off at once, whatever its dates.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: CHANGED_MEANWHILE, DATABASE_UNREACHABLE.
        """
        permit = self._counter.permit(Action.MANAGE_PROMOTIONS, approver)
        audit = self._counter.audit(permit, promotion.id, name=promotion.name, active=on)
        return await self._book.save(promotion, msgspec.structs.replace(promotion, is_active=on), audit)

    async def remove(self, promotion: Promotion, approver: User | None = None) -> None:
        """Removes a promotion for good; sales that took part keep its name and its terms.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: CHANGED_MEANWHILE, DATABASE_UNREACHABLE.
        """
        permit = self._counter.permit(Action.MANAGE_PROMOTIONS, approver)
        audit = self._counter.audit(permit, promotion.id, name=promotion.name, removed=True)
        await self._book.remove(promotion, audit)


def state_of(
    rule_is_active: bool, start: dt.datetime | None, end: dt.datetime | None, now: dt.datetime
) -> RuleState:
    """Returns where a rule of those dates stands at ``now``."""
    if end is not None and end <= now:
        return RuleState.ENDED
    if not rule_is_active:
        return RuleState.OFF
    return RuleState.UPCOMING if start is not None and start > now else RuleState.RUNNING


def refuse_problems(problems: Sequence[RuleProblem]) -> None:
    """Refuses what cannot be saved.

    Raises:
        DomainError: FIELD_INVALID with the first ``field`` that is wrong.
    """
    for problem in problems:
        if problem.blocks:
            raise DomainError(ErrorCode.FIELD_INVALID, field=problem.field, value=problem.fault.value)


def read_codes(text: str) -> tuple[str, ...]:
    """Returns the coupon codes of a text, one a line or separated by commas; each once."""
    parts = text.replace(",", "\n").replace(";", "\n").splitlines()
    return tuple(dict.fromkeys(code for part in parts if (code := coupon_code(part))))


def generate_codes(count: int, taken: Collection[str], prefix: str = "") -> tuple[str, ...]:
    """Returns ``count`` new codes that nobody guesses, each ``prefix`` and eight letters and figures."""
    made: dict[str, None] = {}
    while len(made) < count:
        code = coupon_code(prefix) + "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
        if code not in taken:
            made[code] = None
    return tuple(made)


def _row(promotion: Promotion, now: dt.datetime, used: int) -> PromotionRow:
    state = state_of(promotion.is_active, promotion.starts_at, promotion.ends_at, now)
    total = promotion.limits.total
    if state is RuleState.RUNNING and promotion.codes and total is not None and used >= total:
        state = RuleState.USED_UP
    return PromotionRow(promotion, state, used)


def _tidy(promotion: Promotion) -> Promotion:
    """Without what its kind does not use: a field that nobody sees must not decide anything."""
    kind = promotion.kind
    sets = kind is PromotionKind.BUY_X_GET_Y
    bundle = kind is PromotionKind.BUNDLE
    return msgspec.structs.replace(
        promotion,
        name=promotion.name.strip(),
        value=Decimal(0) if sets else promotion.value,
        buy=promotion.buy if sets or kind is PromotionKind.MIX_AND_MATCH else 0,
        get=promotion.get if sets else 0,
        get_percent=promotion.get_percent if sets else Decimal(100),
        across=promotion.across and sets,
        parts=promotion.parts if bundle else (),
        products=() if bundle else promotion.products,
        categories=() if bundle else promotion.categories,
        limits=promotion.limits if promotion.codes else CouponLimits(),
    )

"""Settling a total with tenders: what is still due, cash rounding, change. Pure arithmetic, no documents."""

from collections.abc import Sequence
from decimal import Decimal

from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.money import MAX_TOTAL, ZERO, round_to_cash
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.record import Record

MAX_TENDERED = 2 * MAX_TOTAL
"""Whatever a cart may come to can be paid, in cash with change, too."""


class SettledTender(Record, frozen=True, kw_only=True):
    """A tender line: ``amount`` = ``tendered`` − ``change`` counts towards the total."""

    kind: TenderKind
    tendered: Decimal
    change: Decimal
    amount: Decimal
    reference: str | None = None


class Settlement(Record, frozen=True, kw_only=True):
    """A total fully paid: Σ ``amount`` of the tenders = total + ``rounding``."""

    tenders: tuple[SettledTender, ...]
    rounding: Decimal
    change: Decimal


def still_due(total: Decimal, tenders: Sequence[Tender], step: Decimal, *, in_cash: bool) -> Decimal:
    """Returns what is left to pay after ``tenders``, rounded to coins where it is paid ``in_cash``.

    As in ``settle``, all that cash pays is rounded together, so what is due here is what settles it.
    """
    cash = sum((tender.tendered for tender in tenders if tender.kind is TenderKind.CASH), ZERO)
    left = total - sum((tender.tendered for tender in tenders), ZERO)
    return max(round_to_cash(left + cash, step) - cash if in_cash else left, ZERO)


def settle(
    total: Decimal, tenders: Sequence[Tender], step: Decimal, unit: Decimal = Decimal("0.001")
) -> Settlement:
    """Returns how ``tenders`` pay ``total``.

    Cash pays what the other tenders leave, rounded to ``step``; only cash gives change. Cash lines are
    one line in the result. A total of zero is settled by a cash line of zero.

    Args:
        total: What is to be paid.
        tenders: With what.
        step: Smallest amount coins can pay; 0 where cash is not rounded.
        unit: The currency's minor unit; no tender has a part of it.

    Raises:
        DomainError: TENDER_TOO_LARGE where tenders other than cash exceed the total,
            NOT_ENOUGH_TENDERED where something is left, AMOUNT_OUT_OF_RANGE where an amount is absurd.
    """
    for tender in tenders:
        check_tender(tender, unit)
    others = [tender for tender in tenders if tender.kind is not TenderKind.CASH]
    left = total - sum((tender.tendered for tender in others), ZERO)
    if left < ZERO:
        raise DomainError(ErrorCode.TENDER_TOO_LARGE, too_much=-left)
    settled = [
        SettledTender(
            kind=tender.kind,
            tendered=tender.tendered,
            change=ZERO,
            amount=tender.tendered,
            reference=tender.reference,
        )
        for tender in others
    ]
    has_cash = len(others) < len(tenders)
    if left == ZERO and others and not has_cash:
        return Settlement(tenders=tuple(settled), rounding=ZERO, change=ZERO)
    cash = _settle_cash(left, tenders, step)
    rounding = cash.amount - left
    return Settlement(tenders=(*settled, cash), rounding=rounding, change=cash.change)


def check_tender(tender: Tender, unit: Decimal) -> None:
    """Refuses an amount nobody can hand over: none at all, absurd, or with a part of the minor ``unit``.

    Raises:
        DomainError: AMOUNT_OUT_OF_RANGE.
    """
    amount = tender.tendered
    if not (amount.is_finite() and 0 <= amount <= MAX_TENDERED and amount % unit == 0):
        raise DomainError(ErrorCode.AMOUNT_OUT_OF_RANGE, amount=amount, least=ZERO, most=MAX_TENDERED)


def _settle_cash(left: Decimal, tenders: Sequence[Tender], step: Decimal) -> SettledTender:
    due = round_to_cash(left, step)
    tendered = sum((t.tendered for t in tenders if t.kind is TenderKind.CASH), ZERO)
    has_cash = any(t.kind is TenderKind.CASH for t in tenders)
    if tendered < due or (left > ZERO and not has_cash):
        raise DomainError(ErrorCode.NOT_ENOUGH_TENDERED, missing=(due if has_cash else left) - tendered)
    return SettledTender(kind=TenderKind.CASH, tendered=tendered, change=tendered - due, amount=due)

"""What is wrong with a rule of prices somebody is about to save: faults by field. Nothing is looked up."""

import datetime as dt
import enum
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.cart import MAX_PRICE
from b4mart_desktop.domain.money import HUNDRED, ZERO
from b4mart_desktop.domain.price_lists import ListRule, PriceList, PriceTier
from b4mart_desktop.domain.promotions import Promotion, PromotionKind, Tax

LONGEST_NAME = 80
MOST_PIECES = 999
MOST_PERCENT_MORE = Decimal(1000)

_CODE = re.compile(r"[!-~]{3,32}")
_TAX_CODE = re.compile(r"[A-Za-z0-9_.-]{1,32}")
_PERCENTS = frozenset({PromotionKind.PERCENT_OFF, PromotionKind.ORDER_PERCENT_OFF})
_FREE = frozenset({PromotionKind.BUY_X_GET_Y})
_MAY_BE_ZERO = frozenset({PromotionKind.FIXED_PRICE})
_ODD_FOR_ALL = frozenset({PromotionKind.FIXED_PRICE, PromotionKind.MIX_AND_MATCH})


class RuleFault(enum.StrEnum):
    """What may be wrong with a field."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    OUT_OF_RANGE = "out_of_range"
    """``least`` and ``most`` say what is allowed."""
    REVERSED = "reversed"
    """It ends before it begins."""
    PARTS = "parts"
    """A bundle of fewer than two pieces."""
    NO_GOODS = "no_goods"
    """A part of a bundle that nothing can be."""
    CODE = "code"
    """No such code can be typed or scanned."""
    CODE_TWICE = "code_twice"
    CODE_TAKEN = "code_taken"
    """``name`` is what has it already."""
    EVERYTHING = "everything"
    """It is for every product of the shop, which it hardly can be."""
    ROUNDING = "rounding"
    """What is taken off is not smaller than the step."""


class RuleProblem(msgspec.Struct, frozen=True, kw_only=True):
    """A fault and where it is.

    Attributes:
        field: Path of the document.
        data: Values for the sentence, by name.
    """

    field: str
    fault: RuleFault
    data: Mapping[str, object] = {}

    @property
    def blocks(self) -> bool:
        """Whether the rule cannot be saved with it."""
        return self.fault is not RuleFault.EVERYTHING


def promotion_problems(promotion: Promotion, others: Sequence[Promotion] = ()) -> list[RuleProblem]:
    """Returns what is wrong with ``promotion``; ``others`` are asked for their coupon codes."""
    return [
        *_name(promotion.name),
        *_dates(promotion.starts_at, promotion.ends_at),
        *_terms(promotion),
        *_parts(promotion),
        *_codes(promotion, others),
        *_limits(promotion),
    ]


def list_problems(price_list: PriceList) -> list[RuleProblem]:
    """Returns what is wrong with a price list."""
    rule = () if price_list.rule is None else _list_rule(price_list.rule)
    return [*_name(price_list.name), *_dates(price_list.starts_at, price_list.ends_at), *rule]


def tier_problems(tiers: Sequence[PriceTier]) -> list[RuleProblem]:
    """Returns what is wrong with the prices of one product in a list."""
    if not tiers:
        return [_missing("tiers")]
    twice = len({tier.quantity for tier in tiers}) < len(tiers)
    odd = [
        *(problem for tier in tiers for problem in _range("tiers", tier.price, ZERO, MAX_PRICE)),
        *(
            problem
            for tier in tiers
            for problem in _range("tiers", tier.quantity, Decimal("0.001"), MAX_PRICE)
        ),
    ]
    return [*odd, *([RuleProblem(field="tiers", fault=RuleFault.CODE_TWICE)] if twice else [])]


def tax_problems(tax: Tax, others: Sequence[Tax] = ()) -> list[RuleProblem]:
    """Returns what is wrong with ``tax``; ``others`` are asked for their codes."""
    found = [*_name(tax.name), *_range("rate", tax.rate, ZERO, HUNDRED)]
    for dated in tax.rates:
        found.extend(_range("rates", dated.rate, ZERO, HUNDRED))
    days = Counter(dated.since for dated in tax.rates)
    if any(times > 1 for times in days.values()):
        found.append(RuleProblem(field="rates", fault=RuleFault.CODE_TWICE))
    if not tax.code:
        found.append(_missing("code"))
    elif not _TAX_CODE.fullmatch(tax.code):
        found.append(RuleProblem(field="code", fault=RuleFault.CODE))
    found.extend(
        RuleProblem(field="code", fault=RuleFault.CODE_TAKEN, data={"code": tax.code, "name": other.name})
        for other in others
        if other.id != tax.id and other.code == tax.code
    )
    return found


def _name(name: str) -> Iterator[RuleProblem]:
    if not name.strip():
        yield _missing("name")
    elif len(name) > LONGEST_NAME:
        yield RuleProblem(field="name", fault=RuleFault.TOO_LONG, data={"most": LONGEST_NAME})


def _dates(start: dt.datetime | None, end: dt.datetime | None) -> Iterator[RuleProblem]:
    if start is not None and end is not None and end <= start:
        yield RuleProblem(field="endsAt", fault=RuleFault.REVERSED)


def _terms(promotion: Promotion) -> Iterator[RuleProblem]:
    """What the kind needs: only those fields are asked that the kind has."""
    kind, step = promotion.kind, Decimal("0.001")
    if kind not in _FREE:
        most = HUNDRED if kind in _PERCENTS else MAX_PRICE
        yield from _range("value", promotion.value, ZERO if kind in _MAY_BE_ZERO else step, most)
    if kind is PromotionKind.BUY_X_GET_Y:
        yield from _range("buy", Decimal(promotion.buy), Decimal(1), Decimal(MOST_PIECES))
        yield from _range("get", Decimal(promotion.get), Decimal(1), Decimal(MOST_PIECES))
        yield from _range("getPercent", promotion.get_percent, step, HUNDRED)
    if kind is PromotionKind.MIX_AND_MATCH:
        yield from _range("buy", Decimal(promotion.buy), Decimal(2), Decimal(MOST_PIECES))
    yield from _range("threshold", promotion.threshold, ZERO, MAX_PRICE)
    yield from _range("minQuantity", Decimal(promotion.min_quantity), ZERO, Decimal(MOST_PIECES))
    if kind in _ODD_FOR_ALL and not (promotion.products or promotion.categories):
        yield RuleProblem(field="products", fault=RuleFault.EVERYTHING)


def _parts(promotion: Promotion) -> Iterator[RuleProblem]:
    if promotion.kind is not PromotionKind.BUNDLE:
        return
    if sum(part.quantity for part in promotion.parts) < 2:
        yield RuleProblem(field="parts", fault=RuleFault.PARTS)
    for number, part in enumerate(promotion.parts):
        if not part.products and not part.categories:
            yield RuleProblem(field=f"parts.{number}", fault=RuleFault.NO_GOODS)


def _codes(promotion: Promotion, others: Sequence[Promotion]) -> Iterator[RuleProblem]:
    taken = {code: other.name for other in others if other.id != promotion.id for code in other.codes}
    for code, times in Counter(promotion.codes).items():
        data = {"code": code, "name": taken.get(code)}
        if not _CODE.fullmatch(code):
            yield RuleProblem(field="codes", fault=RuleFault.CODE, data=data)
        elif times > 1:
            yield RuleProblem(field="codes", fault=RuleFault.CODE_TWICE, data=data)
        elif code in taken:
            yield RuleProblem(field="codes", fault=RuleFault.CODE_TAKEN, data=data)


def _limits(promotion: Promotion) -> Iterator[RuleProblem]:
    limits = promotion.limits
    named = (("total", limits.total), ("perCode", limits.per_code), ("perCustomer", limits.per_customer))
    for name, most in named:
        if most is not None:
            yield from _range(f"limits.{name}", Decimal(most), Decimal(1), MAX_PRICE)


def _list_rule(rule: ListRule) -> Iterator[RuleProblem]:
    yield from _range("rule.percent", rule.percent, -HUNDRED, MOST_PERCENT_MORE)
    rounding = rule.rounding
    if rounding is not None and not ZERO <= rounding.less < rounding.step:
        yield RuleProblem(field="rule.rounding", fault=RuleFault.ROUNDING)


def _range(field: str, value: Decimal, least: Decimal, most: Decimal) -> Iterator[RuleProblem]:
    if not (value.is_finite() and least <= value <= most):
        yield RuleProblem(field=field, fault=RuleFault.OUT_OF_RANGE, data={"least": least, "most": most})


def _missing(field: str) -> RuleProblem:
    return RuleProblem(field=field, fault=RuleFault.MISSING)

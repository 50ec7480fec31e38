"""Promotions in words: what they take off, when, how they stand, and what is wrong with one. No widgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from b4mart_desktop.domain.promotions import HappyHours, Promotion, PromotionKind
from b4mart_desktop.domain.rule_check import RuleFault, RuleProblem
from b4mart_desktop.gui.shared.moment_edit import span
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.services.price_rules import PromotionRow, RuleState

_HUNDRED = Decimal(100)
translate = QCoreApplication.translate
_WEEK = range(1, 8)
STATE_TONES = {
    RuleState.RUNNING: Tone.SUCCESS,
    RuleState.UPCOMING: Tone.INFO,
    RuleState.USED_UP: Tone.WARNING,
    RuleState.ENDED: Tone.NEUTRAL,
    RuleState.OFF: Tone.NEUTRAL,
}
KIND_ICONS = {
    PromotionKind.PERCENT_OFF: Icon.DISCOUNT,
    PromotionKind.AMOUNT_OFF: Icon.COINS,
    PromotionKind.FIXED_PRICE: Icon.TAG,
    PromotionKind.BUY_X_GET_Y: Icon.GIFT,
    PromotionKind.MIX_AND_MATCH: Icon.GRID,
    PromotionKind.BUNDLE: Icon.PACKAGE,
    PromotionKind.ORDER_PERCENT_OFF: Icon.CART,
    PromotionKind.ORDER_AMOUNT_OFF: Icon.WALLET,
}


def kind_name(kind: PromotionKind) -> str:
    """Returns what a kind is called."""
    names = {
        PromotionKind.PERCENT_OFF: translate("PromotionWords", "Percent off"),
        PromotionKind.AMOUNT_OFF: translate("PromotionWords", "Amount off"),
        PromotionKind.FIXED_PRICE: translate("PromotionWords", "Special price"),
        PromotionKind.BUY_X_GET_Y: translate("PromotionWords", "Buy some, get some"),
        PromotionKind.MIX_AND_MATCH: translate("PromotionWords", "Mix and match"),
        PromotionKind.BUNDLE: translate("PromotionWords", "Bundle"),
        PromotionKind.ORDER_PERCENT_OFF: translate("PromotionWords", "Percent off the sale"),
        PromotionKind.ORDER_AMOUNT_OFF: translate("PromotionWords", "Amount off the sale"),
    }
    return names[kind]


def kind_example(kind: PromotionKind, formats: Formats) -> str:
    """Returns how a kind sounds in a shop."""
    money = formats.money
    examples = {
        PromotionKind.PERCENT_OFF: translate("PromotionWords", "20% off all wine"),
        PromotionKind.AMOUNT_OFF: translate("PromotionWords", "{amount} off each").format(
            amount=money(Decimal("0.5"))
        ),
        PromotionKind.FIXED_PRICE: translate("PromotionWords", "Each {amount} this week").format(
            amount=money(Decimal(1))
        ),
        PromotionKind.BUY_X_GET_Y: translate("PromotionWords", "Buy 2, get 1 free"),
        PromotionKind.MIX_AND_MATCH: translate("PromotionWords", "Any 3 for {amount}").format(
            amount=money(Decimal(5))
        ),
        PromotionKind.BUNDLE: translate("PromotionWords", "Sandwich + drink: {amount}").format(
            amount=money(Decimal(6))
        ),
        PromotionKind.ORDER_PERCENT_OFF: translate("PromotionWords", "10% off from {amount}").format(
            amount=money(Decimal(50))
        ),
        PromotionKind.ORDER_AMOUNT_OFF: translate("PromotionWords", "{off} off from {amount}").format(
            off=money(Decimal(5)), amount=money(Decimal(40))
        ),
    }
    return examples[kind]


def deal(promotion: Promotion, formats: Formats) -> str:
    """Returns what a promotion gives, in the words of a shop window."""
    if promotion.kind is PromotionKind.BUY_X_GET_Y:
        return _buy_and_get(promotion, formats)
    texts = {
        PromotionKind.PERCENT_OFF: translate("PromotionWords", "{value} off"),
        PromotionKind.AMOUNT_OFF: translate("PromotionWords", "{value} off each"),
        PromotionKind.FIXED_PRICE: translate("PromotionWords", "Each {value}"),
        PromotionKind.MIX_AND_MATCH: translate("PromotionWords", "Any {buy} for {value}"),
        PromotionKind.BUNDLE: translate("PromotionWords", "Bundle of {pieces} for {value}"),
        PromotionKind.ORDER_PERCENT_OFF: translate("PromotionWords", "{value} off the sale"),
        PromotionKind.ORDER_AMOUNT_OFF: translate("PromotionWords", "{value} off the sale"),
    }
    percent = promotion.kind in (PromotionKind.PERCENT_OFF, PromotionKind.ORDER_PERCENT_OFF)
    value = formats.percent(promotion.value / _HUNDRED) if percent else formats.money(promotion.value)
    pieces = sum(part.quantity for part in promotion.parts)
    said = texts[promotion.kind].format(value=value, buy=promotion.buy, pieces=pieces)
    return " ".join([said, *_least(promotion, formats)])


def _buy_and_get(promotion: Promotion, formats: Formats) -> str:
    if promotion.get_percent == _HUNDRED:
        text = translate("PromotionWords", "Buy {buy}, get {get} free")
    else:
        text = translate("PromotionWords", "Buy {buy}, get {get} at {percent} off")
    percent = formats.percent(promotion.get_percent / _HUNDRED)
    return text.format(buy=promotion.buy, get=promotion.get, percent=percent)


def _least(promotion: Promotion, formats: Formats) -> list[str]:
    parts = []
    if promotion.threshold:
        parts.append(
            translate("PromotionWords", "from {amount}").format(amount=formats.money(promotion.threshold))
        )
    if promotion.min_quantity > 1:
        parts.append(
            translate("PromotionWords", "from {pieces} pieces").format(pieces=promotion.min_quantity)
        )
    return parts


def times(promotion: Promotion, formats: Formats) -> str:
    """Returns when a promotion runs: its dates and its hours."""
    dates = span(promotion.starts_at, promotion.ends_at, formats)
    hours = [hours_words(each, formats) for each in promotion.hours]
    parts = [*([dates] if dates else []), *hours[:2], *(["…"] if len(hours) > 2 else [])]
    return " · ".join(parts) or translate("PromotionWords", "Always")


def hours_words(hours: HappyHours, formats: Formats) -> str:
    """Returns hours of the week: ``Fri, Sat 4:00 – 6:00 PM``."""
    days = _days_words(sorted(hours.days), formats)
    if hours.start == hours.end == dt.time():
        return days or translate("PromotionWords", "all day")
    today = dt.datetime.now(formats.zone)
    start, end = (
        formats.time(dt.datetime.combine(today, clock, formats.zone)) for clock in (hours.start, hours.end)
    )
    return f"{days} {start} – {end}".strip()


def _days_words(days: list[int], formats: Formats) -> str:
    """Returns days of the week, three and more in a row as from – to; nothing for all of them."""
    names = [day_names(formats)[day - 1] for day in days]
    if len(days) in (0, 7):
        return ""
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[0]} – {names[-1]}"
    return ", ".join(names)


def day_names(formats: Formats) -> list[str]:
    """Returns the short names of the days, Monday first."""
    locale = QLocale(formats.language)
    return [locale.standaloneDayName(day, QLocale.FormatType.ShortFormat) for day in _WEEK]


def state_name(state: RuleState) -> str:
    """Returns how a rule stands, in a word."""
    names = {
        RuleState.RUNNING: translate("PromotionWords", "Running"),
        RuleState.UPCOMING: translate("PromotionWords", "Upcoming"),
        RuleState.ENDED: translate("PromotionWords", "Ended"),
        RuleState.OFF: translate("PromotionWords", "Off"),
        RuleState.USED_UP: translate("PromotionWords", "Used up"),
    }
    return names[state]


def used(row: PromotionRow) -> str:
    """Returns how often coupons were used, of how many times they may be; empty where there are none."""
    if not row.promotion.codes:
        return ""
    total = row.promotion.limits.total
    return (
        str(row.used)
        if total is None
        else translate("PromotionWords", "{used} of {all}").format(used=row.used, all=total)
    )


class GoodsWords(QObject):
    """Says for what a promotion is."""

    def of(self, promotion: Promotion) -> str:
        """Returns for what a promotion is, counted."""
        if promotion.kind is PromotionKind.BUNDLE:
            return self.tr("%n part(s)", "", len(promotion.parts))
        parts = []
        if promotion.products:
            parts.append(self.tr("%n product(s)", "", len(promotion.products)))
        if promotion.categories:
            parts.append(self.tr("%n department(s)", "", len(promotion.categories)))
        return ", ".join(parts) or self.tr("Everything")


def problem_words(problem: RuleProblem, formats: Formats) -> str:
    """Returns what is wrong, and what would be right."""
    texts = {
        RuleFault.MISSING: translate("PromotionWords", "Enter this."),
        RuleFault.TOO_LONG: translate("PromotionWords", "Use at most {most} letters."),
        RuleFault.OUT_OF_RANGE: translate("PromotionWords", "Enter a number from {least} to {most}."),
        RuleFault.REVERSED: translate("PromotionWords", "It ends before it begins."),
        RuleFault.PARTS: translate("PromotionWords", "A bundle needs at least two pieces."),
        RuleFault.NO_GOODS: translate("PromotionWords", "Choose what this part can be."),
        RuleFault.CODE: translate(
            "PromotionWords", "“{code}” cannot be a code: use 3 to 32 letters, figures or signs."
        ),
        RuleFault.CODE_TWICE: translate("PromotionWords", "“{code}” is there twice."),
        RuleFault.CODE_TAKEN: translate("PromotionWords", "“{code}” belongs to “{name}” already."),
        RuleFault.EVERYTHING: translate(
            "PromotionWords", "This is for every product of the shop. Choose some, unless that is meant."
        ),
        RuleFault.ROUNDING: translate("PromotionWords", "What is taken off must be smaller than the step."),
    }
    data = {name: _written(value, formats) for name, value in problem.data.items()}
    return texts[problem.fault].format(**({"code": "", "name": "", "most": "", "least": ""} | data))


def first_blocking(problems: Sequence[RuleProblem]) -> RuleProblem | None:
    """Returns the first problem that keeps a rule from being saved."""
    return next((problem for problem in problems if problem.blocks), None)


def _written(value: object, formats: Formats) -> str:
    return formats.quantity(value) if isinstance(value, Decimal) else str(value or "")

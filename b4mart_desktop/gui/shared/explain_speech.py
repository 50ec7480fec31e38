"""A price in sentences that a clerk can read to a customer: only what counts, without what lost."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from b4mart_desktop.domain.explaining import Explanation, LineExplanation, PromotionChoice
from b4mart_desktop.gui.style.formats import Formats

translate = QCoreApplication.translate


def line_said(line: LineExplanation, formats: Formats) -> str:
    """Returns how a line comes to what it costs, before tax that is added to the sale."""
    priced, money = line.priced, formats.money
    name = priced.line.product.name
    if priced.line.quantity > 1:
        text = translate("ExplainSpeech", "{name}: {count} at {each} are {gross}.")
    else:
        text = translate("ExplainSpeech", "{name}: {gross}.")
    said = [
        text.format(
            name=name, count=priced.line.quantity, each=money(priced.piece_price), gross=money(priced.gross)
        ),
        *_taken(line.promotions, formats),
    ]
    if priced.staff_discount:
        said.append(_taken_by_us(formats.money(priced.staff_discount)))
    if priced.order_discount:
        text = translate("ExplainSpeech", "Its share of discounts on the whole sale is {amount}.")
        said.append(text.format(amount=money(priced.order_discount)))
    if priced.net != priced.gross:
        said.append(translate("ExplainSpeech", "That leaves {amount}.").format(amount=money(priced.net)))
    return " ".join(said)


def sale_said(explained: Explanation, formats: Formats) -> str:
    """Returns how a sale comes to its total."""
    priced, money = explained.priced, formats.money
    before = sum((line.gross for line in priced.lines), start=priced.total * 0)
    shown = sum((line.shown for line in priced.lines), start=priced.total * 0)
    said = [translate("ExplainSpeech", "Everything together is {amount}.").format(amount=money(before))]
    if shown != before:
        text = translate("ExplainSpeech", "Discounts on single products take {amount} off.")
        said.append(text.format(amount=money(before - shown)))
    said += _taken(explained.promotions, formats)
    if explained.order_staff_discount:
        said.append(_taken_by_us(money(explained.order_staff_discount)))
    if priced.tax and not priced.tax_included:
        text = translate("ExplainSpeech", "Tax adds {amount}.")
        said.append(text.format(amount=money(priced.tax)))
    said.append(translate("ExplainSpeech", "You pay {amount}.").format(amount=money(priced.total)))
    return " ".join(said)


def _taken(choices: Sequence[PromotionChoice], formats: Formats) -> list[str]:
    text = translate("ExplainSpeech", "“{name}” takes {amount} off.")
    return [
        text.format(name=choice.name, amount=formats.money(choice.amount))
        for choice in choices
        if choice.why_not is None
    ]


def _taken_by_us(amount: str) -> str:
    return translate("ExplainSpeech", "We take {amount} off.").format(amount=amount)

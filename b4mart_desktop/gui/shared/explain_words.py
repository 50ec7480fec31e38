"""An explanation of a price in words a clerk can read out. Computes nothing: every amount is the engine's."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject

from b4mart_desktop.domain.conditions import WhyNot
from b4mart_desktop.domain.explaining import Explanation, LineExplanation, PromotionChoice
from b4mart_desktop.domain.piece_prices import ListChoice
from b4mart_desktop.domain.priced_cart import PricedLine, TaxTotal
from b4mart_desktop.gui.shared.explain_rows import ExplainRow, RowKind
from b4mart_desktop.gui.style.formats import Formats

_CONTEXT = "ExplainWords"
translate = QCoreApplication.translate
_HUNDRED = Decimal(100)
_WHY_NOT: dict[WhyNot, object] = {
    WhyNot.SWITCHED_OFF: QT_TRANSLATE_NOOP("ExplainWords", "it is switched off"),
    WhyNot.NOT_YET: QT_TRANSLATE_NOOP("ExplainWords", "it has not begun"),
    WhyNot.ENDED: QT_TRANSLATE_NOOP("ExplainWords", "it has ended"),
    WhyNot.OUT_OF_HOURS: QT_TRANSLATE_NOOP("ExplainWords", "not at this time of the day or week"),
    WhyNot.OTHER_GROUP: QT_TRANSLATE_NOOP("ExplainWords", "for other customers"),
    WhyNot.OTHER_CHANNEL: QT_TRANSLATE_NOOP("ExplainWords", "not sold here"),
    WhyNot.OTHER_REGISTER: QT_TRANSLATE_NOOP("ExplainWords", "not at this register"),
    WhyNot.COUPON_MISSING: QT_TRANSLATE_NOOP("ExplainWords", "it needs a coupon"),
    WhyNot.NOT_IN_LIST: QT_TRANSLATE_NOOP("ExplainWords", "it has no price for this"),
    WhyNot.QUANTITY_TOO_SMALL: QT_TRANSLATE_NOOP("ExplainWords", "its price begins at a larger quantity"),
    WhyNot.BELOW_THRESHOLD: QT_TRANSLATE_NOOP("ExplainWords", "the amount is too small for it"),
    WhyNot.TOO_FEW_PIECES: QT_TRANSLATE_NOOP("ExplainWords", "there are too few pieces for it"),
    WhyNot.NOT_FOR_WEIGHED: QT_TRANSLATE_NOOP("ExplainWords", "not for weighed goods"),
    WhyNot.NOT_FOR_PACKS: QT_TRANSLATE_NOOP("ExplainWords", "not for packs"),
    WhyNot.PRICE_ENTERED: QT_TRANSLATE_NOOP("ExplainWords", "the price was entered at the till"),
    WhyNot.NOT_CHEAPER: QT_TRANSLATE_NOOP("ExplainWords", "the shelf price is as good or better"),
    WhyNot.ANOTHER_IS_BETTER: QT_TRANSLATE_NOOP("ExplainWords", "another one is better for the customer"),
    WhyNot.OVERRIDDEN: QT_TRANSLATE_NOOP("ExplainWords", "another one wins over it"),
    WhyNot.GIVEN_UP: QT_TRANSLATE_NOOP("ExplainWords", "without it, one on the whole sale saves more"),
}


class ExplainWords(QObject):
    """Makes the rows that an explanation is shown as.

    Args:
        formats: How amounts are written.
    """

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._money = formats.money

    def cart(self, explained: Explanation) -> list[ExplainRow]:
        """Returns the rows of all lines and of the total."""
        lines = [row for line in explained.lines for row in self.line(line)]
        return [*lines, *self.total(explained)]

    def one_line(self, explained: Explanation, key: int) -> list[ExplainRow]:
        """Returns the rows of one line with its share of what is on the order; nothing where it is gone."""
        line = explained.line(key)
        return [] if line is None else [*self.line(line), *self._line_end(line, explained)]

    # ------------------------------------------------------------ a line

    def line(self, line: LineExplanation) -> list[ExplainRow]:
        """Returns how a line came to what it shows, before the order's discounts and tax."""
        priced = line.priced
        heading = ExplainRow(RowKind.HEADING, self._name(priced), amount=self._money(priced.shown))
        return [
            heading,
            *self._piece(line),
            *self._gross(priced),
            *self._promotions(line),
            *self._staff(line),
        ]

    def _name(self, priced: PricedLine) -> str:
        line = priced.line
        if line.measure is not None:
            weight = self._formats.quantity(line.measure.value, line.measure.unit)
            count = f"{line.quantity} × " if line.quantity > 1 else ""
            return f"{count}{weight} {line.product.name}"
        return f"{line.quantity} × {line.product.name}"

    def _piece(self, line: LineExplanation) -> list[ExplainRow]:
        """List price, price lists, sale price: what a piece costs."""
        rows = self._list_price(line)
        if line.by_hand:
            entered = line.priced.line.price is not None
            text = (
                translate("ExplainWords", "Price entered at the till")
                if entered
                else translate("ExplainWords", "Price on the label")
            )
            rows.append(self._step(text, line.priced.piece_price))
        elif line.sale_price is not None:
            chosen = not any(each.why_not is None for each in line.lists)
            rows.append(self._sale_price(line.sale_price, counts=chosen))
        return [*rows, *(self._list(choice) for choice in line.lists)]

    def _list_price(self, line: LineExplanation) -> list[ExplainRow]:
        """The list price; of a pack or variant with what it adds to or takes off the product alone."""
        text, product = translate("ExplainWords", "List price"), line.priced.line.product
        alone = product.as_singles
        if alone is None or alone == line.list_price:
            return [self._step(text, line.list_price)]
        name = ", ".join((product.options or {}).values())
        if product.pack is not None and product.single_price is not None:
            name = product.pack.name
            text = f"{self._formats.quantity(product.pieces)} × {self._money(product.single_price)}"
        more = line.list_price - alone
        change = f"+{self._money(more)}" if more > 0 else self._money(more)
        whole = ExplainRow(RowKind.STEP, name, "", change, self._money(line.list_price))
        return [self._step(text, alone), whole]

    def _sale_price(self, price: Decimal, *, counts: bool) -> ExplainRow:
        if counts:
            return self._step(translate("ExplainWords", "Sale price"), price)
        why = translate("ExplainWords", "A price list holds instead")
        return ExplainRow(
            RowKind.LOSER, translate("ExplainWords", "Sale price"), why, amount=self._money(price)
        )

    def _list(self, choice: ListChoice) -> ExplainRow:
        name = translate("ExplainWords", "Price list “{name}”").format(name=choice.name)
        amount = "" if choice.price is None else self._money(choice.price)
        if choice.why_not is None:
            how = translate("ExplainWords", "By the list's rule") if choice.by_rule else ""
            return ExplainRow(RowKind.STEP, name, how, amount=amount)
        return ExplainRow(RowKind.LOSER, name, self._why(choice.why_not), amount=amount)

    def _gross(self, priced: PricedLine) -> list[ExplainRow]:
        line = priced.line
        rows = []
        if line.measure is not None and line.piece_price is None:
            weight = self._formats.quantity(line.measure.value, line.measure.unit)
            rows.append(
                self._step(
                    translate("ExplainWords", "For {weight}").format(weight=weight), priced.piece_price
                )
            )
        if line.quantity > 1:
            times = f"{line.quantity} × {self._money(priced.piece_price)}"
            rows.append(self._step(times, priced.gross))
        return rows

    def _promotions(self, line: LineExplanation) -> list[ExplainRow]:
        left = line.priced.gross
        rows = []
        for choice in sorted(line.promotions, key=lambda each: each.why_not is not None):
            if choice.why_not is None:
                left -= choice.amount
                rows.append(self._taken(choice, left))
            else:
                rows.append(self._lost(choice))
        return rows

    def _taken(self, choice: PromotionChoice, left: Decimal) -> ExplainRow:
        notes = []
        if choice.code:
            notes.append(translate("ExplainWords", "Coupon {code}").format(code=choice.code))
        if choice.pieces:
            notes.append(self.tr("%n piece(s) of this line", "", choice.pieces))
        return ExplainRow(
            RowKind.STEP, choice.name, " · ".join(notes), self._money(-choice.amount), self._money(left)
        )

    def _lost(self, choice: PromotionChoice) -> ExplainRow:
        assert choice.why_not is not None
        note = self._why(choice.why_not)
        if choice.alone:
            off = self._money(choice.alone)
            note = translate("ExplainWords", "{why}; by itself it would take {amount} off").format(
                why=note, amount=off
            )
        return ExplainRow(RowKind.LOSER, choice.name, note)

    def _staff(self, line: LineExplanation) -> list[ExplainRow]:
        priced = line.priced
        if not priced.staff_discount:
            return []
        taken = self._money(-priced.staff_discount)
        return [
            ExplainRow(
                RowKind.STEP,
                translate("ExplainWords", "Discount given at the till"),
                "",
                taken,
                self._money(priced.shown),
            )
        ]

    def _line_end(self, line: LineExplanation, explained: Explanation) -> list[ExplainRow]:
        priced = line.priced
        rows = []
        if priced.order_discount:
            share, left = self._money(-priced.order_discount), self._money(priced.net)
            rows.append(
                ExplainRow(
                    RowKind.STEP, translate("ExplainWords", "Share of discounts on the sale"), "", share, left
                )
            )
        included = explained.priced.tax_included
        text = self._tax_text(line.tax_class, included=included)
        total = priced.net if included else priced.net + priced.tax
        note = self._share_note(line.tax_class)
        amount = "" if included else self._money(total)
        rows.append(ExplainRow(RowKind.STEP, text, note, self._money(priced.tax), amount))
        rows.append(
            ExplainRow(
                RowKind.TOTAL, translate("ExplainWords", "The customer pays"), amount=self._money(total)
            )
        )
        return rows

    # ------------------------------------------------------------ the total

    def total(self, explained: Explanation) -> list[ExplainRow]:
        """Returns how the lines come to the total."""
        priced = explained.priced
        left = sum((line.shown for line in priced.lines), Decimal(0))
        rows = [ExplainRow(RowKind.HEADING, translate("ExplainWords", "All lines"), amount=self._money(left))]
        for choice in sorted(explained.promotions, key=lambda each: each.why_not is not None):
            if choice.why_not is None:
                left -= choice.amount
                rows.append(self._taken(choice, left))
            else:
                rows.append(self._lost(choice))
        if explained.order_staff_discount:
            left -= explained.order_staff_discount
            taken = self._money(-explained.order_staff_discount)
            text = translate("ExplainWords", "Discount given at the till on the whole sale")
            rows.append(ExplainRow(RowKind.STEP, text, "", taken, self._money(left)))
        rows += self._taxes(priced.taxes, left, included=priced.tax_included)
        rows.append(
            ExplainRow(RowKind.TOTAL, translate("ExplainWords", "Total"), amount=self._money(priced.total))
        )
        return [*rows, *self._cash(explained)]

    def _taxes(self, taxes: Sequence[TaxTotal], left: Decimal, *, included: bool) -> list[ExplainRow]:
        rows = []
        for tax in taxes:
            left = left if included else left + tax.tax
            change = self._money(tax.tax)
            amount = "" if included else self._money(left)
            text = self._tax_text(tax, included=included)
            rows.append(ExplainRow(RowKind.STEP, text, self._tax_note(tax), change, amount))
        return rows

    def _tax_text(self, tax: TaxTotal, *, included: bool) -> str:
        text = (
            translate("ExplainWords", "{name} {rate}, included")
            if included
            else translate("ExplainWords", "{name} {rate}")
        )
        return text.format(name=tax.name, rate=self._formats.percent(tax.rate / _HUNDRED))

    def _share_note(self, tax: TaxTotal) -> str:
        """Taxes are rounded once for the sale: a line's is a share, not its own amount times the rate."""
        text = translate("ExplainWords", "its share of {tax} on {base} in this sale")
        return self._dated(text.format(tax=self._money(tax.tax), base=self._money(tax.base)), tax)

    def _tax_note(self, tax: TaxTotal) -> str:
        return self._dated(translate("ExplainWords", "on {base}").format(base=self._money(tax.base)), tax)

    def _dated(self, note: str, tax: TaxTotal) -> str:
        if tax.since is None:
            return note
        since = translate("ExplainWords", "rate since {day}").format(day=self._formats.date(tax.since))
        return f"{note} · {since}"

    def _cash(self, explained: Explanation) -> list[ExplainRow]:
        rounding = explained.cash_rounding
        if not rounding:
            return []
        paid = self._money(explained.priced.total + rounding)
        return [
            ExplainRow(
                RowKind.STEP,
                translate("ExplainWords", "Rounded where paid in cash"),
                "",
                self._money(rounding),
                paid,
            )
        ]

    # ------------------------------------------------------------ words

    def _step(self, text: str, amount: Decimal) -> ExplainRow:
        return ExplainRow(RowKind.STEP, text, amount=self._money(amount))

    def _why(self, why: WhyNot) -> str:
        text = translate(_CONTEXT, str(_WHY_NOT[why]))
        return text[:1].upper() + text[1:]

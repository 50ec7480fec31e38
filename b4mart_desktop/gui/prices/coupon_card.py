"""Coupon codes of a promotion, and how often they may be used."""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout, QWidget

from b4mart_desktop.domain.promotions import CouponLimits, Promotion
from b4mart_desktop.gui.prices.parts import Field, row
from b4mart_desktop.gui.shared.dialogs import ask_amount
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit
from b4mart_desktop.services.price_rules import MOST_CODES, generate_codes, read_codes

_HEIGHT = 132
_USUAL_COUNT = Decimal(100)


class CouponCard(QWidget):
    """Codes, one a line, and limits.

    Args:
        tasks: Owns the open dialog.
        taken: Returns codes of all promotions, which are not made again.

    Signals:
        edited: Codes or limits are others now.
    """

    edited = Signal()

    def __init__(self, tasks: TaskOwner, taken: Callable[[], Collection[str]]) -> None:
        super().__init__()
        self._tasks, self._taken = tasks, taken
        self._needs = QCheckBox(self.tr("Only with a coupon"))
        self._codes = QPlainTextEdit()
        self._codes.setFixedHeight(_HEIGHT)
        self._codes.setTabChangesFocus(True)
        self._codes.setPlaceholderText(self.tr("One code a line, such as SUMMER10"))
        self._count = label("", "muted")
        self._make = Button(self.tr("Make codes…"), "", Icon.PLUS)
        self._copy = Button(self.tr("Copy all"), "", Icon.COPY)
        self._limits = {name: MoneyEdit() for name in ("total", "perCode", "perCustomer")}
        names = (self.tr("Uses in all"), self.tr("Uses of each code"), self.tr("Uses by each customer"))
        self._details = QWidget()
        self.fields = {"codes": Field(self.tr("Codes"), self._codes)}
        for (key, edit), name in zip(self._limits.items(), names, strict=True):
            edit.set_currency("", 0)
            self.fields[f"limits.{key}"] = Field(name, edit, self.tr("Empty: any number"))
        self._build()
        self._connect()

    def _build(self) -> None:
        inside = QVBoxLayout(self._details)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(tokens().space.md)
        inside.addWidget(self.fields["codes"])
        inside.addWidget(row(self._make, self._copy, self._count, stretch=True))
        inside.addWidget(row(*(self.fields[f"limits.{key}"] for key in self._limits)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._needs)
        column.addWidget(self._details)

    def _connect(self) -> None:
        self._needs.toggled.connect(self._on_needs)
        self._codes.textChanged.connect(self._on_codes)
        self._make.clicked.connect(lambda: self._tasks.spawn_once("codes", self._make_codes))
        self._copy.clicked.connect(self._copy_all)
        for edit in self._limits.values():
            edit.textEdited.connect(lambda _: self.edited.emit())

    def show_coupons(self, promotion: Promotion) -> None:
        """Shows a promotion's codes and limits."""
        limits = promotion.limits
        for key, most in zip(self._limits, (limits.total, limits.per_code, limits.per_customer), strict=True):
            self._limits[key].set_value(None if most is None else Decimal(most))
        self._codes.setPlainText("\n".join(promotion.codes))
        self._needs.setChecked(bool(promotion.codes))
        self._details.setVisible(bool(promotion.codes))

    def codes(self) -> tuple[str, ...]:
        """The codes that are entered, as they are kept."""
        return read_codes(self._codes.toPlainText()) if self._needs.isChecked() else ()

    def limits(self) -> CouponLimits:
        """The limits that are entered."""
        total, per_code, per_customer = (_whole(edit) for edit in self._limits.values())
        return CouponLimits(total=total, per_code=per_code, per_customer=per_customer)

    def lacks_codes(self) -> bool:
        """Whether a coupon is asked for, but none is there."""
        return self._needs.isChecked() and not self.codes()

    async def _make_codes(self) -> None:
        title = self.tr("How many codes?")
        count = await ask_amount(self, title, self.tr("Make them"), digits=0, value=_USUAL_COUNT)
        if not count:
            return
        have = self.codes()
        more = min(int(count), MOST_CODES - len(have))
        made = generate_codes(more, {*have, *self._taken()})
        self._codes.setPlainText("\n".join((*have, *made)))

    def _copy_all(self) -> None:
        self._codes.selectAll()
        self._codes.copy()

    def _on_needs(self, needs: bool) -> None:
        self._details.setVisible(needs)
        if needs:
            self._codes.setFocus()
        self.edited.emit()

    def _on_codes(self) -> None:
        count = len(read_codes(self._codes.toPlainText()))
        self._count.setText(self.tr("%n code(s)", "", count))
        self._copy.setEnabled(bool(count))
        self.edited.emit()


def _whole(edit: MoneyEdit) -> int | None:
    value = edit.value()
    return None if value is None else int(value)

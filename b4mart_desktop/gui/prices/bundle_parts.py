"""The parts of a bundle: how many of which goods, one row each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from b4mart_desktop.domain.promotions import BundlePart
from b4mart_desktop.gui.prices.goods_field import GoodsField
from b4mart_desktop.gui.prices.parts import Field
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit


class _PartRow(QFrame):
    """One part."""

    def __init__(self, part: BundlePart, goods: GoodsField, remove: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("kind", "group")
        self.goods = goods
        self.pieces = MoneyEdit()
        self.pieces.set_currency("", 0)
        self.pieces.set_value(Decimal(part.quantity))
        pieces = Field(self.tr("Pieces"), self.pieces)
        pieces.setFixedWidth(96)
        goods.set_goods(part.products, part.categories)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        away = IconButton(Icon.REMOVE, self.tr("Take this part away"))
        away.clicked.connect(remove)
        space = tokens().space
        middle = QVBoxLayout()
        middle.addWidget(label(self.tr("of any of these"), "strong"))
        middle.addWidget(goods)
        middle.addWidget(self.problem)
        line = QHBoxLayout(self)
        line.setContentsMargins(space.lg, space.md, space.md, space.md)
        line.setSpacing(space.lg)
        line.addWidget(pieces)
        line.addLayout(middle, 1)
        line.addWidget(away)

    def part(self) -> BundlePart:
        """What the row says."""
        return BundlePart(
            quantity=max(int(self.pieces.value() or 1), 1),
            products=self.goods.products,
            categories=self.goods.categories,
        )


class BundleParts(QWidget):
    """All parts of a bundle.

    Args:
        make_goods: Makes the field for the goods of one part.

    Signals:
        edited: A part is another now, or there are more or fewer.
    """

    edited = Signal()

    def __init__(self, make_goods: Callable[[], GoodsField]) -> None:
        super().__init__()
        self._make_goods = make_goods
        self._rows: list[_PartRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens().space.sm)
        self._problem = label("", "error", wrap=True)
        add = Button(self.tr("Another part"), "", Icon.PLUS)
        add.clicked.connect(self._on_add)
        self._column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._problem)

    def show_parts(self, parts: Sequence[BundlePart]) -> None:
        """Shows those parts; two empty ones where there are none."""
        for old in tuple(self._rows):
            self._remove(old)
        for part in parts or (BundlePart(), BundlePart()):
            self._add(part)

    def parts(self) -> tuple[BundlePart, ...]:
        """The parts as they are shown."""
        return tuple(each.part() for each in self._rows)

    def show_problems(self, whole: str, of_parts: dict[int, str]) -> None:
        """Says what is wrong with all of them, and with single ones by position."""
        self._problem.setText(whole)
        self._problem.setVisible(bool(whole))
        for number, each in enumerate(self._rows):
            text = of_parts.get(number, "")
            each.problem.setText(text)
            each.problem.setVisible(bool(text))

    def _add(self, part: BundlePart) -> None:
        made = _PartRow(part, self._make_goods(), lambda: self._on_remove(made))
        made.goods.changed.connect(self.edited)
        made.pieces.textEdited.connect(lambda _: self.edited.emit())
        self._rows.append(made)
        self._column.insertWidget(len(self._rows) - 1, made)

    def _on_add(self) -> None:
        self._add(BundlePart())
        self.edited.emit()

    def _remove(self, part: _PartRow) -> None:
        self._rows.remove(part)
        self._column.removeWidget(part)
        part.hide()
        part.deleteLater()

    def _on_remove(self, part: _PartRow) -> None:
        self._remove(part)
        self.edited.emit()

"""The fields of one rule, its pattern in coloured boxes. It keeps nothing."""

from __future__ import annotations

import itertools

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b4mart_desktop.domain.label_rules import (
    MOST_DECIMALS,
    LabelRule,
    LabelUnit,
    Part,
    PatternFault,
    Piece,
    signs,
)
from b4mart_desktop.gui.scale_labels.digit_boxes import DigitBoxes
from b4mart_desktop.gui.scale_labels.wording import fault_text, part_names, unit_names
from b4mart_desktop.gui.style.theme import set_variant
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.label_rules import LONGEST_NAME

_LONGEST_PATTERN = 40


class RuleEditor(QFrame):
    """Name, pattern, unit and decimals.

    Signals:
        edited: A field says something else (its name in ``LabelRule``, its value).
    """

    edited = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.name_edit = QLineEdit()
        self.pattern_edit = QLineEdit()
        self.boxes = DigitBoxes()
        self._fault = label("", "error", wrap=True)
        self._unit = SegmentedControl(unit_names(), self.tr("What the value is"))
        digits = [(digits, str(digits)) for digits in range(MOST_DECIMALS + 1)]
        self.decimals = SegmentedControl(digits, self.tr("Decimals of the value"))
        self.active_box = QCheckBox(self.tr("Read scans by this rule"))
        self._showing = False
        self._build()
        self._connect()

    def _build(self) -> None:
        space = tokens().space
        self.name_edit.setMaxLength(LONGEST_NAME)
        self.pattern_edit.setMaxLength(_LONGEST_PATTERN)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.lg, space.lg, space.lg, space.lg)
        column.setSpacing(space.sm)
        row = QHBoxLayout()
        row.setSpacing(space.lg)
        row.addLayout(_named(self.tr("Name"), self.name_edit), 1)
        row.addLayout(_named(self.tr("The value is"), self._unit))
        row.addLayout(_named(self.tr("Decimals"), self.decimals))
        column.addLayout(row)
        column.addLayout(_named(self.tr("Pattern"), self.pattern_edit))
        hint = self.tr(
            "Digits stand for themselves · I item · V value · C its check digit · X any · K check digit"
        )
        column.addWidget(label(hint, "small", wrap=True))
        column.addWidget(self._fault)
        column.addWidget(self.boxes)
        column.addWidget(self.active_box)

    def _connect(self) -> None:
        self.name_edit.textEdited.connect(lambda text: self.edited.emit("name", text))
        self.pattern_edit.textEdited.connect(self._on_pattern)
        self._unit.current_changed.connect(self._on_unit)
        self.decimals.current_changed.connect(lambda digits: self.edited.emit("decimals", digits))
        self.active_box.toggled.connect(self._on_active)

    def _on_pattern(self, text: str) -> None:
        place = self.pattern_edit.cursorPosition()
        self.pattern_edit.setText(text.upper())
        self.pattern_edit.setCursorPosition(place)
        self.edited.emit("pattern", text.upper())

    def _on_unit(self, unit: object) -> None:
        if unit is LabelUnit.COUNT:
            self.edited.emit("decimals", 0)
        self.edited.emit("unit", unit)

    def _on_active(self, active: bool) -> None:
        if not self._showing:
            self.edited.emit("active", active)

    def show_rule(self, rule: LabelRule, fault: PatternFault | None) -> None:
        """Shows a rule; a field that says the same already is left alone, cursor and all."""
        self._showing = True
        for field, text in ((self.name_edit, rule.name), (self.pattern_edit, rule.pattern)):
            if field.text() != text:
                field.setText(text)
        self._unit.set_current(rule.unit)
        self.decimals.set_current(min(max(rule.decimals, 0), MOST_DECIMALS))
        self.decimals.setEnabled(rule.unit is not LabelUnit.COUNT)
        self.active_box.setChecked(rule.active)
        self._fault.setText("" if fault is None else fault_text(fault))
        self._fault.setVisible(fault is not None)
        set_variant(self.pattern_edit, "invalid", fault is not None)
        set_variant(self.name_edit, "invalid", not rule.name.strip())
        self.boxes.show_pieces(_pieces_of(rule.pattern), part_names(), rule.pattern)
        self._showing = False


def _named(name: str, field: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(tokens().space.xs)
    title = label(name, "caption")
    title.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(name)
    column.addWidget(title)
    column.addWidget(field)
    return column


def _pieces_of(pattern: str) -> list[Piece]:
    runs = itertools.groupby(signs(pattern), _part_of)
    return [Piece(part=part, digits="".join(run)) for part, run in runs]


def _part_of(sign: str) -> Part:
    if sign.isdigit():
        return Part.FIXED
    return Part(sign) if sign in "IVCXK" else Part.ANY

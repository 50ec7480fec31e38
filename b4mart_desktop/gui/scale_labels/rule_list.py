"""The rules in the order in which they are asked, and the country's below them. It decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.label_rules import LabelRule
from b4mart_desktop.gui.models.row_delegate import Index, RowDelegate
from b4mart_desktop.gui.scale_labels.wording import unit_names
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.painting import draw_text

_RULE = Qt.ItemDataRole.UserRole
_WIDTH = 340


class RuleList(QFrame):
    """The left side of the room.

    Signals:
        chosen: A rule is to be edited (``Id``).
        add_requested: A new rule is wanted.
        remove_requested: The chosen rule shall go.
        moved: It is to be asked earlier (−1) or later (1).
        copy_requested: A rule like the country's is wanted (``LabelRule``).
    """

    chosen = Signal(object)
    add_requested = Signal()
    remove_requested = Signal()
    moved = Signal(int)
    copy_requested = Signal(object)

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setFixedWidth(_WIDTH)
        self._own = _rules_view(self.tr("Rules of this shop"), formats)
        self._theirs = _rules_view(self.tr("Rules of the country"), formats)
        self._their_title = label("", "strong")
        self._their_text = label("", "small", wrap=True)
        self._buttons = {
            "up": IconButton(Icon.CHEVRON_UP, self.tr("Ask earlier"), "Alt+Up"),
            "down": IconButton(Icon.CHEVRON_DOWN, self.tr("Ask later"), "Alt+Down"),
            "remove": IconButton(Icon.REMOVE, self.tr("Remove rule")),
        }
        self._add = Button(self.tr("New rule"), "", Icon.PLUS, "Ctrl+N")
        self._copy = Button(self.tr("Copy to own rules"), "quiet", Icon.COPY)
        self._build()
        self._connect()

    def _build(self) -> None:
        space = tokens().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.md, space.md, space.md, space.md)
        column.setSpacing(space.sm)
        column.addWidget(label(self.tr("Rules of this shop"), "subtitle"))
        column.addWidget(label(self.tr("The first that fits reads the label."), "small"))
        column.addWidget(self._own, 3)
        row = QHBoxLayout()
        row.setSpacing(space.xs)
        row.addWidget(self._add, 1)
        for button in self._buttons.values():
            row.addWidget(button)
        column.addLayout(row)
        column.addSpacing(space.sm)
        column.addWidget(self._their_title)
        column.addWidget(self._their_text)
        column.addWidget(self._theirs, 2)
        column.addWidget(self._copy)

    def _connect(self) -> None:
        self._own.currentItemChanged.connect(lambda item: self._on_chosen(item))
        self._add.clicked.connect(self.add_requested)
        self._buttons["up"].clicked.connect(lambda: self.moved.emit(-1))
        self._buttons["down"].clicked.connect(lambda: self.moved.emit(1))
        self._buttons["remove"].clicked.connect(self.remove_requested)
        self._copy.clicked.connect(self._on_copy)
        self._theirs.itemActivated.connect(lambda _: self._on_copy())

    def show_rules(self, rules: Sequence[LabelRule], chosen: Id | None, *, editable: bool) -> None:
        """Shows the shop's rules and which is edited."""
        places = [place for place, rule in enumerate(rules) if rule.id == chosen]
        _fill(self._own, rules, places[0] if places else -1)
        at = places[0] if places else None
        self._add.setEnabled(editable)
        self._buttons["remove"].setEnabled(editable and at is not None)
        self._buttons["up"].setEnabled(editable and bool(at))
        self._buttons["down"].setEnabled(editable and at is not None and at < len(rules) - 1)
        self._copy.setEnabled(editable)

    def show_presets(self, region: str, rules: Sequence[LabelRule]) -> None:
        """Shows the country's rules; the first one is marked."""
        self._their_title.setText(self.tr("Rules of {country}").format(country=region) if rules else "")
        text = self.tr("Asked after the shop's own.")
        without = self.tr("The store's country has no rules for such labels: only the shop's own count.")
        self._their_text.setText(text if rules else without)
        _fill(self._theirs, rules, 0 if rules else -1)
        self._theirs.setVisible(bool(rules))
        self._copy.setVisible(bool(rules))

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_RULE).id)

    def _on_copy(self) -> None:
        items = self._theirs.selectedItems()
        if items and self._copy.isEnabled():
            self.copy_requested.emit(items[0].data(_RULE))


def _rules_view(name: str, formats: Formats) -> QListWidget:
    view = QListWidget()
    view.setAccessibleName(name)
    view.setProperty("kind", "clear")
    view.setItemDelegate(_RuleDelegate(formats, view))
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view


def _fill(view: QListWidget, rules: Sequence[LabelRule], chosen: int) -> None:
    view.blockSignals(True)
    view.clear()
    for rule in rules:
        item = QListWidgetItem(f"{rule.name} {rule.pattern}")
        item.setData(_RULE, rule)
        view.addItem(item)
    view.setCurrentRow(chosen)
    view.blockSignals(False)


class _RuleDelegate(RowDelegate):
    """Name and unit above the pattern."""

    HEIGHT = 60

    def __init__(self, formats: Formats, view: QListWidget) -> None:
        super().__init__(formats)
        self.setParent(view)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rule = index.data(_RULE)
        painter.save()
        area = self.paint_ground(painter, option, hovers=True).adjusted(12, 8, -12, -8)
        look = tokens()
        top, below = area.adjusted(0, 0, 0, -area.height() // 2), area.adjusted(0, area.height() // 2, 0, 0)
        painter.setPen(look.color(ColorRole.TEXT if rule.active else ColorRole.TEXT_DISABLED))
        painter.setFont(look.font(TypeRole.STRONG))
        draw_text(painter, top, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, rule.name)
        painter.setPen(look.color(ColorRole.TEXT_MUTED))
        painter.setFont(look.font(TypeRole.SMALL))
        unit = dict(unit_names())[rule.unit]
        draw_text(painter, top, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter, unit)
        draw_text(painter, below, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, rule.pattern)
        painter.restore()

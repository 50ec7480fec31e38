"""A file before it is imported: how it is read, what its columns are, how its rows are meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.imports import (
    DecimalSign,
    EmptyCells,
    ImportProfile,
    ImportRules,
    MatchBy,
    RowsTaken,
    SkuOfKnown,
    StockOfKnown,
)
from b4mart_desktop.gui.exchange.columns_card import ColumnsCard
from b4mart_desktop.gui.exchange.exchange_presenter import Plan
from b4mart_desktop.gui.exchange.words import note_text
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.ports.files import ENCODINGS, ReadAs
from b4mart_desktop.services.table_look import ColumnLook

_SIDE_WIDTH = 320
_MOST_LINES = 1_000_000


class Rule(NamedTuple):
    """A question about the rows, with its answers."""

    field: str
    text: str
    answers: Sequence[tuple[object, str]]


class RulesCard(QFrame):
    """How rows are meant.

    Signals:
        changed: An answer changed (``ImportRules``).
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._rules = ImportRules()
        self.boxes: dict[str, QComboBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, tokens().space.sm, 0)
        column.setSpacing(tokens().space.xs)
        for rule in (*self._of_products(), *self._of_cells()):
            self._add(column, rule)
        column.addStretch()

    def _add(self, column: QVBoxLayout, rule: Rule) -> None:
        box = self.boxes[rule.field] = QComboBox()
        box.setAccessibleName(rule.text)
        for value, text in rule.answers:
            box.addItem(text, value)
        box.activated.connect(lambda _: self._take(rule.field, box.currentData()))
        column.addWidget(label(rule.text, "caption", wrap=True))
        column.addWidget(box)
        column.addSpacing(tokens().space.xs)

    def _of_products(self) -> Sequence[Rule]:
        return (
            Rule(
                "match",
                self.tr("A product is known by"),
                (
                    (MatchBy.EITHER, self.tr("SKU or barcode")),
                    (MatchBy.SKU, self.tr("SKU")),
                    (MatchBy.BARCODE, self.tr("Barcode")),
                ),
            ),
            Rule(
                "sku",
                self.tr("The SKU of a product known by its barcode"),
                (
                    (SkuOfKnown.KEEP, self.tr("Stays the shop's own")),
                    (SkuOfKnown.TAKE, self.tr("Is the file's")),
                ),
            ),
            Rule(
                "rows",
                self.tr("Take"),
                (
                    (RowsTaken.ALL, self.tr("New and known products")),
                    (RowsTaken.NEW, self.tr("New products only")),
                    (RowsTaken.KNOWN, self.tr("Known products only")),
                ),
            ),
            Rule(
                "status",
                self.tr("New products are"),
                (
                    (ProductStatus.ACTIVE, self.tr("Active")),
                    (ProductStatus.DRAFT, self.tr("Drafts")),
                    (ProductStatus.INACTIVE, self.tr("Inactive")),
                ),
            ),
        )

    def _of_cells(self) -> Sequence[Rule]:
        return (
            Rule(
                "empty",
                self.tr("An empty cell of a known product"),
                (
                    (EmptyCells.KEEP, self.tr("Keeps what is there")),
                    (EmptyCells.CLEAR, self.tr("Clears what is there")),
                ),
            ),
            Rule(
                "stock",
                self.tr("The quantity of a known product"),
                (
                    (StockOfKnown.LEAVE, self.tr("Is left as it is")),
                    (StockOfKnown.SET, self.tr("Is corrected to the file's")),
                ),
            ),
            Rule(
                "decimals",
                self.tr("Decimals"),
                (
                    (DecimalSign.GUESSED, self.tr("Point or comma")),
                    (DecimalSign.POINT, self.tr("Point: 1,234.50")),
                    (DecimalSign.COMMA, self.tr("Comma: 1.234,50")),
                ),
            ),
        )

    @property
    def takes_new(self) -> bool:
        """Whether products are added that are not there yet."""
        return self._rules.rows is not RowsTaken.KNOWN

    def show_rules(self, rules: ImportRules) -> None:
        """Shows the answers."""
        self._rules = rules
        for field, box in self.boxes.items():
            box.setCurrentIndex(max(0, box.findData(getattr(rules, field))))

    def _take(self, field: str, value: object) -> None:
        answer = type(getattr(self._rules, field))(value)  # Qt makes a plain text of it
        self._rules = msgspec.structs.replace(self._rules, **{field: answer})
        self.changed.emit(self._rules)


class ReadingBar(QWidget):
    """How a file is read: its sheet or list, its header's line, its encoding and delimiter.

    Signals:
        changed: A person wants it read in another way (``ReadAs``).
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.sheet, self.encoding, self.delimiter = QComboBox(), QComboBox(), QComboBox()
        self._shown = self._chosen = ReadAs()
        self.line = QSpinBox()
        self.line.setRange(1, _MOST_LINES)
        self.line.setKeyboardTracking(False)
        self.line.setFixedHeight(self.encoding.sizeHint().height())
        self.line.lineEdit().setTextMargins(tokens().space.sm, 0, tokens().space.sm, 0)
        self._parts: Mapping[str, QWidget] = {
            self.tr("Sheet or list"): self.sheet,
            self.tr("Names of columns in line"): self.line,
            self.tr("Encoding"): self.encoding,
            self.tr("Cells are divided by"): self.delimiter,
        }
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens().space.lg)
        self._columns: dict[QWidget, QWidget] = {}
        for text, part in self._parts.items():
            part.setAccessibleName(text)
            holder = self._columns[part] = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            column.addWidget(label(text, "caption"))
            column.addWidget(part)
            row.addWidget(holder)
        row.addStretch()
        marks = ((",", self.tr("Comma")), (";", self.tr("Semicolon")), ("\t", self.tr("Tab")), ("|", "|"))
        for mark, name in marks:
            self.delimiter.addItem(name, mark)
        for box in (self.sheet, self.encoding, self.delimiter):
            box.activated.connect(lambda _: self._tell())
        self.line.valueChanged.connect(lambda _: self._tell())

    def show_reading(self, read_as: ReadAs, sheets: Sequence[str], chosen: ReadAs) -> None:
        """Shows how a file is read, and keeps in mind what of that a person chose."""
        self._shown, self._chosen = read_as, chosen
        self.line.blockSignals(True)
        self.line.setValue(read_as.header_line or 1)
        self.line.blockSignals(False)
        self.sheet.clear()
        self.sheet.addItems(list(sheets))
        self.sheet.setCurrentText(read_as.sheet or "")
        self.encoding.clear()
        offered = list(dict.fromkeys([read_as.encoding or "", *ENCODINGS]))
        self.encoding.addItems([name for name in offered if name])
        self.delimiter.setCurrentIndex(self.delimiter.findData(read_as.delimiter))
        is_text = read_as.encoding is not None
        self._columns[self.sheet].setVisible(len(sheets) > 1)
        self._columns[self.line].setVisible(read_as.header_line is not None)
        self._columns[self.encoding].setVisible(is_text)
        self._columns[self.delimiter].setVisible(read_as.delimiter is not None)

    def _tell(self) -> None:
        sheet = self.sheet.currentText() or None
        if sheet != self._shown.sheet:
            self.changed.emit(ReadAs(sheet))  # its header may stand in another line
            return
        shown, wanted = self._shown, self._chosen
        if shown.header_line is not None and self.line.value() != shown.header_line:
            wanted = wanted._replace(header_line=self.line.value())
        if shown.encoding is not None and self.encoding.currentText() != shown.encoding:
            wanted = wanted._replace(encoding=self.encoding.currentText())
        if shown.delimiter is not None and self.delimiter.currentData() != shown.delimiter:
            wanted = wanted._replace(delimiter=self.delimiter.currentData())
        self.changed.emit(wanted)


class PlanPage(QWidget):
    """The room's page for a file.

    Signals:
        back_wanted: Not this file.
        check_wanted: It is to be said what would change.
        keep_wanted: All of this is to be kept under a name.
        profile_chosen: A profile is to be applied (``ImportProfile``).
    """

    back_wanted = Signal()
    check_wanted = Signal()
    keep_wanted = Signal()
    profile_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.columns, self.rules, self.reading = ColumnsCard(), RulesCard(), ReadingBar()
        self._guess: Sequence[Column | None] = ()
        self.profiles = QComboBox()
        self.check = Button(self.tr("Dry run"), "primary", Icon.CHECK, "Ctrl+Return")
        self.keep = Button(self.tr("Save as profile…"), "", Icon.STAR)
        self._back = IconButton(Icon.ARROW_LEFT, self.tr("Back"), "Esc")
        self._title, self._notes = label("", "title"), label("", "muted", wrap=True)
        self._problem = label("", "error", wrap=True)
        text = self.tr(
            "No column is a price: at the till new products ask for theirs, and the web store shows them as"
            " sold out. Take them in as drafts where they are not to be sold yet."
        )
        self._no_price = label(text, "muted", wrap=True)
        self._build()

    def _build(self) -> None:
        space = tokens().space
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space.lg, space.md, space.lg, space.lg)
        outer.setSpacing(space.md)
        head = QHBoxLayout()
        head.setSpacing(space.sm)
        head.addWidget(self._back)
        head.addWidget(self._title, 1)
        head.addWidget(self.profiles)
        head.addWidget(self.keep)
        head.addWidget(self.check)
        outer.addLayout(head)
        outer.addWidget(self.reading)
        outer.addWidget(self._notes)
        outer.addWidget(self._no_price)
        outer.addWidget(self._problem)
        body = QHBoxLayout()
        body.setSpacing(space.lg)
        body.addWidget(self.columns, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.rules)
        area.setFixedWidth(_SIDE_WIDTH)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body.addWidget(area)
        outer.addLayout(body, 1)
        self.profiles.setAccessibleName(self.tr("Profile"))
        self._back.clicked.connect(self.back_wanted)
        self.check.clicked.connect(self.check_wanted)
        self.keep.clicked.connect(self.keep_wanted)
        self.profiles.activated.connect(self._on_profile)

    def _on_profile(self) -> None:
        profile = self.profiles.currentData()
        if isinstance(profile, ImportProfile):
            self.profile_chosen.emit(profile)

    def show_plan(self, plan: Plan) -> None:
        """Shows a file and how it would be imported."""
        look = plan.look
        self._title.setText(plan.file.name)
        self._guess = look.columns if look.profile is None and plan.resumes is None else ()
        self.columns.show_file()
        notes = [note_text(note, count, look.read_as.encoding or "") for note, count in look.notes.items()]
        if plan.resumes is not None:
            notes.append(self.tr("Goes on after line {line}.").format(line=plan.resumes.line))
        self._notes.setText(" ".join(notes))
        self._notes.setVisible(bool(notes))
        self.reading.show_reading(look.read_as, look.sheets, plan.chosen)
        self.rules.show_rules(plan.rules)
        self.profiles.clear()
        self.profiles.addItem(self.tr("No profile"), None)
        for profile in plan.profiles:
            self.profiles.addItem(profile.name, profile)
        if look.profile is not None:
            self.profiles.setCurrentText(look.profile.name)
        self.profiles.setVisible(bool(plan.profiles))

    def show_columns(self, looks: Sequence[ColumnLook], problem: str) -> None:
        """Shows how the columns would be read, and what keeps the file from being imported."""
        self.columns.show_looks(looks, self._guess)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        has_prices = any(look.column is Column.PRICE for look in looks)
        self._no_price.setVisible(not problem and not has_prices and self.rules.takes_new)
        self.check.setEnabled(not problem)
        self.keep.setEnabled(not problem)

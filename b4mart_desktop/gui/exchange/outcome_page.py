"""What an import did, or would do: sums, each change before and after, each row that was refused and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from b4mart_desktop.gui.exchange.text_rows import Cell, TextRows, text_table
from b4mart_desktop.gui.exchange.words import column_text, fault_text
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.column_names import Column
from b4mart_desktop.services.import_report import ImportReport, RowChange
from b4mart_desktop.services.ports.exchange import ImportProgress
from b4mart_desktop.services.ports.files import BadRow

_CHANGES, _PROBLEMS = "changes", "problems"
_ONE_REASON = 2  # that one, and every reason


class Sum(QFrame):
    """A number and what it counts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        space = tokens().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.lg, space.sm, space.lg, space.sm)
        column.setSpacing(0)
        self.number = label("0", "title")
        column.addWidget(label(text, "caption"))
        column.addWidget(self.number)

    def show_count(self, count: int) -> None:
        """Shows the number."""
        self.number.setText(f"{count:,}")


class OutcomePage(QWidget):
    """The room's page after a dry run or an import.

    Signals:
        back_wanted: Back to the file, or to the beginning after an import.
        import_wanted: What the dry run said is to be done.
        save_wanted: The refused rows are to be saved.
        go_on_wanted: An import that stopped is to go on.
    """

    back_wanted = Signal()
    import_wanted = Signal()
    save_wanted = Signal()
    go_on_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title, self.text = label("", "title"), label("", "muted", wrap=True)
        self._back = IconButton(Icon.ARROW_LEFT, self.tr("Back"), "Esc")
        self.save = Button(self.tr("Save refused rows…"), "", Icon.DOWNLOAD, "Ctrl+S")
        self.go = Button(self.tr("Import"), "primary", Icon.CHECK, "Ctrl+Return")
        self.go_on = Button(self.tr("Resume"), "primary", Icon.PLAY)
        self.sums = {
            "added": Sum(self.tr("New")),
            "changed": Sum(self.tr("Changed")),
            "unchanged": Sum(self.tr("Unchanged")),
            "refused": Sum(self.tr("Refused")),
        }
        self.choice = SegmentedControl()
        self.reason = QComboBox()
        self.reason.setAccessibleName(self.tr("Refused for which reason"))
        self._refused: Sequence[BadRow] = ()
        what, product, column = self.tr("What"), self.tr("Product"), self.tr("Column")
        before, after = self.tr("Before"), self.tr("After")
        self.changes = TextRows((self.tr("Line"), self.tr("SKU"), product, what, before, after), (0,))
        self.problems = TextRows((self.tr("Line"), column, self.tr("Cell"), self.tr("Problem")), (0,))
        self._state = EmptyState()
        self._stack = QStackedWidget()
        self._build()

    def _build(self) -> None:
        space = tokens().space
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space.lg, space.md, space.lg, space.lg)
        outer.setSpacing(space.md)
        head = QHBoxLayout()
        head.setSpacing(space.sm)
        head.addWidget(self._back)
        head.addWidget(self.title, 1)
        for button in (self.save, self.go, self.go_on):
            head.addWidget(button)
        outer.addLayout(head)
        outer.addWidget(self.text)
        row = QHBoxLayout()
        row.setSpacing(space.md)
        for part in self.sums.values():
            row.addWidget(part, 1)
        outer.addLayout(row)
        choices = QHBoxLayout()
        choices.addWidget(self.choice)
        choices.addStretch()
        choices.addWidget(self.reason)
        outer.addLayout(choices)
        outer.addWidget(self._results(), 1)
        self.choice.current_changed.connect(self._show_table)
        self.reason.activated.connect(lambda _: self._show_refused())
        self._back.clicked.connect(self.back_wanted)
        self.save.clicked.connect(self.save_wanted)
        self.go.clicked.connect(self.import_wanted)
        self.go_on.clicked.connect(self.go_on_wanted)

    def _results(self) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._stack)
        self._tables = {
            _CHANGES: text_table(self.changes, 2, self.tr("What changes")),
            _PROBLEMS: text_table(self.problems, 3, self.tr("Refused rows")),
        }
        for page in (*self._tables.values(), self._state):
            self._stack.addWidget(page)
        return card

    def show_report(self, report: ImportReport) -> None:
        """Shows what came of a dry run or an import."""
        self.title.setText(self.tr("Nothing is written yet") if report.dry_run else self.tr("Imported"))
        self.text.setText(" ".join(self._remarks(report)))
        counts = (report.added, report.changed, report.unchanged, report.refused)
        for part, count in zip(self.sums.values(), counts, strict=True):
            part.show_count(count)
        self.changes.show(list(_change_rows(report.changes, self.tr("New"))))
        self._refused = sorted(report.bad_rows, key=lambda row: row.line)
        self._offer_reasons(report)
        self._show_refused()
        choices = [(_PROBLEMS, self.tr("Refused rows"))]
        if report.dry_run:
            choices.insert(0, (_CHANGES, self.tr("What would change")))
        self.choice.set_choices(choices)
        first = _CHANGES if report.dry_run and report.changes else _PROBLEMS
        self.choice.set_current(first)
        self._show_table(first)
        writes = report.added or report.changed or report.stock_set
        self.go.setVisible(report.dry_run)
        self.go.setEnabled(bool(writes))
        self.save.setVisible(bool(report.bad_rows))
        self.go_on.hide()

    def _remarks(self, report: ImportReport) -> Iterator[str]:
        if report.categories:
            yield self.tr("New categories: {names}.").format(names=", ".join(report.categories[:5]))
        if report.stock_kept:
            text = self.tr("On hand differs from the file and is left as it is: {count}.")
            yield text.format(count=f"{report.stock_kept:,}")
        if report.stock_set:
            yield self.tr("On hand corrected: {count}.").format(count=f"{report.stock_set:,}")
        if report.skus_kept:
            text = self.tr("Known by their barcode, their own SKU stays: {count}.")
            yield text.format(count=f"{report.skus_kept:,}")
        if report.sales_not_below:
            text = self.tr("The sale price is not below the price: {count}.")
            yield text.format(count=f"{report.sales_not_below:,}")
        if report.refused > len(report.bad_rows):
            text = self.tr("Of the refused rows the first {count} are listed.")
            yield text.format(count=f"{len(report.bad_rows):,}")
        if report.passed_over:
            yield self.tr("Skipped as asked: {count}.").format(count=f"{report.passed_over:,}")

    def _offer_reasons(self, report: ImportReport) -> None:
        self.reason.clear()
        self.reason.addItem(self.tr("Every reason ({count})").format(count=f"{report.refused:,}"), None)
        for fault, count in report.faults.most_common():
            self.reason.addItem(f"{fault_text(fault)} ({count:,})", fault.value)

    def _show_refused(self) -> None:
        wanted = self.reason.currentData()
        self.problems.show([_problem(row) for row in self._refused if wanted in (None, row.fault.value)])

    def show_stopped(self, progress: ImportProgress, *, dry_run: bool) -> None:
        """Shows how far an import came that was stopped."""
        self.title.setText(self.tr("Stopped"))
        done = self.tr("What was written until line {line} stays. Resuming begins after it.")
        nothing = self.tr("Nothing was written.")
        self.text.setText(nothing if dry_run else done.format(line=progress.line))
        counts = (progress.added, progress.changed, progress.unchanged, progress.refused)
        for part, count in zip(self.sums.values(), counts, strict=True):
            part.show_count(count)
        self.changes.show(())
        self.problems.show(())
        self.choice.set_choices(())
        self.reason.hide()
        self._state.show_empty(Icon.HOLD, self.tr("Stopped"))
        self._stack.setCurrentWidget(self._state)
        self.go.hide()
        self.save.hide()
        self.go_on.setVisible(not dry_run)

    def _show_table(self, key: object) -> None:
        table = self._tables[str(key)]
        self.reason.setVisible(key == _PROBLEMS and self.reason.count() > _ONE_REASON)
        if table.model().rowCount():
            self._stack.setCurrentWidget(table)
            table.selectRow(0)
            return
        if key == _PROBLEMS:
            self._state.show_empty(Icon.CIRCLE_CHECK, self.tr("No row was refused"))
        else:
            self._state.show_empty(Icon.CIRCLE_CHECK, self.tr("Nothing would change"))
        self._stack.setCurrentWidget(self._state)


def _change_rows(changes: Sequence[RowChange], new: str) -> Iterator[list[Cell]]:
    for change in changes:
        first = [Cell(str(change.line)), Cell(change.sku, is_muted=True), Cell(change.name)]
        if change.is_new:
            said = [f"{column_text(Column(text.column))}: {text.after}" for text in change.fields]
            yield [*first, Cell(new, Tone.SUCCESS), Cell(""), Cell(" · ".join(said), is_muted=True)]
            continue
        for text in change.fields:
            name = column_text(Column(text.column))
            yield [*first, Cell(name), Cell(text.before, is_muted=True), Cell(text.after)]
            first = [Cell(""), Cell(""), Cell("")]


def _problem(row: BadRow) -> list[Cell]:
    problem = Cell(fault_text(row.fault, row.detail), is_problem=True)
    return [Cell(str(row.line)), Cell(row.column or "–"), Cell(row.value, is_muted=True), problem]

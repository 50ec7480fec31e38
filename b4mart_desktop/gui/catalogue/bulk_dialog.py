"""The dialog of one change of many products: a form, what it would do, and its progress."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QTableView, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.bulk_changes import BulkChange
from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.price_changes import PREVENTING
from b4mart_desktop.gui.catalogue.bulk_forms import BulkForm
from b4mart_desktop.gui.catalogue.bulk_presenter import BulkPresenter
from b4mart_desktop.gui.catalogue.bulk_rows import NAME, BulkDelegate, BulkRows, note_name
from b4mart_desktop.gui.models.listed_columns import ListedTexts, grouped
from b4mart_desktop.gui.models.table_delegate import set_up_table
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.theme import set_variant
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, set_button_text
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.bulk_edit import BulkOutcome
from b4mart_desktop.services.bulk_preview import Preview

_SIZE = (1040, 600)
_FORM_WIDTH = 360
_TYPING_MS = 200


class BulkDialog(QDialog):
    """Asks what is to be done, shows what that does to each product, and does it.

    Args:
        parent: Any widget of the window.
        title: What is changed.
        form: Where it is said what is to be done.
        presenter: What the dialog does.
        texts: How values are written.

    Attributes:
        tasks: What is under way; its owner ends it when the dialog is closed.
        outcome: What came of it; None where nothing was done.
        undo_wanted: Whether what was done is to be taken back.
    """

    def __init__(
        self, parent: QWidget, title: str, form: BulkForm, presenter: BulkPresenter, texts: ListedTexts
    ) -> None:
        super().__init__(parent.window())
        self.setWindowTitle(title)
        self.resize(*_SIZE)
        self.tasks = TaskOwner()
        self.outcome: BulkOutcome | None = None
        self._form, self._presenter, self._formats = form, presenter, texts.formats
        self._rows = BulkRows(texts)
        self._table = QTableView()
        self._summary, self._notes = label("", "strong", wrap=True), label("", "muted", wrap=True)
        self._progress = QProgressBar()
        self._cancel, self._apply = Button(self.tr("Cancel")), Button("", "primary")
        self._undo = Button(self.tr("Undo what was done"))
        self.undo_wanted = False
        self._running = False
        self._delay = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._build(title)
        self._connect()
        self._ask()

    def _build(self, title: str) -> None:
        space = tokens().space
        self._table.setModel(self._rows)
        self._table.setItemDelegate(BulkDelegate(self._table))
        self._table.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self._table.setAccessibleName(self.tr("What would change"))
        self._table.setTabKeyNavigation(False)
        set_up_table(self._table, NAME)
        self._form.setFixedWidth(_FORM_WIDTH)
        self._progress.hide()
        self._undo.hide()
        self._apply.setDefault(True)
        right = QVBoxLayout()
        right.setSpacing(space.sm)
        for widget in (self._summary, self._notes, self._table):
            right.addWidget(widget)
        right.setStretch(2, 1)
        body = QHBoxLayout()
        body.setSpacing(space.xl)
        body.addWidget(self._form)
        body.addLayout(right, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(space.sm)
        buttons.addWidget(self._progress, 1)
        buttons.addStretch()
        for button in (self._cancel, self._undo, self._apply):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.xl, space.xl, space.xl, space.xl)
        column.setSpacing(space.lg)
        column.addWidget(label(title, "title"))
        column.addLayout(body, 1)
        column.addLayout(buttons)
        self._form.setFocus()

    def _connect(self) -> None:
        presenter = self._presenter
        self._form.changed.connect(self._wait)
        self._delay.timeout.connect(self._ask)
        self._cancel.clicked.connect(self.reject)
        self._apply.clicked.connect(self._go)
        self._undo.clicked.connect(self._take_back)
        presenter.looked.connect(self._show_looked)
        presenter.previewed.connect(self._show_preview)
        presenter.refused.connect(self._show_refused)
        presenter.progressed.connect(self._show_progress)
        presenter.finished.connect(self._finish)

    # ------------------------------------------------------------ preview

    def _wait(self) -> None:
        self._apply.setEnabled(False)
        self._delay.start()

    def _ask(self) -> None:
        change = self._form.change()
        self._apply.setEnabled(False)
        set_button_text(self._apply, self.tr("Change products"))
        if change is None:
            self._rows.show(BulkChange(), ())
            self._say(self.tr("Say what is to be changed."))
            return
        count = self._presenter.chosen.count
        self._say(grouped(self.tr("Looking at %n product(s)…", "", count), count, self._formats))
        self.tasks.spawn_latest("preview", self._presenter.preview(change))

    def _show_looked(self, looked: int) -> None:
        count = self._presenter.chosen.count
        if not self._running and looked < count and not self._apply.isEnabled():
            self._progress.setRange(0, count)
            self._progress.setValue(looked)
            self._progress.show()

    def _show_preview(self, change: BulkChange, preview: Preview) -> None:
        self._progress.hide()
        quiet = [row for row in preview.rows if not row.notes]
        self._rows.show(change, [*preview.noted, *quiet])  # what is to be thought about comes first
        parts = [
            self.tr("{count} will change").format(count=self._number(preview.changed)),
            self._part(self.tr("{count} unchanged"), preview.unchanged),
            self._part(self.tr("{count} cannot change"), preview.prevented),
            self._part(self.tr("{count} gone"), preview.gone),
        ]
        notes = sorted(preview.notes.items(), key=lambda counted: counted[0] in PREVENTING)
        texts = [f"{note_name(note)}: {self._number(count)}" for note, count in notes]
        self._say(" · ".join(part for part in parts if part), " · ".join(texts))
        self._apply.setEnabled(bool(preview.changed))
        text = self.tr("Change %n product(s)", "", preview.changed)
        if self._form.planned() is not None:
            text = self.tr("Plan prices of %n product(s)", "", preview.changed)
        set_button_text(self._apply, grouped(text, preview.changed, self._formats))

    def _part(self, text: str, count: int) -> str:
        return text.format(count=self._number(count)) if count else ""

    def _say(self, summary: str, notes: str = "", *, wrong: bool = False) -> None:
        self._summary.setText(summary)
        set_variant(self._summary, "role", "error" if wrong else "strong")
        self._notes.setText(notes)
        self._notes.setVisible(bool(notes))

    def _number(self, count: int) -> str:
        return self._formats.quantity(Decimal(count))

    # ------------------------------------------------------------ run

    def _go(self) -> None:
        change = self._form.change()
        if change is None or self._running:
            return
        self._running = True
        self._undo.hide()
        self._form.setEnabled(False)
        self._apply.setEnabled(False)
        self._cancel.setEnabled(True)
        set_button_text(self._cancel, self.tr("Stop"))
        self._progress.setRange(0, max(1, self._presenter.chosen.count))
        self._progress.show()
        planned = self._form.planned()
        self.tasks.spawn_once("run", lambda: self._presenter.go(change, planned))

    def _show_progress(self, done: int) -> None:
        self._progress.setValue(done)
        of = self._number(self._presenter.chosen.count)
        self._say(self.tr("{done} of {of} done").format(done=self._number(done), of=of))

    def _show_refused(self, error: B4MartError) -> None:
        """Before it began the form is wrong; afterwards it can be gone on with where it was."""
        title, text = describe(error, self._formats)
        if error.code is ErrorCode.FIELD_REQUIRED:
            title, text = self.tr("Say what is to be changed."), ""
        self._say(title, text, wrong=True)
        if self._running:
            self._running = False
            self.outcome = self._presenter.outcome
            self._offer_more()

    def _offer_more(self) -> None:
        """It ended before all was done: it can go on, be taken back, or be left so."""
        set_button_text(self._apply, self.tr("Go on"))
        set_button_text(self._cancel, self.tr("Close"))
        self._apply.setEnabled(True)
        self._cancel.setEnabled(True)
        self._undo.setVisible(self.outcome is not None and self.outcome.saved > 0)
        self._apply.setFocus()

    def _finish(self, outcome: BulkOutcome) -> None:
        self.outcome = outcome
        self._running = False
        if not outcome.stopped:
            self.accept()
            return
        count, done = self._number(self._presenter.chosen.count), self._number(outcome.done)
        self._say(self.tr("Stopped: {done} of {of} done").format(done=done, of=count))
        self._offer_more()

    def _take_back(self) -> None:
        self.undo_wanted = True
        self.accept()

    @override
    def reject(self) -> None:
        """While it runs, stops it first: what is done stays and is told."""
        if self._running:
            self._cancel.setEnabled(False)
            self._presenter.stop()
        else:
            super().reject()

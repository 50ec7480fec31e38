"""The room of labels: for which products, how they will look, printing them, noting what was printed."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.label_layout import LayoutProblem
from b4mart_desktop.domain.labels import LabelKey
from b4mart_desktop.gui.labels.labels_presenter import LabelsPresenter, Target
from b4mart_desktop.gui.labels.print_pane import PrintPane
from b4mart_desktop.gui.labels.printed_notice import PrintedNotice
from b4mart_desktop.gui.labels.promotion_choice import ask_promotion
from b4mart_desktop.gui.labels.template_deeds import TemplateDeeds
from b4mart_desktop.gui.labels.wish_pane import WishPane
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.room import Room, RoomTools
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.bulk_edit import Chosen
from b4mart_desktop.services.bus import Event, ReplicaChanged
from b4mart_desktop.services.labels import LabelBatch, Labels

_LAYOUT_DELAY_MS = 120
_NEEDS_DELAY_MS = 2_000


class LabelsRoom(Room):
    """Shelf and product labels."""

    def __init__(self, labels: Labels, tools: RoomTools) -> None:
        super().__init__()
        self._presenter = LabelsPresenter(labels, tools)
        self._tools = tools
        self._templates = TemplateDeeds(self._presenter, self)
        self._wishes = WishPane(tools.formats)
        self._paper = PrintPane()
        self._state = EmptyState()
        self._pages = QStackedWidget()
        self._print = Button(self.tr("Print labels"), "primary", Icon.PRINTER, "Ctrl+Return")
        self._cancel = Button(self.tr("Cancel"), "quiet")
        self._progress = QProgressBar()
        self._notice = PrintedNotice()
        self._batch: LabelBatch | None = None
        self._drawing: asyncio.Task[None] | None = None
        self._layout_timer = QTimer(self, singleShot=True, interval=_LAYOUT_DELAY_MS)
        self._needs_timer = QTimer(self, singleShot=True, interval=_NEEDS_DELAY_MS)
        self._build()
        self._connect()

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        space = tokens().space
        self.setProperty("kind", "page")
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(space.lg, space.md, space.lg, space.lg)
        column.setSpacing(space.md)
        head = QHBoxLayout()
        head.setSpacing(space.sm)
        head.addWidget(label(self.tr("Labels"), "title"))
        head.addStretch()
        head.addWidget(self._progress, 1)
        head.addWidget(self._cancel)
        head.addWidget(self._print)
        column.addLayout(head)
        column.addWidget(self._notice)
        row = QHBoxLayout()
        row.setSpacing(space.lg)
        row.addWidget(self._wishes)
        row.addWidget(self._paper, 1)
        column.addLayout(row, 1)
        self._paper.show_printer(self._presenter.address, self._presenter.resolution)
        self._pages.addWidget(page)
        self._pages.addWidget(self._state)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self._show_idle()

    def _connect(self) -> None:
        presenter, wishes, paper, tasks = self._presenter, self._wishes, self._paper, self.tasks
        presenter.refused.connect(self._show_refused)
        presenter.needs_found.connect(self._show_needs)
        presenter.wishes_changed.connect(self._show_wishes)
        presenter.templates_changed.connect(self._show_templates)
        presenter.batch_made.connect(self._show_batch)
        presenter.progress.connect(self._show_progress)
        presenter.finished.connect(self._show_idle)
        presenter.to_confirm.connect(self._notice.ask)
        presenter.noted.connect(self._on_noted)
        wishes.changed_wanted.connect(lambda: tasks.spawn_once("changed", presenter.take_changed))
        wishes.missing_wanted.connect(lambda: tasks.spawn_once("missing", presenter.take_missing))
        wishes.promotion_wanted.connect(lambda: tasks.spawn_once("promotion", self._ask_promotion))
        wishes.packs_wanted.connect(lambda: tasks.spawn_once("packs", presenter.take_packs))
        wishes.last_wanted.connect(lambda: tasks.spawn_once("last", presenter.take_last_batch))
        wishes.entered.connect(lambda text: tasks.spawn(self._enter(text)))
        wishes.copies_changed.connect(presenter.set_copies)
        wishes.copies_for_all.connect(presenter.copies_for_all)
        wishes.dropped.connect(presenter.drop)
        wishes.cleared.connect(presenter.clear)
        paper.template_chosen.connect(presenter.choose)
        paper.copy_requested.connect(lambda: tasks.spawn_once("template", self._templates.change))
        paper.remove_requested.connect(lambda: tasks.spawn_once("template", self._templates.remove))
        paper.target_chosen.connect(self._on_target)
        paper.start_chosen.connect(self._on_start)
        self._print.clicked.connect(lambda: tasks.spawn_once("print", self._print_batch))
        self._cancel.clicked.connect(self._on_cancel)
        self._notice.came_out_well.connect(
            lambda batch: tasks.spawn_once("note", lambda: presenter.confirm(batch))
        )
        self._layout_timer.timeout.connect(lambda: tasks.spawn_latest("layout", presenter.lay_out()))
        self._needs_timer.timeout.connect(self._read)
        self._state.action_triggered.connect(self._read)
        QShortcut(QKeySequence("F2"), self, wishes.field.setFocus)

    # ------------------------------------------------------------ coming and going

    def open_for(self, chosen: Chosen) -> None:
        """Wants labels of those products, such as the ones that were selected in the list."""
        self.tasks.spawn_latest("take", self._presenter.take_chosen(chosen))

    @override
    def enter(self) -> None:
        self._read()
        self._wishes.field.setFocus()

    @override
    def on_event(self, event: Event) -> None:
        collections = ("products", "labelprints")
        if isinstance(event, ReplicaChanged) and event.collection in collections and self.isVisible():
            self._needs_timer.start()

    def _read(self) -> None:
        self.tasks.spawn_latest("templates", self._presenter.read_templates())
        self.tasks.spawn_latest("needs", self._presenter.read_needs())

    # ------------------------------------------------------------ showing

    def _show_refused(self, error: B4MartError) -> None:
        title, text = describe(error)
        if error.code in (ErrorCode.NOT_ALLOWED, ErrorCode.NOT_SIGNED_IN):
            self._state.show_forbidden(text)
        elif error.code is ErrorCode.CATALOGUE_LOADING:
            self._state.show_loading(self.tr("The catalogue is being copied to this counter…"))
        else:
            self._state.show_error(title, text)
        self._pages.setCurrentWidget(self._state)

    def _show_needs(self, needs: object) -> None:
        self._pages.setCurrentIndex(0)
        self._wishes.show_needs(needs)  # type: ignore[arg-type]

    def _show_wishes(self) -> None:
        self._wishes.show_wishes(tuple(self._presenter.wishes))
        self._layout_timer.start()

    def _show_templates(self) -> None:
        presenter = self._presenter
        self._paper.show_templates(presenter.templates, presenter.template.id)
        self._layout_timer.start()

    def _show_batch(self, batch: LabelBatch | None) -> None:
        self._batch = batch
        self._paper.show_batch(batch)
        self._print.setEnabled(batch is not None and not self._cancel.isVisible())
        if batch is not None:
            prices = {facts.key: facts.price for facts, _ in batch.order.items}
            self._wishes.rows.show_labels(prices, self._problems(batch))

    def _problems(self, batch: LabelBatch) -> dict[LabelKey, str]:
        texts = {
            LayoutProblem.NO_BARCODE: self.tr("no barcode that can be printed"),
            LayoutProblem.BARCODE_TOO_WIDE: self.tr("its barcode is too wide for this label"),
            LayoutProblem.NAME_CUT: self.tr("its name is cut"),
            LayoutProblem.PRICE_MISSING: self.tr("it has no price"),
        }
        pairs = zip(batch.order.items, batch.layouts, strict=True)
        return {
            facts.key: ", ".join(texts[problem] for problem in layout.problems)
            for (facts, _), layout in pairs
            if layout.problems
        }

    def _show_progress(self, done: int, count: int) -> None:
        self._progress.setRange(0, count)
        self._progress.setValue(done)

    def _show_idle(self) -> None:
        self._progress.hide()
        self._cancel.hide()
        self._print.setEnabled(self._batch is not None)

    # ------------------------------------------------------------ doing

    @override
    def take_scan(self, code: str) -> bool:
        self.tasks.spawn(self._enter(code))
        return True

    async def _ask_promotion(self) -> None:
        promotion = await ask_promotion(self, self._presenter.promotions(), self._tools.formats)
        if promotion is not None:
            await self._presenter.take_promotion(promotion)

    async def _enter(self, text: str) -> None:
        if await self._presenter.enter(text):
            self._wishes.field.clear()
        else:
            self._wishes.field.selectAll()

    def _on_target(self) -> None:
        presenter, paper = self._presenter, self._paper
        presenter.target = Target(str(paper.target.current()))
        presenter.resolution = int(str(paper.resolution.current()))
        self._layout_timer.start()

    def _on_start(self, cell: int) -> None:
        self._presenter.start = cell
        self._layout_timer.start()

    async def _print_batch(self) -> None:
        batch, presenter = self._batch, self._presenter
        if batch is not None:
            presenter.address = self._paper.address_edit.text()
            self._notice.hide()
            self._print.setEnabled(False)
            self._show_progress(0, 0 if presenter.target is Target.FILE else batch.order.count)
            self._progress.show()
            self._cancel.show()
            self._drawing = self.tasks.spawn(presenter.print(batch))
            await asyncio.wait([self._drawing])

    def _on_cancel(self) -> None:
        if self._drawing is not None:
            self._drawing.cancel()

    def _on_noted(self) -> None:
        self._notice.hide()
        self._tools.messages.success(self.tr("The labels are noted as printed."))
        self._needs_timer.start()

"""The page of one promotion: form, what a basket costs with it, and the buttons that keep it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b4mart_desktop.domain.promotions import Promotion
from b4mart_desktop.domain.rule_check import RuleFault, RuleProblem, promotion_problems
from b4mart_desktop.gui.prices.preview_pane import PreviewPane
from b4mart_desktop.gui.prices.promotion_form import FormParts, PromotionForm
from b4mart_desktop.gui.prices.promotion_words import STATE_TONES, deal, first_blocking, state_name
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.badge import Badge
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.price_rules import state_of


class PromotionEditor(QWidget):
    """Shows one promotion and says what the person wants done with it.

    Signals:
        save_requested: The promotion as it is entered is to be kept.
        left: The person wants to go back to the list.
    """

    save_requested = Signal()
    left = Signal()

    def __init__(self, parts: FormParts, preview: PreviewPane) -> None:
        super().__init__()
        self._formats: Formats = parts.formats
        self.form = PromotionForm(parts)
        self.preview = preview
        self._base: Promotion | None = None
        self._is_new = False
        self._others: Sequence[Promotion] = ()
        self._tried = False
        self._back = IconButton(Icon.ARROW_LEFT, self.tr("Back to the list (Esc)"))
        self._title = label("", "title")
        self._deal = label("", "muted")
        self._state = Badge("")
        self._save = Button(self.tr("Save"), "primary", Icon.CHECK, "Ctrl+S")
        self._problems = Button("", "quiet", Icon.CIRCLE_ALERT)
        self._build()
        self._connect()

    def _build(self) -> None:
        space = tokens().space
        head = QHBoxLayout()
        head.setContentsMargins(space.xl, space.lg, space.xl, space.md)
        head.setSpacing(space.md)
        for part in (self._back, self._title, self._state, self._deal):
            head.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch()
        head.addWidget(self._problems)
        head.addWidget(self._save)
        sides = QHBoxLayout()
        sides.setContentsMargins(0, 0, space.xl, space.xl)
        sides.setSpacing(space.sm)
        sides.addWidget(self.form, 1)
        sides.addWidget(self.preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(sides, 1)

    def _connect(self) -> None:
        self.form.edited.connect(self._on_edited)
        self._back.clicked.connect(self.left)
        self._save.clicked.connect(self._on_save)
        self._problems.clicked.connect(self._lead)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.left)

    # ------------------------------------------------------------ showing

    def show_promotion(
        self, promotion: Promotion, others: Sequence[Promotion], *, is_new: bool, may_change: bool
    ) -> None:
        """Shows a promotion; ``others`` are asked for their coupon codes."""
        self._base, self._others, self._is_new = promotion, others, is_new
        self._tried = False
        self.form.show_promotion(promotion)
        self.form.setEnabled(may_change)
        self._save.setVisible(may_change)
        self.preview.begin(self.form.promotion())
        self._show_changes()
        self.form.focus()

    def is_changed(self) -> bool:
        """Whether something would be lost without saving."""
        return self._base is not None and self.form.promotion() != self._base

    def problems(self) -> list[RuleProblem]:
        """Returns what is wrong with what is entered."""
        found = promotion_problems(self.form.promotion(), self._others)
        if self.form.lacks_codes():
            found.append(RuleProblem(field="codes", fault=RuleFault.MISSING))
        return found

    def _show_changes(self) -> None:
        promotion = self.form.promotion()
        self._title.setText(promotion.name.strip() or self.tr("New promotion"))
        self._deal.setText(deal(promotion, self._formats))
        state = state_of(promotion.is_active, promotion.starts_at, promotion.ends_at, self.preview.now())
        self._state.set_status(state_name(state), STATE_TONES[state])
        self._save.setEnabled(self._is_new or self.is_changed())
        self._show_problems()

    def _show_problems(self) -> None:
        """Before the first try to save only what is odd is told: nobody likes a form that begins red."""
        problems = self.problems()
        told = problems if self._tried else [each for each in problems if not each.blocks]
        self.form.show_problems(told)
        blocking = sum(problem.blocks for problem in told)
        self._problems.setVisible(bool(blocking))
        self._problems.setText(self.tr("%n thing(s) to fix", "", blocking))

    # ------------------------------------------------------------ doing

    def _on_edited(self) -> None:
        self._show_changes()
        self.preview.show_promotion(self.form.promotion())

    def _on_save(self) -> None:
        self._tried = True
        self._show_problems()
        if first_blocking(self.problems()) is None:
            self.save_requested.emit()
        else:
            self._lead()

    def _lead(self) -> None:
        problem = first_blocking(self.problems())
        if problem is not None:
            self.form.lead_to(problem)

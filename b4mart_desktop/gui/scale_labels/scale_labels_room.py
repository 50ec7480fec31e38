"""The room of label rules: which there are, one of them in detail, a label tried on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.label_rules import Clash, LabelRule
from b4mart_desktop.gui.scale_labels.label_trial import LabelTrial
from b4mart_desktop.gui.scale_labels.rule_editor import RuleEditor
from b4mart_desktop.gui.scale_labels.rule_list import RuleList
from b4mart_desktop.gui.scale_labels.scale_labels_presenter import ScaleLabelsPresenter
from b4mart_desktop.gui.shared.dialogs import Leave, ask_leave
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.room import Room, RoomTools
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.bus import Event, ReplicaChanged
from b4mart_desktop.services.label_rules import LabelRules
from b4mart_desktop.services.ports.label_rules import CodeInUse

_LOOK_DELAY_MS = 400
_NAMED = 3


class ScaleLabelsRoom(Room):
    """What a manager sees of the rules for weight and price labels."""

    def __init__(self, label_rules: LabelRules, tools: RoomTools) -> None:
        super().__init__()
        self._tools = tools
        self._presenter = ScaleLabelsPresenter(label_rules, tools)
        self._list = RuleList(tools.formats)
        self._editor = RuleEditor()
        self._trial = LabelTrial(tools.formats)
        self._state = EmptyState()
        self._nothing = EmptyState()
        self._warnings = QLabel()
        self._save = Button(self.tr("Save"), "primary", Icon.CHECK, "Ctrl+S")
        self._discard = Button(self.tr("Discard"), "quiet")
        self._pages, self._detail = QStackedWidget(), QStackedWidget()
        self._look_timer = QTimer(self, singleShot=True, interval=_LOOK_DELAY_MS)
        self._build()
        self._connect()

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        space = tokens().space
        self.setProperty("kind", "page")
        self._warnings.setWordWrap(True)
        self._warnings.setProperty("role", "error")
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(space.lg, space.md, space.lg, space.lg)
        column.setSpacing(space.md)
        column.addLayout(self._head())
        row = QHBoxLayout()
        row.setSpacing(space.lg)
        row.addWidget(self._list)
        row.addWidget(self._detail, 1)
        column.addLayout(row, 1)
        self._detail.addWidget(self._rule_page())
        self._detail.addWidget(self._nothing)
        self._pages.addWidget(page)
        self._pages.addWidget(self._state)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(tokens().space.sm)
        row.addWidget(label(self.tr("Scale labels"), "title"))
        row.addStretch()
        row.addWidget(self._discard)
        row.addWidget(self._save)
        return row

    def _rule_page(self) -> QWidget:
        inside = QWidget()
        inside.setProperty("kind", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.md)
        column.addWidget(self._editor)
        column.addWidget(self._warnings)
        column.addWidget(self._trial, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        return area

    def _connect(self) -> None:
        presenter, rules, trial = self._presenter, self._list, self._trial
        presenter.refused.connect(self._show_refused)
        presenter.rules_changed.connect(self._show_rules)
        presenter.rule_changed.connect(self._show_rule)
        presenter.swallowed_found.connect(self._show_warnings)
        presenter.saved.connect(self._on_saved)
        rules.chosen.connect(presenter.choose)
        rules.add_requested.connect(self._add)
        rules.remove_requested.connect(presenter.remove)
        rules.moved.connect(presenter.move)
        rules.copy_requested.connect(self._copy)
        self._nothing.action_triggered.connect(self._add)
        self._state.action_triggered.connect(presenter.read)
        self._editor.edited.connect(lambda field, value: presenter.edit(**{field: value}))
        trial.label_entered.connect(presenter.try_label)
        trial.keep_requested.connect(presenter.keep_sample)
        trial.sample_dropped.connect(presenter.drop_sample)
        trial.sample_chosen.connect(trial.field.setText)
        self._save.clicked.connect(lambda: self.tasks.spawn_once("save", presenter.save))
        self._discard.clicked.connect(presenter.discard)
        self._look_timer.timeout.connect(self._look)
        QShortcut(QKeySequence("F2"), self, trial.field.setFocus)

    # ------------------------------------------------------------ showing

    @override
    def enter(self) -> None:
        self._presenter.read()
        if self._detail.currentWidget() is not self._nothing:
            self._trial.field.setFocus()

    @override
    def on_event(self, event: Event) -> None:
        if isinstance(event, ReplicaChanged) and event.collection == "settings":
            self._presenter.read()

    @override
    def take_scan(self, code: str) -> bool:
        self._trial.field.setText(code)
        return True

    @override
    async def may_leave(self) -> bool:
        if not self._presenter.draft.is_changed:
            return True
        answer = await ask_leave(self, self.tr("the rules"))
        if answer is Leave.SAVE:
            return await self._presenter.save()
        if answer is Leave.DISCARD:
            self._presenter.discard()
        return answer is Leave.DISCARD

    def _show_refused(self, error: B4MartError) -> None:
        title, text = describe(error)
        self._pages.setCurrentWidget(self._state)
        if error.code in (ErrorCode.NOT_ALLOWED, ErrorCode.NOT_SIGNED_IN):
            self._state.show_forbidden(text)
        elif error.code is ErrorCode.CATALOGUE_LOADING:
            self._state.show_loading(title)
        else:
            self._state.show_error(title, text)

    def _show_rules(self) -> None:
        presenter = self._presenter
        self._pages.setCurrentIndex(0)
        draft = presenter.draft
        self._list.show_presets(draft.region, presenter.presets)
        self._detail.setCurrentIndex(1 if draft.chosen is None else 0)
        self._editor.setEnabled(presenter.may_change)
        self._show_nothing()
        self._show_rule()

    def _show_nothing(self) -> None:
        """Says that the shop has no rules, and how to get one to whom may make it."""
        if self._presenter.may_change:
            text = self.tr("Copy one of the country's, or make one for the labels that your scales print.")
            action = self.tr("New rule")
        else:
            text, action = self.tr("A manager can add rules for the labels that your scales print."), ""
        self._nothing.show_empty(Icon.SCALE, self.tr("No rules of your own"), text, action)

    def _show_rule(self) -> None:
        presenter, draft, rule = self._presenter, self._presenter.draft, self._presenter.draft.chosen
        self._list.show_rules(draft.rules, None if rule is None else rule.id, editable=presenter.may_change)
        changed = draft.is_changed and presenter.may_change
        self._save.setEnabled(changed)
        self._discard.setEnabled(changed)
        if rule is not None:
            self._editor.show_rule(rule, draft.fault)
            self._trial.show_trial(presenter.label, presenter.trial())
            self._trial.show_samples(rule.samples, draft.samples_held())
        self._show_warnings(())
        self._look_timer.start()

    def _look(self) -> None:
        self.tasks.spawn_latest("look", self._presenter.look_for_swallowed())

    def _show_warnings(self, swallowed: Sequence[CodeInUse]) -> None:
        lines = [self._collision_text(each.before, each.clash) for each in self._presenter.collisions()]
        if swallowed:
            names = ", ".join(f"{each.code} {each.name}" for each in swallowed[:_NAMED])
            text = self.tr("%n barcode(s) of products would be taken for such labels:", "", len(swallowed))
            lines.append(f"{text} {names}")
        self._warnings.setText("\n".join(lines))
        self._warnings.setVisible(bool(lines))

    def _collision_text(self, before: LabelRule, clash: Clash) -> str:
        if clash is Clash.HIDDEN:
            text = self.tr("Never used: “{rule}” above it reads every such label.")
        else:
            text = self.tr("Some of these labels are read by “{rule}” above it.")
        return text.format(rule=before.name)

    # ------------------------------------------------------------ doing

    def _add(self) -> None:
        if not self._presenter.may_change:
            return
        self._presenter.add(self.tr("New rule"))
        self._editor.name_edit.setFocus()
        self._editor.name_edit.selectAll()

    def _copy(self, rule: LabelRule) -> None:
        name = self.tr("{country} {beginning}").format(
            country=self._presenter.draft.region, beginning=rule.name
        )
        self._presenter.copy(rule, name)

    def _on_saved(self) -> None:
        self._tools.messages.success(self.tr("Rules saved. Every register reads labels by them."))

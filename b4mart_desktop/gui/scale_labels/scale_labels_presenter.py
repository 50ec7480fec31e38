"""What the room of label rules does: a draft of the rules, a label tried on it, keeping it. No widgets."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain import label_rules as rules_of
from b4mart_desktop.domain.errors import B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.label_rules import LabelRule, PatternFault
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.store import Store
from b4mart_desktop.gui.shared.approval import with_approval
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.services.label_rules import Collision, LabelRules, Trial, check_rule
from b4mart_desktop.services.ports.label_rules import CodeInUse


class ScaleLabelsPresenter(QObject):
    """The rules as they would be saved, the one that is edited, and the label that is tried on it.

    Signals:
        refused: The rules cannot be shown (``B4MartError``).
        rules_changed: Other rules, another order, or another one is edited.
        rule_changed: What is edited says something else, or another label is tried.
        swallowed_found: Barcodes of products that the rule would take for labels (``CodeInUse``).
        saved: The rules are kept.
    """

    refused = Signal(object)
    rules_changed = Signal()
    rule_changed = Signal()
    swallowed_found = Signal(object)
    saved = Signal()

    def __init__(self, label_rules: LabelRules, tools: RoomTools) -> None:
        super().__init__()
        self._service = label_rules
        self._tools = tools
        self._base: Store | None = None
        self._rules: list[LabelRule] = []
        self._chosen: Id | None = None
        self.label = ""

    # ------------------------------------------------------------ reading

    def read(self) -> None:
        """Shows the rules as they are kept, unless there is a draft of them."""
        try:
            store = self._service.store()
        except B4MartError as error:
            self.refused.emit(error)
            return
        if not self.is_changed:
            self._take(store)

    def discard(self) -> None:
        """Goes back to the rules that are kept."""
        self._take(self._service.store())

    def _take(self, store: Store) -> None:
        self._base, self._rules = store, list(store.label_rules)
        if self.chosen is None:
            self._chosen = self._rules[0].id if self._rules else None
        self.rules_changed.emit()

    @property
    def may_change(self) -> bool:
        """Whether who is signed in may keep other rules."""
        return self._service.may_change()

    @property
    def rules(self) -> Sequence[LabelRule]:
        """The draft, in the order in which rules are asked."""
        return tuple(self._rules)

    @property
    def presets(self) -> Sequence[LabelRule]:
        """The country's own rules."""
        return self._service.presets(self.region)

    @property
    def region(self) -> str:
        """The country's code, empty where none is set."""
        return (self._base.label_region if self._base is not None else None) or ""

    @property
    def is_changed(self) -> bool:
        """Whether the draft differs from what is kept."""
        return self._base is not None and tuple(self._rules) != self._base.label_rules

    @property
    def chosen(self) -> LabelRule | None:
        """The rule that is edited."""
        return next((rule for rule in self._rules if rule.id == self._chosen), None)

    @property
    def fault(self) -> PatternFault | None:
        """What is wrong with the pattern that is edited."""
        return None if self.chosen is None else rules_of.pattern_fault(self.chosen.pattern)

    def trial(self) -> Trial | None:
        """What the label that is tried would do; None where there is none or the pattern has a fault."""
        rule = self.chosen
        if rule is None or not self.label or self.fault is not None:
            return None
        return self._service.try_label(self._rules, rule, self.label)

    def collisions(self) -> Sequence[Collision]:
        """Rules before the edited one that take codes from it."""
        rule = self.chosen
        return () if rule is None or self.fault is not None else self._service.collisions(self._rules, rule)

    def samples_held(self) -> int:
        """How many samples of the edited rule are still read as they were."""
        rule = self.chosen
        if rule is None or self.fault is not None:
            return 0
        return sum(rules_of.sample_holds(self._rules, rule, sample) for sample in rule.samples)

    async def look_for_swallowed(self) -> None:
        """Finds barcodes of products that the edited rule would take for labels."""
        rule = self.chosen
        found: Sequence[CodeInUse] = ()
        if rule is not None and rule.active and self.fault is None:
            found = await asyncio.to_thread(self._service.swallowed, rule)
        self.swallowed_found.emit(found)

    # ------------------------------------------------------------ changing

    def choose(self, rule: Id) -> None:
        """Edits another rule."""
        self._chosen = rule
        self.rules_changed.emit()

    def try_label(self, text: str) -> None:
        """Tries another label on the rule."""
        self.label = "".join(text.split())
        self.rule_changed.emit()

    def add(self, name: str) -> None:
        """Adds a rule behind the others."""
        self._append(self._service.blank(name))

    def copy(self, rule: LabelRule, name: str) -> None:
        """Adds a rule like a country's."""
        self._append(msgspec.structs.replace(self._service.copy_of(rule), name=name))

    def _append(self, rule: LabelRule) -> None:
        self._rules.append(rule)
        self.choose(rule.id)

    def remove(self) -> None:
        """Removes the edited rule from the draft."""
        rule = self.chosen
        if rule is not None:
            place = self._rules.index(rule)
            del self._rules[place]
            self._chosen = self._rules[min(place, len(self._rules) - 1)].id if self._rules else None
            self.rules_changed.emit()

    def move(self, steps: int) -> None:
        """Has the edited rule asked earlier (−1) or later (1)."""
        rule = self.chosen
        if rule is not None:
            place = self._rules.index(rule)
            self._rules.insert(min(max(place + steps, 0), len(self._rules) - 1), self._rules.pop(place))
            self.rules_changed.emit()

    def edit(self, **changes: object) -> None:
        """Changes fields of the edited rule."""
        rule = self.chosen
        if rule is not None:
            changed = msgspec.structs.replace(rule, **changes)
            self._rules[self._rules.index(rule)] = changed
            self.rule_changed.emit()

    def keep_sample(self) -> None:
        """Keeps the label that is tried as a test of the rule."""
        rule = self.chosen
        if rule is not None:
            try:
                self.edit(samples=self._service.with_sample(rule, self.label).samples)
            except DomainError as error:
                self._tools.messages.error(error)

    def drop_sample(self, code: str) -> None:
        """Forgets a sample."""
        rule = self.chosen
        if rule is not None:
            self.edit(samples=tuple(sample for sample in rule.samples if sample.code != code))

    # ------------------------------------------------------------ keeping

    def first_fault(self) -> tuple[LabelRule, DomainError] | None:
        """Returns the first rule that cannot be kept as it is, and why."""
        for rule in self._rules:
            try:
                check_rule(rule)
            except DomainError as error:
                return rule, error
        return None

    async def save(self) -> bool:
        """Keeps the draft; returns whether that went well."""
        base, rules = self._base, tuple(self._rules)
        assert base is not None
        found = self.first_fault()
        if found is not None:
            self.choose(found[0].id)
            self._tools.messages.error(found[1])
            return False

        async def deed(approver: User | None) -> None:
            self._base = await self._tools.run(self._service.save(base, rules, approver))

        try:
            await with_approval(self._tools.approval, deed)
        except B4MartError as error:
            if error.code is not ErrorCode.CANCELLED:
                self._tools.messages.error(error)
            return False
        self.saved.emit()
        self.rules_changed.emit()
        return True

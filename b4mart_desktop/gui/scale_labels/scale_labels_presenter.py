"""What the room of label rules does: a draft of the rules, a label tried on it, keeping it. No widgets."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.label_rules import LabelRule
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.store import Store
from b4mart_desktop.gui.scale_labels.rule_draft import RuleDraft
from b4mart_desktop.gui.shared.approval import with_approval
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.services.label_rules import Collision, LabelRules, Trial
from b4mart_desktop.services.ports.label_rules import CodeInUse


class ScaleLabelsPresenter(QObject):
    """The draft of the rules, and the label that is tried on the one that is edited.

    Attributes:
        draft: The rules as they would be saved.
        label: The label that is tried.

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
        self.draft = RuleDraft()
        self.label = ""

    # ------------------------------------------------------------ reading

    def read(self) -> None:
        """Shows the rules as they are kept, unless there is a draft of them."""
        try:
            store = self._service.store()
        except B4MartError as error:
            self.refused.emit(error)
            return
        if not self.draft.is_changed:
            self._take(store)

    def discard(self) -> None:
        """Goes back to the rules that are kept."""
        self._take(self._service.store())

    def _take(self, store: Store) -> None:
        self.draft.take(store)
        self.rules_changed.emit()

    @property
    def may_change(self) -> bool:
        """Whether who is signed in may keep other rules."""
        return self._service.may_change()

    @property
    def presets(self) -> Sequence[LabelRule]:
        """The country's own rules."""
        return self._service.presets(self.draft.region)

    def trial(self) -> Trial | None:
        """What the label that is tried would do; None where there is none or the pattern has a fault."""
        rule = self.draft.sound
        if rule is None or not self.label:
            return None
        return self._service.try_label(self.draft.rules, rule, self.label)

    def collisions(self) -> Sequence[Collision]:
        """Rules before the edited one that take codes from it."""
        rule = self.draft.sound
        return () if rule is None else self._service.collisions(self.draft.rules, rule)

    async def look_for_swallowed(self) -> None:
        """Finds barcodes of products that the edited rule would take for labels."""
        rule = self.draft.sound
        found: Sequence[CodeInUse] = ()
        if rule is not None and rule.active:
            found = await asyncio.to_thread(self._service.swallowed, rule)
        self.swallowed_found.emit(found)

    # ------------------------------------------------------------ changing

    def choose(self, rule: Id) -> None:
        """Edits another rule."""
        self.draft.choose(rule)
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
        self.draft.append(rule)
        self.rules_changed.emit()

    def remove(self) -> None:
        """Removes the edited rule from the draft."""
        rule = self.draft.chosen
        if rule is not None:
            self.draft.remove(rule)
            self.rules_changed.emit()

    def move(self, steps: int) -> None:
        """Has the edited rule asked earlier (−1) or later (1)."""
        rule = self.draft.chosen
        if rule is not None:
            self.draft.move(rule, steps)
            self.rules_changed.emit()

    def edit(self, **changes: object) -> None:
        """Changes fields of the edited rule."""
        rule = self.draft.chosen
        if rule is not None:
            self.draft.replace(msgspec.structs.replace(rule, **changes))
            self.rule_changed.emit()

    def keep_sample(self) -> None:
        """Keeps the label that is tried as a test of the rule."""
        rule = self.draft.chosen
        if rule is not None:
            try:
                self.edit(samples=self._service.with_sample(rule, self.label).samples)
            except DomainError as error:
                self._tools.messages.error(error)

    def drop_sample(self, code: str) -> None:
        """Forgets a sample."""
        rule = self.draft.chosen
        if rule is not None:
            self.edit(samples=tuple(sample for sample in rule.samples if sample.code != code))

    # ------------------------------------------------------------ keeping

    async def save(self) -> bool:
        """Keeps the draft; returns whether that went well."""
        base, rules = self.draft.base, self.draft.rules
        assert base is not None
        found = self.draft.first_fault()
        if found is not None:
            self.choose(found[0].id)
            self._tools.messages.error(found[1])
            return False

        async def deed(approver: User | None) -> None:
            self.draft.base = await self._tools.run(self._service.save(base, rules, approver))

        try:
            await with_approval(self._tools.approval, deed)
        except B4MartError as error:
            if error.code is not ErrorCode.CANCELLED:
                self._tools.messages.error(error)
            return False
        self.saved.emit()
        self.rules_changed.emit()
        return True

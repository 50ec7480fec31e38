"""Rules of labels as they would be saved, and which of them is edited. Asks nobody, tells nobody."""

from __future__ import annotations

from collections.abc import Sequence

from b4mart_desktop.domain import label_rules as rules_of
from b4mart_desktop.domain.errors import DomainError
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.label_rules import LabelRule, PatternFault
from b4mart_desktop.domain.store import Store
from b4mart_desktop.services.label_rules import check_rule


class RuleDraft:
    """What becomes of a store's rules while somebody edits them.

    Attributes:
        base: The store as it is kept; None before it was read.
    """

    def __init__(self) -> None:
        self.base: Store | None = None
        self._rules: list[LabelRule] = []
        self._chosen: Id | None = None

    def take(self, store: Store) -> None:
        """Starts from a store's rules; the same rule stays the one that is edited, where it is there."""
        self.base, self._rules = store, list(store.label_rules)
        if self.chosen is None:
            self._chosen = self._rules[0].id if self._rules else None

    @property
    def rules(self) -> Sequence[LabelRule]:
        """The rules, in the order in which they are asked."""
        return tuple(self._rules)

    @property
    def region(self) -> str:
        """The country's code, empty where none is set."""
        return (self.base.label_region if self.base is not None else None) or ""

    @property
    def is_changed(self) -> bool:
        """Whether the draft differs from what is kept."""
        return self.base is not None and tuple(self._rules) != self.base.label_rules

    @property
    def chosen(self) -> LabelRule | None:
        """The rule that is edited."""
        return next((rule for rule in self._rules if rule.id == self._chosen), None)

    @property
    def sound(self) -> LabelRule | None:
        """The rule that is edited, unless its pattern has a fault."""
        return None if self.fault is not None else self.chosen

    @property
    def fault(self) -> PatternFault | None:
        """What is wrong with the pattern that is edited."""
        return None if self.chosen is None else rules_of.pattern_fault(self.chosen.pattern)

    def first_fault(self) -> tuple[LabelRule, DomainError] | None:
        """Returns the first rule that cannot be kept as it is, and why."""
        for rule in self._rules:
            try:
                check_rule(rule)
            except DomainError as error:
                return rule, error
        return None

    def samples_held(self) -> int:
        """Returns how many samples of the edited rule are still read as they were."""
        rule = self.sound
        if rule is None:
            return 0
        return sum(rules_of.sample_holds(self._rules, rule, sample) for sample in rule.samples)

    def choose(self, rule: Id) -> None:
        """Edits another rule."""
        self._chosen = rule

    def append(self, rule: LabelRule) -> None:
        """Adds a rule behind the others and edits it."""
        self._rules.append(rule)
        self._chosen = rule.id

    def replace(self, rule: LabelRule) -> None:
        """Puts a rule in the place of the one with the same id."""
        self._rules = [rule if other.id == rule.id else other for other in self._rules]

    def remove(self, rule: LabelRule) -> None:
        """Removes a rule; the one that takes its place is edited."""
        place = self._rules.index(rule)
        del self._rules[place]
        self._chosen = self._rules[min(place, len(self._rules) - 1)].id if self._rules else None

    def move(self, rule: LabelRule, steps: int) -> None:
        """Has a rule asked earlier (negative) or later."""
        place = self._rules.index(rule)
        self._rules.insert(min(max(place + steps, 0), len(self._rules) - 1), self._rules.pop(place))

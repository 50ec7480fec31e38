"""The shop's rules for weight and price labels: trying them on a label, what they collide with, keeping them.

A manager's matter. Reading scans by them at the till is the scanner's (``adapters.devices.codes``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from b4mart_desktop.domain import label_rules as rules_of
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.label_rules import Clash, LabelReading, LabelRule, LabelSample
from b4mart_desktop.domain.money import quantise
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.store import Store
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports import CodeKind, DecodedCode
from b4mart_desktop.services.ports.label_rules import CodeInUse, CodesInUse, PresetsOf, ReaderOf, StoreBook

LONGEST_NAME = 60
MOST_RULES = 50
MOST_SAMPLES = 20
_SWALLOWED_SHOWN = 20
_LOOKED_AT = 50_000


@dataclass(frozen=True, slots=True)
class Trial:
    """What a label would do at the till.

    Attributes:
        reading: The code taken apart by the rule that was tried.
        taken_by: The rule before it that reads this code instead.
        decoded: What the scanner would make of it.
        product: What is found by it, None where nothing or more than one is.
        kind: By which of its codes the product was found.
        amount: What the cart's line would come to before promotions and taxes; None where that is open.
    """

    reading: LabelReading
    taken_by: LabelRule | None
    decoded: DecodedCode
    product: Product | None = None
    kind: CodeKind | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Collision:
    """A rule before this one that takes codes from it."""

    before: LabelRule
    clash: Clash


class LabelRules:
    """The rules, in the order in which they are asked.

    Args:
        counter: This counter.
        book: Where the store's settings are kept.
        codes: The barcodes in use.
        reader_of: Makes what understands codes by given rules.
        presets_of: Knows the countries' rules.
    """

    def __init__(
        self, counter: Counter, book: StoreBook, codes: CodesInUse, reader_of: ReaderOf, presets_of: PresetsOf
    ) -> None:
        self._counter = counter
        self._book = book
        self._codes = codes
        self._reader_of = reader_of
        self._presets_of = presets_of
        self._written: Store | None = None

    # ------------------------------------------------------------ reading

    def may_change(self) -> bool:
        """Whether who is signed in may change the rules."""
        return self._counter.may(Action.MANAGE_LABEL_RULES)

    def store(self) -> Store:
        """Returns the store's settings with the rules, those written here last before they came back.

        Raises:
            DomainError: NOT_ALLOWED, NOT_SIGNED_IN, CATALOGUE_LOADING.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        known, written = self._counter.store(), self._written
        return written if written is not None and written.updated_at > known.updated_at else known

    def presets(self, region: str | None) -> Sequence[LabelRule]:
        """Returns a country's own rules, which are asked after the shop's."""
        return self._presets_of(region or "")

    # ------------------------------------------------------------ trying

    def try_label(self, rules: Sequence[LabelRule], rule: LabelRule, code: str) -> Trial:
        """Returns what ``code`` would do at the till if the shop had ``rules``; ``rule`` is one of them.

        Raises:
            ValueError: The pattern of ``rule`` has a fault.
        """
        store = self.store()
        reading = rules_of.dissect(rule, code)
        first = rules_of.read(rules, code)
        taken_by = first.rule if first is not None and first.rule.id != rule.id and reading.fits else None
        decoded = self._reader_of(store.label_region, rules).read(code)
        found = self._find(decoded)
        if found is None:
            return Trial(reading, taken_by, decoded)
        kind, product = found
        return Trial(reading, taken_by, decoded, product, kind, _amount(product, decoded, store.currency))

    def _find(self, decoded: DecodedCode) -> tuple[CodeKind, Product] | None:
        for lookup in decoded.lookups:
            found = self._counter.catalogue.find_code(lookup)
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def collisions(self, rules: Sequence[LabelRule], rule: LabelRule) -> Sequence[Collision]:
        """Returns the active rules before ``rule`` that take codes from it."""
        found: list[Collision] = []
        for before in rules:
            if before.id == rule.id:
                break
            usable = before.active and rules_of.pattern_fault(before.pattern) is None
            clash = rules_of.clash(rule, before) if usable else None
            if clash is not None:
                found.append(Collision(before, clash))
        return found

    def swallowed(self, rule: LabelRule) -> Sequence[CodeInUse]:
        """Returns barcodes of products that the rule would take for labels; takes a moment.

        A number with a value of zero is none: it is how the goods of a label are stored.
        """
        beginning = rules_of.fixed_beginning(rule)
        beginnings = {beginning, beginning.removeprefix("0"), f"0{beginning}"}
        in_use = (found for start in sorted(beginnings) if start for found in self._of(start))
        taken = {found.code: found for found in in_use if rules_of.dissect(rule, found.code).carries_value}
        return tuple(taken.values())[:_SWALLOWED_SHOWN]

    def _of(self, beginning: str) -> Sequence[CodeInUse]:
        return self._codes.beginning(beginning, _LOOKED_AT)

    # ------------------------------------------------------------ writing

    def blank(self, name: str) -> LabelRule:
        """Returns a rule to begin with: a price on an EAN-13."""
        unit = rules_of.LabelUnit.PRICE
        return LabelRule(id=new_id(), name=name, pattern="21 IIIII VVVVV K", unit=unit, decimals=2)

    def copy_of(self, rule: LabelRule) -> LabelRule:
        """Returns a rule like another one, such as a country's, without its samples."""
        return msgspec.structs.replace(rule, id=new_id(), samples=())

    def with_sample(self, rule: LabelRule, code: str) -> LabelRule:
        """Returns ``rule`` with a label to be tested by.

        Raises:
            DomainError: FIELD_INVALID where the rule does not read it, or has enough samples.
        """
        reading = rules_of.dissect(rule, code)
        if not reading.fits or len(rule.samples) >= MOST_SAMPLES:
            raise DomainError(ErrorCode.FIELD_INVALID, field="code", value=code)
        sample = LabelSample(code=code, item=reading.item, value=reading.value)
        others = tuple(known for known in rule.samples if known.code != code)
        return msgspec.structs.replace(rule, samples=(*others, sample))

    async def save(self, base: Store, rules: Sequence[LabelRule], approver: User | None = None) -> Store:
        """Writes the rules instead of those that ``base`` has, and returns the settings as they are then.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; FIELD_REQUIRED or FIELD_INVALID with the ``field``.
            AdapterError: CHANGED_MEANWHILE, DATABASE_UNREACHABLE.
        """
        permit = self._counter.permit(Action.MANAGE_LABEL_RULES, approver)
        for rule in rules:
            check_rule(rule)
        if len(rules) > MOST_RULES:
            raise DomainError(ErrorCode.FIELD_INVALID, field="rules", value=len(rules))
        changed = msgspec.structs.replace(base, label_rules=tuple(rules))
        audit = self._counter.audit(permit, base.id, **_told(base.label_rules, rules))
        self._written = await self._book.change(base, changed, audit)
        return self._written


def check_rule(rule: LabelRule) -> None:
    """Raises DomainError FIELD_REQUIRED or FIELD_INVALID with the ``field`` where a rule cannot be kept."""
    if not rule.name.strip():
        raise DomainError(ErrorCode.FIELD_REQUIRED, field="name")
    if len(rule.name) > LONGEST_NAME:
        raise DomainError(ErrorCode.FIELD_INVALID, field="name", value=rule.name)
    fault = rules_of.pattern_fault(rule.pattern)
    if fault is not None:
        raise DomainError(ErrorCode.FIELD_INVALID, field="pattern", value=rule.pattern, reason=fault)
    counts = rule.unit is rules_of.LabelUnit.COUNT
    if not 0 <= rule.decimals <= (0 if counts else rules_of.MOST_DECIMALS):
        raise DomainError(ErrorCode.FIELD_INVALID, field="decimals", value=rule.decimals)


def _amount(product: Product, decoded: DecodedCode, currency: str) -> Decimal | None:
    if decoded.price is not None:
        return decoded.price
    if decoded.measure is not None and decoded.measure.unit == product.inventory.unit:
        return quantise(decoded.measure.value * product.shelf_price, currency)
    return None if product.pos.weighed else product.shelf_price * (decoded.pieces or 1)


def _told(before: Sequence[LabelRule], after: Sequence[LabelRule]) -> dict[str, str]:
    """What the audit log says: which rules came, went and changed."""
    old: dict[Id, LabelRule] = {rule.id: rule for rule in before}
    new = {rule.id: rule for rule in after}
    told = {
        "added": [rule for rule in after if rule.id not in old],
        "removed": [rule for rule in before if rule.id not in new],
        "changed": [rule for rule in after if rule.id in old and old[rule.id] != rule],
    }
    return {
        name: "; ".join(f"{rule.name}: {rule.pattern}" for rule in rules)
        for name, rules in told.items()
        if rules
    }

"""The shop's rules for labels: tried before they are kept, warned of, written with who wrote them."""

from collections.abc import Sequence

import msgspec
import pytest

from b4mart_desktop.adapters.devices.codes import BarcodeReader
from b4mart_desktop.adapters.devices.label_presets import presets
from b4mart_desktop.adapters.local.replica.code_ranges import LocalCodes
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.label_rules import Clash, LabelRule, LabelUnit, encode, without_value
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.store import Store
from b4mart_desktop.services.label_rules import MOST_RULES, LabelRules, check_rule
from b4mart_desktop.services.ports import CodeKind
from tests.unit.services.shop import CLERK, MANAGER, STORE, D, Shop, goods


class Book:
    """Takes what is written, unless somebody was there before."""

    def __init__(self) -> None:
        self.audit: list[AuditEntry] = []
        self.changed_meanwhile = False

    async def change(self, old: Store, new: Store, audit: AuditEntry) -> Store:
        """Notes what is written."""
        if self.changed_meanwhile:
            raise AdapterError(ErrorCode.CHANGED_MEANWHILE)
        self.audit.append(audit)
        return msgspec.structs.replace(new, updated_at=old.updated_at.replace(year=2030))


class Stand:
    """A manager at the rules of a shop in Germany."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.book = shop, Book()
        codes = LocalCodes(shop.replica.file)
        self.rules = LabelRules(shop.counter, self.book, codes, BarcodeReader, presets)
        shop.session.begin(MANAGER)


@pytest.fixture
def stand(shop: Shop) -> Stand:
    return Stand(shop)


def rule(pattern: str, unit: LabelUnit = LabelUnit.PRICE, decimals: int = 2) -> LabelRule:
    return LabelRule(id=new_id(), name=pattern, pattern=pattern, unit=unit, decimals=decimals)


GRAMS = rule("27 IIIII VVVVV K", LabelUnit.GRAMS, 0)
PRICE = rule("27 IIIII VVVVV K")


@pytest.mark.parametrize(
    ("tried", "value", "item", "name", "amount"),
    [
        (GRAMS, "450", "4011", "Apples", "1.35"),
        (PRICE, "2.99", "4011", "Apples", "2.99"),
        (rule("27 IIIII VVVVV K", LabelUnit.COUNT, 0), "3", "500", "Wine", "29.97"),
        (
            rule("27 IIIII VVVVV K", LabelUnit.POUNDS, 2),
            "1.00",
            "4011",
            "Apples",
            None,
        ),  # priced by the kilogram
    ],
)
def test_label_tells_what_it_would_do_at_the_till(
    stand: Stand, tried: LabelRule, value: str, item: str, name: str, amount: str | None
) -> None:
    trial = stand.rules.try_label([tried], tried, encode(tried, item, D(value)))
    assert trial.product is not None
    assert (trial.product.name, trial.kind) == (name, CodeKind.PLU)
    assert trial.amount == (None if amount is None else D(amount))
    assert trial.taken_by is None
    assert trial.reading.fits


def test_label_of_an_unknown_item_finds_nothing(stand: Stand) -> None:
    trial = stand.rules.try_label([PRICE], PRICE, encode(PRICE, "99999", D("1.00")))
    assert (trial.product, trial.amount, trial.reading.item) == (None, None, "99999")


def test_rule_before_that_reads_the_label_instead_is_told(stand: Stand) -> None:
    code = encode(PRICE, "4011", D("4.50"))
    assert stand.rules.try_label([GRAMS, PRICE], PRICE, code).taken_by is GRAMS
    assert stand.rules.collisions([GRAMS, PRICE], PRICE)[0].clash is Clash.HIDDEN
    assert stand.rules.collisions([GRAMS, PRICE], GRAMS) == []


def test_barcodes_of_products_that_a_rule_would_swallow(stand: Stand) -> None:
    real = encode(PRICE, "12345", D("1.23"))
    own = without_value(PRICE, real)
    taken, fine = goods("Salmon", "5.00", real), goods("Trout", "6.00", own)
    stand.shop.replica.change("products", to_document(taken), to_document(fine))
    assert [(found.code, found.name) for found in stand.rules.swallowed(PRICE)] == [(real, "Salmon")]
    assert stand.rules.swallowed(rule("26 IIIII VVVVV K")) == ()


def test_sample_is_kept_once_and_only_where_it_is_read(stand: Stand) -> None:
    code = encode(PRICE, "4011", D("4.50"))
    kept = stand.rules.with_sample(stand.rules.with_sample(PRICE, code), code)
    assert [(s.code, s.item, s.value) for s in kept.samples] == [(code, "04011", D("4.50"))]
    with pytest.raises(DomainError) as caught:
        stand.rules.with_sample(PRICE, "4006381333931")
    assert caught.value.code is ErrorCode.FIELD_INVALID


async def test_rules_are_written_with_what_changed_of_them(stand: Stand) -> None:
    base = stand.rules.store()
    saved = await stand.rules.save(base, [PRICE])
    assert saved.label_rules == (PRICE,)
    assert stand.rules.store() is saved  # although the replica does not know it yet
    renamed = msgspec.structs.replace(PRICE, name="Bakery")
    await stand.rules.save(saved, [GRAMS, renamed])
    first, second = stand.book.audit
    assert (first.action, first.user, first.ref) == (Action.MANAGE_LABEL_RULES, MANAGER.id, STORE.id)
    assert first.details == {"added": "27 IIIII VVVVV K: 27 IIIII VVVVV K"}
    assert second.details == {
        "added": "27 IIIII VVVVV K: 27 IIIII VVVVV K",
        "changed": "Bakery: 27 IIIII VVVVV K",
    }


async def test_others_change_no_rules(stand: Stand) -> None:
    base: Store = stand.rules.store()
    stand.shop.session.begin(CLERK)
    assert not stand.rules.may_change()
    with pytest.raises(DomainError) as caught:
        await stand.rules.save(base, [PRICE])
    assert caught.value.code is ErrorCode.NOT_ALLOWED
    assert stand.book.audit == []


async def test_what_somebody_else_changed_first_is_not_overwritten(stand: Stand) -> None:
    stand.book.changed_meanwhile = True
    with pytest.raises(AdapterError):
        await stand.rules.save(stand.rules.store(), [PRICE])
    assert stand.rules.store().label_rules == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"pattern": "IIIII VVVVV"}, "pattern"),
        ({"decimals": 5}, "decimals"),
        ({"decimals": -1}, "decimals"),
        ({"unit": LabelUnit.COUNT}, "decimals"),
    ],
)
def test_rule_that_cannot_be_kept(changes: dict[str, object], field: str) -> None:
    with pytest.raises(DomainError) as caught:
        check_rule(msgspec.structs.replace(PRICE, **changes))
    assert caught.value.data["field"] == field


async def test_there_is_an_end_to_rules(stand: Stand) -> None:
    many: Sequence[LabelRule] = [stand.rules.copy_of(PRICE) for _ in range(MOST_RULES + 1)]
    with pytest.raises(DomainError):
        await stand.rules.save(stand.rules.store(), many)
    assert len({each.id for each in many}) == len(many)
    check_rule(stand.rules.blank("New rule"))

"""The form of one promotion: the cards that its kind needs, a view of one immutable ``Promotion``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from b4mart_desktop.domain.promotions import Promotion, PromotionKind
from b4mart_desktop.domain.rule_check import RuleProblem
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.gui.prices.bundle_parts import BundleParts
from b4mart_desktop.gui.prices.conditions_card import ConditionsCard
from b4mart_desktop.gui.prices.coupon_card import CouponCard
from b4mart_desktop.gui.prices.goods_field import GoodsField
from b4mart_desktop.gui.prices.hours_card import HoursCard
from b4mart_desktop.gui.prices.kind_cards import KindCard, KindCards
from b4mart_desktop.gui.prices.parts import Card, Field, row, scrolled
from b4mart_desktop.gui.prices.promotion_words import KIND_ICONS, kind_example, kind_name, problem_words
from b4mart_desktop.gui.prices.terms_card import TermsCard
from b4mart_desktop.gui.shared.moment_edit import MomentEdit
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.services.customer_groups import groups_in_use
from b4mart_desktop.services.ports import Catalogue

_WIDEST = 860


@dataclass(frozen=True, slots=True)
class FormParts:
    """What forms of the room are made with.

    Attributes:
        tasks: Owns open dialogs.
        taken_codes: Returns the coupon codes of all promotions.
    """

    catalogue: Catalogue
    formats: Formats
    tasks: TaskOwner
    taken_codes: Callable[[], Collection[str]]

    def registers(self) -> Sequence[Register]:
        """The registers in use."""
        return [each for each in self.catalogue.registers() if each.retired_at is None]

    def groups(self) -> Sequence[str]:
        """The customer groups in use."""
        return groups_in_use(self.catalogue)


class PromotionForm(QWidget):
    """All fields of a promotion.

    Signals:
        edited: A field is another now.
    """

    edited = Signal()

    def __init__(self, parts: FormParts) -> None:
        super().__init__()
        self._parts = parts
        self._formats = parts.formats
        self._promotion: Promotion | None = None
        self._quiet = False
        self._name = QLineEdit()
        self._active = QCheckBox(self.tr("Switched on"))
        self._kinds = KindCards(self.tr("What it gives"))
        self._terms = TermsCard(parts.formats)
        self._bundle = BundleParts(lambda: self._goods_field(self.tr("What can this part be?"), ""))
        everything = self.tr("Everything in the shop.")
        self._goods = self._goods_field(self.tr("Which products take part?"), everything)
        self._excluded = GoodsField(
            parts.catalogue,
            parts.formats,
            self.tr("Which products never take part?"),
            self.tr("None."),
            parts.tasks,
            departments=False,
        )
        self._starts = MomentEdit(parts.formats.zone, self.tr("at once"))
        self._ends = MomentEdit(parts.formats.zone, self.tr("no end"))
        self._hours = HoursCard(parts.formats)
        self._conditions = ConditionsCard(
            parts.registers(),
            parts.groups(),
            self.tr(
                "Customers get the combination that is best for them. A promotion that wins over better ones "
                "takes its pieces first, even where another would take off more."
            ),
        )
        self._coupons = CouponCard(parts.tasks, parts.taken_codes)
        self._goods_card = Card(self.tr("What takes part"))
        self._bundle_card = Card(
            self.tr("What makes up the bundle"), self.tr("One of each part, together for the price above.")
        )
        self._fields = self._all_fields()
        self._build()
        self._connect()

    def _goods_field(self, title: str, nothing: str) -> GoodsField:
        return GoodsField(self._parts.catalogue, self._formats, title, nothing, self._parts.tasks)

    def _all_fields(self) -> Mapping[str, Field]:
        return {
            "name": Field(
                self.tr("Name"), self._name, self.tr("Stands on the receipt, such as “Summer sale”.")
            ),
            "products": Field(self.tr("Products and departments"), self._goods),
            "excluded": Field(self.tr("But never"), self._excluded),
            "startsAt": Field(self.tr("Begins"), self._starts),
            "endsAt": Field(self.tr("Ends"), self._ends),
            **self._terms.fields,
            **self._coupons.fields,
        }

    def _build(self) -> None:
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(tokens().space.xl, 0, tokens().space.md, tokens().space.xl)
        outer.setSpacing(tokens().space.lg)
        for card in self._cards():
            card.setMaximumWidth(_WIDEST)
            outer.addWidget(card)
        outer.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(content)
        column.addWidget(self._area)
        self._kinds.set_cards([(kind, self._kind_card(kind)) for kind in PromotionKind])

    def _cards(self) -> list[QFrame]:
        fields = self._fields
        named = _card(self.tr("Promotion"), fields["name"], self._active)
        gives = _card(self.tr("What it gives"), self._kinds, self._terms)
        self._goods_card.body.addWidget(fields["products"])
        self._goods_card.body.addWidget(fields["excluded"])
        self._bundle_card.body.addWidget(self._bundle)
        when = _card(self.tr("When"), row(fields["startsAt"], fields["endsAt"]), self._hours)
        return [
            named,
            gives,
            self._bundle_card,
            self._goods_card,
            when,
            _card(self.tr("Coupons"), self._coupons),
            _card(self.tr("For whom and where"), self._conditions),
        ]

    def _kind_card(self, kind: PromotionKind) -> KindCard:
        return KindCard(kind_name(kind), kind_example(kind, self._formats), KIND_ICONS[kind])

    def _connect(self) -> None:
        self._name.textEdited.connect(lambda _: self._on_edited())
        self._active.clicked.connect(lambda _: self._on_edited())
        self._kinds.chosen.connect(self._on_kind)
        for part in (self._terms, self._bundle, self._hours, self._conditions, self._coupons):
            part.edited.connect(self._on_edited)
        for field in (self._goods, self._excluded, self._starts, self._ends):
            field.changed.connect(self._on_edited)

    # ------------------------------------------------------------ showing

    def show_promotion(self, promotion: Promotion) -> None:
        """Shows a promotion."""
        self._quiet = True
        self._promotion = promotion
        self._name.setText(promotion.name)
        self._active.setChecked(promotion.is_active)
        self._kinds.set_current(promotion.kind)
        self._terms.show_terms(promotion)
        self._bundle.show_parts(promotion.parts)
        self._goods.set_goods(promotion.products, promotion.categories)
        self._excluded.set_goods(promotion.excluded)
        self._starts.set_moment(promotion.starts_at)
        self._ends.set_moment(promotion.ends_at)
        self._hours.show_hours(promotion.hours)
        self._conditions.show_conditions(promotion)
        self._coupons.show_coupons(promotion)
        self._show_kind(promotion.kind)
        self._quiet = False
        self.show_problems(())

    def show_problems(self, problems: Sequence[RuleProblem]) -> None:
        """Says beside each field what is wrong with it."""
        words: dict[str, str] = {}
        for problem in problems:
            words.setdefault(problem.field, problem_words(problem, self._formats))
        for name, field in self._fields.items():
            field.set_problem(words.get(name, ""))
        parts = {
            int(name.removeprefix("parts.")): text for name, text in words.items() if name[:6] == "parts."
        }
        self._bundle.show_problems(words.get("parts", ""), parts)

    def lead_to(self, problem: RuleProblem) -> None:
        """Brings the focus to the field that is wrong."""
        field = self._fields.get(problem.field)
        target: QWidget = self._bundle if field is None else field
        self._area.ensureWidgetVisible(target)
        if field is not None:
            field.widget.setFocus()

    def promotion(self) -> Promotion:
        """Returns the promotion as it is entered."""
        assert self._promotion is not None
        kind = PromotionKind(str(self._kinds.current()))
        replaced = msgspec.structs.replace(
            self._promotion,
            name=self._name.text(),
            kind=kind,
            is_active=self._active.isChecked(),
            parts=self._bundle.parts() if kind is PromotionKind.BUNDLE else self._promotion.parts,
            products=self._goods.products,
            categories=self._goods.categories,
            excluded=self._excluded.products,
            starts_at=self._starts.moment(),
            ends_at=self._ends.moment(),
            hours=self._hours.hours(),
            codes=self._coupons.codes(),
            limits=self._coupons.limits(),
            **self._conditions.changes(),
        )
        return self._terms.apply(replaced)

    def lacks_codes(self) -> bool:
        """Whether a coupon is asked for, but none is there."""
        return self._coupons.lacks_codes()

    def focus(self) -> None:
        """Brings the focus to where one begins."""
        self._area.verticalScrollBar().setValue(0)
        self._name.setFocus()

    def _show_kind(self, kind: PromotionKind) -> None:
        bundle = kind is PromotionKind.BUNDLE
        self._terms.show_kind(kind)
        self._bundle_card.setVisible(bundle)
        self._goods_card.setVisible(not bundle)

    def _on_kind(self, kind: object) -> None:
        self._show_kind(PromotionKind(str(kind)))
        self._on_edited()

    def _on_edited(self) -> None:
        if not self._quiet:
            self.edited.emit()


def _card(title: str, *widgets: QWidget) -> Card:
    card = Card(title)
    for widget in widgets:
        card.body.addWidget(widget)
    return card

"""What who is signed in may do to products, asked once for a whole form."""

from __future__ import annotations

from dataclasses import dataclass

from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.counter import Counter

_PRICES = "pricing."
_COST = "pricing.costPrice"


@dataclass(frozen=True, slots=True)
class Rights:
    """Rights on the fields of a product."""

    edit: bool
    prices: bool
    costs: bool
    stock: bool

    def may_see(self, field: str) -> bool:
        """Whether the field may be shown."""
        return self.costs or field != _COST

    def may_change(self, field: str) -> bool:
        """Whether the field may be changed."""
        return self.prices if field.startswith(_PRICES) else self.edit


def rights_of(counter: Counter) -> Rights:
    """Returns what who is signed in may do by now."""
    return Rights(
        edit=counter.may(Action.EDIT_CATALOGUE),
        prices=counter.may(Action.CHANGE_CATALOGUE_PRICES),
        costs=counter.may(Action.SEE_COSTS),
        stock=counter.may(Action.ADJUST_STOCK),
    )

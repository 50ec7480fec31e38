"""What a change of many products would do, counted over all of them. Computes no change itself."""

from collections import Counter as Tally
from dataclasses import dataclass, field

from b4mart_desktop.domain.bulk_changes import Changed
from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.price_changes import PREVENTING, PriceNote


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A product before and after a change; the same where nothing changes."""

    before: Product
    after: Product
    notes: frozenset[PriceNote]


@dataclass(slots=True)
class Preview:
    """What a change would do, counted over all chosen products.

    Attributes:
        rows: The first products in their order.
        noted: The first products of which something is to be known, be they among ``rows`` or not.
        changed: How many would be changed.
        unchanged: How many are so already.
        prevented: How many cannot be changed; ``notes`` tell why.
        gone: How many are no more.
        notes: How many products have each note.
    """

    rows: list[PreviewRow] = field(default_factory=list)
    noted: list[PreviewRow] = field(default_factory=list)
    changed: int = 0
    unchanged: int = 0
    prevented: int = 0
    gone: int = 0
    notes: Tally[PriceNote] = field(default_factory=Tally)

    def take(self, before: Product, changed: Changed, limit: int) -> None:
        """Counts one product in."""
        row = PreviewRow(before, changed.product, changed.notes)
        if len(self.rows) < limit:
            self.rows.append(row)
        if row.notes and len(self.noted) < limit:
            self.noted.append(row)
        self.notes.update(row.notes)
        if row.before != row.after:
            self.changed += 1
        elif row.notes & PREVENTING:
            self.prevented += 1
        else:
            self.unchanged += 1

from collections.abc import Sequence

import msgspec
import pytest

from b4mart_desktop.backstage.batching import MOST_ENTRIES, MOST_LINES, BatchSize, first_batch
from b4mart_desktop.domain.entries import Entry, QueuedEntry, SaleCompleted
from b4mart_desktop.domain.record import utc_now
from tests.adapters.local.facts import audited, paid_sale


def sale_of(lines: int) -> SaleCompleted:
    sale = paid_sale()
    order = msgspec.structs.replace(sale.order, items=sale.order.items[:1] * lines)
    return SaleCompleted(sale=msgspec.structs.replace(sale, order=order))


def queued(entries: Sequence[Entry]) -> list[QueuedEntry]:
    return [
        QueuedEntry(number=number, entry=entry, written_at=utc_now()) for number, entry in enumerate(entries)
    ]


@pytest.mark.parametrize(
    ("lines", "together"),
    [
        ([1], 1),
        ([MOST_LINES], 1),
        ([MOST_LINES + 1], 1),
        ([MOST_LINES + 1, 1], 1),
        ([1, MOST_LINES], 1),
        ([1, MOST_LINES - 1, 1], 2),
        ([MOST_LINES // 4] * 8, 4),
        ([2] * 30, 30),
    ],
)
def test_as_many_sales_go_together_as_their_lines_allow(lines: Sequence[int], together: int) -> None:
    waiting = queued([sale_of(count) for count in lines])
    assert first_batch(waiting) == waiting[:together]


def test_other_entries_count_as_one_line() -> None:
    waiting = queued([sale_of(MOST_LINES - 2), audited(), audited(), audited()])
    assert first_batch(waiting) == waiting[:3]


def test_a_failure_halves_and_a_success_doubles_within_bounds() -> None:
    size = BatchSize()
    assert size.entries == MOST_ENTRIES
    size.grow()
    assert size.entries == MOST_ENTRIES
    seen = []
    for _ in range(9):
        size.shrink()
        seen.append(size.entries)
    assert seen == [32, 16, 8, 4, 2, 1, 1, 1, 1]
    size.grow()
    assert size.entries == 2

"""Receipts on paper: issued with the sale, copies marked and audited."""

from pathlib import Path

import pytest

from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.receipt import Receipt
from b4mart_desktop.services.printing import Printing
from tests.unit.fakes import Paper
from tests.unit.services.shop import CLERK, MILK_CODE, Shop, cash


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def printing(open_till: Shop, paper: Paper) -> Printing:
    return Printing(open_till.counter, paper, paper)


@pytest.fixture
async def receipt(open_till: Shop) -> Receipt:
    open_till.scan(MILK_CODE)
    return (await open_till.checkout.pay([cash("5.00")])).receipt


async def test_a_receipt_is_issued_as_an_original(printing: Printing, paper: Paper, receipt: Receipt) -> None:
    assert await printing.issue(receipt) == Path("documents/receipt-R1-000001.pdf")
    assert paper.events == [("drawn", False), ("saved", ("receipt-R1-000001.pdf", b"R1-000001"))]


async def test_a_copy_is_marked_audited_and_shown(
    open_till: Shop, printing: Printing, paper: Paper, receipt: Receipt
) -> None:
    await printing.reprint(receipt)
    assert paper.events == [
        ("drawn", True),
        ("saved", ("receipt-R1-000001-copy.pdf", b"R1-000001")),
        ("shown", "receipt-R1-000001-copy.pdf"),
    ]
    [entry] = open_till.in_journal()
    assert (entry.action, entry.user, entry.ref) == (Action.REPRINT, CLERK.id, receipt.order)
    assert entry.details == {"receipt": "R1-000001"}


async def test_a_copy_that_cannot_be_put_on_record_is_not_shown(
    open_till: Shop, printing: Printing, paper: Paper, receipt: Receipt
) -> None:
    open_till.journal.full = True
    with pytest.raises(AdapterError):
        await printing.reprint(receipt)
    assert not [event for event in paper.events if event[0] == "shown"]


async def test_a_copy_that_cannot_be_drawn_is_not_audited(
    open_till: Shop, printing: Printing, paper: Paper, receipt: Receipt
) -> None:
    paper.broken = True
    with pytest.raises(AdapterError):
        await printing.reprint(receipt)
    assert open_till.in_journal() == []


async def test_nobody_at_the_counter_gets_no_copy(
    open_till: Shop, printing: Printing, paper: Paper, receipt: Receipt
) -> None:
    open_till.session.end()
    with pytest.raises(DomainError) as caught:
        await printing.reprint(receipt)
    assert caught.value.code is ErrorCode.NOT_SIGNED_IN
    assert paper.events == []


async def test_documents_kept_elsewhere_are_written_and_shown(printing: Printing, paper: Paper) -> None:
    path = await printing.show_document("invoice-1.pdf", b"%PDF")
    await printing.show(path)
    assert paper.events == [
        ("saved", ("invoice-1.pdf", b"%PDF")),
        ("shown", "invoice-1.pdf"),
        ("shown", "invoice-1.pdf"),
    ]

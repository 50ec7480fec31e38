"""Invoices are drawn once, kept, and made again by nobody."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import msgspec
import pytest

from b4mart_desktop.domain.cart import CartProduct, add, new_cart
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.jobs import Job
from b4mart_desktop.domain.orders import Order
from b4mart_desktop.domain.payments import Payment, Tender, TenderKind
from b4mart_desktop.domain.pricing import PriceRules, price
from b4mart_desktop.domain.receipt import Receipt, make_receipt
from b4mart_desktop.domain.sale import Sale, Seller, make_sale, with_receipt_number
from b4mart_desktop.domain.settlement import settle
from b4mart_desktop.domain.store import Store, StoreAddress
from b4mart_desktop.services.invoicing import Invoicing, file_name, kept_name

NOW = dt.datetime(2026, 11, 23, 21, 5, tzinfo=dt.UTC)
STORE = Store(
    id=new_id(),
    name="Corner Market",
    legal_name="Corner Market LLC",
    address=StoreAddress(street="1 Main Street", city="Oakland", country="US"),
    currency="USD",
    time_zone="America/Los_Angeles",
    walk_in_customer=new_id(),
    created_at=NOW,
    updated_at=NOW,
)


class Archive:
    """Knows one sale."""

    def __init__(self, sale: Sale) -> None:
        self._sale = sale

    async def between(self, start: dt.datetime, end: dt.datetime, cashier: Id | None) -> Sequence[Order]:
        raise NotImplementedError

    async def order(self, order: Id) -> Order | None:
        return self._sale.order if order == self._sale.order.id else None

    async def by_receipt(self, number: str) -> Order | None:
        raise NotImplementedError

    async def payments(self, order: Id) -> Sequence[Payment]:
        return self._sale.payments


class Files:
    """Keeps documents in memory, with what was said about them."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[bytes, Id, str]] = {}

    async def put(self, name: str, content: bytes, ref: Id, kind: str) -> None:
        self.kept[name] = (content, ref, kind)

    async def get(self, name: str) -> bytes | None:
        return self.kept[name][0] if name in self.kept else None


class Printer:
    """Remembers what it drew; every drawing is another one."""

    def __init__(self) -> None:
        self.drawn: list[Receipt] = []

    async def pdf(self, receipt: Receipt) -> bytes:
        self.drawn.append(receipt)
        return f"invoice {len(self.drawn)}".encode()


@pytest.fixture
def sale() -> Sale:
    product = CartProduct(id=new_id(), name="Milk", sku="DAI-1", price=Decimal("3.99"), tax_class="standard")
    cart, _ = add(new_cart(), product)
    priced = price(cart, PriceRules(currency="USD"), NOW)
    settlement = settle(
        priced.total, [Tender(kind=TenderKind.CASH, tendered=Decimal(5))], step=Decimal("0.05")
    )
    seller = Seller(register=new_id(), shift=new_id(), cashier=new_id(), cashier_name="Maria Lopez")
    return with_receipt_number(make_sale(cart, priced, settlement, STORE, seller, NOW), "R1", 123)


@pytest.fixture
def job(sale: Sale) -> Job:
    return sale.jobs[0]


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def printer() -> Printer:
    return Printer()


@pytest.fixture
def invoicing(sale: Sale, files: Files, printer: Printer) -> Invoicing:
    return Invoicing(Archive(sale), files, printer, lambda: STORE)


async def test_job_draws_the_sales_receipt_and_keeps_it(
    invoicing: Invoicing, job: Job, sale: Sale, files: Files, printer: Printer
) -> None:
    await invoicing.handle(job)

    assert printer.drawn == [make_receipt(sale.order, sale.payments, STORE)]
    assert files.kept == {f"invoice-{sale.order.id}.pdf": (b"invoice 1", sale.order.id, "invoice")}


async def test_job_done_twice_changes_nothing(
    invoicing: Invoicing, job: Job, files: Files, printer: Printer
) -> None:
    await invoicing.handle(job)
    before = dict(files.kept)

    await invoicing.handle(job)

    assert files.kept == before
    assert len(printer.drawn) == 1


async def test_orders_screen_gets_the_invoice_that_is_kept(
    invoicing: Invoicing, job: Job, sale: Sale, printer: Printer
) -> None:
    await invoicing.handle(job)

    assert await invoicing.invoice_of(sale.order) == b"invoice 1"
    assert len(printer.drawn) == 1


async def test_orders_screen_need_not_wait_for_the_job(
    invoicing: Invoicing, job: Job, sale: Sale, files: Files, printer: Printer
) -> None:
    assert await invoicing.invoice_of(sale.order) == b"invoice 1"

    await invoicing.handle(job)

    assert len(printer.drawn) == 1
    assert kept_name(sale.order) in files.kept


async def test_order_that_does_not_exist_is_not_tried_again(invoicing: Invoicing, job: Job) -> None:
    with pytest.raises(DomainError) as caught:
        await invoicing.handle(msgspec.structs.replace(job, ref=new_id()))

    assert caught.value.code is ErrorCode.NOT_FOUND


async def test_waits_for_the_stores_settings(sale: Sale, job: Job, files: Files, printer: Printer) -> None:
    invoicing = Invoicing(Archive(sale), files, printer, lambda: None)

    with pytest.raises(AdapterError) as caught:
        await invoicing.handle(job)

    assert caught.value.code is ErrorCode.DATABASE_UNREACHABLE
    assert files.kept == {}


def test_file_is_named_by_the_printed_number(sale: Sale) -> None:
    web = msgspec.structs.replace(sale.order, receipt_number=None, order_number="ORD-1-abc")

    assert file_name(sale.order) == "invoice-R1-000123.pdf"
    assert file_name(web) == "invoice-ORD-1-abc.pdf"

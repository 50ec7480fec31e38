"""From a posted sale to its invoice in GridFS, through the real database and the real drawing."""

import datetime as dt
import hashlib

from b4mart_desktop.adapters.documents.invoice_pdf import InvoicePdf
from b4mart_desktop.adapters.mongo.files import MongoFiles
from b4mart_desktop.adapters.mongo.jobs import MongoJobs
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.orders import MongoOrders
from b4mart_desktop.adapters.mongo.posting import MongoPosting
from b4mart_desktop.domain.entries import SaleCompleted
from b4mart_desktop.domain.jobs import JobKind
from b4mart_desktop.services.invoicing import Invoicing, kept_name
from tests.adapters.documents.reading import texts_of
from tests.adapters.mongo.samples import Line, make_product, make_sale_of, make_store
from tests.adapters.mongo.shop import _shop_name, shop

__all__ = ["_shop_name", "shop"]


async def test_a_posted_sale_gets_its_invoice_once(shop: Database) -> None:
    sale = make_sale_of([Line(make_product())])
    await MongoPosting(shop).post([SaleCompleted(sale=sale)])
    store = make_store()
    files = MongoFiles(shop)
    invoicing = Invoicing(MongoOrders(shop), files, InvoicePdf("en-US"), lambda: store)
    job = await MongoJobs(shop).claim([JobKind.INVOICE], "test", dt.timedelta(minutes=1))
    assert job is not None

    await invoicing.handle(job)
    first = await files.get(kept_name(sale.order))
    await invoicing.handle(job)
    second = await files.get(kept_name(sale.order))

    assert first is not None
    assert second is not None
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
    assert [row[-1] for row in texts_of(first) if "Invoice no." in row] == [
        sale.order.receipt_number or sale.order.order_number
    ]

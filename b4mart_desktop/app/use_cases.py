"""Puts the use cases together from adapters and services."""

from __future__ import annotations

import asyncio
from pathlib import Path

from b4mart_desktop.adapters.devices.codes import BarcodeReader
from b4mart_desktop.adapters.devices.output import DesktopOutput
from b4mart_desktop.adapters.documents.invoice_pdf import InvoicePdf
from b4mart_desktop.adapters.documents.receipt_pdf import ReceiptPdf
from b4mart_desktop.adapters.mongo.files import MongoFiles
from b4mart_desktop.adapters.mongo.jobs import MongoJobs
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.orders import MongoOrders
from b4mart_desktop.adapters.mongo.registers import MongoRegisters
from b4mart_desktop.adapters.security.bcrypt_hasher import BcryptHasher
from b4mart_desktop.app.neighbours import Neighbours
from b4mart_desktop.gui.screens import UseCases
from b4mart_desktop.services.bus import Event, ReplicaChanged
from b4mart_desktop.services.checkout import Checkout
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.counters import Counters
from b4mart_desktop.services.coupons import Coupons
from b4mart_desktop.services.customers import Customers
from b4mart_desktop.services.holding import Holding
from b4mart_desktop.services.invoicing import Invoicing
from b4mart_desktop.services.orders import Orders
from b4mart_desktop.services.printing import Printing
from b4mart_desktop.services.selling import Selling
from b4mart_desktop.services.shifts import Shifts
from b4mart_desktop.services.signing_in import SigningIn


def make_invoicing(counter: Counter, database: Database, language: str) -> Invoicing:
    """Returns what makes invoices, for the background and the orders screen."""
    orders, files = MongoOrders(database), MongoFiles(database)
    return Invoicing(orders, files, InvoicePdf(language), counter.catalogue.store)


async def make_reader(counter: Counter) -> BarcodeReader:
    """Returns what understands codes, by the store's rules, ready for the first scan."""
    store = counter.store()
    reader = BarcodeReader(store.label_region, store.label_rules)

    def follow(event: Event) -> None:
        if isinstance(event, ReplicaChanged) and event.collection == "settings":
            changed = counter.catalogue.store()
            if changed is not None:
                reader.use(changed.label_region, changed.label_rules)

    counter.bus.subscribe(follow)
    await asyncio.to_thread(reader.warm_up)
    return reader


def make_printing(counter: Counter, documents: Path, language: str) -> Printing:
    """Returns what makes receipts; ``documents`` is the folder of those that are shown."""
    return Printing(counter, ReceiptPdf(language), DesktopOutput(documents))


def make_use_cases(
    counter: Counter,
    database: Database,
    reader: BarcodeReader,
    neighbours: Neighbours,
    invoicing: Invoicing,
    printing: Printing,
) -> UseCases:
    """Returns everything a person can do at ``counter``, whose catalogue must have a store.

    Args:
        counter: This register with its local files.
        database: The shop's; it may not have answered yet.
        reader: Understands codes.
        neighbours: The other counters.
        invoicing: Makes invoices.
        printing: Makes receipts.
    """
    selling = Selling(counter, reader)
    return UseCases(
        counter=counter,
        signing_in=SigningIn(counter.catalogue, BcryptHasher(), counter.session, neighbours.guessing),
        shifts=Shifts(counter),
        selling=selling,
        coupons=Coupons(counter, selling, neighbours.coupons),
        holding=Holding(counter, selling, neighbours.claims),
        checkout=Checkout(counter, selling),
        customers=Customers(counter),
        orders=Orders(counter, MongoOrders(database), MongoJobs(database)),
        invoicing=invoicing,
        printing=printing,
        counters=Counters(counter, MongoRegisters(database), neighbours.board),
    )

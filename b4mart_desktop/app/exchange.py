"""Puts together what managers import and export with."""

from __future__ import annotations

from collections.abc import Callable

from b4mart_desktop.adapters.exchange.errors_file import write_errors
from b4mart_desktop.adapters.exchange.worker import ExchangeProcess
from b4mart_desktop.adapters.files.opening import open_table
from b4mart_desktop.adapters.mongo.import_book import MongoImportBook
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.products import MongoProducts
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.exchanging import Exchange


def make_exchange(counter: Counter, database: Database, uri: Callable[[], str]) -> Exchange:
    """Returns the use case.

    Args:
        counter: This register.
        database: The shop's.
        uri: Of its server, with everything needed to sign in.
    """
    return Exchange(
        counter,
        MongoProducts(database),
        MongoImportBook(database),
        ExchangeProcess(uri, database.name),
        open_table,
        write_errors,
    )

"""Puts together what managers do in the office, from adapters and services."""

from __future__ import annotations

from collections.abc import Callable

from b4mart_desktop.adapters.devices.codes import BarcodeReader
from b4mart_desktop.adapters.devices.label_presets import presets
from b4mart_desktop.adapters.files.plain_text import read_text
from b4mart_desktop.adapters.local.layouts import LayoutFile
from b4mart_desktop.adapters.local.replica.code_ranges import LocalCodes
from b4mart_desktop.adapters.local.replica.hiding import LocalHiding
from b4mart_desktop.adapters.local.replica.listing import LocalProductListing
from b4mart_desktop.adapters.mongo.catalogue_batches import MongoCatalogueBatches
from b4mart_desktop.adapters.mongo.categories import MongoCategories
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.product_edits import MongoProductEdits
from b4mart_desktop.adapters.mongo.repairs import MongoDocumentRepairs
from b4mart_desktop.adapters.mongo.saved_views import MongoSavedViews
from b4mart_desktop.adapters.mongo.store_settings import MongoStoreSettings
from b4mart_desktop.app.exchange import make_exchange
from b4mart_desktop.app.labels import make_labels
from b4mart_desktop.app.local_files import LocalFiles
from b4mart_desktop.app.pictures import make_pictures, make_thumbnails
from b4mart_desktop.app.prices import make_price_use_cases
from b4mart_desktop.gui.office_rooms import OfficeUseCases
from b4mart_desktop.services.bulk_edit import BulkEdit
from b4mart_desktop.services.categories import Categories
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.label_rules import LabelRules
from b4mart_desktop.services.product_list import ProductList
from b4mart_desktop.services.repairing import Repairing
from b4mart_desktop.services.saved_views import SavedViews
from b4mart_desktop.settings import Settings


def make_office(
    counter: Counter,
    database: Database,
    local: LocalFiles,
    settings: Settings,
    uri: Callable[[], str],
) -> OfficeUseCases:
    """Returns what managers can do; the database may not have answered yet.

    Args:
        counter: This register with its local files.
        database: The shop's.
        local: This counter's own files.
        settings: The program's.
        uri: Of the database's server, for processes that connect by themselves.
    """
    listing = LocalProductListing(local.replica)
    editing = Editing(counter, MongoProductEdits(database), local.drafts)
    prices = make_price_use_cases(counter, database)
    return OfficeUseCases(
        bulk_edit=BulkEdit(counter, listing, editing, prices.scheduled, MongoCatalogueBatches(database)),
        categories=Categories(counter, MongoCategories(database), editing, read_text),
        editing=editing,
        exchange=make_exchange(counter, database, uri),
        label_rules=LabelRules(
            counter, MongoStoreSettings(database), LocalCodes(local.replica), BarcodeReader, presets
        ),
        labels=make_labels(counter, database, local, settings),
        layouts=LayoutFile(local.folder / "layouts.json"),
        pictures=make_pictures(counter, database, settings),
        prices=prices,
        product_list=ProductList(counter, listing),
        repairing=Repairing(counter, MongoDocumentRepairs(database), LocalHiding(local.replica)),
        thumbnails=make_thumbnails(database, local.folder, settings),
        views=SavedViews(counter, MongoSavedViews(database)),
    )

"""Records of what managers keep, with every optional field set."""

from decimal import Decimal

import msgspec

from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.catalogue_batches import BatchState, CatalogueBatch
from b4mart_desktop.domain.edits import CatalogueChange, EditKind, FieldChange
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.imports import (
    DecimalSign,
    EmptyCells,
    ImportProfile,
    ImportReading,
    ImportRules,
    ImportRun,
    ImportState,
    MatchBy,
    RowsTaken,
    StockOfKnown,
)
from b4mart_desktop.domain.label_stocks import BUILT_IN
from b4mart_desktop.domain.labels import LabelPrint, LabelTemplate
from b4mart_desktop.domain.product_lists import Flaw, ProductFilter, ProductSort, SavedView, SortKey
from b4mart_desktop.domain.record import Record, utc_now


def office_records() -> dict[str, Record]:
    """One record of each collection that only managers write."""
    now = utc_now()
    return {
        "cataloguechanges": CatalogueChange(
            id=new_id(),
            product=new_id(),
            name="Banana",
            kind=EditKind.BULK,
            fields=(FieldChange(field="pricing.basePrice", before='"1.99"', after='"2.19"'),),
            batch=new_id(),
            user=new_id(),
            user_name="Marcus",
            register=new_id(),
            version=now,
            at=now,
        ),
        "cataloguebatches": catalogue_batch(),
        "catalogueviews": saved_view(),
        "importprofiles": _import_profile(),
        "importruns": _import_run(),
        "labeltemplates": _label_template(),
        "labelprints": _label_print(),
    }


def _label_template() -> LabelTemplate:
    l7160 = next(template for template in BUILT_IN if template.code == "L7160")
    return msgspec.structs.replace(l7160, id=new_id(), code="own", based_on="L7160", name="Mine")


def _label_print() -> LabelPrint:
    return LabelPrint(
        id=new_id(),
        price=Decimal("1.29"),
        list_price=Decimal("1.49"),
        template=new_id(),
        batch=new_id(),
        copies=2,
        at=utc_now(),
        by=new_id(),
    )


def catalogue_batch() -> CatalogueBatch:
    """A change of many products."""
    now = utc_now()
    return CatalogueBatch(
        id=new_id(),
        what="Change prices",
        state=BatchState.DONE,
        chosen=10,
        saved=9,
        planned_for=now,
        user=new_id(),
        user_name="Marcus",
        started_at=now,
        updated_at=now,
    )


def saved_view() -> SavedView:
    """A view of the catalogue."""
    now = utc_now()
    return SavedView(
        id=new_id(),
        name="Cheap fruit",
        owner=new_id(),
        shared=True,
        filter=ProductFilter(
            text="apple",
            category=new_id(),
            statuses=(ProductStatus.DRAFT,),
            vendor=new_id(),
            price_from=Decimal("0.5"),
            price_to=Decimal(2),
            low_stock=True,
            featured=False,
            favourite=True,
            tags=("bio",),
            flaws=(Flaw.NO_PICTURE,),
            products=(new_id(),),
        ),
        sort=ProductSort(key=SortKey.PRICE, descending=True),
        columns=("name", "price"),
        tiles=True,
        created_at=now,
        updated_at=now,
    )


def _import_profile() -> ImportProfile:
    now = utc_now()
    return ImportProfile(
        id=new_id(),
        name="Northwind",
        header=("Code", "Name", "Colour"),
        columns=("sku", "name", ""),
        rules=ImportRules(
            match=MatchBy.SKU,
            rows=RowsTaken.KNOWN,
            empty=EmptyCells.CLEAR,
            stock=StockOfKnown.SET,
            decimals=DecimalSign.COMMA,
            status=ProductStatus.DRAFT,
        ),
        sheet="Prices",
        header_line=3,
        encoding="cp1252",
        delimiter=";",
        created_at=now,
        updated_at=now,
    )


def _import_run() -> ImportRun:
    now = utc_now()
    return ImportRun(
        id=new_id(),
        file="prices.csv",
        state=ImportState.STOPPED,
        line=1_000,
        added=1,
        changed=2,
        unchanged=3,
        refused=4,
        columns=("sku", "name", ""),
        rules=ImportRules(stock=StockOfKnown.SET),
        reading=ImportReading(sheet="Prices", header_line=3, encoding="cp1255", delimiter=";"),
        digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        user=new_id(),
        user_name="Marcus",
        started_at=now,
        updated_at=now,
    )

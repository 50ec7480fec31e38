"""Rows of labels: counting the products that need one."""

import contextlib
import datetime as dt
import shutil
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from b4mart_desktop.adapters.local.replica.file import ReplicaFile, open_replica
from b4mart_desktop.adapters.local.replica.label_state import LocalLabelState
from b4mart_desktop.adapters.local.replica.tables import LabelTable
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.labels import LabelPrint
from b4mart_desktop.services.ports.labels import OfferGoods, RunningOffers
from tests.bench.catalogue import IDENTITY
from tests.bench.figures import Figure, percentile
from tests.bench.stand import Stand

REPEATED = 5
_PRINTED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_BARE = "SELECT total(price) FROM listing WHERE status <> 3"
_MILLISECONDS = 1_000


def label_needs(stand: Stand) -> list[Figure]:
    """How many products need a label, every one having one: without an offer, and with one for all of them.

    Bare: adding up the prices of all products.
    """
    path = stand.folder / "labelled.sqlite"
    shutil.copyfile(stand.replica, path)
    with contextlib.closing(open_replica(path, IDENTITY)) as file:
        _label_all(file)
        offer = OfferGoods(id=new_id(), since=_PRINTED + dt.timedelta(1), changed=_PRINTED, everything=True)
        state = LocalLabelState(file)
        bare = percentile([_seconds(lambda: file.rows(_BARE)) for _ in range(REPEATED)], 50)
        figures: list[Figure] = []
        for name, offers in (("plain", RunningOffers()), ("offer", RunningOffers(running=[offer]))):
            seconds = [_seconds(partial(state.needs, offers)) for _ in range(REPEATED)]
            value = percentile(seconds, 50)
            figures.append(Figure(f"label_needs.{name}", value * _MILLISECONDS, "ms", value / bare))
    return figures


def _label_all(file: ReplicaFile) -> None:
    table = LabelTable()
    labels = (
        LabelPrint(
            id=Id(product),
            price=Decimal(repr(price)),
            list_price=Decimal(repr(price)),
            template=new_id(),
            batch=new_id(),
            at=_PRINTED,
            by=new_id(),
        )
        for product, price in file.rows("SELECT id, price FROM listing CROSS JOIN products USING (row)")
    )
    rows = [table.row(each, None) for each in labels]
    with file.writing() as connection:
        table.put(connection, rows)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began

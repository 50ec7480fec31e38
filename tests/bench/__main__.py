"""The command line: which rows, how many products, lines or JSON."""

import argparse
import itertools
import json
import multiprocessing
import os
import platform
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from tests.bench import (
    bulk,
    contending,
    day,
    exchanging,
    invoicing,
    labelling,
    listing,
    neighbours,
    paying,
    pictures,
    posting,
    pricing,
    remembering,
    replicating,
    scrolling,
    selling,
    stalling,
    starting,
)
from tests.bench.figures import Figure
from tests.bench.stand import Stand, grounds


class Row(NamedTuple):
    """One benchmark.

    Attributes:
        measure: Measures; its docstring says what and beside what.
        products: How many products unless the command line says otherwise.
        replica: Whether it needs a filled replica.
        database: Whether it needs a filled database.
    """

    measure: Callable[[Stand], list[Figure]]
    products: int
    replica: bool = False
    database: bool = False


ROWS = {
    "scan_to_line": Row(selling.scan_to_line, 50_000, replica=True),
    "search_keystroke": Row(selling.search_keystroke, 50_000, replica=True),
    "index_words": Row(selling.index_words, 50_000, replica=True),
    "price_cart": Row(pricing.price_cart, 300),
    "pay_to_receipt": Row(paying.pay_to_receipt, 2_000, replica=True, database=True),
    "post_sale": Row(posting.post_sale, 2_000, replica=True, database=True),
    "drain_backlog": Row(posting.drain_backlog, 2_000, replica=True, database=True),
    "hot_products": Row(contending.hot_products, 2_000, replica=True, database=True),
    "neighbours": Row(neighbours.neighbours, 2_000, database=True),
    "replicate": Row(replicating.replicate, 100_000, database=True),
    "replicate_rebuild": Row(replicating.replicate_rebuild, 100_000, database=True),
    "cold_start": Row(starting.cold_start, 50_000, replica=True),
    "change_to_screen": Row(replicating.change_to_screen, 20_000, database=True),
    "frame_stall": Row(stalling.frame_stall, 20_000, database=True),
    "invoice": Row(invoicing.invoice, 2_000, replica=True),
    "catalogue_frames": Row(scrolling.catalogue_frames, 100_000, replica=True),
    "product_list": Row(listing.product_list, 100_000, replica=True),
    "label_needs": Row(labelling.label_needs, 100_000, replica=True),
    "thumbnails": Row(pictures.thumbnails, 100),
    "bulk_prices": Row(bulk.bulk_prices, 20_000, replica=True, database=True),
    "memory": Row(remembering.memory, 20_000, database=True),
    "import_rows": Row(exchanging.import_rows, 20_000),
    "day": Row(day.day, 2_000, database=True),
}


def main() -> int:
    """Runs the rows that the command line names, all where it names none."""
    options = _parser().parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(_machine(), file=sys.stderr)
    context = multiprocessing.get_context("spawn")
    figures: list[Figure] = []
    with (
        grounds() as made,
        # A process for each row: what one has loaded and allocated is none of the next one's business.
        ProcessPoolExecutor(max_workers=1, mp_context=context, max_tasks_per_child=1) as rows,
    ):
        for name, products in itertools.product(options.rows or ROWS, options.products or [None]):
            row = ROWS[name]
            stand = made.stand(name, products or row.products, replica=row.replica, database=row.database)
            measured = rows.submit(row.measure, stand).result()
            if len(options.products or ()) > 1:
                measured = [figure._replace(name=f"{figure.name}@{products}") for figure in measured]
            figures += measured
            if not options.json:
                print(*(figure.line() for figure in measured), sep="\n", flush=True)
    if options.json:
        print(json.dumps([figure._asdict() for figure in figures], indent=2))
    return 0


def _parser() -> argparse.ArgumentParser:
    explained = [f"  {name:<18} {_summary(row)}" for name, row in ROWS.items()]
    parser = argparse.ArgumentParser(
        prog="dev.py bench",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Measures; prints `name value unit ratio`, the ratio to the bare operation.",
        epilog="rows:\n" + "\n".join(explained),
    )
    parser.add_argument("rows", nargs="*", choices=[[], *ROWS], metavar="NAME", help="rows; all by default")
    parser.add_argument(
        "--products",
        type=int,
        nargs="+",
        metavar="N",
        help="sizes of the catalogue: each row at each of them",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON list instead of lines")
    return parser


def _summary(row: Row) -> str:
    return (row.measure.__doc__ or "").strip().splitlines()[0]


def _machine() -> str:
    """What figures cannot be compared without; to standard error, because it is no figure."""
    parts = [platform.system(), platform.machine(), f"{os.cpu_count()} CPUs"]
    if hasattr(os, "getloadavg"):
        parts.append(f"load {os.getloadavg()[0]:.1f}")
    return ", ".join([*parts, f"Python {platform.python_version()}"])


if __name__ == "__main__":
    sys.exit(main())

"""A program that sells until it is killed: ``python -m tests.adapters.local.journal_child JOURNAL``.

Each line it prints is the acknowledgement of one sale: order id and receipt number.
"""

import asyncio
import os
import sys
from pathlib import Path

from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from tests.adapters.local.facts import paid_sale
from tests.seals import SEAL


async def sell(journal: SqliteJournal) -> None:
    """Sells for ever, marking what it sold as posted now and then as a poster would."""
    sold = 0
    while True:
        sale = await journal.append_sale(paid_sale(), "K")
        os.write(1, f"{sale.order.id} {sale.order.receipt_number}\n".encode())
        sold += 1
        if sold % 7 == 0:
            journal.mark_posted([queued.number for queued in journal.next_entries(3)])


if __name__ == "__main__":
    asyncio.run(sell(SqliteJournal(Path(sys.argv[1]), SEAL)))

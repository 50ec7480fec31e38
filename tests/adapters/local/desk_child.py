"""A program that fills a cart until it is killed: ``python -m tests.adapters.local.desk_child DESK``.

Each line it prints is the number of pieces in the cart it has just written.
"""

import itertools
import os
import sys
from pathlib import Path

from b4mart_desktop.adapters.local.desk import SqliteDesk
from tests.adapters.local.facts import filled_cart
from tests.seals import SEAL

if __name__ == "__main__":
    desk = SqliteDesk(Path(sys.argv[1]), SEAL)
    for pieces in itertools.count(1):
        desk.set_cart(filled_cart(pieces))
        os.write(1, f"{pieces}\n".encode())
